import type { Kept } from '../../../platform/retention.ts'

export const shopClosings: Kept = {
  data: 'D’un commerce : ses clôtures de journée, avec ce que chacun de ses utilisateurs a encaissé et rendu',
  purpose: 'Tenir les comptes du commerce.',
  seenBy: 'Les utilisateurs du commerce qui lisent ses transactions.',
  until: 'Aussi longtemps que la loi oblige à garder les comptes.',
}
