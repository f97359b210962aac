import { frenchDay, frenchDayOf } from '../../../../platform/dates.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { Panel, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, DateField, Form, RequiredNote, TextArea } from '../../../../ui/form.tsx'
import { type Departure, dueInWords, type Standing, stepOf } from '../departures.ts'
import { effectsOf } from '../leave.ts'

/** The form by which a departure is asked for, with what follows. */
export const Asking = ({ form, back, standing }: { form: FormState; back: string; standing: Standing }) => (
  <Panel title="Demander le départ">
    <Warning title="Ce qui va se passer">
      <ul>
        {effectsOf(null).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Warning>
    <SummaryList items={moneyItems(standing)} />
    <Form form={form}>
      <RequiredNote />
      <DateField form={form} name="lastDay" label="Dernier jour où ce commerce prend la carte" />
      <TextArea
        form={form}
        name="reason"
        label="Pourquoi"
        hint="La personne de la Région qui répond le lit. 500 caractères au plus."
        rows={3}
      />
      <Actions>
        <ButtonLink href={back} kind="quiet">
          Retour
        </ButtonLink>
        <Button name="action" value="ask" kind="red">
          Demander le départ
        </Button>
      </Actions>
    </Form>
  </Panel>
)

/** Where a departure that was agreed to is. */
export const Steps = ({ departure, standing }: { departure: Departure & { agreed_at: Date }; standing: Standing }) => (
  <SummaryList
    items={[
      { label: 'Où en est le départ', value: stepOf(departure, standing) },
      { label: 'Départ accepté le', value: frenchDayOf(departure.agreed_at) },
      { label: 'Dernier jour où il prend la carte', value: frenchDay(departure.last_day) },
      ...moneyItems(standing),
      ...(departure.ended_at ? [{ label: 'Accès fermés le', value: frenchDayOf(departure.ended_at) }] : []),
    ]}
  />
)

const moneyItems = ({ tickets, tickets_cents, due_cents, unpaid, users }: Standing) => [
  { label: 'Prépaiements en attente chez lui', value: `${tickets}, pour ${frenchEuros(tickets_cents)}` },
  { label: 'Depuis le dernier reversement', value: dueInWords(due_cents) },
  { label: 'Reversements pas encore payés', value: unpaid },
  { label: 'Personnes qui y travaillent', value: users },
]
