import { places } from '../../../../places.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { DIPLOMA_QUESTION, diplomaForm, isDiplomaAsked, SCHOOLING, saveOtherDiploma } from '../../card-applications/index.ts'
import { YesOrNo } from './school-choice.tsx'
import { atStep, goOn, hrefOnTheWay, StepHeading, titleOf } from './step.tsx'

/** Inside its step. */
export const DIPLOMA = { place: places.beneficiary.diploma }

/** The second question of an apprentice, asked only of those who were one already. */
export const diplomaQuestion = page(beneficiarySpace, places.beneficiary.diploma, {
  title: `${titleOf(SCHOOLING)} — Diplôme préparé`,
  async view({ db, actor, now, form, query }) {
    const application = await atStep({ db, actor, now }, SCHOOLING)
    if (application instanceof Response) return application
    if (!isDiplomaAsked(application)) return see(hrefOnTheWay(SCHOOLING, query))
    return (
      <>
        <ErrorSummary form={form} />
        <StepHeading step={SCHOOLING} />
        <Form form={form} class="panel">
          <YesOrNo form={form} name="otherDiploma" legend={DIPLOMA_QUESTION} known={application.answers.apprenticeship?.otherDiploma} />
          <Actions>
            <ButtonLink kind="quiet" href={hrefOnTheWay(SCHOOLING, query)}>
              Retour
            </ButtonLink>
            <Button>Suivant</Button>
          </Actions>
        </Form>
      </>
    )
  },
  submit: form(diplomaForm, async ({ tx, actor, input, visit }) =>
    goOn(SCHOOLING, await saveOtherDiploma(tx, actor, input.otherDiploma), visit.url.searchParams),
  ),
})
