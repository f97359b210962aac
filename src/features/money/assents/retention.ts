import type { Kept } from '../../../platform/retention.ts'

/** So that who refused in the morning is not asked again that day. */
export const ASSENT_DAYS = 1

export const paymentCode: Kept = {
  data: 'Code de paiement de votre carte',
  purpose: 'Donner votre accord en caisse quand vous n’avez pas votre téléphone.',
  seenBy: 'Personne : il n’est gardé que sous une forme d’où on ne peut pas le retrouver.',
  until: 'Jusqu’à ce que vous changiez votre mot de passe, ou fermiez votre compte.',
}

export const devices: Kept = {
  data: 'Appareils où vous avez activé les notifications : nom du navigateur, date, et l’adresse par laquelle son fabricant le prévient',
  purpose: 'Vous prévenir quand une caisse demande votre accord.',
  seenBy: 'Vous. Le fabricant de votre navigateur (Apple, Google, Microsoft, Mozilla…) transmet la notification sans pouvoir la lire.',
  until:
    'Jusqu’à ce que vous les désactiviez, que ce navigateur ne les reçoive plus, que vous changiez de mot de passe ou fermiez votre compte.',
}

export const assents: Kept = {
  data: 'Demandes d’accord pour un paiement par le numéro de votre carte : commerce, montant, heure, et votre réponse',
  purpose: 'Vous demander votre accord, et ne pas vous le demander à nouveau si vous refusez.',
  seenBy: 'Vous. Le commerce voit si vous acceptez ou refusez.',
  until: 'Un jour. La façon dont vous avez donné votre accord reste avec le paiement.',
}
