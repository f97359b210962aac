import type { ComponentChildren } from 'preact'
import { places } from '../../../../places.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { see } from '../../../../platform/http/page.ts'
import type { Beneficiary } from '../../../../spaces/actors.ts'
import { Stepper } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink } from '../../../../ui/form.tsx'
import {
  type Draft,
  type Filling,
  fillingOf,
  firstOpenStep,
  hrefOf,
  mayOpen,
  type Request,
  STEPS,
  type Step,
  stepAfter,
  stepBefore,
} from '../../apprentice-aid/index.ts'

/** The request, if that step of it may be opened; else the way to the first one that is open. */
export async function atStep(db: Reader, actor: Beneficiary, now: Date, step: Step): Promise<(Filling & { current: Request }) | Response> {
  const filling = await fillingOf(db, actor, now)
  const { current, draft } = filling
  if (!current || !mayOpen(step, draft)) return see(hrefOf(firstOpenStep(draft)))
  return { ...filling, current }
}

export const goOn = (step: Step, draft: Draft): Response => see(hrefOf(stepAfter(step, draft)))

export const titleOf = (step: Step): string => `Étape ${step.number} / ${STEPS.length} — ${step.title}`

export const StepHeading = ({ step }: { step: Step }) => <Stepper current={step.number} total={STEPS.length} title={step.title} />

const Back = ({ step, draft }: { step: Step; draft: Draft }) => {
  const before = stepBefore(step, draft)
  return (
    <ButtonLink kind="quiet" href={before ? hrefOf(before) : places.beneficiary.home.to()}>
      Retour
    </ButtonLink>
  )
}

/** « Retour » and « Suivant » under a form (guide, 3.2.1). */
export const StepActions = ({ step, draft, children = 'Suivant' }: { step: Step; draft: Draft; children?: ComponentChildren }) => (
  <Actions>
    <Back step={step} draft={draft} />
    <Button>{children}</Button>
  </Actions>
)

/** The same under a page that asks for nothing more. */
export const StepLinks = ({ step, draft }: { step: Step; draft: Draft }) => (
  <Actions>
    <Back step={step} draft={draft} />
    <ButtonLink href={hrefOf(stepAfter(step, draft))}>Suivant</ButtonLink>
  </Actions>
)
