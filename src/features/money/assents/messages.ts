import { places } from '../../../places.ts'
import { frenchHour } from '../../../platform/dates.ts'
import { message } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'

/** Rings the devices of the owner of a card. Whoever holds the telephone reads it: the shop and the amount are on the page that it opens. */
export const assentAsked = message(
  'assent-asked',
  {
    who: 'Beneficiary, on the devices where they turned notifications on',
    when: 'a till asks whether they agree to a payment by their card’s number',
    example: [{ id: 'b3f1c0de-0000-4000-8000-000000000000', until: new Date('2026-11-23T13:32:00Z') }],
  },
  ({ id, until }: { id: string; until: Date }) => ({
    subject: 'Une caisse demande votre accord',
    paragraphs: [`Répondez avant ${frenchHour(until)}, dans votre espace.`],
    rings: { opens: places.beneficiary.assent.to({ assent: id }), until },
  }),
)

/** Tells somebody that figures pay from their card: it may not be they who chose them. */
export const paymentCodeChosen = message(
  'payment-code-chosen',
  { who: 'Beneficiary', when: 'their payment code was chosen or changed', example: [] },
  () => ({
    urgency: 'money',
    subject: 'Votre code de paiement est choisi',
    paragraphs: [
      'Bonjour,',
      `Le code de paiement de votre carte ${OUR_REGION.card} vient d’être choisi, avec votre mot de passe. Vous le tapez vous-même en caisse. Ne le donnez à personne, pas même au caissier.`,
      `Si ce n’est pas vous, changez votre mot de passe : ce code ne sert plus aussitôt. Puis appelez le numéro vert ${OUR_REGION.phone}.`,
    ],
  }),
)

/** Tells somebody that figures that are not theirs were tried with their card. */
export const paymentCodeLocked = message(
  'payment-code-locked',
  { who: 'Beneficiary', when: 'five wrong payment codes were typed with their card', example: [{ partner_name: 'LES PAGES' }] },
  ({ partner_name }: { partner_name: string }) => ({
    urgency: 'money',
    subject: 'Votre code de paiement est bloqué pour un jour',
    paragraphs: [
      'Bonjour,',
      `Cinq codes faux ont été tapés avec le numéro de votre carte, en dernier chez le partenaire ${partner_name}. Votre code de paiement ne sert plus pendant un jour. Votre QR code marche toujours.`,
      'Si c’était vous, choisissez un autre code dans « Ma carte », rubrique « Code de paiement ».',
      `Si ce n’est pas vous, mettez votre carte en opposition dans « Ma carte », rubrique « Un problème de carte ? », puis appelez le numéro vert ${OUR_REGION.phone}.`,
    ],
  }),
)
