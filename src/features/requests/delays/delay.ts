import { z } from 'zod'
import { type Day, dayOf, frenchDay, frenchDayOf } from '../../../platform/dates.ts'
import type { FilePolicy } from '../../../platform/files.ts'
import { uploadedFile } from '../../../platform/forms/fields.ts'
import type { UploadedFile } from '../../../platform/http/body.ts'
import { PICTURED_DOCUMENT } from '../../../platform/photographed.ts'

/** How long requests wait, without HTTP and without SQL. */

/** A school is reminded after the days that the campaign says, and again; then it is in the Region's eye. */
export const REMINDERS = ['first', 'second'] as const
export type Reminder = (typeof REMINDERS)[number]

/** Which requests are late. */
export const LATE = 'En retard : passé le délai du second rappel, qui compte à partir de la rentrée au plus tôt.'

/** Fewer answers say nothing of what is usual. */
const ANSWERS_AT_LEAST = 5

/** The first day of school may be to come: then nobody waits yet. */
export const ageInDays = (since: Date, now: Date): number => Math.max(0, Math.floor((now.getTime() - since.getTime()) / 86_400_000))

export const inDays = (days: number): string => `${days} ${days > 1 ? 'jours' : 'jour'}`

/** Somebody's request, as it waits. */
export interface Waiting {
  application_id: number
  since: Date
  schools_begin_on: Day
  decisions_end_on: Day
  /** After so many, its owner may turn to the Region. */
  certificate_days: number
  answered: number | null
  median_days: number | null
  reminded_at: Date | null
  certificate_sent_at: Date | null
  handed_to_region_at: Date | null
  /** Since when the Region decides in the place of the school. */
  taken_over_at: Date | null
}

/** At once, where the Region decides in the place of the school. */
export const maySendCertificate = (
  {
    since,
    decisions_end_on,
    certificate_days,
    taken_over_at,
  }: Pick<Waiting, 'since' | 'decisions_end_on' | 'certificate_days' | 'taken_over_at'>,
  now: Date,
): boolean => (taken_over_at !== null || ageInDays(since, now) >= certificate_days) && dayOf(now) <= decisions_end_on

/** Whether there is something to do besides waiting. */
export const isCertificateAsked = (waiting: Waiting, now: Date): boolean =>
  waiting.certificate_sent_at === null && maySendCertificate(waiting, now)

/** What its owner reads of it, in sentences. */
export function delayInWords(waiting: Waiting, now: Date): string[] {
  if (waiting.taken_over_at)
    return [
      `Votre demande attend depuis le ${frenchDayOf(waiting.since > now ? waiting.taken_over_at : waiting.since)}.`,
      `Depuis le ${frenchDayOf(waiting.taken_over_at)}, la Région répond à la place de votre établissement.`,
    ]
  if (waiting.since > now) return [`Les établissements commencent à répondre le ${frenchDay(waiting.schools_begin_on)}, à la rentrée.`]
  const days = ageInDays(waiting.since, now)
  return [
    days === 0
      ? 'Votre demande attend depuis aujourd’hui.'
      : `Votre demande attend depuis le ${frenchDayOf(waiting.since)} : ${inDays(days)}.`,
    ...usualInWords(waiting),
    ...(waiting.reminded_at ? [`Nous avons rappelé votre demande à votre établissement le ${frenchDayOf(waiting.reminded_at)}.`] : []),
    ...(waiting.handed_to_region_at
      ? [`Depuis le ${frenchDayOf(waiting.handed_to_region_at)}, la Région peut aussi répondre à la place de votre établissement.`]
      : []),
  ]
}

function usualInWords({ answered, median_days }: Waiting): string[] {
  if (answered === null || median_days === null || answered < ANSWERS_AT_LEAST) return []
  const days = Math.max(1, Math.round(median_days))
  return [`Dans cet établissement, la moitié des demandes ont une réponse en ${inDays(days)} ou moins.`]
}

/** A certificate of enrolment: what is accepted, and what it becomes. */
export const certificatePolicy: FilePolicy<UploadedFile> = {
  name: 'enrolment-certificate',
  ...PICTURED_DOCUMENT,
  isEncrypted: true,
}

export const certificateForm = z.object({ certificate: uploadedFile('Choisissez votre certificat de scolarité.') })
