/** How a name is written on the card, which has one line for it. Everywhere else it is whole. */

interface Printed {
  printed_last_name: string
  printed_first_name: string
}

const LETTERS_ON_A_CARD = 40

/** A first name that is longer than this gives way to a long last name. */
const LETTERS_KEPT = 15

const lettersIn = (text: string): number => Array.from(text).length

const initialOf = (name: string): string => `${Array.from(name)[0] ?? ''}.`

/** The names as the card bears them: first names after the first become initials, then go; then the end of the last name. */
export function namesOnCard({ printed_last_name: lastName, printed_first_name: firstName }: Printed) {
  const [main = '', ...others] = firstName.split(' ')
  const ways = [firstName, [main, ...others.map(initialOf)].join(' '), main]
  const whole = ways.find((way) => lettersIn(way) + 1 + lettersIn(lastName) <= LETTERS_ON_A_CARD)
  if (whole !== undefined) return { last_name: lastName, first_name: whole }
  const first = lettersIn(main) <= LETTERS_KEPT ? main : main.split('-').map(initialOf).join('-')
  return { last_name: cut(lastName, LETTERS_ON_A_CARD - 1 - lettersIn(first)), first_name: first }
}

export function nameOnCard(person: Printed): string {
  const { last_name, first_name } = namesOnCard(person)
  return `${first_name} ${last_name}`
}

/** A line that says it, where the card does not bear the name itself. */
export function nameOnCardLines(person: Printed & { last_name: string; first_name: string }): { label: string; value: string }[] {
  const written = nameOnCard(person)
  return written === `${person.first_name} ${person.last_name}` ? [] : [{ label: 'Nom sur la carte', value: written }]
}

/** A line with the name in Latin letters, where its owner writes it in others. */
export const latinNameLines = (person: Printed & { last_name: string; first_name: string }): { label: string; value: string }[] =>
  person.last_name === person.printed_last_name && person.first_name === person.printed_first_name
    ? []
    : [{ label: 'En lettres latines', value: `${person.printed_first_name} ${person.printed_last_name}` }]

/** As many whole words as there is room for, the last of them no particle; the beginning of a word where it is too long by itself. */
function cut(name: string, room: number): string {
  if (lettersIn(name) <= room) return name
  const [whole = ''] = new RegExp(`^.{1,${room}}(?=[ -])`, 'u').exec(name) ?? []
  const kept = whole.replace(/(?:[ -]+\p{Ll}[\p{L}'’]{0,3})+$/u, '')
  return (
    kept ||
    `${Array.from(name)
      .slice(0, room - 1)
      .join('')}.`
  )
}
