import { createHash } from 'node:crypto'
import { frenchDay } from '../../../platform/dates.ts'
import { frenchEuros, typedEuros } from '../../../platform/money.ts'
import {
  type Aid,
  BANDS,
  type Band,
  type Benefits,
  type Dates,
  ENROLMENT_ACCEPTANCES,
  RULES,
  refundDaysInWords,
  WEEKLY_MAILS,
  withdrawalHoursInWords,
} from './campaign.ts'

/** What a change would do to one thing, in words. */
export interface Change {
  label: string
  before: string
  after: string
}

/** Something of a campaign that is changed as a whole: how it is typed, and how it reads. */
export interface Subject<Values> {
  /** Its fields as a form holds them: what the page that checks sends again. */
  typed(values: Values): Record<string, string>
  /** Each of its lines in words, by its label. */
  lines(values: Values): [label: string, words: string][]
}

const typedDay = (name: string, day: string): Record<string, string> => {
  const [year = '', month = '', date = ''] = day.split('-')
  return { [`${name}.day`]: date, [`${name}.month`]: month, [`${name}.year`]: year }
}

export const datesSubject: Subject<Dates> = {
  typed: (dates) => ({
    name: dates.name,
    ...typedDay('applicationsOpenOn', dates.applicationsOpenOn),
    ...typedDay('startsOn', dates.startsOn),
    ...typedDay('schoolsBeginOn', dates.schoolsBeginOn ?? ''),
    ...typedDay('prepaymentsExpireOn', dates.prepaymentsExpireOn),
    ...typedDay('endsOn', dates.endsOn),
    reminderDays: String(dates.reminderDays),
    refundDays: String(dates.refundDays),
    invitationDays: String(dates.invitationDays),
    withdrawalHours: String(dates.withdrawalHours),
    firstReminderDays: String(dates.firstReminderDays),
    secondReminderDays: String(dates.secondReminderDays),
    certificateDays: String(dates.certificateDays),
    decisionDays: String(dates.decisionDays),
    spendingDays: String(dates.spendingDays),
    weeklyMailOn: String(dates.weeklyMailOn),
    bankAccountHours: String(dates.bankAccountHours),
    enrolmentAcceptance: dates.enrolmentAcceptance,
    dailyCap: typedEuros(dates.dailyCap),
    assentAbove: typedEuros(dates.assentAbove),
    smsFrom: typedEuros(dates.smsFrom),
  }),
  lines: (dates) => [
    ['Nom', dates.name],
    ['Ouverture des demandes', frenchDay(dates.applicationsOpenOn)],
    ['Début de la campagne', frenchDay(dates.startsOn)],
    ['Rentrée des établissements', dates.schoolsBeginOn ? frenchDay(dates.schoolsBeginOn) : 'Le premier jour de la campagne'],
    ['Date limite des prépaiements', frenchDay(dates.prepaymentsExpireOn)],
    ['Fin de la campagne', frenchDay(dates.endsOn)],
    ['Rappel de ce qui reste', `${dates.reminderDays} jours avant la fin`],
    ['Remboursement après la fin', refundDaysInWords(dates.refundDays)],
    ['Validité d’une invitation', dates.invitationDays > 1 ? `${dates.invitationDays} jours` : `${dates.invitationDays} jour`],
    ['Retrait d’une validation par l’établissement', withdrawalHoursInWords(dates.withdrawalHours)],
    ['Mail aux établissements de ce qui attend', WEEKLY_MAILS[dates.weeklyMailOn] ?? ''],
    ['Premier rappel à un établissement', `Après ${dates.firstReminderDays} jours`],
    ['Second rappel à un établissement', `Après ${dates.secondReminderDays} jours`],
    ['Certificat de scolarité envoyé à la Région', `Après ${dates.certificateDays} jours sans réponse`],
    ['Réponse après la fin', `Pendant ${dates.decisionDays} jours, aux demandes envoyées avant`],
    ['Temps pour dépenser une aide versée', `${dates.spendingDays} jours au moins`],
    ['Nouveau compte bancaire d’un partenaire', `Payé ${dates.bankAccountHours} heures après l’accord`],
    ['Demande trouvée sur la liste de l’établissement', ENROLMENT_ACCEPTANCES[dates.enrolmentAcceptance]],
    ['Plafond par jour sur numéro de carte', frenchEuros(dates.dailyCap)],
    ['Accord demandé sur numéro de carte au-dessus de', frenchEuros(dates.assentAbove)],
    ['Paiement annoncé par SMS à partir de', frenchEuros(dates.smsFrom)],
  ],
}

export const benefitsSubject: Subject<Benefits> = {
  typed: (benefits) =>
    Object.fromEntries(
      RULES.flatMap(({ field }) => [
        [`${field}Label`, benefits[`${field}Label`]],
        [`${field}Amount`, typedEuros(benefits[`${field}Amount`])],
      ]),
    ),
  lines: (benefits) =>
    RULES.map(({ field, words }) => [words, `${frenchEuros(benefits[`${field}Amount`])} : ${benefits[`${field}Label`]}`]),
}

export const aidSubject: Subject<Aid> = {
  typed: ({ meals, lodging, firstRequestDays, windowMonths, detourFactor, bands }) => ({
    meals: typedEuros(meals),
    lodging: typedEuros(lodging),
    firstRequestDays: String(firstRequestDays),
    windowMonths: String(windowMonths),
    detourFactor: typedNumber(detourFactor),
    ...Object.assign(
      {},
      ...bands.map((band, index) => ({
        [`from${index + 1}`]: typedNumber(band.from_km),
        [`included${index + 1}`]: band.from_included ? 'yes' : 'no',
        [`amount${index + 1}`]: typedEuros(band.amount_cents),
      })),
    ),
  }),
  lines: ({ meals, lodging, firstRequestDays, windowMonths, detourFactor, bands }) => [
    ['Restauration, par an', frenchEuros(meals)],
    ['Hébergement, par an', frenchEuros(lodging)],
    ['Ouverture de la première demande', `${firstRequestDays} jours après la signature du contrat`],
    ['Fermeture de la demande', `${windowMonths} mois après le début de l’année de contrat`],
    ['Coefficient de détour', typedNumber(detourFactor)],
    ...Array.from({ length: BANDS }, (_, index): [string, string] => [`Transport, tranche ${index + 1}`, bandInWords(bands[index])]),
  ],
}

const typedNumber = (value: number): string => String(value).replace('.', ',')

const bandInWords = (band: Band | undefined): string =>
  band
    ? `À partir de ${typedNumber(band.from_km)} km${band.from_included ? '' : ' (non compris)'} : ${frenchEuros(band.amount_cents)}`
    : 'Aucune'

/** The lines that would read otherwise. */
export function changesOf<Values>(subject: Subject<Values>, before: Values, after: Values): Change[] {
  const afterwards = new Map(subject.lines(after))
  return subject
    .lines(before)
    .map(([label, words]) => ({ label, before: words, after: afterwards.get(label) ?? '' }))
    .filter((change) => change.before !== change.after)
}

/** Names what was there when a change was shown: what is saved is what was seen. */
export const fingerprintOf = <Values>(subject: Subject<Values>, values: Values): string =>
  createHash('sha256')
    .update(JSON.stringify(subject.lines(values)))
    .digest('base64url')
    .slice(0, 22)
