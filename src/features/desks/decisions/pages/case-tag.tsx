import type { Day } from '../../../../platform/dates.ts'
import type { Decider } from '../../../../spaces/actors.ts'
import { Tag } from '../../../../ui/blocks.tsx'
import type { Case, CaseFile, Desk } from '../desk.ts'

/** Where one of them is, as who decides reads it. */
export function tagOf<Actor extends Decider, Row extends Case, File extends CaseFile>(
  desk: Pick<Desk<Actor, Row, File>, 'states' | 'late'>,
  row: Row | File,
  today: Day,
) {
  const late = desk.late?.(row, today)
  if (late) return <Tag>{late}</Tag>
  const inWords = desk.states.find(({ state }) => state === row.state)
  return <Tag tone={inWords?.tone}>{inWords?.label}</Tag>
}
