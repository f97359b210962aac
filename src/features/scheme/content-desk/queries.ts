import type { Reader } from '../../../platform/database/index.ts'

/** Reads of the Region's desk: everything, published or not, the newest first. */

export const goodDealsAtDesk = (db: Reader) => db.selectFrom('listed_good_deals').selectAll().orderBy('id', 'desc').execute()

export const goodDealAtDesk = (db: Reader, id: number) =>
  db.selectFrom('listed_good_deals').selectAll().where('id', '=', id).executeTakeFirst()

export const documentsAtDesk = (db: Reader) => db.selectFrom('listed_documents').selectAll().orderBy('id', 'desc').execute()

export const documentAtDesk = (db: Reader, id: number) =>
  db.selectFrom('listed_documents').selectAll().where('id', '=', id).executeTakeFirst()

export const questionsAtDesk = (db: Reader) =>
  db.selectFrom('listed_questions').selectAll().orderBy('theme_position').orderBy('theme_id').orderBy('position').orderBy('id').execute()

export const questionAtDesk = (db: Reader, id: number) =>
  db.selectFrom('listed_questions').selectAll().where('id', '=', id).executeTakeFirst()

export const themes = (db: Reader) => db.selectFrom('question_themes').selectAll().orderBy('position').orderBy('id').execute()

export const keyDatesAtDesk = (db: Reader) =>
  db.selectFrom('listed_key_dates').selectAll().orderBy('day', 'desc').orderBy('id', 'desc').execute()

export const keyDateAtDesk = (db: Reader, id: number) =>
  db.selectFrom('listed_key_dates').selectAll().where('id', '=', id).executeTakeFirst()

/** Messages on all pages, those that end last first. */
export const bannersAtDesk = (db: Reader) =>
  db.selectFrom('banners').selectAll().orderBy('shown_until', 'desc').orderBy('id', 'desc').limit(200).execute()

export const bannerAtDesk = (db: Reader, id: number) => db.selectFrom('banners').selectAll().where('id', '=', id).executeTakeFirst()

export const campaigns = (db: Reader) => db.selectFrom('campaign_calendar').select(['id', 'name']).orderBy('starts_on', 'desc').execute()
