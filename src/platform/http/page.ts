import type { VNode } from 'preact'
import type { z } from 'zod'
import type { Recorded } from '../audit.ts'
import type { Db, Reader, Tx } from '../database/index.ts'
import type { UploadPolicy } from '../files.ts'
import type { FieldError, FormState } from '../forms/state.ts'
import type { Limit } from '../limits.ts'
import type { Place, Query } from './place.ts'
import type { Visit } from './visit.ts'

/** What a page around its content needs to know: see the shells in `spaces`. */
export interface Frame<Actor> {
  visit: Visit
  actor: Actor | null
  title: string
  description?: string | undefined
  scripts: readonly string[]
  content: VNode
}

/** Who is looking: how they are recognised, and the page around what they see. */
export interface Space<Actor> {
  /** The actor, or where to go first. */
  identify(visit: Visit): Promise<Actor | Response>
  /** How many files the actor may send: a space without it has no page that takes one. */
  uploads?(actor: Actor, visit: Visit): Limit
  /** What is asked for here goes before all the rest, on connections of its own: somebody waits at a till. */
  goesFirst?: true
  shell(frame: Frame<Actor>): VNode
}

interface Reading<Actor, Params = unknown, Name extends string = string> {
  db: Reader
  now: Date
  actor: Actor
  visit: Visit
  /** What its place names in its path. */
  params: Params
  query: Query<Name>
  form: FormState
  /** What was just done, in the words of the page; null once a form of it is refused. */
  said: string | null
  /** Answers a form that the address fills in. With errors the page is refused as a POST is: 422, and a title that begins with « Erreur ». */
  checked(form: FormState): FormState
}

/** What one asks with: the address and who asks, before anything is found there. */
type Looking<Actor, Params = unknown, Name extends string = string> = Omit<Reading<Actor, Params, Name>, 'form' | 'checked' | 'said'>

/** That somebody of the staff reads: the platform says who, and when. */
export type Trace = Omit<Recorded, 'at' | 'staff_id'>

/** What an address is about, and what is written down because it is read. */
interface About<Actor, Subject, Params, Name extends string> {
  /** The one thing that is shown among others: asked once, for all that follows. A 404 when it is not theirs; a Response goes elsewhere. */
  find?(looking: Looking<Actor, Params, Name>): Promise<Subject | Response>
  /** What is written down before it is shown, so that nothing is shown without it; null for nothing. */
  trace?(looking: Looking<Actor, Params, Name> & { subject: Subject }): Trace | Trace[] | null
  /** It may be some seconds behind, and is read from a copy of the database where there is one: nothing that somebody has just written and looks for. */
  mayLag?: true
}

/** Likewise of a download. */
interface AboutDownload<Actor, Subject, Params, Name extends string> extends About<Actor, Subject, Params, Name> {
  /** It is long to make, or to be read: a few at a time for one person, and none of the places of pages. */
  isSlow?: true
}

interface Asking<Actor, Input, Params = unknown> {
  db: Db
  now: Date
  actor: Actor
  visit: Visit
  params: Params
  input: Input
}

/** A form as it was typed, whatever is wrong with it. */
type Mistaken<Actor, Params> = Omit<Reading<Actor, Params>, 'query' | 'form' | 'checked' | 'said'> & { typed: Record<string, unknown> }

interface Acting<Actor, Input, Prepared, File = undefined, Params = unknown> extends Omit<Asking<Actor, Input, Params>, 'db'> {
  tx: Tx
  prepared: Prepared
  /** What was sent, ready to be kept: see `Before.upload`. */
  file: File
}

/** What a POST does: see `form`. */
export interface Submit<Actor, Params = unknown> {
  schema: z.ZodType
  isOneStatement: boolean
  opensSession: boolean
  isFleeting: boolean
  isLong: boolean
  alsoWrong?: (mistaken: Mistaken<Actor, Params>) => Promise<FieldError[]>
  // biome-ignore lint/suspicious/noExplicitAny: the input's type is the schema's, known inside form() only
  prepare?: (asking: Asking<Actor, any, Params>) => Promise<unknown>
  // biome-ignore lint/suspicious/noExplicitAny: likewise
  upload?: Upload<Actor, any, any, any, any, any, Params>
  // biome-ignore lint/suspicious/noExplicitAny: likewise
  act: (acting: Acting<Actor, any, any, any, Params>) => Promise<Response>
}

/** `find` comes first: what it gives is the type of `subject` in all that is written after it. */
export interface PageDefinition<Actor, Subject, Params, Name extends string> extends About<Actor, Subject, Params, Name> {
  /** A function of the address, or of what is found there. */
  title: string | ((params: Params, subject: Subject) => string)
  /** Of a page that anybody may find: what search engines show under its title. */
  description?: string | ((params: Params, subject: Subject) => string)
  /** Custom elements that the page is better with: file names in ui/elements. */
  scripts?: readonly string[]
  /** Whoever is not signed in reads what all others do at that address, whatever they ask with: a proxy may keep it for a minute. */
  isSameForAll?: true
  /** What is shown; a Response goes elsewhere. */
  view(reading: Reading<Actor, Params, Name> & { subject: Subject }): Promise<VNode | Response> | VNode | Response
  submit?: Submit<Actor, Params>
}

/** The sentence of each word that its place may say: see `Place.said`. */
type Sentences<Word extends string> = [Word] extends [never] ? { said?: never } : { said: Record<Word, string> }

// biome-ignore lint/suspicious/noExplicitAny: what is found, and what its place holds, are known where it is written only
export interface Page<Actor> extends PageDefinition<Actor, any, any, any> {
  kind: 'page'
  space: Space<Actor>
  // biome-ignore lint/suspicious/noExplicitAny: likewise
  place: Place<any, any, any>
  said?: Record<string, string>
}

/** A page: where it is, who may come, what is shown, what is done. The space is the right: there is no page without one. */
export function page<Actor, Params, Name extends string, Word extends string, Subject = undefined>(
  space: Space<Actor>,
  place: Place<Params, Name, Word>,
  definition: PageDefinition<Actor, Subject, NoInfer<Params>, NoInfer<Name>> & Sentences<NoInfer<Word>>,
): Page<Actor> {
  if (definition.submit?.upload && !space.uploads) throw new Error(`${place.pattern} takes a file in a space that has no limit for them`)
  if (definition.isSameForAll && (definition.submit || definition.trace)) throw new Error(`${place.pattern} is not the same for all`)
  return { kind: 'page', space, place, ...definition }
}

type Send<Actor, Subject, Params, Name extends string> = (looking: Looking<Actor, Params, Name> & { subject: Subject }) => Promise<Response>

// biome-ignore lint/suspicious/noExplicitAny: as in a page
export interface Download<Actor> extends AboutDownload<Actor, any, any, any> {
  kind: 'download'
  space: Space<Actor>
  // biome-ignore lint/suspicious/noExplicitAny: likewise
  place: Place<any, any, any>
  isForScripts: boolean
  // biome-ignore lint/suspicious/noExplicitAny: as in a page
  send: Send<Actor, any, any, any>
}

/** Something that is not a page: a picture, a PDF, a way elsewhere. Guarded as a page is, and written down as one. */
export function download<Actor, Params, Name extends string>(
  space: Space<Actor>,
  place: Place<Params, Name, never>,
  send: Send<Actor, undefined, NoInfer<Params>, NoInfer<Name>>,
): Download<Actor>
export function download<Actor, Params, Name extends string, Subject = undefined>(
  space: Space<Actor>,
  place: Place<Params, Name, never>,
  about: AboutDownload<Actor, Subject, NoInfer<Params>, NoInfer<Name>>,
  send: Send<Actor, Subject, NoInfer<Params>, NoInfer<Name>>,
): Download<Actor>
export function download<Actor>(
  space: Space<Actor>,
  // biome-ignore lint/suspicious/noExplicitAny: as in a page
  place: Place<any, any, never>,
  // biome-ignore lint/suspicious/noExplicitAny: as in a page
  ...rest: [Send<Actor, any, any, any>] | [AboutDownload<Actor, any, any, any>, Send<Actor, any, any, any>]
): Download<Actor> {
  const [about, send] = rest.length === 1 ? [{}, rest[0]] : rest
  return { kind: 'download', space, place, isForScripts: false, ...about, send }
}

/** What a script asks for: without a session it is told so by 401, where a browser is shown the way to the sign-in page. */
export const scriptAnswer = <Actor, Params, Name extends string>(
  space: Space<Actor>,
  place: Place<Params, Name, never>,
  send: Send<Actor, undefined, NoInfer<Params>, NoInfer<Name>>,
): Download<Actor> => ({ ...download(space, place, send), isForScripts: true })

/** The file that a form takes: by a policy of its room. Its space says how many somebody may send. */
interface Upload<Actor, Input, Prepared, Sent, Chosen extends Sent | undefined, Ready, Params> {
  policy: UploadPolicy<Sent, Ready>
  /** Which file it is, of what was typed; undefined when the form may go without one. */
  chosen: (asking: Asking<Actor, Input, Params> & { prepared: Prepared }) => Chosen
}

type FileOf<Chosen, Ready> = undefined extends Chosen ? Ready | undefined : Ready

interface Before<Actor, Input, Prepared, Sent, Chosen extends Sent | undefined, Ready, Params> {
  /** The act is one statement: it needs no transaction around it. */
  isOneStatement?: boolean
  /** It signs somebody in: what it carries is of the browser, so that it is good in a second tab once the first has signed in. */
  opensSession?: boolean
  /** What is typed serves for a minute, as a code does: it is not kept when it is sent after its session has ended. */
  isFleeting?: boolean
  /** It may be about thousands of rows: its statements have a minute, on connections of their own, and it is among what is slow. */
  isLong?: boolean
  /** What the schema does not see, and is said with what it sees: all that is wrong on the page is said at once. */
  alsoWrong?: (mistaken: Mistaken<Actor, Params>) => Promise<FieldError[]>
  /** What is slow, or must happen even if the act is refused: before the transaction opens. A Response goes elsewhere. */
  prepare?: (asking: Asking<Actor, Input, Params>) => Promise<Prepared | Response>
  /** No file is taken without it. It is decoded after `prepare`, before the transaction opens. */
  upload?: Upload<Actor, Input, Prepared, Sent, Chosen, Ready, Params>
}

type Act<Actor, Input, Prepared, File, Params> = (acting: Acting<Actor, Input, Prepared, File, Params>) => Promise<Response>

/**
 * The one door for POST: the schema reads the form, the act runs in one transaction (or is one statement), its answer is a redirection.
 * What is slow (hashing, pictures) is done in `prepare` and `upload`, before the transaction opens. A UserError from any of them shows
 * the page again with what was typed.
 */
export function form<Schema extends z.ZodType, Actor, Params>(
  schema: Schema,
  act: Act<Actor, z.output<Schema>, undefined, undefined, Params>,
): Submit<Actor, Params>
export function form<
  Schema extends z.ZodType,
  Actor,
  Params,
  Prepared = undefined,
  Sent = undefined,
  Chosen extends Sent | undefined = undefined,
  Ready = undefined,
>(
  schema: Schema,
  before: Before<Actor, z.output<Schema>, Prepared, Sent, Chosen, Ready, Params>,
  act: Act<Actor, z.output<Schema>, Prepared, FileOf<Chosen, Ready>, Params>,
): Submit<Actor, Params>
export function form<Actor, Params>(
  schema: z.ZodType,
  ...rest: [Submit<Actor, Params>['act']] | [Partial<Submit<Actor, Params>>, Submit<Actor, Params>['act']]
): Submit<Actor, Params> {
  const [before, act] = rest.length === 1 ? [{}, rest[0]] : rest
  return { schema, isOneStatement: false, opensSession: false, isFleeting: false, isLong: false, ...before, act }
}

/** 303 to a page: what a form that succeeded answers. */
export const see = (path: string): Response => new Response(null, { status: 303, headers: { Location: path } })

/** The same, where nobody is signed in any more: the browser drops what it kept of their pages and files. */
export const seeSignedOut = (path: string): Response =>
  new Response(null, { status: 303, headers: { Location: path, 'Clear-Site-Data': '"cache"' } })

export type { Acting, Asking, Reading }
