import { places } from '../../../../places.ts'
import { frenchDay } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { page, see } from '../../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { Money, PageHeading, Panel, Success, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { QrCode } from '../../../../ui/qr-code.tsx'
import { checkingPage, choosingPage, type WayToSpend } from '../../payments/index.ts'
import { createPrepayment } from '../create.ts'
import { whyTooLate } from '../prepayment.ts'
import { prepaymentOf } from '../queries.ts'

const prepaying: WayToSpend = {
  accepting: 'prepayments',
  place: places.beneficiary.newPrepayment,
  check: places.beneficiary.prepaymentCheck,
  title: 'Édition d’un prépaiement',
  checkTitle: 'Vérifiez votre prépaiement',
  again: {
    done: (what) => `Vous venez de créer un prépaiement : ${what}`,
    question: 'Voulez-vous en créer un deuxième ?',
    yes: 'Oui, créer un deuxième prépaiement',
  },
  whyTooLate,
  notes: (
    <p class="hint">
      Certains partenaires peuvent ne pas apparaître dans cette liste car ils ont fait le choix de ne pas accepter les prépaiements. Dans
      tous les cas, vous devez vous assurer auprès du partenaire que votre achat peut faire l’objet d’un prépaiement.
    </p>
  ),
}

export const newPrepayment = choosingPage(prepaying)

export const checkPrepayment = checkingPage(prepaying, async ({ tx, actor, input }) => {
  const { ticket } = await createPrepayment(tx, actor, input)
  return see(places.beneficiary.prepayment.said('creation', { ticket }))
})

/** The voucher itself, for as long as its partner can take it: to show on screen, to keep, to print. */
export const prepaymentMade = page(beneficiarySpace, places.beneficiary.prepayment, {
  title: 'Mon voucher',
  said: { creation: 'Création voucher' },
  async view({ db, actor, params, said }) {
    const { ticket } = params
    const prepayment = found(await prepaymentOf(db, actor, ticket))
    if (prepayment.state !== 'pending') return see(places.beneficiary.card.to())
    return (
      <>
        {said ? (
          <Success title={said}>
            <p>Votre voucher a été créé avec succès.</p>
            <p>Vous allez, à présent, être redirigé dans la rubrique "Ma carte" afin de vous permettre de télécharger votre voucher.</p>
          </Success>
        ) : (
          <PageHeading>Mon voucher</PageHeading>
        )}
        <Panel>
          <p class="amount">
            <Money cents={prepayment.amount_cents} />
          </p>
          <Actions>
            <ButtonLink href={places.beneficiary.prepaymentReceipt.to({ ticket })}>Télécharger</ButtonLink>
            <ButtonLink href={places.beneficiary.prepaymentReceipt.to({ ticket }, { imprimer: 1 })} kind="quiet">
              Imprimer
            </ButtonLink>
          </Actions>
          <div class="voucher">
            <QrCode text={ticket} label="QR code du ticket" />
            <SummaryList
              items={[
                { label: 'Ticket n°', value: ticket },
                { label: 'Partenaire', value: prepayment.partner_name },
                { label: 'Montant', value: <Money cents={prepayment.amount_cents} /> },
                { label: 'À remettre au partenaire jusqu’au', value: `${frenchDay(prepayment.expires_on)} inclus` },
              ]}
            />
          </div>
          <Actions>
            <ButtonLink href={places.beneficiary.card.to()} kind="quiet">
              OK
            </ButtonLink>
          </Actions>
        </Panel>
      </>
    )
  },
})
