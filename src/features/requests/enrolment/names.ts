/** How names of the same person are told to be the same, whoever wrote them. */

/** Letters that are not one with a mark on it. */
const LETTERS: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ħ: 'h', ı: 'i' }

/** Words that one file writes before a family name and another does not; « la » and « le » only after « de ». */
const PARTICLES = new Set([
  'de',
  'd',
  'du',
  'des',
  'da',
  'do',
  'dos',
  'di',
  'del',
  'della',
  'von',
  'van',
  'der',
  'den',
  'y',
  'el',
  'al',
  'ben',
  'ould',
])
const AFTER_DE = new Set(['la', 'le', 'les', 'l'])

/** The words of a name, without accents, in small letters; of any alphabet. */
export const wordsOf = (name: string): string[] =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßæœøđðþłħı]/g, (letter) => LETTERS[letter] ?? letter)
    .split(/[^\p{L}]+/u)
    .filter(Boolean)

/** A name in one word, however it is cut: « Le Goff », « LE-GOFF » and « Legoff » are the same. */
export const joined = (name: string): string => wordsOf(name).join('')

/** A family name in one word without its particles; whole when nothing else is in it. */
export function coreOf(name: string): string {
  const words = wordsOf(name)
  const core = words.filter((word, at) => !PARTICLES.has(word) && !(AFTER_DE.has(word) && words[at - 1] === 'de'))
  return (core.length > 0 ? core : words).join('')
}

/** Whether two words differ by one letter typed wrong, missing, more, or two that changed places; by two in a long one. */
export function isMistyped(one: string, other: string): boolean {
  if (one === other) return true
  const longest = Math.max(one.length, other.length)
  const most = longest >= 8 ? 2 : longest >= 4 ? 1 : 0
  return Math.abs(one.length - other.length) <= most && distance(one, other, most) <= most
}

/** How many letters differ (Damerau-Levenshtein, neighbours that changed places counted once); more than `most` is not counted out. */
function distance(one: string, other: string, most: number): number {
  let [before, last] = [[] as number[], Array.from({ length: other.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1
      let least = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + same)
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        least = Math.min(least, (before[j - 2] as number) + 1)
      row[j] = least
    }
    if (Math.min(...row) > most) return most + 1
    before = last
    last = row
  }
  return last[other.length] as number
}

/** Whether a name has a whole word of the other: « Jean » of « Jean-Pierre », « Dupont » of « Dupont Martin ». Letters alone are no word. */
export function sharesAWord(one: string, other: string): boolean {
  const words = new Set(wordsOf(other).filter((word) => word.length > 1 && !PARTICLES.has(word)))
  return wordsOf(one).some((word) => words.has(word))
}
