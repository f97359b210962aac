import { sql } from 'kysely'
import { deleteInSlices } from '../../../platform/database/slices.ts'
import type { Job } from '../../../platform/jobs.ts'
import { keptSince } from '../../../platform/retention.ts'
import { NOTE_DAYS, QUESTION_DAYS } from './retention.ts'

/** Questions are not kept longer than they are useful. */
export const forgettingOfQuestions: Job = {
  name: 'forget-questions-received',
  cron: '40 3 * * *',
  run: ({ db, clock }) => deleteInSlices(db, 'questions_received', sql`received_at < ${keptSince(clock.now(), QUESTION_DAYS)}`),
}

/** Nor are notes. */
export const forgettingOfNotes: Job = {
  name: 'forget-file-notes',
  cron: '45 3 * * *',
  run: ({ db, clock }) => deleteInSlices(db, 'file_notes', sql`written_at < ${keptSince(clock.now(), NOTE_DAYS)}`),
}
