import { places } from '../../../../places.ts'
import { dayOf } from '../../../../platform/dates.ts'
import { type Reading, see } from '../../../../platform/http/page.ts'
import type { Beneficiary } from '../../../../spaces/actors.ts'
import { Stepper } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink } from '../../../../ui/form.tsx'
import {
  type Application,
  draftOf,
  firstOpenStep,
  hrefOf,
  isTooLate,
  mayOpen,
  SCHOOLING,
  STEP_COUNT,
  type Step,
  SUMMARY,
  stepAfter,
  stepBefore,
} from '../../card-applications/index.ts'

/** The application, if that step of it may be opened; else the way to the first one that is open, or home once it is too late. */
export async function atStep(
  { db, actor, now }: Pick<Reading<Beneficiary>, 'db' | 'actor' | 'now'>,
  step: Step,
): Promise<Application | Response> {
  const application = await draftOf(db, actor)
  if (isTooLate(application, dayOf(now))) return see(places.beneficiary.home.to())
  return mayOpen(step, application) ? application : see(hrefOf(firstOpenStep(application)))
}

/** The next step; the summary again when one came from it to change an answer. */
export function goOn(step: Step, application: Application, query: URLSearchParams): Response {
  const toSummary = query.get('retour') === TO_SUMMARY && mayOpen(SUMMARY, application)
  return see(hrefOf(toSummary ? SUMMARY : stepAfter(step, application)))
}

/** In `?retour=`: one came from the summary to change an answer. */
const TO_SUMMARY = 'recapitulatif'

/** The address of a step that leads back to the summary. */
export const hrefToChange = ({ place }: Pick<Step, 'place'>): string => place.to({ retour: TO_SUMMARY })

/** What a page of a step carries to the next one: these choices, and the way back to the summary when one came from it. */
export function onTheWay(query: URLSearchParams, choices: Record<string, string> = {}): Record<string, string> {
  const back = query.get('retour')
  return back === null ? choices : { ...choices, retour: back }
}

/** An address inside a step that carries them. */
export const hrefOnTheWay = ({ place }: Pick<Step, 'place'>, query: URLSearchParams, choices: Record<string, string> = {}): string =>
  place.to(onTheWay(query, choices))

export const titleOf = (step: Step): string => `Étape ${step.number} / ${STEP_COUNT} — ${step.title}`

/** With the application, it says which step does not concern its owner: the numbers are the guide's for everybody. */
export const StepHeading = ({ step, application }: { step: Step; application?: Application }) => (
  <Stepper
    current={step.number}
    total={STEP_COUNT}
    title={step.title}
    skipped={application && !SCHOOLING.asked(application) ? SKIPPED : undefined}
  />
)

const SKIPPED = { number: SCHOOLING.number, words: `L’étape ${SCHOOLING.number} ne vous concerne pas.` }

/** The heading of a page of its own inside that step. */
export const headingInside = (step: Step) => (title: string) => <Stepper current={step.number} total={STEP_COUNT} title={title} />

/** « Retour » and « Suivant » under every step (guide, 3). */
export function StepActions({ step, application, send = 'Suivant' }: { step: Step; application: Application; send?: string }) {
  const before = stepBefore(step, application)
  return (
    <Actions>
      <ButtonLink kind="quiet" href={before ? hrefOf(before) : places.beneficiary.home.to()}>
        Retour
      </ButtonLink>
      <Button>{send}</Button>
    </Actions>
  )
}
