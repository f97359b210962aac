import type { VNode } from 'preact'
import type { z } from 'zod'
import type { Db, Tx } from '../database/index.ts'
import type { FormState } from '../forms/state.ts'
import type { UploadedFile } from './body.ts'
import type { Place, Query } from './place.ts'
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
  /** The actor, or where to go first. */
  identify(visit: Visit): Promise<Actor | Response>
  shell(frame: Frame<Actor>): VNode
}

interface Reading<Actor, Params = unknown, Name extends string = string> {
  db: Db
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

interface Asking<Actor, Input, Params = unknown> {
  db: Db
  now: Date
  actor: Actor
  visit: Visit
  params: Params
  input: Input
}

interface Acting<Actor, Input, Prepared, Params = unknown> extends Omit<Asking<Actor, Input, Params>, 'db'> {
  tx: Tx
  prepared: Prepared
}

/** What a POST does: see `form`. */
export interface Submit<Actor, Params = unknown> {
  schema: z.ZodType
  maxFileBytes: number
  isOneStatement: boolean
  opensSession: boolean
  // biome-ignore lint/suspicious/noExplicitAny: the input's type is the schema's, known inside form() only
  prepare?: (asking: Asking<Actor, any, Params>) => Promise<unknown>
  // biome-ignore lint/suspicious/noExplicitAny: likewise
  act: (acting: Acting<Actor, any, any, Params>) => Promise<Response>
}

export interface PageDefinition<Actor, Params, Name extends string> {
  /** A function of the address, or of what is found there: it is asked once the page is shown. */
  title: string | ((params: Params, reading: Pick<Reading<Actor>, 'db'>) => string | Promise<string>)
  /** Custom elements that the page is better with: file names in ui/elements. */
  scripts?: readonly string[]
  /** What is shown; a Response goes elsewhere. */
  view(reading: Reading<Actor, Params, Name>): Promise<VNode | Response> | VNode | Response
  submit?: Submit<Actor, Params>
}

/** The sentence of each word that its place may say: see `Place.said`. */
type Sentences<Word extends string> = [Word] extends [never] ? { said?: never } : { said: Record<Word, string> }

// biome-ignore lint/suspicious/noExplicitAny: what a place holds is known where its page is defined
export interface Page<Actor> extends PageDefinition<Actor, any, any> {
  kind: 'page'
  space: Space<Actor>
  // biome-ignore lint/suspicious/noExplicitAny: likewise
  place: Place<any, any, any>
  said?: Record<string, string>
}

/** A page: where it is, who may come, what is shown, what is done. The space is the right: there is no page without one. */
export const page = <Actor, Params, Name extends string, Word extends string>(
  space: Space<Actor>,
  place: Place<Params, Name, Word>,
  definition: PageDefinition<Actor, NoInfer<Params>, NoInfer<Name>> & Sentences<NoInfer<Word>>,
): Page<Actor> => ({ kind: 'page', space, place, ...definition })

export interface Download<Actor> {
  kind: 'download'
  space: Space<Actor>
  // biome-ignore lint/suspicious/noExplicitAny: likewise
  place: Place<any, any, any>
  isForScripts: boolean
  // biome-ignore lint/suspicious/noExplicitAny: likewise
  send: Send<Actor, any, any>
}

type Send<Actor, Params, Name extends string> = (
  reading: Omit<Reading<Actor, Params, Name>, 'form' | 'checked' | 'said'>,
) => Promise<Response>

/** Something that is not a page: a picture, a PDF, a way elsewhere. Guarded as a page is. */
export const download = <Actor, Params, Name extends string>(
  space: Space<Actor>,
  place: Place<Params, Name, never>,
  send: Send<Actor, NoInfer<Params>, NoInfer<Name>>,
): Download<Actor> => ({ kind: 'download', space, place, isForScripts: false, send })

/** What a script asks for: without a session it is told so by 401, where a browser is shown the way to the sign-in page. */
export const scriptAnswer: typeof download = (space, place, send) => ({ ...download(space, place, send), isForScripts: true })

interface Before<Actor, Input, Prepared, Params> {
  /** What the form's files may weigh together, in bytes; none is accepted without it. */
  maxFileBytes?: number
  /** The act is one statement: it needs no transaction around it. */
  isOneStatement?: boolean
  /** It signs somebody in: what it carries is of the browser, so that it is good in a second tab once the first has signed in. */
  opensSession?: boolean
  /** What is slow, or must happen even if the act is refused: before the transaction opens. */
  prepare?: (asking: Asking<Actor, Input, Params>) => Promise<Prepared>
}

type Act<Actor, Input, Prepared, Params> = (acting: Acting<Actor, Input, Prepared, Params>) => Promise<Response>

/**
 * The one door for POST: the schema reads the form, the act runs in one transaction (or is one statement), its answer is a redirection.
 * What is slow (hashing, pictures) is done in `prepare`, before the transaction opens. A UserError from either shows
 * the page again with what was typed.
 */
export function form<Schema extends z.ZodType, Actor, Params>(
  schema: Schema,
  act: Act<Actor, z.output<Schema>, undefined, Params>,
): Submit<Actor, Params>
export function form<Schema extends z.ZodType, Actor, Params, Prepared = undefined>(
  schema: Schema,
  before: Before<Actor, z.output<Schema>, Prepared, Params>,
  act: Act<Actor, z.output<Schema>, Prepared, Params>,
): Submit<Actor, Params>
export function form<Schema extends z.ZodType, Actor, Params, Prepared>(
  schema: Schema,
  ...rest:
    | [Act<Actor, z.output<Schema>, Prepared, Params>]
    | [Before<Actor, z.output<Schema>, Prepared, Params>, Act<Actor, z.output<Schema>, Prepared, Params>]
): Submit<Actor, Params> {
  const [before, act] = rest.length === 1 ? [{}, rest[0]] : rest
  return { schema, maxFileBytes: 0, isOneStatement: false, opensSession: false, ...before, act }
}

/** 303 to a page: what a form that succeeded answers. */
export const see = (path: string): Response => new Response(null, { status: 303, headers: { Location: path } })

export type { Acting, Asking, Reading, UploadedFile }
