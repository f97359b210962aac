import { places } from '../../../../places.ts'
import { dayOf, frenchDay, frenchMinute } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { schoolFor } from '../../../../spaces/staff.tsx'
import { InfoBox, PageHeading, Panel, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { isTimely } from '../../card-applications/index.ts'
import { validatedAmong } from '../queries.ts'
import { withdrawOwnValidation } from '../withdraw.ts'
import { ownWithdrawalForm, whyNot } from '../withdrawal.ts'
import { WhyFields } from './why-fields.tsx'

/** A school takes back a validation that it has just given. */
export const ownWithdrawal = page(schoolFor('requests.decide'), places.school.withdrawal, {
  find: async ({ db, actor, params }) => found((await validatedAmong(db, [params.number], actor))[0]),
  title: ({ number }) => `Retirer la validation, demande ${number}`,
  view({ form, params, now, subject: application }) {
    const why = whyNot(application, now)
    const back = (
      <ButtonLink kind="quiet" href={places.school.request.to(params)}>
        Retour
      </ButtonLink>
    )
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Retirer la validation</PageHeading>
        <Panel>
          <SummaryList
            items={[
              { label: 'Nom', value: `${application.last_name} ${application.first_name}` },
              { label: 'Validée le', value: frenchMinute(application.decided_at) },
            ]}
          />
        </Panel>
        {why ? (
          <Panel>
            <InfoBox>
              <p>{why.words}</p>
            </InfoBox>
            <Actions>{back}</Actions>
          </Panel>
        ) : (
          <>
            <Warning title="Dès maintenant">
              <ul>
                <li>
                  {isTimely('validated', application, dayOf(now))
                    ? 'La demande revient dans vos demandes à traiter.'
                    : `Personne ne pourra la valider à nouveau : c’était possible jusqu’au ${frenchDay(application.decisions_end_on)}.`}
                </li>
                <li>
                  {application.balance_cents > 0
                    ? `Les ${frenchEuros(application.balance_cents)} de sa carte reviennent à la Région.`
                    : 'Rien ne sera versé sur sa carte.'}
                </li>
                <li>Sa carte n’est pas fabriquée tant que la demande n’est pas validée à nouveau.</li>
                <li>Le jeune est prévenu, avec le motif.</li>
              </ul>
            </Warning>
            <Form form={form} class="panel">
              <WhyFields form={form} />
              <Actions>
                {back}
                <Button kind="red">Retirer la validation</Button>
              </Actions>
            </Form>
          </>
        )}
      </>
    )
  },
  submit: form(ownWithdrawalForm, async ({ tx, actor, input, params }) => {
    await withdrawOwnValidation(tx, actor, { ...input, ...params })
    return see(places.school.request.said('retrait', params))
  }),
})
