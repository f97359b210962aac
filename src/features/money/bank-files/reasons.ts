/** Who has to do something about a transfer that was not made: the payee gives other bank details, the Region's agent corrects, or somebody looks. */
export type WhoActs = 'payee' | 'agent' | 'person'

export interface Reason {
  words: string
  acts: WhoActs
}

const of = (acts: WhoActs, reasons: Record<string, string>): [string, Reason][] =>
  Object.entries(reasons).map(([code, words]) => [code, { words, acts }])

/** The codes of ISO 20022 (ExternalStatusReason1Code, ExternalReturnReason1Code) that banks of SEPA send of transfers. */
const REASONS = new Map<string, Reason>([
  ...of('payee', {
    AC01: 'Numéro de compte faux',
    AC03: 'Numéro de compte du bénéficiaire faux',
    AC04: 'Compte clos',
    AC06: 'Compte bloqué',
    AC13: 'Compte d’une autre sorte que celle attendue',
    AC14: 'Compte d’une autre sorte que celle attendue',
    AG01: 'Virement interdit sur ce compte',
    BE01: 'Le titulaire ne correspond pas au compte',
    CNOR: 'Banque du bénéficiaire inconnue',
    RC01: 'BIC faux',
  }),
  ...of('agent', {
    AG02: 'Code d’opération refusé par la banque',
    AM01: 'Montant nul',
    AM02: 'Montant au-dessus de ce que la banque permet',
    AM03: 'Monnaie refusée',
    AM04: 'Pas assez d’argent sur le compte de la Région',
    AM05: 'Virement déjà présenté',
    AM09: 'Montant faux',
    BE04: 'Adresse du bénéficiaire absente',
    BE05: 'Donneur d’ordre inconnu de la banque',
    CURR: 'Monnaie fausse',
    CUST: 'Demandé par le donneur d’ordre',
    DNOR: 'Banque du donneur d’ordre inconnue',
    DT01: 'Date refusée par la banque',
    DUPL: 'Virement déjà présenté',
    FF01: 'Fichier mal formé',
    FOCR: 'Annulé à la demande du donneur d’ordre',
    TM01: 'Fichier reçu trop tard par la banque',
  }),
  ...of('person', {
    BE06: 'Bénéficiaire inconnu de sa banque',
    MD07: 'Titulaire décédé',
    MS02: 'Refusé par le bénéficiaire, sans motif',
    MS03: 'Refusé par la banque, sans motif',
    NARR: 'Motif écrit par la banque',
    RR01: 'Compte du donneur d’ordre absent (réglementation)',
    RR02: 'Nom ou adresse du donneur d’ordre absent (réglementation)',
    RR03: 'Nom ou adresse du bénéficiaire absent (réglementation)',
    RR04: 'Raison réglementaire',
  }),
])

/** Each code, as somebody who types a bank's answer chooses it. */
export const REASON_CHOICES = [...REASONS].map(([code, { words }]) => ({ value: code, label: `${code} : ${words}` }))

/** What a bank's code means, in French, and who acts. One that is not known keeps the bank's own words, and somebody looks. */
export function reasonOf(code: string | null, words: string | null): Reason {
  const known = code === null ? undefined : REASONS.get(code)
  if (known) return known
  if (code === null) return { words: words ?? 'Sans motif', acts: 'person' }
  return { words: words ? `${words} (code ${code})` : `Code ${code}, que nous ne connaissons pas`, acts: 'person' }
}
