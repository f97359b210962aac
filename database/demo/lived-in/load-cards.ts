import { sql } from 'kysely'
import type { Tx } from '../../../src/platform/database/index.ts'
import type { Around, Life } from './index.ts'

/** The cards of the invented people: most are posted, some are made, some wait, some were lost. */

/** Beside the batch of the named people, which took what came before it: posted, made, to be made. */
const BATCHES = [
  { created: 26, made: 22, shipped: 19 },
  { created: 16, made: 12, shipped: null },
  { created: 9, made: null, shipped: null },
]

export async function loadCards(tx: Tx, { chance }: Life, { agent }: Around): Promise<void> {
  const ago = (days: number | null) => days && chance.morning(days)
  const batches = BATCHES.map(({ created, made, shipped }) => ({ created_at: ago(created), made_at: ago(made), shipped_at: ago(shipped) }))
  await sql`
    insert into card_batches (created_at, created_by, made_at, shipped_at)
    select created_at, ${agent.id}, made_at, shipped_at
    from json_to_recordset(${JSON.stringify(batches)}) as b (created_at timestamptz, made_at timestamptz, shipped_at timestamptz)
    order by created_at
  `.execute(tx)
  await sql`
    insert into cards (number, beneficiary_id, photo_file_id, created_at, batch_id)
    select card_number, beneficiary_id, photo_id, decided_at, ${batchThatTook('decided_at')}
    from invented where state = 'validated' and photo_id is not null
    order by decided_at
  `.execute(tx)
  await setSomeAside(tx, agent)
  await setStephanesAside(tx, agent, { from: chance.morning(38), until: chance.morning(8) })
  await replaceSome(
    tx,
    Array.from({ length: 9 }, () => chance.number(8)),
  )
  await sql`
    insert into audit_facts (at, fact, staff_id, details)
    select at, fact, created_by, jsonb_build_object('batch', id)
    from card_batches
    cross join lateral (
      values (created_at, 'card-batch.created'), (made_at, 'card-batch.made'), (shipped_at, 'card-batch.shipped')) as happened (at, fact)
    where at is not null order by at
  `.execute(tx)
}

/** Of the cards that exist at that instant, the first batch that was made since. */
const batchThatTook = (instant: string) =>
  sql`(select id from card_batches t where t.created_at >= ${sql.ref(instant)} order by t.created_at limit 1)`

const BAD_PHOTO = 'Le haut du visage est coupé.'

async function setSomeAside(tx: Tx, agent: Around['agent']): Promise<void> {
  await sql`
    with waiting as (
      select k.id from cards k join invented i using (beneficiary_id)
      where k.batch_id is null and k.created_at < ${tx.now}::timestamptz - interval '2 days' order by k.created_at, k.id offset 2 limit 4
    ), aside as (
      update cards set set_aside_at = created_at + interval '26 hours', set_aside_reason = ${BAD_PHOTO} from waiting where cards.id = waiting.id
      returning cards.id, cards.beneficiary_id, cards.set_aside_at
    )
    insert into audit_facts (at, fact, staff_id, beneficiary_id, details)
    select set_aside_at, 'card.set-aside', ${agent.id}, beneficiary_id,
      jsonb_build_object('card_id', id, 'batch', null, 'reason', ${BAD_PHOTO}::text)
    from aside
  `.execute(tx)
}

/** Why the batches since have not taken a card that is older than they are: its photo had to be sent again. */
async function setStephanesAside(tx: Tx, agent: Around['agent'], { from, until }: { from: Date; until: Date }): Promise<void> {
  await sql`
    insert into audit_facts (at, fact, staff_id, beneficiary_id, details)
    select at, fact, staff_id, k.beneficiary_id, jsonb_build_object('card_id', k.id) || more
    from cards k,
      lateral (values
        (${from}::timestamptz, 'card.set-aside', ${agent.id}::bigint,
          jsonb_build_object('batch', null, 'reason', ${BAD_PHOTO}::text)),
        (${until}::timestamptz, 'card.photo-sent', null, '{}'::jsonb)) as happened (at, fact, staff_id, more)
    where k.number = '47120839'
  `.execute(tx)
}

/** Some of those that were posted were lost, stolen, broken: another takes their place. */
async function replaceSome(tx: Tx, numbers: string[]): Promise<void> {
  await sql`
    create temporary table replaced on commit drop as
    select r.*, n.number, (array['lost', 'damaged', 'stolen', 'never-received', 'lost', 'damaged'])[1 + r.place % 6] as reason
    from (
      select k.id, k.beneficiary_id, k.photo_file_id, row_number() over (order by k.id) as place,
        least(t.shipped_at + interval '4 days' + row_number() over (order by k.id) * interval '29 hours', ${tx.now}::timestamptz - interval '5 hours') as at
      from cards k join card_batches t on t.id = k.batch_id join invented i using (beneficiary_id)
      where t.shipped_at is not null and i.n % 17 = 3
    ) r join unnest(${numbers}::text[]) with ordinality as n (number, place) using (place)
  `.execute(tx)
  await sql`update cards k set opposed_at = r.at from replaced r where r.id = k.id`.execute(tx)
  await sql`
    insert into cards (number, beneficiary_id, photo_file_id, created_at, batch_id)
    select number, beneficiary_id, photo_file_id, at, ${batchThatTook('at')} from replaced order by at
  `.execute(tx)
  await sql`
    insert into card_problems (card_id, new_card_id, reason, declared_at)
    select r.id, k.id, r.reason, r.at from replaced r join cards k on k.number = r.number order by r.at
  `.execute(tx)
  await sql`
    insert into audit_facts (at, fact, beneficiary_id, details)
    select at, 'card.opposed', beneficiary_id, jsonb_build_object('card_id', id, 'reason', reason) from replaced order by at
  `.execute(tx)
}
