import type { Db } from '../../../platform/database/index.ts'
import { documents, goodDeals } from '../content/index.ts'

/** Reads of the Region's desk: everything, published or not, the newest first. */

export const goodDealsAtDesk = (db: Db) => goodDeals(db).select('g.published_until').orderBy('g.id', 'desc').execute()

export const goodDealAtDesk = (db: Db, id: number) =>
  goodDeals(db).select(['g.published_until', 'g.organiser']).where('g.id', '=', id).executeTakeFirst()

export const documentsAtDesk = (db: Db) => documents(db).select(['d.published_from', 'd.published_until']).orderBy('d.id', 'desc').execute()

export const documentAtDesk = (db: Db, id: number) =>
  documents(db).select(['d.published_from', 'd.published_until']).where('d.id', '=', id).executeTakeFirst()

const questions = (db: Db) =>
  db.selectFrom('questions as q').innerJoin('question_themes as t', 't.id', 'q.theme_id').selectAll('q').select('t.title as theme')

export const questionsAtDesk = (db: Db) =>
  questions(db).orderBy('t.position').orderBy('t.id').orderBy('q.position').orderBy('q.id').execute()

export const questionAtDesk = (db: Db, id: number) => questions(db).where('q.id', '=', id).executeTakeFirst()

export const themes = (db: Db) => db.selectFrom('question_themes').selectAll().orderBy('position').orderBy('id').execute()

const keyDates = (db: Db) =>
  db
    .selectFrom('key_dates as k')
    .innerJoin('campaign_calendar as c', 'c.id', 'k.campaign_id')
    .selectAll('k')
    .select('c.name as campaign_name')

export const keyDatesAtDesk = (db: Db) => keyDates(db).orderBy('k.day', 'desc').orderBy('k.id', 'desc').execute()

export const keyDateAtDesk = (db: Db, id: number) => keyDates(db).where('k.id', '=', id).executeTakeFirst()

export const campaigns = (db: Db) => db.selectFrom('campaign_calendar').select(['id', 'name']).orderBy('starts_on', 'desc').execute()
