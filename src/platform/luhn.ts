import { randomInt } from 'node:crypto'

/** Random digits, the first not zero, the last one Luhn's check of the others: file numbers and card numbers. */
export function randomNumber(digits: number): string {
  const body = Array.from({ length: digits - 1 }, (_, index) => randomInt(index === 0 ? 1 : 0, 10)).join('')
  return checked(body)
}

/** These digits with their check digit. */
export const checked = (body: string): string => body + checkDigit(body)

/** Whether its last digit is the check of the others: a number that was mistyped is seen to be none of ours. */
export const isChecked = (number: string): boolean => checked(number.slice(0, -1)) === number

function checkDigit(body: string): number {
  const sum = [...body].reverse().reduce((total, character, index) => {
    const digit = Number(character) * (index % 2 === 0 ? 2 : 1)
    return total + (digit > 9 ? digit - 9 : digit)
  }, 0)
  return (10 - (sum % 10)) % 10
}
