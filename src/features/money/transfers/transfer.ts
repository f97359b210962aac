import type { Tone } from '../../../ui/blocks.tsx'

/** Transfers of a settlement, without HTTP and without SQL. */

/** Where a line of a settlement is: why it waits, or what became of its transfer. */
export const SITUATIONS = {
  payable: { label: 'À mettre dans un fichier', tone: 'info' },
  agreement: { label: 'Rejeté : à faire valider pour être payé de nouveau', tone: 'warning' },
  frozen: { label: 'Partenaire gelé : rien ne part', tone: 'warning' },
  'no-account': { label: 'Attend un compte bancaire', tone: 'warning' },
  'not-yet': { label: 'Compte bancaire pas encore utilisable', tone: 'warning' },
  sent: { label: 'Dans un fichier, sans réponse', tone: 'info' },
  paid: { label: 'Payé', tone: 'good' },
} as const satisfies Record<string, { label: string; tone: Tone }>
export type Situation = keyof typeof SITUATIONS

/** What an answer does to a transfer. */
export const EFFECTS = {
  paid: 'Notés comme payés',
  rejected: 'Notés comme rejetés',
  asks: 'Payés, que ce fichier dit refusés : une seconde personne doit l’accepter',
  same: 'Déjà notés ainsi : rien ne change',
  nothing: 'En cours à la banque, ou sans réponse claire : rien ne change',
  contradicts: 'Rejetés, que ce fichier dit payés : ils ne repartent plus sans deux personnes, regardez avec la banque',
  amount: 'D’un autre montant que le nôtre : rien ne change, regardez avec la banque',
  'other-file': 'D’un autre fichier que celui où ils sont partis : rien ne change, regardez avec la banque',
  'not-sent': 'Dans aucun fichier pour l’instant : rien ne change',
  'to-come': 'Datés d’un jour à venir : cette réponse se fait ce jour-là',
} as const
export type Effect = keyof typeof EFFECTS

export const KINDS = { bank: 'Virements pour la banque (pain.001)', mandates: 'Propositions de mandat et relevés' } as const
export type Kind = keyof typeof KINDS

/** What a shop reads on its own bank statement. */
export const labelOf = (number: string): string => `CARTE GENERATION HDF RELEVE ${number}`

/** What the encrypted IBAN of a transfer is bound to: in another row it cannot be read. */
export const ibanOf = (transferId: number): string => `transfers.iban of ${transferId}`

/** Rows that are written, or read, at once. */
export const AT_ONCE = 2_000

/** What is of each settlement, in the order in which all hold them: two who do two answers at once wait for each other in turn. */
export const bySettlement = <Row extends { settlement_id: number }>(rows: Row[]): [number, Row[]][] =>
  [...Map.groupBy(rows, ({ settlement_id }) => settlement_id)].toSorted(([one], [other]) => one - other)
