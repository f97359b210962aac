import type { Page } from '../../../../platform/http/page.ts'
import type { Decider } from '../../../../spaces/actors.ts'
import type { Case, CaseFile, Desk } from '../desk.ts'
import { decisionPage } from './decision.tsx'
import { filePage } from './file.tsx'
import { listPage } from './list.tsx'
import { sheetPage } from './sheet.tsx'

export interface DeskPages<Actor> {
  list: Page<Actor>
  file: Page<Actor>
  /** Of each decision on the file that the address names. */
  decisions: Page<Actor>[]
  /** Of those on the files chosen in the list. */
  several: Page<Actor>[]
  /** Of those that are seen by their photos. */
  sheets: Page<Actor>[]
}

/** The pages of a desk: its list, the file, and each decision. */
export function deskPages<Actor extends Decider, Row extends Case, File extends CaseFile>(desk: Desk<Actor, Row, File>): DeskPages<Actor> {
  return {
    list: listPage(desk),
    file: filePage(desk),
    decisions: desk.decisions.map((decision) => decisionPage(desk, decision, decision.place)),
    several: desk.decisions.flatMap((decision) => (decision.several ? [decisionPage(desk, decision, decision.several.place)] : [])),
    sheets: (desk.sheets ?? []).map((sheet) => sheetPage(desk, sheet)),
  }
}
