import type { Facts } from '../../../platform/audit.ts'
import type { Day } from '../../../platform/dates.ts'
import { dayAsked, wordsAsked } from '../../../platform/forms/paging.ts'

/** A fact as those who work with the scheme read it; its name when it has no words. */
export const factInWords = (facts: Facts, name: string): string => facts.get(name)?.journal ?? name

/** The names of those that say that staff saw something of somebody. */
export const readingsAmong = (facts: Facts): string[] => [...facts.values()].filter(({ isReading }) => isReading).map(({ name }) => name)

/** Those that can be filtered by, in the order of their words. */
export const factOptions = (facts: Facts): { value: string; label: string }[] =>
  [...facts.values()].map(({ name, journal }) => ({ value: name, label: journal })).sort((a, b) => a.label.localeCompare(b.label, 'fr'))

/** What is looked for in the trail, without HTTP and without SQL. */
export interface Filter {
  fact: string | null
  /** A file or card number. */
  person: string
  /** How the name or the e-mail address of a member of staff begins. */
  staff: string
  from: Day | null
  until: Day | null
  /** The facts before this one: the last of the page before. */
  before: { at: Date; id: number } | null
}

export function filterOf(query: URLSearchParams, facts: Facts): Filter {
  const [, at, id] = /^(\d{1,14})-(\d{1,15})$/.exec(query.get('avant') ?? '') ?? []
  return {
    fact: facts.get(query.get('evenement') ?? '')?.name ?? null,
    person: (query.get('dossier') ?? '').replace(/\D/g, '').slice(0, 10),
    staff: wordsAsked(query, 'professionnel'),
    from: dayAsked(query, 'du'),
    until: dayAsked(query, 'au'),
    before: at && id ? { at: new Date(Number(at)), id: Number(id) } : null,
  }
}

/** What is exported: two days and a reason, or what is missing of them. */
export function exportAsked(query: URLSearchParams): { from: Day; until: Day; reason: string } | null {
  const [from, until, reason] = [dayAsked(query, 'du'), dayAsked(query, 'au'), wordsAsked(query, 'motif')]
  return from && until && from <= until && reason ? { from, until, reason } : null
}

/** What asks for the facts before that one. */
export const placeOf = ({ at, id }: { at: Date; id: number }): string => `${at.getTime()}-${id}`

const DETAILS: Record<string, string> = {
  reason: 'motif',
  corrected: 'corrigé',
  found: 'personnes trouvées',
  by: 'par',
  in_schools: 'établissements',
  batch: 'lot',
  cards: 'cartes',
  template: 'message',
  new_photo: 'nouvelle photo',
  list: 'liste',
  people: 'personnes',
  comment: 'commentaire',
  answer: 'réponse',
  amount: 'montant',
  expense: 'à la charge',
  from: 'du',
  until: 'au',
}

const VALUES: Record<string, Record<string, string>> = {
  by: { name: 'nom', email: 'e-mail', number: 'numéro', nothing: 'établissement' },
  expense: { partner: 'du partenaire', region: 'de la Région' },
  reason: {
    'good-faith': 'bonne foi',
    hardship: 'situation difficile',
    'small-amount': 'somme trop petite',
    'wrong-amount': 'montant accordé erroné',
    'till-error': 'erreur de caisse',
    'technical-error': 'erreur du site',
    'decided-by-region': 'décision de la Région',
    'stolen-card': 'carte ou téléphone volé',
    'paid-by-another': 'payé par quelqu’un d’autre',
    'nothing-given': 'achat qui n’a pas été remis',
    'false-sale': 'vente fictive',
    lost: 'carte perdue',
    stolen: 'carte volée',
    damaged: 'carte endommagée',
    'never-received': 'carte jamais reçue',
    wrong: 'erreur sur la carte',
    'phone-lost': 'téléphone perdu ou volé',
    'used-by-another': 'compte utilisé par quelqu’un d’autre',
    'suspected-fraud': 'soupçon de fraude',
    'asked-for': 'à la demande de l’intéressé',
    dispute: 'litige',
    'bank-account': 'compte bancaire à vérifier',
    proceedings: 'procédure judiciaire, cessation d’activité',
    'other-reason': 'autre motif',
  },
}

/** Details as they are read: « motif : … ». Ids of rows say nothing to anybody. */
export const detailsInWords = (details: Record<string, unknown>): string =>
  Object.entries(details)
    .filter(([name, value]) => value !== null && !name.endsWith('_id') && name !== 'message')
    .map(([name, value]) => `${DETAILS[name] ?? name} : ${VALUES[name]?.[String(value)] ?? value}`)
    .join(' ; ')
