import { places } from '../../../../places.ts'
import { frenchInstant } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { page, see } from '../../../../platform/http/page.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { Money, Panel, Success, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { payOnline } from '../pay-online.ts'
import { onlinePaymentOf } from '../queries.ts'
import { checkingPage, choosingPage, type WayToSpend } from './spending-page.tsx'

/** The guide has its sign before the whole here: « carte #Génération HDF ». */
const SIGNED_CARD = OUR_REGION.card.includes('#') ? `#${OUR_REGION.card.replace('#', '')}` : OUR_REGION.card

const payingOnline: WayToSpend = {
  accepting: 'online-payments',
  place: places.beneficiary.newOnlinePayment,
  check: places.beneficiary.onlinePaymentCheck,
  title: 'Réaliser une transaction en ligne',
  checkTitle: 'Vérifiez votre paiement en ligne',
  again: {
    done: (what) => `Vous venez de payer ${what}`,
    question: 'Voulez-vous payer une deuxième fois ?',
    yes: 'Oui, payer une deuxième fois',
  },
  notes: (
    <>
      <p class="hint">
        Certains partenaires peuvent ne pas apparaître dans cette liste car ils ont fait le choix de ne pas accepter les paiements en ligne.
      </p>
      <Warning>
        <p>
          Le paiement en ligne donne lieu à une transaction au profit du partenaire mais ne constitue en aucun cas un achat en ligne. Vous
          devez vous assurer auprès du partenaire de la manière dont l’article faisant l’objet du paiement vous sera remis (envoi à domicile
          ou retrait en magasin)
        </p>
      </Warning>
    </>
  ),
}

export const newOnlinePayment = choosingPage(payingOnline)

export const checkOnlinePayment = checkingPage(payingOnline, async ({ tx, actor, input }) => {
  const { transaction_id } = await payOnline(tx, actor, input)
  return see(places.beneficiary.onlinePayment.to({ transaction: transaction_id }))
})

export const onlinePaymentMade = page(beneficiarySpace, places.beneficiary.onlinePayment, {
  title: 'Création paiement en ligne',
  async view({ db, actor, params }) {
    const payment = found(await onlinePaymentOf(db, actor, params.transaction))
    return (
      <>
        <Success title="Création paiement en ligne">
          <p>Vous avez effectué un paiement en ligne directement à un partenaire.</p>
          <p>Vous pouvez retrouver cette transaction dans la rubrique "Ma carte" en cliquant sur "Mes transactions".</p>
          <p>Votre paiement apparaîtra comme un paiement "Extranet bénéficiaire".</p>
        </Success>
        <Panel>
          <SummaryList
            items={[
              { label: 'Transaction n°', value: payment.id },
              { label: 'Date', value: frenchInstant(payment.at) },
              { label: 'Partenaire', value: payment.partner_name },
              { label: 'Montant', value: <Money cents={payment.amount_cents} /> },
              { label: 'Solde disponible après transaction', value: <Money cents={payment.balance_after_cents} /> },
            ]}
          />
        </Panel>
        <Warning>
          <p>
            Cliquez sur OK pour être redirigé sur l’écran « Ma Carte » et rendez-vous rapidement chez votre partenaire avec votre carte
            {SIGNED_CARD} pour effectuer votre achat.
          </p>
          <p>
            <strong>Attention, seul le partenaire peut effectuer l’annulation de cette transaction.</strong>
          </p>
        </Warning>
        <Actions>
          <ButtonLink href={places.beneficiary.card.to()}>OK</ButtonLink>
        </Actions>
      </>
    )
  },
})
