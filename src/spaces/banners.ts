import { sql } from 'kysely'
import type { Db } from '../platform/database/index.ts'
import type { Visit } from '../platform/http/visit.ts'

/** Who reads a banner: whoever is not signed in, and each kind of those who are. */
export const AUDIENCES = {
  public: 'Pages publiques, sans connexion',
  beneficiary: 'Jeunes',
  partner: 'Partenaires',
  school: 'Établissements',
  agent: 'Agents de la Région',
} as const
export type Audience = keyof typeof AUDIENCES

export const LEVELS = { information: 'Information', warning: 'Attention', outage: 'Panne' } as const
export type Level = keyof typeof LEVELS

/** A message on all pages of some. */
export interface Banner {
  id: number
  text: string
  level: Level
  shown_to: readonly Audience[]
  shown_from: Date
  shown_until: Date
}

/** No page asks for them: each process does, so often that what is written is seen by all within a minute. */
const READ_EVERY_MS = 20_000

const known = new WeakMap<Db, { readAt: number; banners: Banner[] }>()

/** Reads again what is written on all pages, when that was a while ago. Without the database the last ones stay: that is when they serve. */
export async function refreshBanners({ site: { db }, now }: Pick<Visit, 'site' | 'now'>): Promise<void> {
  const last = known.get(db)
  const readAt = now.getTime()
  if (last && Math.abs(readAt - last.readAt) < READ_EVERY_MS) return
  // Whoever comes meanwhile does not ask too.
  known.set(db, { readAt, banners: last?.banners ?? [] })
  try {
    const { rows } = await sql<Banner>`
      select id, text, level, shown_to, shown_from, shown_until from banners_written where shown_until > ${now} order by id desc
    `.execute(db)
    known.set(db, { readAt, banners: rows })
  } catch {
    // Asked again in a while.
  }
}

/** What is said to them now on all pages, as these draw it. */
export const bannersFor = ({ site, now }: Pick<Visit, 'site' | 'now'>, audience: Audience) =>
  (known.get(site.db)?.banners ?? [])
    .filter((banner) => banner.shown_to.includes(audience) && banner.shown_from <= now && now < banner.shown_until)
    .map(({ id, level, text }) => ({ id, level, label: LEVELS[level], text }))
