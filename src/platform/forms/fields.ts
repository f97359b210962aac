import { z } from 'zod'
import { asciiFigures, type Day, dayTyped } from '../dates.ts'
import type { UploadedFile } from '../http/body.ts'
import { centsFrom } from '../money.ts'
import { type Phone, phoneFrom } from '../phones.ts'
import { ReceivedFile } from '../received-files.ts'

/**
 * Field parsers, shared by every form. A parser takes what the browser sends (a string, or undefined) and
 * says in French what to do when it is not right.
 */

/**
 * What `refine` asks of several fields together. It is said with whatever is wrong elsewhere, once the fields that it reads are right:
 * by itself, zod looks at a form as a whole only when nothing else is wrong, and people would correct one thing after the other.
 */
export const across = <Name extends string, Typed = Partial<Record<Name, unknown>>>(
  fields: readonly Name[],
  holds: (typed: Typed) => unknown,
  { field, message }: { field: string; message: string },
) =>
  [
    holds,
    {
      path: [field],
      message,
      params: ACROSS,
      when: onceRight(fields),
    },
  ] satisfies [unknown, unknown]

/** When a check looks at these fields: whatever is wrong elsewhere, once they are right. One that is not may be of any type. */
export const onceRight =
  <Name extends string>(fields: readonly Name[]) =>
  ({ issues }: { issues: Issue[] }): boolean =>
    !issues.some(({ path, params }) => params !== ACROSS && fields.includes(path?.[0] as Name))

/** Marks what is wrong with several fields: none of them is wrong by itself. */
const ACROSS = { across: true }

interface Issue {
  path?: PropertyKey[] | undefined
  params?: Record<string, unknown> | undefined
}

/** A required text, trimmed, spaces folded. */
export const text = (missing: string, max = 100) =>
  z
    .string({ error: missing })
    .transform((value) => value.normalize('NFC').trim().replace(/\s+/g, ' '))
    .pipe(z.string().min(1, missing).max(max, `Raccourcissez ce texte : ${max} caractères au plus.`))

/** A text that may be left empty: null then. */
export const optionalText = (max = 100) =>
  z
    .string()
    .optional()
    .transform((value) => value?.normalize('NFC').trim().replace(/\s+/g, ' ') || null)
    .pipe(z.string().max(max, `Raccourcissez ce texte : ${max} caractères au plus.`).nullable())

/** A text of several paragraphs: its line breaks are kept. */
export const paragraphs = (missing: string, max: number) =>
  z
    .string({ error: missing })
    .transform((value) =>
      value
        .normalize('NFC')
        .replace(/\r\n?/g, '\n')
        .replace(/[^\S\n]+/g, ' ')
        .replace(/ ?\n ?/g, '\n')
        .replace(/\n{3,}/g, '\n\n')
        .trim(),
    )
    .pipe(z.string().min(1, missing).max(max, `Raccourcissez ce texte : ${max} caractères au plus.`))

/** The address of a page elsewhere; null when left empty. */
export const webAddress = () =>
  z
    .string()
    .optional()
    .transform((value) => value?.trim() || null)
    .pipe(
      z
        .url({ protocol: /^https?$/, error: 'Saisissez une adresse complète, par exemple https://www.exemple.fr.' })
        .max(300)
        .nullable(),
    )

/** A file that must be sent. */
export const uploadedFile = (missing: string) =>
  z.custom<UploadedFile>((value) => typeof value === 'object' && value !== null && 'bytes' in value, { error: missing })

/** A file that must be sent, and was kept as it came. */
export const receivedFile = (missing: string) => z.instanceof(ReceivedFile, { error: missing })

/** A file that may be sent; undefined when none was chosen. */
export const optionalFile = () => uploadedFile('').optional().catch(undefined)

/** One of the values offered; anything else counts as no answer. */
export const choice = <const Values extends readonly [string, ...string[]]>(values: Values, missing: string) =>
  z.enum(values, { error: missing })

/** Those of the values offered that are ticked, in the order in which they are offered; anything else is left out. */
export const choices = <const Value extends string>(values: readonly Value[]) =>
  z
    .array(z.string())
    .optional()
    .transform((chosen) => values.filter((value) => chosen?.includes(value)))

/** « Oui » or « Non ». */
export const yesOrNo = (missing: string) => choice(['yes', 'no'], missing).transform((value) => value === 'yes')

/** A box that may be left unticked. */
export const tick = () =>
  z
    .string()
    .optional()
    .transform((value) => value === 'on')

/** A box that must be ticked. */
export const mustTick = (missing: string) => z.literal('on', { error: missing }).transform(() => true)

/** A password as typed: never trimmed, never cut. */
export const password = (missing: string) => z.string({ error: missing }).min(1, missing).max(1000, missing)

/** One that is asked for only when what it protects changes: empty otherwise. */
export const passwordIfNeeded = () => z.string().max(1000).default('')

/** A dot ends an abbreviation. With a letter after it, it would be the address of a site, that our mails would carry. */
const NAME = /^['’]?\p{L}(?:[\p{L}\p{M}' ’\u05f3·・\u200c-]|\u200d|\.(?![\p{L}\p{M}]))*$/u

/** What keyboards and word processors write for an apostrophe, and for a hyphen. */
const APOSTROPHES = /[`´‘‛′＇\u02b9-\u02bf\u02c8\ua78c]/g
const HYPHENS = /[\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d\u05be]/g

const LETTERS_IN_A_NAME = 80

/** A person's first or last name. */
export const personName = (missing: string) =>
  text(missing, LETTERS_IN_A_NAME)
    .transform((value) => value.replace(APOSTROPHES, '’').replace(HYPHENS, '-').replace(/ ?- ?/g, '-'))
    .refine((value) => NAME.test(value), 'Écrivez ce nom avec des lettres, des espaces, des traits d’union ou des apostrophes.')

/** Whether a text has no other letters than those that are printed: on a card, on a receipt, in a bank's file. */
export const isLatin = (typed: string): boolean => !/[^\P{L}\p{Script=Latin}]/u.test(typed)

export const email = () =>
  text('Saisissez votre adresse e-mail.', 254).pipe(z.email('Saisissez une adresse e-mail complète, par exemple prenom.nom@exemple.fr.'))

const dayParts = z.object({ day: z.string().optional(), month: z.string().optional(), year: z.string().optional() }).optional()

/** A day typed in three fields, or pasted whole into one, `YYYY-MM-DD`; null when they are left empty. */
export const optionalDay = () =>
  dayParts.transform((parts, context): Day | null => {
    const typed = dayTyped(parts ?? {})
    if (typed !== undefined) return typed
    context.addIssue({ code: 'custom', message: 'Cette date n’existe pas : vérifiez le jour, le mois et l’année (4 chiffres).' })
    return z.NEVER
  })

/** A day typed in three fields: `YYYY-MM-DD`. */
export const day = (missing: string) =>
  optionalDay().transform((typed, context): Day => {
    if (typed) return typed
    context.addIssue({ code: 'custom', message: missing })
    return z.NEVER
  })

const ABROAD = 'Un numéro d’un autre pays commence par + et son indicatif, par exemple +32 470 12 34 56.'

const phone = (fits: (phone: Phone) => boolean, wrong: string) =>
  z
    .string()
    .optional()
    .transform((value, context): string | null => {
      if (!value?.trim()) return null
      const phone = phoneFrom(value)
      if (phone && fits(phone)) return phone.kept
      context.addIssue({ code: 'custom', message: `${wrong} ${ABROAD}` })
      return z.NEVER
    })

/** A fixed phone of any country, as `phoneFrom` keeps it; null when left empty. */
export const fixedPhone = () =>
  phone(({ isMobile }) => !isMobile, 'Saisissez un numéro de téléphone fixe à 10 chiffres, par exemple 03 22 97 00 00.')

/** A mobile phone of any country, likewise. */
export const mobilePhone = () =>
  phone(({ isMobile }) => isMobile, 'Saisissez un numéro de téléphone portable à 10 chiffres, qui commence par 06 ou 07.')

/** An amount in euros: integer cents. */
export const euros = (missing: string) =>
  z.string({ error: missing }).transform((value, context) => {
    const cents = value.trim() ? centsFrom(value) : null
    if (cents === null) {
      context.addIssue({
        code: 'custom',
        message: value.trim() ? 'Saisissez un montant supérieur à zéro, en euros, par exemple 12,50.' : missing,
      })
      return z.NEVER
    }
    return cents
  })

/** An amount that may be left empty: null then. */
export const optionalEuros = () =>
  z
    .string()
    .optional()
    .transform((value) => value?.trim() || null)
    .pipe(euros('').nullable())

/** A whole number, from none to `most`. */
export const count = (missing: string, most: number) =>
  z.string({ error: missing }).transform((typed, context) => {
    const clean = typed.trim()
    if (/^\d{1,4}$/.test(clean) && Number(clean) <= most) return Number(clean)
    context.addIssue({ code: 'custom', message: clean ? `Saisissez un nombre entier, de 0 à ${most}.` : missing })
    return z.NEVER
  })

/** A whole number of these, from `least` to `most`. */
export const countFrom = (least: number, most: number, of: string) =>
  count(`Saisissez un nombre ${of}.`, most).refine((number) => number >= least, `Saisissez un nombre ${of}, de ${least} à ${most}.`)

/** An id of one of our rows, chosen in a list: what PostgreSQL's integer can hold. */
export const rowId = (missing: string) =>
  z
    .string({ error: missing })
    .regex(/^\d{1,9}$/, missing)
    .transform(Number)

/** Degrees as people write them, with a comma or a point; null when left empty. */
export const degrees = (most: number) =>
  z
    .string()
    .optional()
    .transform((typed, context): number | null => {
      const clean = typed?.trim().replace(',', '.') ?? ''
      if (!clean) return null
      if (/^-?\d{1,3}(\.\d{1,15})?$/.test(clean) && Math.abs(Number(clean)) <= most) return Number(clean)
      context.addIssue({ code: 'custom', message: 'Saisissez des degrés, par exemple 49,8941.' })
      return z.NEVER
    })

/** What `refine` asks of a position: both degrees, or neither. */
export const wholePosition = across(['longitude', 'latitude'], ({ longitude, latitude }) => (longitude === null) === (latitude === null), {
  field: 'latitude',
  message: 'Saisissez la longitude et la latitude, ou aucune des deux.',
})

/** What `refine` asks of two telephones: one at least. */
export const onePhone = across(['fixedPhone', 'mobilePhone'], ({ fixedPhone, mobilePhone }) => fixedPhone || mobilePhone, {
  field: 'fixedPhone',
  message: 'Saisissez au moins un numéro de téléphone, fixe ou portable.',
})

/** Digits that people group with spaces: a file, card or ticket number. */
export const digits = (missing: string) =>
  z
    .string({ error: missing })
    .transform((value) => asciiFigures(value).replace(/[\s.\p{Pd}]/gu, ''))
    .pipe(z.string().min(1, missing).max(40, missing))

/** The id that a form got when it was rendered: what it does is done once. A form without one is none of ours, and does nothing. */
export const formId = () => z.uuid('Ce formulaire n’est plus complet. Vérifiez-le, puis envoyez-le de nouveau : rien n’a été fait.')
