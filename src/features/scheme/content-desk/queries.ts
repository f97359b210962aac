import type { Reader } from '../../../platform/database/index.ts'
import { documents, goodDeals } from '../content/index.ts'

/** Reads of the Region's desk: everything, published or not, the newest first. */

export const goodDealsAtDesk = (db: Reader) => goodDeals(db).select('g.published_until').orderBy('g.id', 'desc').execute()

export const goodDealAtDesk = (db: Reader, id: number) =>
  goodDeals(db).select(['g.published_until', 'g.organiser']).where('g.id', '=', id).executeTakeFirst()

export const documentsAtDesk = (db: Reader) =>
  documents(db).select(['d.published_from', 'd.published_until']).orderBy('d.id', 'desc').execute()

export const documentAtDesk = (db: Reader, id: number) =>
  documents(db).select(['d.published_from', 'd.published_until']).where('d.id', '=', id).executeTakeFirst()

const questions = (db: Reader) =>
  db.selectFrom('questions as q').innerJoin('question_themes as t', 't.id', 'q.theme_id').selectAll('q').select('t.title as theme')

export const questionsAtDesk = (db: Reader) =>
  questions(db).orderBy('t.position').orderBy('t.id').orderBy('q.position').orderBy('q.id').execute()

export const questionAtDesk = (db: Reader, id: number) => questions(db).where('q.id', '=', id).executeTakeFirst()

export const themes = (db: Reader) => db.selectFrom('question_themes').selectAll().orderBy('position').orderBy('id').execute()

const keyDates = (db: Reader) =>
  db.selectFrom('key_dates as k').innerJoin('campaigns as c', 'c.id', 'k.campaign_id').selectAll('k').select('c.name as campaign_name')

export const keyDatesAtDesk = (db: Reader) => keyDates(db).orderBy('k.day', 'desc').orderBy('k.id', 'desc').execute()

export const keyDateAtDesk = (db: Reader, id: number) => keyDates(db).where('k.id', '=', id).executeTakeFirst()

export const campaigns = (db: Reader) => db.selectFrom('campaigns').select(['id', 'name']).orderBy('starts_on', 'desc').execute()
