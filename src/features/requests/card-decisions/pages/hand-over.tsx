import { z } from 'zod'
import { places } from '../../../../places.ts'
import { dayOf } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { rowId, text } from '../../../../platform/forms/fields.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { schoolFor } from '../../../../spaces/staff.tsx'
import { InfoBox, PageHeading, Panel, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, Select, TextArea } from '../../../../ui/form.tsx'
import { othersTeaching, schoolLabel } from '../../../schools/schools/index.ts'
import { handOver, mayHandOver } from '../../card-applications/index.ts'
import { fileOf } from '../queries.ts'

const handOverForm = z.object({
  school: rowId('Choisissez l’établissement.'),
  reason: text('Écrivez pourquoi : l’autre établissement et le jeune le lisent.', 300),
})

/** A school hands over a request that was sent to it by mistake. */
export const handingOver = page(schoolFor('requests.decide'), places.school.handOver, {
  async find({ db, actor, params }) {
    const file = await fileOf(db, actor, params.number)
    const by = file.situation === 'apprentice' ? ('apprentices' as const) : ('pupils' as const)
    return { file, others: await othersTeaching(db, { id: actor.school_id, course: found(file.course_code), by }) }
  },
  title: ({ number }) => `Transmettre la demande ${number}`,
  view({ form, now, params, subject: { file, others } }) {
    const isPossible = mayHandOver(file, dayOf(now))
    const back = (
      <ButtonLink kind="quiet" href={places.school.request.to(params)}>
        Retour
      </ButtonLink>
    )
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Transmettre à un autre établissement</PageHeading>
        <Panel>
          <SummaryList
            items={[
              { label: 'Nom', value: `${file.last_name} ${file.first_name}` },
              { label: 'Formation', value: file.course_label },
            ]}
          />
        </Panel>
        {isPossible && others.length > 0 ? (
          <Form form={form} class="panel">
            <InfoBox>
              <p>La demande quitte votre liste : l’autre établissement décide, et le jeune est prévenu.</p>
            </InfoBox>
            <Select
              form={form}
              name="school"
              label="Établissement"
              hint="Ceux de la région qui proposent la même formation."
              placeholder="Choisissez un établissement"
              options={others.map((school) => ({ value: String(school.id), label: schoolLabel(school) }))}
            />
            <TextArea form={form} name="reason" label="Pourquoi" rows={3} />
            <Actions>
              {back}
              <Button>Transmettre la demande</Button>
            </Actions>
          </Form>
        ) : (
          <>
            <Warning title="Cette demande ne peut pas être transmise">
              <p>
                {isPossible
                  ? 'Aucun autre établissement de la région ne propose cette formation. Renvoyez plutôt la demande pour correction : le jeune choisira le sien.'
                  : 'Elle n’attend plus votre décision, ou sa campagne est terminée.'}
              </p>
            </Warning>
            <Actions>{back}</Actions>
          </>
        )}
      </>
    )
  },
  submit: form(handOverForm, async ({ tx, actor, input, params }) => {
    await handOver(tx, actor, { fileNumber: params.number, ...input })
    return see(places.school.requests.said('transfert'))
  }),
})
