import { places } from '../../../../places.ts'
import { frenchDayOf } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { Money, PageHeading, Panel, Success, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { confirmationForm } from '../../payments/index.ts'
import { cancelPrepayment } from '../cancel.ts'
import { stateInWords } from '../prepayment.ts'
import { prepaymentOf } from '../queries.ts'

export const cancelling = page(beneficiarySpace, places.beneficiary.prepaymentCancellation, {
  title: 'Annulation d’un prépaiement',
  async view({ db, actor, form, params }) {
    const prepayment = found(await prepaymentOf(db, actor, params.ticket))
    return (
      <>
        <ErrorSummary form={form} />
        {prepayment.state === 'cancelled' && form.errors.length === 0 ? (
          <Success title="Prépaiement annulé">
            <p>Votre porte-monnaie a été crédité du montant correspondant.</p>
          </Success>
        ) : (
          <PageHeading>Annulation d’un prépaiement</PageHeading>
        )}
        <Panel>
          <SummaryList
            items={[
              { label: 'Ticket n°', value: prepayment.ticket },
              { label: 'Date', value: frenchDayOf(prepayment.created_at) },
              { label: 'Partenaire', value: prepayment.partner_name },
              { label: 'Montant', value: <Money cents={prepayment.amount_cents} /> },
              { label: 'État', value: stateInWords(prepayment.state).label },
            ]}
          />
          {prepayment.state === 'pending' ? (
            <Form form={form}>
              <p>
                Tant que vous n’avez pas transmis votre voucher au partenaire, vous pouvez annuler votre transaction. Votre porte-monnaie
                sera crédité du montant correspondant.
              </p>
              <Actions>
                <ButtonLink href={places.beneficiary.card.to()} kind="quiet">
                  Retour
                </ButtonLink>
                <Button kind="red">Annuler le prépaiement</Button>
              </Actions>
            </Form>
          ) : (
            <Actions>
              <ButtonLink href={places.beneficiary.card.to()}>OK</ButtonLink>
            </Actions>
          )}
        </Panel>
      </>
    )
  },
  submit: form(confirmationForm, async ({ tx, actor, params, input }) => {
    const ticket = params.ticket
    await cancelPrepayment(tx, actor, { ...input, ticket })
    return see(places.beneficiary.prepaymentCancellation.to({ ticket }))
  }),
})
