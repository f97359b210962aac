import { addDays, type Day } from '../../../platform/dates.ts'

/** The next day, later than that one, on which the banks of the euro settle with one another (TARGET's calendar). */
export function nextBankDay(day: Day): Day {
  const next = addDays(day, 1)
  return isClosed(next) ? nextBankDay(next) : next
}

const CLOSED_EVERY_YEAR = ['01-01', '05-01', '12-25', '12-26']

function isClosed(day: Day): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  const easter = easterOf(Number(day.slice(0, 4)))
  const [goodFriday, easterMonday] = [addDays(easter, -2), addDays(easter, 1)]
  return weekday === 0 || weekday === 6 || CLOSED_EVERY_YEAR.includes(day.slice(5)) || day === goodFriday || day === easterMonday
}

/** Easter Sunday, by the rule of Meeus, Jones and Butcher. */
function easterOf(year: number): Day {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const leapless = Math.floor((century + 8) / 25)
  const epact = (19 * golden + century - Math.floor(century / 4) - Math.floor((century - leapless + 1) / 3) + 15) % 30
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor((year % 100) / 4) - epact - (year % 4)) % 7
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451)
  const days = epact + weekday - 7 * late + 114
  return `${year}-0${Math.floor(days / 31)}-${String((days % 31) + 1).padStart(2, '0')}`
}
