import type { ComponentChildren, VNode } from 'preact'
import type { z } from 'zod'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import type { Order, Orders } from '../../../platform/forms/paging.ts'
import type { FormState } from '../../../platform/forms/state.ts'
import type { Space } from '../../../platform/http/page.ts'
import type { NoParams, Place } from '../../../platform/http/place.ts'
import type { Agent } from '../../../spaces/actors.ts'
import type { Column, SummaryItem } from '../../../ui/blocks.tsx'

/** What a register keeps, as every page of it needs it. */
export interface Kept {
  id: number
  name: string
}

/** What a list is searched by; every state when null. */
export interface Asked<State extends string> {
  words: string
  state: State | null
  page: number
  order: Order
}

/** Who may sign in for one of them. */
export interface Account {
  id: number
  name: string
  email: string
  job_title: string | null
  /** Has not chosen a password yet. */
  is_invited: boolean
  /** When they last signed in. */
  seen_at: Date | null
  closed_at: Date | null
}

interface InState<State extends string> {
  state: State
  /** Of one of them. */
  label: string
  /** Of all those that are in it. */
  filter: string
}

/** How what it keeps is called, and where it stands. */
interface Named<Row extends Kept, State extends string> {
  space: Space<Agent>
  places: {
    list: Place<NoParams, 'recherche' | 'etat' | 'page' | 'tri', never>
    add: Place<NoParams, never, never>
    one: Place<{ id: number }, never, string>
    change: Place<{ id: number }, never, never>
    closing: Place<{ id: number }, never, never>
  }
  /** « partenaire », « partenaires », « le partenaire », « ce partenaire ». */
  noun: { one: string; many: string; the: string; this: string }
  /** The number by which people know it: before the name in the list, and typed first. */
  number: { label: string; by?: string; of(kept: NoInfer<Row>): string; field(form: FormState): VNode }
  open: InState<State>
  closed: InState<State>
  isOpen(kept: NoInfer<Row>): boolean
}

/** Its list. */
export interface Listed<Row extends Kept, State extends string> extends Named<Row, State> {
  wordsLabel: string
  find(db: Reader, asked: Asked<NoInfer<State>>): Promise<{ rows: Row[]; total: number }>
  /** What it may be sorted by, and is without being asked to; names are by `nom`. */
  orders: Orders & { nom: readonly string[] }
  firstOrder: string
  /** What stands between the name and the state. */
  columns: readonly (Column & { cell(row: NoInfer<Row>): ComponentChildren })[]
  /** Besides the way to add one. */
  moreActions?: VNode
}

/** A verb, and what is said once it is done, by the word of the address that says so. */
interface Turn {
  verb: string
  done: { slug: string; words: string }
}

/** One of them, which can be closed and opened again. */
export interface Shown<Row extends Kept, One extends Row, State extends string> extends Named<Row, State> {
  one(db: Reader, id: number): Promise<One>
  summary(one: NoInfer<One>): SummaryItem[]
  /** What else it has. */
  panels?(db: Reader, one: NoInfer<One>): Promise<VNode>
  accounts(db: Reader, id: number): Promise<Account[]>
  noAccount: string
  /** Where somebody more is invited for it. */
  invitation(one: NoInfer<One>): string
  added: string
  closing: Turn & { consequences(one: NoInfer<One>): VNode }
  opening: Turn
  /** What other pages of it say is done, by the word of the address. */
  alsoSaid?: Record<string, string>
  setOpen(tx: Tx, agent: Agent, changed: { id: number; open: boolean }): Promise<void>
}

/** What is typed of one. */
export interface Typed<Row extends Kept, One extends Row, State extends string, New extends z.ZodType, Change extends z.ZodType>
  extends Named<Row, State> {
  one(db: Reader, id: number): Promise<One>
  fields(form: FormState, db: Reader, one?: NoInfer<One>): VNode | Promise<VNode>
  newForm: New
  add(tx: Tx, agent: Agent, input: z.output<NoInfer<New>>): Promise<number>
  form: Change
  change(tx: Tx, agent: Agent, id: number, input: z.output<NoInfer<Change>>): Promise<void>
  /** Where a change is seen. */
  changesAreSeen: string
}

/**
 * A register that the Region keeps, as data: what it keeps, how it is called, searched, typed in, closed and opened again. The pages of
 * a register are made from it (`registerPages`), and know nothing else of its subject.
 */
export interface Register<Row extends Kept, One extends Row, State extends string, New extends z.ZodType, Change extends z.ZodType>
  extends Listed<Row, State>,
    Shown<Row, One, State>,
    Typed<Row, One, State, New, Change> {}

export const ADDED = 'ajout'
export const CHANGED = 'modification'

/** A noun at the head of a sentence. */
export const capital = (noun: string): string => `${noun.charAt(0).toUpperCase()}${noun.slice(1)}`
