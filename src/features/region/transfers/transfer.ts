import { OUR_REGION } from '../../../platform/region.ts'
import type { Tone } from '../../../ui/blocks.tsx'

/** Transfers of a settlement or of a batch of aids, without HTTP and without SQL. */

/** What two people have let out, and files pay. */
export type Source = { settlement_id: number } | { aid_batch_id: number }

/** What a transfer pays: the line of a settlement, or of a batch of aids. */
export interface PaidLine {
  settlement_id: number | null
  partner_id: number | null
  aid_batch_id: number | null
  aid_request_id: number | null
}

/** Where a line is: why it waits, or what became of its transfer. */
export const SITUATIONS = {
  payable: { label: 'À mettre dans un fichier', tone: 'info' },
  agreement: { label: 'Rejeté, ou dit payé avant : à faire valider pour être payé', tone: 'warning' },
  frozen: { label: 'Partenaire gelé : rien ne part', tone: 'warning' },
  'no-account': { label: 'Attend un compte bancaire', tone: 'warning' },
  'not-yet': { label: 'Compte bancaire pas encore utilisable', tone: 'warning' },
  sent: { label: 'Dans un fichier, sans réponse', tone: 'info' },
  paid: { label: 'Payé', tone: 'good' },
  rejected: { label: 'Rejeté : un autre compte est demandé à l’apprenti', tone: 'bad' },
  cancelled: { label: 'Annulé avec son lot', tone: 'neutral' },
} as const satisfies Record<string, { label: string; tone: Tone }>
export type Situation = keyof typeof SITUATIONS

/** What has become of a transfer itself. */
export const STATES = {
  waiting: 'Dans aucun fichier pour l’instant',
  sent: 'Dans un fichier, sans réponse',
  paid: 'Payé',
  rejected: 'Rejeté',
  cancelled: 'Annulé avec son fichier',
} as const
export type State = keyof typeof STATES

/** What an answer does to a transfer. */
export const EFFECTS = {
  paid: 'Notés comme payés',
  rejected: 'Notés comme rejetés',
  asks: 'Payés, que cette réponse dit refusés : une seconde personne doit l’accepter',
  same: 'Déjà notés ainsi : rien ne change',
  nothing: 'En cours à la banque, ou sans réponse claire : rien ne change',
  contradicts: 'Rejetés ou annulés, que cette réponse dit payés : ils ne repartent plus sans deux personnes, regardez avec la banque',
  amount: 'D’un autre montant que le nôtre : rien ne change, regardez avec la banque',
  'other-file': 'D’un autre fichier que celui où ils sont partis : rien ne change, regardez avec la banque',
  'not-sent': 'Dans aucun fichier pour l’instant : rien ne change',
  'to-come': 'Datés d’un jour à venir : cette réponse se fait ce jour-là',
} as const
export type Effect = keyof typeof EFFECTS

export const KINDS = { bank: 'Virements pour la banque (pain.001)', mandates: 'Propositions de mandat' } as const
export type Kind = keyof typeof KINDS

/** What a shop, or an apprentice, reads on their own bank statement. */
export const labelOf = ({ number, request_number }: { number: string; request_number: string | null }): string =>
  request_number === null ? `CARTE ${OUR_REGION.plainCard.toUpperCase()} RELEVE ${number}` : `AIDE THR DEMANDE ${request_number}`

/** What the encrypted IBAN of a transfer is bound to: in another row it cannot be read. */
export const ibanOf = (transferId: number): string => `transfers.iban of ${transferId}`

/** Rows that are written, or read, at once. */
export const AT_ONCE = 2_000

type OfShop<Row> = Row & { settlement_id: number; partner_id: number }
type OfAid<Row> = Row & { aid_batch_id: number; aid_request_id: number }

/** What is of each settlement, and of each batch, in the order in which all hold them: two who do two answers at once wait for each other in turn. */
export function bySource<Row extends PaidLine>(rows: Row[]): { settlements: [number, OfShop<Row>[]][]; batches: [number, OfAid<Row>[]][] } {
  const ofShops = rows.filter((row): row is OfShop<Row> => row.settlement_id !== null)
  const ofAids = rows.filter((row): row is OfAid<Row> => row.aid_batch_id !== null)
  const inOrder = <Of>(groups: Map<number, Of[]>) => [...groups].toSorted(([one], [other]) => one - other)
  return {
    settlements: inOrder(Map.groupBy(ofShops, ({ settlement_id }) => settlement_id)),
    batches: inOrder(Map.groupBy(ofAids, ({ aid_batch_id }) => aid_batch_id)),
  }
}
