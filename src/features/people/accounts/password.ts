import { dictionary } from '@zxcvbn-ts/language-common'
import type { z } from 'zod'
import type { Day } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import { password } from '../../../platform/forms/fields.ts'
import { FRENCH_WORDS } from './french-words.ts'

/** The guide's rules (11), which the page also shows. Characters are counted as people count them. */
const RULES: { isMet(typed: string): boolean; sentence: string }[] = [
  { isMet: (typed) => Array.from(typed).length >= 8, sentence: 'Choisissez un mot de passe d’au moins 8 caractères.' },
  { isMet: (typed) => Array.from(typed).length <= 20, sentence: 'Choisissez un mot de passe d’au plus 20 caractères.' },
  { isMet: (typed) => /\d/.test(typed), sentence: 'Ajoutez au moins un chiffre à votre mot de passe.' },
  { isMet: (typed) => /\p{L}/u.test(typed), sentence: 'Ajoutez au moins une lettre à votre mot de passe.' },
  { isMet: (typed) => /\p{Lu}/u.test(typed), sentence: 'Ajoutez au moins une lettre majuscule à votre mot de passe.' },
  { isMet: (typed) => !isCommon(typed), sentence: 'Ce mot de passe est trop courant : il serait vite deviné. Choisissez-en un autre.' },
]

/** A password that somebody chooses: what can be said of it without knowing whose it is. */
export const newPassword = (): z.ZodType<string> =>
  password('Saisissez votre nouveau mot de passe.').superRefine((typed, context) => {
    const broken = RULES.find((rule) => !rule.isMet(typed.normalize('NFC')))
    if (broken) context.addIssue({ code: 'custom', message: broken.sentence })
  })

const COMMON = new Set<string>(dictionary['passwords-common'])

/** Those that are taken most often, with a year behind them more than any other way. The dictionary has the commonest first. */
const COMMONEST = new Set<string>([...dictionary['passwords-common'].slice(0, 10_000), ...FRENCH_WORDS])

/** A known password, a long one of them with figures and signs around (`Motdepasse2026!`), or one of the commonest and a year (`Soleil2024`). */
function isCommon(typed: string): boolean {
  const lower = typed.toLowerCase()
  const word = lower.replace(/^\P{L}+|\P{L}+$/gu, '')
  const beforeAYear = /^(\p{L}{3,})[^\p{L}\d]?(?:19|20)\d\d[^\p{L}\d]*$/u.exec(withoutAccents(lower))?.[1]
  return COMMON.has(lower) || (word.length >= 8 && COMMON.has(word)) || (beforeAYear !== undefined && COMMONEST.has(beforeAYear))
}

export interface Owner {
  first_name: string
  last_name: string
  /** In Latin letters, where the name is in others. */
  printed_first_name?: string
  printed_last_name?: string
  /** Null for staff: nobody asks theirs. */
  birth_date: Day | null
  /** Their file and card numbers. */
  numbers: string[]
}

/** @throws UserError when the password says who its owner is. */
export function mustNotBePersonal(typed: string, owner: Owner): void {
  if (!isPersonal(typed, owner)) return
  const sentence =
    'Choisissez un mot de passe sans votre nom, votre prénom, votre date de naissance ni votre numéro de dossier ou de carte.'
  throw new UserError('password.personal', sentence, { field: 'newPassword' })
}

/** Whether it holds a name, the birth date or a number of its owner. */
export function isPersonal(typed: string, { birth_date, numbers, ...owner }: Owner): boolean {
  const plain = plainOf(typed)
  const words = plain.split(/\P{L}+/u)
  const names = namesOf(owner)
    .flatMap((name) => [name, ...name.split(/[^\p{L}\p{M}]+/u)])
    .map(plainOf)
  // A short name is found inside many words: « Ana » in « banane ». It counts alone.
  if (names.some((name) => (name.length >= 4 ? plain.includes(name) : name !== '' && words.includes(name)))) return true
  return [...(birth_date ? figuresOf(birth_date) : []), ...numbers].some((figures) => plain.includes(figures))
}

const namesOf = ({ first_name, last_name, printed_first_name = '', printed_last_name = '' }: Omit<Owner, 'birth_date' | 'numbers'>) => [
  first_name,
  last_name,
  printed_first_name,
  printed_last_name,
]

function figuresOf(birthDate: Day): string[] {
  const [year = '', month = '', day = ''] = birthDate.split('-')
  const short = year.slice(2)
  return [year, day + month + short, short + month + day]
}

/** Letters without accents or capitals, and figures. */
const plainOf = (words: string) => withoutAccents(words.toLowerCase()).replace(/[^\p{L}\p{N}]/gu, '')

const withoutAccents = (words: string) => words.normalize('NFD').replace(/\p{M}/gu, '')
