import { type Day, isDay } from '../../../platform/dates.ts'
import { dayOfSerial } from '../../../platform/import/workbook.ts'

const FRENCH = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:\s.*)?$/
const OF_THE_STATE = /^(\d{4})-(\d{2})-(\d{2})(?:[T\s].*)?$/

/** A day as schools' software writes it: `14/03/2010`, `2010-03-14`, or a workbook's number; undefined for what is none. */
export function dayIn(value: string): Day | undefined {
  const [, date = '', month = '', year] = FRENCH.exec(value) ?? []
  const day = year ? `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}` : OF_THE_STATE.exec(value)?.slice(1, 4).join('-')
  if (day) return isDay(day) ? day : undefined
  return dayOfSerial(value)
}
