import { places } from '../../../../places.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { frenchDay, frenchInstant } from '../../../../platform/dates.ts'
import { found, notFound, UserError } from '../../../../platform/errors.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import type { PartnerUser } from '../../../../spaces/actors.ts'
import { shopFor } from '../../../../spaces/staff.tsx'
import { InfoBox, Money, PageHeading, Panel, Success, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { ScanForm, TILL_SCRIPTS } from '../../../../ui/scan-form.tsx'
import { confirmationForm, NextCustomer, personAtTill } from '../../payments/index.ts'
import { foundOrCounted } from '../../wrong-numbers/index.ts'
import { facts } from '../facts.ts'
import { ticketForm, whyNotRedeemable } from '../prepayment.ts'
import { prepaymentAtTill } from '../queries.ts'
import { redeemPrepayment } from '../redeem.ts'

const unknownTicket = () =>
  new UserError('ticket.unknown', 'Aucun prépaiement pour votre commerce ne porte ce numéro. Vérifiez les douze chiffres du ticket.', {
    field: 'ticket',
  })

/** Whoever asks by a number may be guessing: one that leads nowhere is counted, on every page that takes one. */
const shownTicket = (db: Reader, actor: PartnerUser, ticket: string, now: Date, refusal: UserError) =>
  foundOrCounted(db, actor, now, { find: () => prepaymentAtTill(db, actor, ticket), refusal })

export const findPrepayment = page(shopFor('till.take'), places.partner.prepayments, {
  title: 'Encaisser un prépaiement',
  scripts: TILL_SCRIPTS,
  view: ({ form }) => (
    <>
      <ErrorSummary form={form} />
      <PageHeading>Encaisser un prépaiement</PageHeading>
      <ScanForm
        form={form}
        field={{
          name: 'ticket',
          label: 'Numéro de ticket',
          hint: 'Scannez le QR code du voucher, ou saisissez les douze chiffres en haut du reçu de transaction.',
          inputmode: 'numeric',
          width: 20,
        }}
      />
    </>
  ),
  submit: form(
    ticketForm,
    { prepare: ({ db, actor, input, now }) => shownTicket(db, actor, input.ticket, now, unknownTicket()) },
    async ({ prepared: { ticket } }) => see(places.partner.prepayment.to({ ticket })),
  ),
})

export const redeeming = page(shopFor('till.take'), places.partner.prepayment, {
  find: ({ db, actor, params, now }) => shownTicket(db, actor, params.ticket, now, notFound()),
  title: 'Prépaiement à encaisser',
  trace: ({ subject: { ticket, beneficiary_id } }) => ({ fact: facts['prepayment.shown'], beneficiary_id, details: { ticket } }),
  view({ form, now, subject: prepayment }) {
    const why = whyNotRedeemable(prepayment, now)
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Prépaiement à encaisser</PageHeading>
        <Panel>
          <SummaryList
            items={[
              { label: 'Ticket n°', value: prepayment.ticket },
              { label: 'Bénéficiaire', value: personAtTill(prepayment) },
              { label: 'Montant', value: <Money cents={prepayment.amount_cents} /> },
              { label: 'Valable jusqu’au', value: frenchDay(prepayment.expires_on) },
            ]}
          />
          {why ? (
            <>
              <InfoBox>
                <p>{why}</p>
              </InfoBox>
              <Actions>
                {prepayment.state === 'redeemed' && (
                  <ButtonLink href={places.partner.redemptionReceipt.to({ ticket: prepayment.ticket })} kind="quiet">
                    Voir l’encaissement
                  </ButtonLink>
                )}
                <ButtonLink href={places.partner.prepayments.to()}>Autre ticket</ButtonLink>
              </Actions>
            </>
          ) : (
            <Form form={form}>
              <Actions>
                <ButtonLink href={places.partner.prepayments.to()} kind="quiet">
                  Retour
                </ButtonLink>
                <Button>Encaisser</Button>
              </Actions>
            </Form>
          )}
        </Panel>
      </>
    )
  },
  submit: form(
    confirmationForm,
    { prepare: ({ db, actor, params, now }) => shownTicket(db, actor, params.ticket, now, notFound()) },
    async ({ tx, actor, input, prepared: { ticket } }) => {
      await redeemPrepayment(tx, actor, { ...input, ticket })
      return see(places.partner.redemptionReceipt.to({ ticket }))
    },
  ),
})

export const redemptionReceipt = page(shopFor('till.take'), places.partner.redemptionReceipt, {
  find: ({ db, actor, params, now }) => shownTicket(db, actor, params.ticket, now, notFound()),
  title: 'Prépaiement encaissé',
  scripts: TILL_SCRIPTS,
  view({ visit, subject: prepayment }) {
    const redeemedAt = found(prepayment.state === 'redeemed' ? prepayment.ended_at : null)
    return (
      <>
        <Success title="Prépaiement encaissé">
          <p class="amount">
            <Money cents={prepayment.amount_cents} />
          </p>
        </Success>
        <NextCustomer csrf={visit.csrf()} />
        <Panel>
          <SummaryList
            items={[
              { label: 'Transaction n°', value: prepayment.redemption_id },
              { label: 'Date', value: frenchInstant(redeemedAt) },
              { label: 'Ticket n°', value: prepayment.ticket },
              { label: 'Bénéficiaire', value: personAtTill(prepayment) },
            ]}
          />
          <Actions>
            <ButtonLink href={places.partner.prepayments.to()} kind="quiet">
              Autre ticket
            </ButtonLink>
          </Actions>
        </Panel>
      </>
    )
  },
})
