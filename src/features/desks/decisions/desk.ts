import type { AliasableExpression, RawBuilder } from 'kysely'
import type { ComponentChildren, VNode } from 'preact'
import type { Recorded } from '../../../platform/audit.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import type { Day } from '../../../platform/dates.ts'
import { text } from '../../../platform/forms/fields.ts'
import type { Orders } from '../../../platform/forms/paging.ts'
import type { Space } from '../../../platform/http/page.ts'
import type { NoParams, Place } from '../../../platform/http/place.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import type { Decider } from '../../../spaces/actors.ts'
import type { Column, Tone } from '../../../ui/blocks.tsx'
import type { ButtonKind } from '../../../ui/form.tsx'

/** Who decided, at the head of a sentence to the young person. */
export const deciderName = (decider: Decider): string =>
  decider.kind === 'school' ? `Votre établissement, ${decider.school_name},` : `La Région ${OUR_REGION.name}`

/** One of what is decided on, as every desk lists it. */
export interface Case {
  id: number
  number: string
  state: string
  submitted_at: Date | null
  last_name: string
  first_name: string
  printed_last_name: string
  printed_first_name: string
  /** What a name is searched in: see `searchable`. */
  search: string
}

/** The same, as its own page shows it. */
export interface CaseFile extends Omit<Case, 'submitted_at'> {
  beneficiary_id: number
}

/** What happened to one, as a line of its history. */
export interface HistoryLine {
  at: Date
  words: string
  by: string
  reason: string | null
}

/** The same, as the room that keeps it reads it. */
interface Happened<Event extends string> {
  at: Date
  event: Event
  reason: string | null
  staff_name: string | null
  school_name: string | null
}

/** A history in words; what nobody of the staff did is its owner's. */
export const historyInWords = <Event extends string>(
  history: readonly Happened<Event>[],
  { words, owner, region }: { words: Readonly<Record<Event, string>>; owner: string; region: string },
): HistoryLine[] =>
  history.map(({ at, event, reason, staff_name, school_name }) => ({
    at,
    words: words[event],
    by: staff_name ? `${staff_name}, ${school_name ?? region}` : owner,
    reason,
  }))

interface StateInWords {
  label: string
  tone: Tone
}

/**
 * Where something is decided on, as data: who decides, at which places, what is shown, and what can be decided. The pages of a desk
 * are made from it (`deskPages`), and know nothing else of its subject.
 */
export interface Desk<Actor extends Decider, Row extends Case, File extends CaseFile> {
  /** Who reads. */
  space: Space<Actor>
  /** Who decides, where not all who read do. */
  deciders?: Space<Actor>
  mayDecide?(actor: NoInfer<Actor>): boolean
  /** Whether they may take the list out; all, without. */
  mayTake?(actor: NoInfer<Actor>): boolean

  // The list
  title: string
  list: Place<NoParams, 'recherche' | 'etat' | 'page' | 'tri' | 'coche' | 'lignes', string>
  /** The states that can be read, in the order of the filter. */
  states: readonly (StateInWords & { state: Row['state'] })[]
  /** The state in which they wait for this desk: the filter without any choice. */
  awaited: Row['state']
  /** Said in the place of the state: of what nobody can accept any more. */
  late?(row: Row | File, today: Day): string | undefined
  /** Said above the list. */
  notice?(actor: NoInfer<Actor>): VNode | null
  /** What stands beside the name. */
  columns: readonly (Column & { cell(row: Row, tag: (row: Row) => VNode): ComponentChildren })[]
  /** What else they may be sorted by: see `CASE_ORDERS`. */
  orders?: Orders
  /** What else they may be narrowed by. */
  filters?(db: Reader, decider: NoInfer<Actor>): Promise<readonly Filter[]>
  /** Where they are seen by their photos. */
  sheets?: readonly Sheet<NoInfer<Actor>, Row>[]
  /** Where who decides takes back what was just decided. */
  undoing?: { place: Place<NoParams, string, string>; link: string }
  /** What a list may be taken out as. */
  tables?: { kind: 'CSV' | 'Excel'; place: Table }[]
  /** All that one may decide on, in any state: the desk searches, counts, orders and cuts it in pages. */
  cases(db: Reader, decider: NoInfer<Actor>): AliasableExpression<Row>
  /** Those of them that wait for a decision and can still be accepted. */
  waiting(db: Reader, decider: NoInfer<Actor>, today: Day): AliasableExpression<Case>

  // The file
  file: Place<{ number: string }, never, string>
  fileTitle(number: string): string
  fileOf(db: Reader, decider: NoInfer<Actor>, number: string): Promise<File>
  /** What is written down when it is read. */
  trace(file: File): Pick<Recorded, 'fact' | 'details'>
  /** Beside the state, under the name. */
  subtitle(file: File): string
  panels(file: File, reading: { db: Reader; actor: NoInfer<Actor>; now: Date }): VNode | Promise<VNode>
  /** What is asked of who decides, and the only decisions that they may take now, when they may not take all. */
  question(file: File, today: Day): { words: string; only?: readonly string[] }
  history(db: Reader, decider: NoInfer<Actor>, file: File): Promise<HistoryLine[]>

  // The decisions
  /** The first is what the file's page decides at once. */
  decisions: readonly Decision<NoInfer<Actor>, NoInfer<Row>>[]
  /** How the title of a decision names one, or those that were chosen. */
  named(number: string | undefined): string
  /** Those that are decided on, above the form. */
  summary(rows: readonly Row[], tag: (row: Row) => VNode): VNode
  /** What to look at first among those that are decided on, or may be on a sheet. */
  doubts?(rows: readonly Row[], reading: { db: Reader; actor: NoInfer<Actor> }): Promise<VNode | null>
  /** Said when none of them waits for a decision. */
  nothingToDecide: { title: string; words: string }
  /** Said of one that waits and on which this cannot be decided any more. */
  tooLate?(row: Row): { title: string; words: string }
  /** What else the list may say is done, to a file that has left it. */
  alsoSaid?: Readonly<Record<string, string>>
  /** What else its page may say is done to a file. */
  alsoDone?: Readonly<Record<string, string>>
}

/** One way to narrow what is listed, under the name that addresses have for it: conditions on the cases, as `c`. */
export interface Filter {
  name: string
  label: string
  options: readonly { value: string; label: string; condition: RawBuilder<boolean> }[]
}

/** Those of a kind by their photos, several of which are dealt with at once, on the page itself. */
export interface Sheet<Actor extends Decider, Row extends Case> {
  place: Place<NoParams, 'tri' | 'page' | 'coche' | 'lignes', string>
  title: string
  /** Of the link from the list; none leads there when there is nothing to see. */
  link: string
  cases(db: Reader, decider: Actor, today: Day): AliasableExpression<Row>
  introduction: string
  photo(row: Row): string
  /** What stands under the photo, beside the name. */
  words(row: Row): ComponentChildren
  /** What is done of those that are ticked: said, by what the address says, once it is. */
  act: Pick<Decision<Actor, Row>, 'slug'> & {
    button: string
    done: string
    perform(tx: Tx, decider: Actor, numbers: string[]): Promise<void>
  }
  /** Whether the decisions on several may be taken from here too, but for the first. */
  decides?: boolean
  empty: string
}

/** Where a list is taken out, as it is narrowed. */
type Table = Place<NoParams, 'recherche' | 'etat' | 'tri', never>

/** One thing that can be decided. */
export interface Decision<Actor extends Decider, Row extends Case> {
  place: Place<{ number: string }, never, never>
  /** How an address says that it is taken. */
  slug: string
  /** Its heading, and its button. */
  title: string
  kind: ButtonKind
  /** On the page of the file, where it says more than the title. */
  onFile?: string
  /** What it does. */
  explanation(rows: readonly Row[], today: Day): string
  /** The label of the reason, when it needs one. */
  reason?: string
  /** Whether it is still possible; always, without. */
  isTimely?(row: Row, today: Day): boolean
  /** What is said once it is taken. */
  done: string
  /** When it can be taken on several at once, from the list. */
  several?: { place: Place<NoParams, 'numeros[]', never>; button: string; done: string }
  /** Asks a second person instead, of what takes two: answers whether it did. Its page then says what `TO_A_SECOND_PERSON` names. */
  askInstead?(tx: Tx, decider: Actor, numbers: string[]): Promise<boolean>
  /** `reason` is empty when none is asked for. */
  decide(tx: Tx, decider: Actor, decided: { numbers: string[]; reason: string }): Promise<void>
}

/** How an address says that a second person is asked. */
export const TO_A_SECOND_PERSON = 'a-deux'

/** Why something was decided. */
export const reason = text('Écrivez le motif : il est transmis au jeune.', 500)
