import type { VNode } from 'preact'
import type { z } from 'zod'
import type { Recorded } from '../audit.ts'
import type { Db, Reader, Tx } from '../database/index.ts'
import type { UploadPolicy } from '../files.ts'
import type { FormState } from '../forms/state.ts'
import type { Limit } from '../limits.ts'
import type { Visit } from './visit.ts'

/** What a page around its content needs to know: see the shells in `spaces`. */
export interface Frame<Actor> {
  visit: Visit
  actor: Actor | null
  title: string
  scripts: readonly string[]
  content: VNode
}

/** Who is looking: how they are recognised, and the page around what they see. */
export interface Space<Actor> {
  base: string
  /** The actor, or where to go first. */
  identify(visit: Visit): Promise<Actor | Response>
  /** How many files the actor may send: a space without it has no page that takes one. */
  uploads?(actor: Actor): Limit
  shell(frame: Frame<Actor>): VNode
}

interface Reading<Actor> {
  db: Reader
  now: Date
  actor: Actor
  visit: Visit
  params: Record<string, string>
  query: URLSearchParams
  form: FormState
  /** Answers a form that the address fills in. With errors the page is refused as a POST is: 422, and a title that begins with « Erreur ». */
  checked(form: FormState): FormState
}

/** What one asks with: the address and who asks, before anything is found there. */
type Looking<Actor> = Omit<Reading<Actor>, 'form' | 'checked'>

/** That somebody of the staff reads: the platform says who, and when. */
export type Trace = Omit<Recorded, 'at' | 'staff_id'>

/** What an address is about, and what is written down because it is read. */
interface About<Actor, Subject> {
  /** The one thing that is shown among others: asked once, for all that follows. A 404 when it is not theirs; a Response goes elsewhere. */
  find?(looking: Looking<Actor>): Promise<Subject | Response>
  /** What is written down before it is shown, so that nothing is shown without it; null for nothing. */
  trace?(looking: Looking<Actor> & { subject: Subject }): Trace | Trace[] | null
}

interface Asking<Actor, Input> {
  db: Db
  now: Date
  actor: Actor
  visit: Visit
  params: Record<string, string>
  input: Input
}

interface Acting<Actor, Input, Prepared, File = undefined> extends Omit<Asking<Actor, Input>, 'db'> {
  tx: Tx
  prepared: Prepared
  /** What was sent, ready to be kept: see `Before.upload`. */
  file: File
}

/** What a POST does: see `form`. */
export interface Submit<Actor> {
  schema: z.ZodType
  isOneStatement: boolean
  opensSession: boolean
  // biome-ignore lint/suspicious/noExplicitAny: the input's type is the schema's, known inside form() only
  prepare?: (asking: Asking<Actor, any>) => Promise<unknown>
  // biome-ignore lint/suspicious/noExplicitAny: likewise
  upload?: Upload<Actor, any, any, any, any, any>
  // biome-ignore lint/suspicious/noExplicitAny: likewise
  act: (acting: Acting<Actor, any, any, any>) => Promise<Response>
}

/** `find` comes first: what it gives is the type of `subject` in all that is written after it. */
export interface PageDefinition<Actor, Subject> extends About<Actor, Subject> {
  /** A function of the address, or of what is found there. */
  title: string | ((params: Record<string, string>, subject: Subject) => string)
  /** Custom elements that the page is better with: file names in ui/elements. */
  scripts?: readonly string[]
  /** What is shown; a Response goes elsewhere. */
  view(reading: Reading<Actor> & { subject: Subject }): Promise<VNode | Response> | VNode | Response
  submit?: Submit<Actor>
}

// biome-ignore lint/suspicious/noExplicitAny: what is found is of the page's own type, known where it is written only
export interface Page<Actor> extends PageDefinition<Actor, any> {
  kind: 'page'
  space: Space<Actor>
}

/** A page: who may come, what is shown, what is done. The space is the right: there is no page without one. */
export function page<Actor, Subject = undefined>(space: Space<Actor>, definition: PageDefinition<Actor, Subject>): Page<Actor> {
  if (definition.submit?.upload && !space.uploads) throw new Error(`${space.base} has no limit for the files that a page takes`)
  return { kind: 'page', space, ...definition }
}

type Send<Actor, Subject> = (looking: Looking<Actor> & { subject: Subject }) => Promise<Response>

// biome-ignore lint/suspicious/noExplicitAny: as in a page
export interface Download<Actor> extends About<Actor, any> {
  kind: 'download'
  space: Space<Actor>
  isForScripts: boolean
  // biome-ignore lint/suspicious/noExplicitAny: as in a page
  send: Send<Actor, any>
}

/** Something that is not a page: a picture, a PDF, a way elsewhere. Guarded as a page is, and written down as one. */
export function download<Actor>(space: Space<Actor>, send: Send<Actor, undefined>): Download<Actor>
export function download<Actor, Subject = undefined>(
  space: Space<Actor>,
  about: About<Actor, Subject>,
  send: Send<Actor, Subject>,
): Download<Actor>
export function download<Actor>(space: Space<Actor>, ...rest: [Send<Actor, undefined>] | [About<Actor, unknown>, Send<Actor, unknown>]) {
  const [about, send] = rest.length === 1 ? [{}, rest[0]] : rest
  return { kind: 'download', space, isForScripts: false, ...about, send }
}

/** What a script asks for: without a session it is told so by 401, where a browser is shown the way to the sign-in page. */
export const scriptAnswer = <Actor>(space: Space<Actor>, send: Send<Actor, undefined>): Download<Actor> => ({
  ...download(space, send),
  isForScripts: true,
})

/** The file that a form takes: by a policy of its room. Its space says how many somebody may send. */
interface Upload<Actor, Input, Prepared, Sent, Chosen extends Sent | undefined, Ready> {
  policy: UploadPolicy<Sent, Ready>
  /** Which file it is, of what was typed; undefined when the form may go without one. */
  chosen: (asking: Asking<Actor, Input> & { prepared: Prepared }) => Chosen
}

type FileOf<Chosen, Ready> = undefined extends Chosen ? Ready | undefined : Ready

interface Before<Actor, Input, Prepared, Sent, Chosen extends Sent | undefined, Ready> {
  /** The act is one statement: it needs no transaction around it. */
  isOneStatement?: boolean
  /** It signs somebody in: what it carries is of the browser, so that it is good in a second tab once the first has signed in. */
  opensSession?: boolean
  /** What is slow, or must happen even if the act is refused: before the transaction opens. A Response goes elsewhere. */
  prepare?: (asking: Asking<Actor, Input>) => Promise<Prepared | Response>
  /** No file is taken without it. It is decoded after `prepare`, before the transaction opens. */
  upload?: Upload<Actor, Input, Prepared, Sent, Chosen, Ready>
}

type Act<Actor, Input, Prepared, File> = (acting: Acting<Actor, Input, Prepared, File>) => Promise<Response>

/**
 * The one door for POST: the schema reads the form, the act runs in one transaction (or is one statement), its answer is a redirection.
 * What is slow (hashing, pictures) is done in `prepare` and `upload`, before the transaction opens. A UserError from any of them shows
 * the page again with what was typed.
 */
export function form<Schema extends z.ZodType, Actor>(
  schema: Schema,
  act: Act<Actor, z.output<Schema>, undefined, undefined>,
): Submit<Actor>
export function form<
  Schema extends z.ZodType,
  Actor,
  Prepared = undefined,
  Sent = undefined,
  Chosen extends Sent | undefined = undefined,
  Ready = undefined,
>(
  schema: Schema,
  before: Before<Actor, z.output<Schema>, Prepared, Sent, Chosen, Ready>,
  act: Act<Actor, z.output<Schema>, Prepared, FileOf<Chosen, Ready>>,
): Submit<Actor>
export function form<Actor>(
  schema: z.ZodType,
  ...rest: [Submit<Actor>['act']] | [Partial<Submit<Actor>>, Submit<Actor>['act']]
): Submit<Actor> {
  const [before, act] = rest.length === 1 ? [{}, rest[0]] : rest
  return { schema, isOneStatement: false, opensSession: false, ...before, act }
}

/** 303 to a page: what a form that succeeded answers. */
export const see = (path: string): Response => new Response(null, { status: 303, headers: { Location: path } })

export type { Acting, Asking, Reading }
