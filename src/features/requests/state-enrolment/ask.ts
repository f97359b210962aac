import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import { type Db, inTransaction, type Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import type { Site } from '../../../platform/http/site.ts'
import { type Ask, apiParticulier } from './api-particulier.ts'
import { facts } from './facts.ts'
import { nextToAsk, pausedUntil, type ToAsk } from './queries.ts'
import { enrolmentOf, type StateEnrolment } from './state-enrolment.ts'

/** Between two questions: eight a second at most, and as many again from the other job, of the twenty that a key may ask. */
const APART_MS = 125
const AT_ONCE = 50

/** So many in a row that nobody answers, and nothing is asked for a while. */
const AWAY_AT_MOST = 3
const AWAY_SECONDS = 300

interface Asking {
  when: 'just-sent' | 'by-night'
  /** Nothing more is begun after so long. */
  minutes: number
  ask?: Ask
  wait?: (milliseconds: number) => Promise<unknown>
}

/**
 * Asks about one person after the other, as long as there are some and as the State lets us. Nothing is asked where the source is not configured.
 * @returns how many answers were kept
 */
export async function askTheState({ db, clock, config, log }: Site, { when, minutes, ask, wait = setTimeout }: Asking): Promise<number> {
  if (!config.apiParticulier) return 0
  const question = ask ?? apiParticulier(config.apiParticulier)
  const end = performance.now() + minutes * 60_000
  let [kept, away] = [0, 0]
  let after: { asked_at: Date | null; id: number } | null = null
  for (;;) {
    const next: Awaited<ReturnType<typeof nextToAsk>> = await nextToAsk(db, clock.now(), { when, after, atMost: AT_ONCE })
    for (const person of next) {
      const now = clock.now()
      if (performance.now() > end || (await pausedUntil(db, now))) return kept
      const asked = await question(person)
      away = asked.kind === 'away' ? away + 1 : 0
      if (asked.kind === 'wait') {
        if (asked.isClosed) log.error({ source: 'api-particulier' }, 'the key is refused: nothing is asked for an hour')
        await pause(db, clock.now(), asked.seconds)
        return kept
      }
      if (away >= AWAY_AT_MOST) {
        await pause(db, clock.now(), AWAY_SECONDS)
        return kept
      }
      const enrolment = enrolmentOf(asked, person, dayOf(now))
      if (enrolment) {
        await inTransaction(db, now, (tx) => keep(tx, person, enrolment))
        kept += 1
      }
      after = { asked_at: person.asked_at, id: person.application_id }
      await wait(APART_MS)
    }
    if (next.length < AT_ONCE) return kept
  }
}

/** From when we were told: an answer may take seconds. */
async function pause(db: Db, now: Date, seconds: number): Promise<void> {
  await sql`
    update state_source set paused_until = greatest(paused_until, ${now}::timestamptz + make_interval(secs => ${seconds}))`.execute(db)
}

/** Of somebody who is still who was asked about. */
async function keep(tx: Tx, { application_id, beneficiary_id, asked_as }: ToAsk, { answer, why }: StateEnrolment): Promise<void> {
  await sql`
    insert into state_enrolments (application_id, asked_as, answer, why, asked_at)
    select r.id, r.asked_as, ${answer}, ${why}, ${tx.now}
    from enrolment_requests r where r.id = ${application_id} and r.asked_as = ${asked_as}
    on conflict (application_id) do update
    set asked_as = excluded.asked_as, answer = excluded.answer, why = excluded.why, asked_at = excluded.asked_at
  `.execute(tx)
  const details = { application_id, answer, ...(why && { why }) }
  await record(tx, { at: tx.now, fact: facts['enrolment.asked-of-the-state'], beneficiary_id, details })
}
