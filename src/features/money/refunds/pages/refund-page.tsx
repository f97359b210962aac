import type { VNode } from 'preact'
import { places } from '../../../../places.ts'
import { dayOf } from '../../../../platform/dates.ts'
import { found, notFound, UserError } from '../../../../platform/errors.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { frenchEuros, typedEuros } from '../../../../platform/money.ts'
import type { PartnerUser } from '../../../../spaces/actors.ts'
import { shopFor } from '../../../../spaces/staff.tsx'
import { InfoBox, Money, PageHeading, Panel, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, MoneyField } from '../../../../ui/form.tsx'
import {
  confirmationForm,
  kindLabel,
  lateRefundAtTill,
  mayRefund,
  type PartnerTransaction,
  personAtTill,
  takenOf,
} from '../../payments/index.ts'
import { agoInWords, type LateRefund, lateRefundTo, twinOf } from '../../wallets/index.ts'
import { cancelOnlinePayment } from '../cancel-online.ts'
import { mustBeTheirs, refundOf, refundTransaction } from '../refund.ts'
import { confirmedRefundForm, refundForm } from '../refund-form.ts'

export const newRefund = page(shopFor('till.refund'), places.partner.refund, {
  title: 'Rembourser',
  async view({ db, actor, form, params, query, now }) {
    const paid = found(await takenOf(db, actor, params.transaction))
    return (
      <Asking form={form} late={await lateRefundTo(db, paid.wallet_id, dayOf(now))} title="Rembourser" paid={paid}>
        {mayRefund(paid) && (
          <Form form={form}>
            <MoneyField
              form={form}
              name="amount"
              label="Montant à rembourser"
              hint={`Jusqu’à ${frenchEuros(paid.left_cents)}.`}
              known={query.get('montant') ?? typedEuros(paid.left_cents)}
            />
            <Actions>
              <ButtonLink href={before(actor)} kind="quiet">
                Retour
              </ButtonLink>
              <Button>Suivant</Button>
            </Actions>
          </Form>
        )}
      </Asking>
    )
  },
  submit: form(refundForm, async ({ tx, actor, params, input }) => {
    const paid = found(await takenOf(tx, actor, params.transaction))
    if (input.amount > paid.left_cents) {
      const sentence = `Il reste ${frenchEuros(paid.left_cents)} à rembourser sur cette transaction. Saisissez ce montant ou moins.`
      throw new UserError('payment.nothing-left', sentence, { field: 'amount' })
    }
    await mustBeTheirs(tx, actor, input.amount)
    return see(places.partner.refundCheck.to({ transaction: paid.id }, { montant: typedEuros(input.amount) }))
  }),
})

export const checkRefund = page(shopFor('till.refund'), places.partner.refundCheck, {
  title: 'Vérifiez le remboursement',
  async view({ db, actor, form, params, query, now }) {
    const paid = found(await takenOf(db, actor, params.transaction))
    const asked = refundForm.safeParse({ amount: query.get('montant') })
    if (!asked.success) return see(places.partner.refund.to({ transaction: paid.id }))
    const typed = typedEuros(asked.data.amount)
    const twin = await twinOf(db, refundOf(actor, paid, asked.data.amount), now)
    return (
      <Asking
        form={form}
        late={await lateRefundTo(db, paid.wallet_id, dayOf(now))}
        title="Vérifiez le remboursement"
        paid={paid}
        amount_cents={asked.data.amount}
      >
        <Form form={form}>
          {twin && (
            <Warning title={`Vous venez de rembourser ${frenchEuros(asked.data.amount)} à ${personAtTill(paid)}`}>
              <p>{`C’était ${agoInWords(twin)}, transaction n° ${twin.id}. Voulez-vous rembourser cette somme une deuxième fois ?`}</p>
            </Warning>
          )}
          {twin && <input type="hidden" name="again" value={twin.id} />}
          <input type="hidden" name="amount" value={typed} />
          <Actions>
            <ButtonLink href={places.partner.refund.to({ transaction: paid.id }, { montant: typed })} kind="quiet">
              Retour
            </ButtonLink>
            <Button kind="red">
              Rembourser {frenchEuros(asked.data.amount)}
              {twin ? ' une deuxième fois' : ''}
            </Button>
          </Actions>
        </Form>
      </Asking>
    )
  },
  submit: form(confirmedRefundForm, async ({ tx, actor, params, input }) => {
    const { transaction_id } = await refundTransaction(tx, actor, { ...input, transactionId: params.transaction })
    return see(afterRefund(actor, transaction_id))
  }),
})

export const cancelOnline = page(shopFor('till.refund'), places.partner.onlineCancellation, {
  title: 'Annuler un paiement en ligne',
  async view({ db, actor, form, params, now }) {
    const paid = found(await takenOf(db, actor, params.transaction))
    if (paid.channel !== 'online') throw notFound()
    return (
      <Asking
        form={form}
        late={await lateRefundTo(db, paid.wallet_id, dayOf(now))}
        title="Annuler un paiement en ligne"
        paid={paid}
        amount_cents={paid.left_cents}
      >
        {mayRefund(paid) && (
          <Form form={form}>
            <Actions>
              <ButtonLink href={before(actor)} kind="quiet">
                Retour
              </ButtonLink>
              <Button kind="red">Annuler le paiement</Button>
            </Actions>
          </Form>
        )}
      </Asking>
    )
  },
  submit: form(confirmationForm, async ({ tx, actor, params, input }) => {
    const { transaction_id } = await cancelOnlinePayment(tx, actor, { ...input, transactionId: params.transaction })
    return see(afterRefund(actor, transaction_id))
  }),
})

/** The line that it became; a till of the day reads no lines. */
const afterRefund = ({ till }: PartnerUser, transaction: number): string =>
  till ? places.partner.till.said('remboursement') : places.partner.transaction.to({ transaction })

const before = ({ till }: PartnerUser): string => (till ? places.partner.till : places.partner.transactions).to()

/** What was paid, what will be given back when that is known, and what is asked under it. */
function Asking({
  form,
  title,
  paid,
  late,
  amount_cents,
  children,
}: {
  form: FormState
  title: string
  paid: PartnerTransaction
  late: LateRefund | undefined
  amount_cents?: number
  children: VNode | false
}) {
  return (
    <>
      <ErrorSummary form={form} />
      <PageHeading>{title}</PageHeading>
      <Panel>
        <SummaryList
          items={[
            { label: 'Transaction n°', value: paid.id },
            { label: 'Nature', value: kindLabel(paid) },
            { label: 'Bénéficiaire', value: personAtTill(paid) },
            { label: 'Montant payé', value: <Money cents={paid.amount_cents} /> },
            { label: 'Reste après remboursements', value: <Money cents={paid.left_cents} /> },
            ...(amount_cents ? [{ label: 'Montant à rembourser', value: <Money cents={amount_cents} /> }] : []),
          ]}
        />
        {late && children && (
          <InfoBox>
            <p>{lateRefundAtTill(late)}</p>
          </InfoBox>
        )}
        {children || <p>Il ne reste rien à rembourser sur cette transaction.</p>}
      </Panel>
    </>
  )
}
