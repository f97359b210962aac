import { z } from 'zod'
import { instantAt } from '../../../platform/dates.ts'
import { across, choice, choices, day, paragraphs } from '../../../platform/forms/fields.ts'
import { AUDIENCES, type Audience, LEVELS, type Level } from '../../../spaces/banners.ts'

/** Longer than so many days a message on all pages is read by nobody. */
export const DAYS_AT_MOST = 60
const DAY_MS = 24 * 60 * 60 * 1000

/** An hour as people write it: 8:00, 8h, 8 h 30. */
const hour = (missing: string) =>
  z.string({ error: missing }).transform((typed, context): string => {
    const [, hours = '', minutes = '0'] = /^\s*(\d{1,2})\s*(?:[h:]\s*(\d{2})?)?\s*$/i.exec(typed) ?? []
    if (hours !== '' && Number(hours) < 24 && Number(minutes) < 60) return `${hours.padStart(2, '0')}:${minutes.padStart(2, '0')}`
    context.addIssue({ code: 'custom', message: typed.trim() ? 'Saisissez une heure, par exemple 8:00 ou 17:30.' : missing })
    return z.NEVER
  })

const instants = ['fromDay', 'fromHour', 'untilDay', 'untilHour'] as const
type Instants = Record<(typeof instants)[number], string>
const lastsFor = ({ fromDay, fromHour, untilDay, untilHour }: Instants): number =>
  instantAt(untilDay, untilHour).getTime() - instantAt(fromDay, fromHour).getTime()

export const bannerForm = z
  .object({
    text: paragraphs('Écrivez le message.', 300),
    level: choice(Object.keys(LEVELS) as [Level, ...Level[]], 'Choisissez le niveau.'),
    shownTo: choices(Object.keys(AUDIENCES) as Audience[]).refine((audiences) => audiences.length > 0, 'Choisissez au moins un public.'),
    fromDay: day('Saisissez le jour du début.'),
    fromHour: hour('Saisissez l’heure du début.'),
    untilDay: day('Saisissez le jour de la fin.'),
    untilHour: hour('Saisissez l’heure de la fin.'),
  })
  .refine(
    ...across(instants, (typed: Instants) => lastsFor(typed) > 0, {
      field: 'untilDay',
      message: 'La fin vient après le début : corrigez l’une des deux dates.',
    }),
  )
  .refine(
    ...across(instants, (typed: Instants) => lastsFor(typed) <= DAYS_AT_MOST * DAY_MS, {
      field: 'untilDay',
      message: `Un message reste ${DAYS_AT_MOST} jours au plus : vous pourrez le prolonger.`,
    }),
  )
  .transform(({ fromDay, fromHour, untilDay, untilHour, ...said }) => ({
    ...said,
    shownFrom: instantAt(fromDay, fromHour),
    shownUntil: instantAt(untilDay, untilHour),
  }))
export type BannerInput = z.output<typeof bannerForm>

/** Whether it is shown at that instant, was, or will be. */
export function stateOf(
  { shown_from, shown_until }: { shown_from: Date; shown_until: Date },
  now: Date,
): 'to-come' | 'shown' | 'withdrawn' {
  if (now < shown_from) return 'to-come'
  return now < shown_until ? 'shown' : 'withdrawn'
}
