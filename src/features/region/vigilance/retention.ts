import { NOTICES_KEPT_DAYS } from '../../../platform/notices.ts'
import type { Kept } from '../../../platform/retention.ts'
import { ALERTS_KEPT_DAYS } from './vigilance.ts'

export const vigilance: Kept = {
  data: 'Vigilance : ce que le site a remarqué d’inhabituel (essais de connexion refusés depuis une adresse de réseau, comptes qui se ressemblent, photo ou compte bancaire de plusieurs personnes, paiements répétés), et qui l’a regardé',
  purpose: 'Protéger votre compte et votre argent, et la carte contre la fraude.',
  seenBy: 'Les administrateurs du site et le délégué à la protection des données.',
  until: `Les refus comptés : ${NOTICES_KEPT_DAYS} jours. Ce qui a été remarqué : ${ALERTS_KEPT_DAYS} jours.`,
}
