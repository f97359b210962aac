import { places } from '../../../../places.ts'
import { maskedIban } from '../../../../platform/bank-details.ts'
import { frenchDay } from '../../../../platform/dates.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { PageHeading, Panel, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, DateField, ErrorSummary, Form, RadioGroup, Select, TextArea } from '../../../../ui/form.tsx'
import { REASON_CHOICES } from '../../../money/bank-files/index.ts'
import { type TransferMade, transferById } from '../queries.ts'
import { STATES } from '../transfer.ts'
import { typeAnswer, typedAnswer } from '../type-answer.ts'
import { transfersOf } from './transfers-page.tsx'

/** One transfer, and what somebody types of it when no file says it. */
export const oneTransfer = page(regionFor('settlements.prepare'), places.region.transfer, {
  find: ({ db, params }) => transferById(db, params.id),
  title: ({ id }) => `Virement n° ${id}`,
  view: ({ subject: transfer, form }) => (
    <>
      <ErrorSummary form={form} />
      <PageHeading>{`Virement ${transfer.number}`}</PageHeading>
      <Panel>
        <SummaryList items={aboutTransfer(transfer)} />
        <Actions>
          <ButtonLink href={transfersOf(transfer)} kind="quiet">
            Retour aux virements
          </ButtonLink>
        </Actions>
      </Panel>
      {transfer.state !== 'waiting' && (
        <Panel title="Saisir une réponse">
          <Form form={form}>
            <p class="hint">
              Donnez plutôt le fichier de la banque ou du comptable, s’il y en a un. Rien ne change avant votre accord, sur la page qui suit
              ; un virement payé que vous dites refusé attend une seconde personne.
            </p>
            <RadioGroup
              form={form}
              name="outcome"
              legend="Qu’a répondu la banque ou le comptable ?"
              options={[
                { value: 'paid', label: 'Virement fait' },
                { value: 'rejected', label: 'Virement refusé, ou revenu' },
              ]}
            />
            <DateField form={form} name="on" label="Jour de cette réponse" />
            <Select
              form={form}
              name="code"
              label="Motif, s’il est refusé"
              options={REASON_CHOICES}
              placeholder="Choisissez un motif"
              sometimes
            />
            <TextArea form={form} name="words" label="Ce que dit la banque, avec ses mots" rows={3} optional />
            <Actions>
              <Button>Lire cette réponse</Button>
            </Actions>
          </Form>
        </Panel>
      )}
    </>
  ),
  submit: form(typedAnswer, async ({ tx, actor, input, params }) => {
    const answer_id = await typeAnswer(tx, actor, { ...input, transfer_id: params.id })
    return see(places.region.bankAnswer.to({ id: answer_id }))
  }),
})

const aboutTransfer = ({ iban_first4, iban_last4, ...transfer }: TransferMade) => [
  { label: 'Pour', value: transfer.name },
  { label: 'Montant', value: <strong>{frenchEuros(transfer.amount_cents)}</strong> },
  { label: 'État', value: STATES[transfer.state] },
  ...(iban_first4 && iban_last4
    ? [
        { label: 'Titulaire', value: transfer.holder },
        { label: 'N° IBAN', value: maskedIban({ iban_first4, iban_last4 }) },
      ]
    : []),
  ...(transfer.file_id && transfer.message_id
    ? [
        {
          label: 'Fichier',
          value: <a href={places.region.transferFile.to({ id: transfer.file_id })}>{transfer.message_id}</a>,
        },
      ]
    : []),
  ...(transfer.answered_on ? [{ label: 'Répondu le', value: frenchDay(transfer.answered_on) }] : []),
  ...(transfer.words ? [{ label: 'Motif', value: `${transfer.words}${transfer.code ? ` (${transfer.code})` : ''}` }] : []),
  ...(transfer.answer_id
    ? [
        {
          label: 'Réponse',
          value: <a href={places.region.bankAnswer.to({ id: transfer.answer_id })}>{`N° ${transfer.answer_id}`}</a>,
        },
      ]
    : []),
]
