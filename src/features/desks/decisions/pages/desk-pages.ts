import type { Page } from '../../../../platform/http/page.ts'
import type { Decider } from '../../../../spaces/actors.ts'
import type { Case, CaseFile, Desk } from '../desk.ts'
import { decisionPage } from './decision.tsx'
import { filePage } from './file.tsx'
import { listPage } from './list.tsx'

export interface DeskPages<Actor, Slug extends string> {
  list: Page<Actor>
  file: Page<Actor>
  /** Of the file that the address names, or of those chosen in the list. */
  decisions: Record<Slug, Page<Actor>>
}

/** The pages of a desk: its list, the file, and each decision by the word of its address. */
export function deskPages<Actor extends Decider, Row extends Case, File extends CaseFile, Slug extends string>(
  desk: Desk<Actor, Row, File, Slug>,
): DeskPages<Actor, Slug> {
  const decisions = desk.decisions.map((decision) => [decision.slug, decisionPage(desk, decision)])
  return { list: listPage(desk), file: filePage(desk), decisions: Object.fromEntries(decisions) }
}
