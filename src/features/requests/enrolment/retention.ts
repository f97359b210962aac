import type { Kept } from '../../../platform/retention.ts'

export const nationalNumber: Kept = {
  data: 'Une empreinte de votre identifiant national (INE), si vous le donnez dans votre demande. Le numéro lui-même n’est pas gardé',
  purpose:
    'Vous reconnaître sur la liste de votre établissement. Il est facultatif : sans lui, votre nom et votre date de naissance suffisent.',
  seenBy: 'Personne. Votre établissement voit seulement s’il est le même que sur sa liste.',
  until:
    'Effacé après le dernier jour où une demande de la campagne peut être validée, et avant si vous le retirez de votre demande ou fermez votre compte.',
}
