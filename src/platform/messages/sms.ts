import { SECRET } from './message.ts'

/** What one SMS holds, in characters of its own alphabet (GSM 03.38). With one letter of another, it would hold 70, and cost two or three. */
export const SMS_SEPTETS = 160

const ALPHABET = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
/** These take the place of two. */
const TWICE = new Set('^{}\\[~]|€')

const INSTEAD: [RegExp, string][] = [
  [/«\s*|\s*»/g, '"'],
  [/[’‘]/g, "'"],
  [/[\u00a0\u202f\u2009]/g, ' '],
  [/[–—]/g, '-'],
  [/…/g, '...'],
  [/°/g, 'o'],
  [/œ/g, 'oe'],
  [/Œ/g, 'OE'],
]

/** The words as one SMS can say them: what its alphabet lacks is written as people write it on a phone. */
export const smsText = (words: string): string => words.split(SECRET).map(plainText).join(SECRET)

function plainText(words: string): string {
  const plain = INSTEAD.reduce((text, [sign, instead]) => text.replace(sign, instead), words.normalize('NFC'))
  return Array.from(plain, (letter) => (isOfTheAlphabet(letter) ? letter : withoutAccent(letter))).join('')
}

const isOfTheAlphabet = (letter: string): boolean => ALPHABET.has(letter) || TWICE.has(letter)

function withoutAccent(letter: string): string {
  const bare = letter.normalize('NFD').charAt(0)
  return isOfTheAlphabet(bare) ? bare : '?'
}

/** How much of an SMS a text takes; more than any when it has a letter that is not of its alphabet. A secret is no longer than what stands for it. */
export function septetsOf(text: string): number {
  return Array.from(text.replaceAll(SECRET, '0'.repeat(SECRET.length)), (letter) =>
    ALPHABET.has(letter) ? 1 : TWICE.has(letter) ? 2 : Number.POSITIVE_INFINITY,
  ).reduce((sum, one) => sum + one, 0)
}
