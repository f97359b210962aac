import { places } from '../../../../places.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { InfoBox, Money, PageHeading, Panel, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, RadioGroup, Select, TextArea } from '../../../../ui/form.tsx'
import { aboutPerson } from '../../../desks/vigilance/index.ts'
import { askToCancel, effectsOf } from '../cancel-for-fraud.ts'
import { COMMENT_HINT, FRAUD_REASONS, fraudForm } from '../correction.ts'
import { paymentToCancel } from '../queries.ts'

export const paymentFraud = page(regionFor('corrections.ask'), places.region.paymentFraud, {
  ...aboutPerson(
    (db, { id }: { id: number }) => paymentToCancel(db, id),
    ({ beneficiary_id }) => beneficiary_id,
  ),
  title: ({ id }) => `Annuler pour fraude la transaction n° ${id}`,
  view({ form, subject: payment }) {
    const back = (
      <ButtonLink kind="quiet" href={places.region.beneficiary.to({ id: payment.beneficiary_id })}>
        Retour
      </ButtonLink>
    )
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Annuler un paiement pour fraude</PageHeading>
        <Panel title={`Transaction n° ${payment.id}`}>
          <SummaryList
            items={[
              { label: 'Payé le', value: frenchMinute(payment.at) },
              { label: 'Par', value: `${payment.first_name} ${payment.last_name}` },
              { label: 'Partenaire', value: `${payment.partner_name} (${payment.partner_code})` },
              { label: 'Montant', value: <Money cents={payment.amount_cents} /> },
              { label: 'Reste à annuler', value: <Money cents={payment.left_cents} /> },
            ]}
          />
        </Panel>
        {payment.left_cents === 0 ? (
          <Panel>
            <InfoBox>
              <p>Ce paiement est déjà rendu en entier : il n’y a plus rien à annuler.</p>
            </InfoBox>
            <Actions>{back}</Actions>
          </Panel>
        ) : (
          <>
            <Warning title="Une fois validé par une seconde personne">
              <p>À la charge du partenaire :</p>
              <Effects of={effectsOf(payment, 'partner')} />
              <p>À la charge de la Région :</p>
              <Effects of={effectsOf(payment, 'region')} />
            </Warning>
            <Form form={form} class="panel">
              <RadioGroup
                form={form}
                name="expense"
                legend="Qui rend l’argent ?"
                options={[
                  { value: 'partner', label: 'Le partenaire' },
                  { value: 'region', label: 'La Région' },
                ]}
              />
              <Select
                form={form}
                name="reason"
                label="Motif"
                placeholder="Choisissez un motif"
                options={Object.entries(FRAUD_REASONS).map(([value, label]) => ({ value, label }))}
              />
              <TextArea form={form} name="comment" label="Commentaire" hint={COMMENT_HINT} rows={3} />
              <Actions>
                {back}
                <Button kind="red">Demander l’annulation</Button>
              </Actions>
            </Form>
          </>
        )}
      </>
    )
  },
  submit: form(fraudForm, async ({ tx, actor, input, params }) =>
    see(places.region.actOfTwo.to({ id: await askToCancel(tx, actor, { ...input, transactionId: params.id }) })),
  ),
})

const Effects = ({ of }: { of: string[] }) => (
  <ul>
    {of.map((effect) => (
      <li key={effect}>{effect}</li>
    ))}
  </ul>
)
