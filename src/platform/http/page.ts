import type { VNode } from 'preact'
import type { z } from 'zod'
import type { Db, Reader, Tx } from '../database/index.ts'
import type { FormState } from '../forms/state.ts'
import type { Limit } from '../limits.ts'
import type { UploadedFile } from './body.ts'
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

interface Asking<Actor, Input> {
  db: Db
  now: Date
  actor: Actor
  visit: Visit
  params: Record<string, string>
  input: Input
}

interface Acting<Actor, Input, Prepared> extends Omit<Asking<Actor, Input>, 'db'> {
  tx: Tx
  prepared: Prepared
}

/** What a POST does: see `form`. */
export interface Submit<Actor> {
  schema: z.ZodType
  maxFileBytes: number
  isOneStatement: boolean
  opensSession: boolean
  // biome-ignore lint/suspicious/noExplicitAny: the input's type is the schema's, known inside form() only
  prepare?: (asking: Asking<Actor, any>) => Promise<unknown>
  // biome-ignore lint/suspicious/noExplicitAny: likewise
  act: (acting: Acting<Actor, any, any>) => Promise<Response>
}

export interface PageDefinition<Actor> {
  /** A function of the address, or of what is found there: it is asked once the page is shown. */
  title: string | ((params: Record<string, string>, reading: Pick<Reading<Actor>, 'db'>) => string | Promise<string>)
  /** Custom elements that the page is better with: file names in ui/elements. */
  scripts?: readonly string[]
  /** What is shown; a Response goes elsewhere. */
  view(reading: Reading<Actor>): Promise<VNode | Response> | VNode | Response
  submit?: Submit<Actor>
}

export interface Page<Actor> extends PageDefinition<Actor> {
  kind: 'page'
  space: Space<Actor>
}

/** A page: who may come, what is shown, what is done. The space is the right: there is no page without one. */
export function page<Actor>(space: Space<Actor>, definition: PageDefinition<Actor>): Page<Actor> {
  if (definition.submit?.maxFileBytes && !space.uploads) throw new Error(`${space.base} has no limit for the files that a page takes`)
  return { kind: 'page', space, ...definition }
}

export interface Download<Actor> {
  kind: 'download'
  space: Space<Actor>
  isForScripts: boolean
  send(reading: Omit<Reading<Actor>, 'form' | 'checked'>): Promise<Response>
}

/** Something that is not a page: a picture, a PDF, a way elsewhere. Guarded as a page is. */
export const download = <Actor>(space: Space<Actor>, send: Download<Actor>['send']): Download<Actor> => ({
  kind: 'download',
  space,
  isForScripts: false,
  send,
})

/** What a script asks for: without a session it is told so by 401, where a browser is shown the way to the sign-in page. */
export const scriptAnswer = <Actor>(space: Space<Actor>, send: Download<Actor>['send']): Download<Actor> => ({
  ...download(space, send),
  isForScripts: true,
})

interface Before<Actor, Input, Prepared> {
  /** What the form's files may weigh together, in bytes; none is accepted without it. */
  maxFileBytes?: number
  /** The act is one statement: it needs no transaction around it. */
  isOneStatement?: boolean
  /** It signs somebody in: what it carries is of the browser, so that it is good in a second tab once the first has signed in. */
  opensSession?: boolean
  /** What is slow, or must happen even if the act is refused: before the transaction opens. */
  prepare?: (asking: Asking<Actor, Input>) => Promise<Prepared>
}

type Act<Actor, Input, Prepared> = (acting: Acting<Actor, Input, Prepared>) => Promise<Response>

/**
 * The one door for POST: the schema reads the form, the act runs in one transaction (or is one statement), its answer is a redirection.
 * What is slow (hashing, pictures) is done in `prepare`, before the transaction opens. A UserError from either shows
 * the page again with what was typed.
 */
export function form<Schema extends z.ZodType, Actor>(schema: Schema, act: Act<Actor, z.output<Schema>, undefined>): Submit<Actor>
export function form<Schema extends z.ZodType, Actor, Prepared = undefined>(
  schema: Schema,
  before: Before<Actor, z.output<Schema>, Prepared>,
  act: Act<Actor, z.output<Schema>, Prepared>,
): Submit<Actor>
export function form<Schema extends z.ZodType, Actor, Prepared>(
  schema: Schema,
  ...rest: [Act<Actor, z.output<Schema>, Prepared>] | [Before<Actor, z.output<Schema>, Prepared>, Act<Actor, z.output<Schema>, Prepared>]
): Submit<Actor> {
  const [before, act] = rest.length === 1 ? [{}, rest[0]] : rest
  return { schema, maxFileBytes: 0, isOneStatement: false, opensSession: false, ...before, act }
}

/** 303 to a page: what a form that succeeded answers. */
export const see = (path: string): Response => new Response(null, { status: 303, headers: { Location: path } })

export type { Acting, Asking, Reading, UploadedFile }
