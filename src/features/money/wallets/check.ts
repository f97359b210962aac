import { sql } from 'kysely'
import type { Db, Reader } from '../../../platform/database/index.ts'

interface Check {
  /** What each row found says, with its ids. */
  says: (row: Record<string, number | string | null>) => string
  sql: string
}

/** How many differences of one sort are told; the rest is counted. */
const TOLD_AT_MOST = 50

const ENDS = `'redemption', 'cancellation', 'expiry'`
/** What gives money of a payment back, to the wallet that made it. */
const GIVES_BACK = `'refund', 'reversal', 'compensation'`

/** What a partner takes, and what comes back from it. */
const TAKES = `'payment', 'redemption', 'refund', 'reversal'`
const TAKEN = `sum(case when t.kind in ('refund', 'reversal') then -t.amount_cents else t.amount_cents end)`

/** The lines of the journal that a settlement pays to a partner by its own line `l`: those that the settlements before it do not. */
const ITS_LINES = `t.partner_id = l.partner_id and t.kind in (${TAKES}) and t.id <= l.last_transaction_id
  and t.id > coalesce((
    select max(b.last_transaction_id) from settled_amounts b where b.partner_id = l.partner_id and b.settlement_id < l.settlement_id), 0)`

const CHECKS: Check[] = [
  {
    says: (row) => `wallet ${row.id}: ${row.what} is ${row.kept} cents in the wallet and ${row.journal} in the journal`,
    sql: `
      with journal as (
        select t.wallet_id,
          sum(t.amount_cents * ((k.credited = 'available')::int - (k.debited = 'available')::int)) as balance_cents,
          sum(t.amount_cents * ((k.credited = 'reserved')::int - (k.debited = 'reserved')::int)) as reserved_cents,
          sum(case when t.kind in ('grant', 'credit') then t.amount_cents when t.kind = 'withdrawal' then -t.amount_cents end) as granted_cents,
          sum(case when t.kind in ('payment', 'redemption') then t.amount_cents when t.kind in ('refund', 'reversal') then -t.amount_cents end) as spent_cents
        from transactions t join transaction_kinds k on k.code = t.kind
        group by t.wallet_id
      )
      select w.id, what, kept, journal
      from wallets w
      left join journal j on j.wallet_id = w.id
      cross join lateral (values
        ('the balance', w.balance_cents, coalesce(j.balance_cents, 0)),
        ('what is reserved', w.reserved_cents, coalesce(j.reserved_cents, 0)),
        ('what was granted', w.granted_cents, coalesce(j.granted_cents, 0)),
        ('what was spent', w.spent_cents, coalesce(j.spent_cents, 0))) figures (what, kept, journal)
      where kept <> journal`,
  },
  {
    says: (row) => `transaction ${row.id}: wallet ${row.wallet_id} held ${row.recomputed} cents after it, its line says ${row.said}`,
    sql: `
      select id, wallet_id, balance_after_cents as said, recomputed
      from (
        select t.id, t.wallet_id, t.balance_after_cents,
          sum(t.amount_cents * ((k.credited = 'available')::int - (k.debited = 'available')::int))
            over (partition by t.wallet_id order by t.id) as recomputed
        from transactions t join transaction_kinds k on k.code = t.kind
      ) chain
      where recomputed <> balance_after_cents`,
  },
  {
    says: (row) => `transaction ${row.id}: wallet ${row.wallet_id} had ${row.reserved} cents reserved after it`,
    sql: `
      select id, wallet_id, reserved
      from (
        select t.id, t.wallet_id,
          sum(t.amount_cents * ((k.credited = 'reserved')::int - (k.debited = 'reserved')::int))
            over (partition by t.wallet_id order by t.id) as reserved
        from transactions t join transaction_kinds k on k.code = t.kind
        where t.kind in ('reservation', ${ENDS})
      ) chain
      where reserved < 0`,
  },
  {
    says: (row) => `transaction ${row.id}: its kind « ${row.kind} » moves money in no known way`,
    sql: `select id, kind from transactions where kind not in (select code from transaction_kinds)`,
  },
  {
    says: (row) => `the accounts do not sum to zero: ${row.sum} cents`,
    sql: `select sum(amount_cents) as sum from entries having sum(amount_cents) <> 0`,
  },
  {
    says: (row) => `reservation ${row.follows_id} ended ${row.times} times`,
    sql: `
      select follows_id, count(*) as times from transactions
      where kind in (${ENDS}) group by follows_id having count(*) > 1`,
  },
  {
    says: (row) => `transaction ${row.id} (${row.kind}) does not end the reservation ${row.follows_id} as it was made`,
    sql: `
      select e.id, e.kind, e.follows_id
      from transactions e
      left join transactions r on r.id = e.follows_id and r.kind = 'reservation'
      where e.kind in (${ENDS})
        and (e.wallet_id, e.partner_id, e.amount_cents) is distinct from (r.wallet_id, r.partner_id, r.amount_cents)`,
  },
  {
    says: (row) => `payment ${row.id}: ${row.refunded} cents given back of ${row.amount_cents}`,
    sql: `
      select p.id, p.amount_cents, sum(r.amount_cents) as refunded
      from transactions r join transactions p on p.id = r.follows_id
      where r.kind in (${GIVES_BACK}) group by p.id having sum(r.amount_cents) > p.amount_cents`,
  },
  {
    says: (row) => `${row.kind} ${row.id} does not give back the payment ${row.follows_id} to the wallet that made it`,
    sql: `
      select r.id, r.kind, r.follows_id
      from transactions r
      left join transactions p on p.id = r.follows_id and p.kind in ('payment', 'redemption')
      where r.kind in (${GIVES_BACK}) and (r.wallet_id, r.partner_id) is distinct from (p.wallet_id, p.partner_id)`,
  },
  {
    says: (row) =>
      row.id === null
        ? `reservation ${row.reservation_id} belongs to no prepayment`
        : `prepayment ${row.id} is ${row.state}, and its reservation ${row.reservation_id} is ${row.journal}`,
    sql: `
      with reservations as (
        select r.id as reservation_id, r.wallet_id, r.partner_id, r.amount_cents,
          case e.kind when 'redemption' then 'redeemed' when 'cancellation' then 'cancelled' when 'expiry' then 'expired' else 'pending' end as journal
        from transactions r
        left join transactions e on e.follows_id = r.id and e.kind in (${ENDS})
        where r.kind = 'reservation'
      )
      select p.id, p.state, reservation_id,
        case when (p.wallet_id, p.partner_id, p.amount_cents) = (r.wallet_id, r.partner_id, r.amount_cents) then r.journal
          else coalesce(r.journal || ' with another wallet, partner or amount', 'missing') end as journal
      from reservations r full join prepayments_made p using (reservation_id)
      where (p.state, p.wallet_id, p.partner_id, p.amount_cents) is distinct from (r.journal, r.wallet_id, r.partner_id, r.amount_cents)`,
  },
  {
    says: (row) =>
      `settlement ${row.settlement_id}: ${row.what} of partner ${row.partner_id} is ${row.said}, its journal says ${row.recomputed}`,
    sql: `
      select settlement_id, partner_id, what, said, recomputed
      from settled_amounts l
      cross join lateral (values
        ('the amount', l.amount_cents - l.taken_up_cents, (select coalesce(${TAKEN}, 0) from transactions t where ${ITS_LINES})),
        ('what it takes up', l.taken_up_cents, case when l.held_at is null then (
          select coalesce(sum(h.amount_cents - h.taken_up_cents), 0) from settled_amounts h
          where h.partner_id = l.partner_id and h.taken_up_in = l.settlement_id) else l.taken_up_cents end)) figures (what, said, recomputed)
      where said <> recomputed`,
  },
  {
    says: (row) =>
      `transfers of settlement ${row.settlement_id}, partner ${row.partner_id}: ${row.what} is ${row.kept}, ${row.by} says ${row.said}`,
    sql: `
      select settlement_id, partner_id, what, kept, by, said
      from transfers_of_lines l
      cross join lateral (values
        ('the amount', l.amount_cents::text, 'its line', case when l.transfer_id is not null then l.line_cents::text end),
        ('the number of transfers', (l.transfer_id is not null)::integer::text, 'its line',
          case when l.held_at is null and not l.is_begun then (l.transfer_id is not null)::integer::text else (l.held_at is null)::integer::text end),
        ('the attempt', l.attempt::text, 'what was rejected or cancelled before', case when l.transfer_id is not null then (l.over + 1)::text end),
        ('paid', (l.state = 'paid')::text, 'its line', case when l.transfer_id is not null then (l.paid_at is not null)::text end),
        ('what the bank answered', case when l.state = 'paid' then l.answer end, 'its transfer', case when l.state = 'paid' then 'paid' end),
        ('the rejections without an answer', case when l.transfer_id is not null then l.unproven::text end, 'a rejected transfer',
          case when l.transfer_id is not null then '0' end)
      ) figures (what, kept, by, said)
      where kept is distinct from said`,
  },
  {
    says: (row) =>
      `settlement ${row.settlement_id}: ${row.line_cents} cents are to be transferred, its transfers come to ${row.paid_cents} paid, ${row.sent_cents} sent and ${row.waiting_cents} that wait`,
    sql: `
      select settlement_id, line_cents, paid_cents, sent_cents, waiting_cents
      from (
        select settlement_id, sum(line_cents) filter (where held_at is null) as line_cents,
          coalesce(sum(amount_cents) filter (where state = 'paid'), 0) as paid_cents,
          coalesce(sum(amount_cents) filter (where state = 'sent'), 0) as sent_cents,
          coalesce(sum(amount_cents) filter (where state = 'waiting'), 0) as waiting_cents, bool_or(is_begun) as is_begun
        from transfers_of_lines group by settlement_id
      ) s
      where is_begun and line_cents <> paid_cents + sent_cents + waiting_cents`,
  },
  {
    says: (row) => `transfers of batch ${row.batch_id}, aid ${row.request_id}: ${row.what} is ${row.kept}, ${row.by} says ${row.said}`,
    sql: `
      select batch_id, request_id, what, kept, by, said
      from transfers_of_aids l
      cross join lateral (values
        ('the amount', l.amount_cents::text, 'its line', case when l.transfer_id is not null then l.line_cents::text end),
        ('the number of transfers', (l.transfer_id is not null and (l.outcome is distinct from 'cancelled' or l.state <> 'waiting'))::integer::text,
          'its line', (coalesce(l.outcome, 'paid') = 'paid')::integer::text),
        ('the attempt', l.attempt::text, 'what was rejected or cancelled before', case when l.transfer_id is not null then (l.over + 1)::text end),
        ('paid', coalesce(l.state = 'paid', false)::text, 'its line', coalesce(l.outcome = 'paid', false)::text),
        ('what the bank answered', case when l.state = 'paid' then l.answer end, 'its transfer', case when l.state = 'paid' then 'paid' end),
        ('rejected', (l.outcome is not distinct from 'rejected')::text, 'its transfer',
          (l.outcome is not distinct from 'rejected' and l.rejected > 0)::text),
        ('the rejections without an answer', l.unproven::text, 'a rejected transfer', '0')
      ) figures (what, kept, by, said)
      where kept is distinct from said`,
  },
  {
    says: (row) => `settlement ${row.settlement_id} is to be paid as a whole, and has transfers`,
    sql: `
      select id as settlement_id from settlements_made s
      where not by_transfers and exists (select from transfers_of_lines l where l.settlement_id = s.id)`,
  },
  {
    says: (row) => `transfer ${row.number}: two people agreed to no such account for partner ${row.partner_id}`,
    sql: `select number, partner_id from transfers_to_no_account`,
  },
  {
    says: (row) =>
      `settlement ${row.settlement_id} is said to be ${row.is_paid === 'true' ? 'paid' : 'unpaid'}, and ${row.unpaid} of its lines are not paid`,
    sql: `
      select l.settlement_id, (s.paid_at is not null)::text as is_paid, count(*) filter (where l.paid_at is null) as unpaid
      from transfers_of_lines l join settlements_made s on s.id = l.settlement_id
      where l.held_at is null
      group by l.settlement_id, s.paid_at
      having (s.paid_at is not null) <> (count(*) filter (where l.paid_at is null) = 0)`,
  },
  {
    says: (row) =>
      `sums of ${row.day}, campaign ${row.campaign_id}: ${row.what} of the kind « ${row.kind} » is ${row.kept}, the journal says ${row.journal}`,
    sql: `
      select campaign_id, day::text, kind, what, kept, journal
      from lines_by_kind s
      full join (
        select w.campaign_id, (t.at at time zone 'Europe/Paris')::date as day, t.kind, count(*) as lines, sum(t.amount_cents) as amount_cents,
          min(t.id) as first_id
        from transactions t join wallets w on w.id = t.wallet_id
        group by 1, 2, 3
      ) j using (campaign_id, day, kind)
      cross join lateral (values
        ('the amount', s.amount_cents, j.amount_cents), ('the number of lines', s.lines, j.lines),
        ('the first line', s.first_id, j.first_id)) figures (what, kept, journal)
      where kept is distinct from journal`,
  },
  {
    says: (row) =>
      `sums of ${row.day}, campaign ${row.campaign_id}: ${row.what} of partner ${row.partner_id} is ${row.kept}, the journal says ${row.journal}`,
    sql: `
      select campaign_id, day::text, partner_id, what, kept, journal
      from takings_by_day s
      full join (
        select w.campaign_id, (t.at at time zone 'Europe/Paris')::date as day, t.partner_id, count(*) as lines,
          count(*) filter (where t.kind in ('payment', 'redemption')) as payments, ${TAKEN} as taken_cents, min(t.id) as first_id, max(t.id) as last_id
        from transactions t join wallets w on w.id = t.wallet_id
        where t.kind in (${TAKES})
        group by 1, 2, 3
      ) j using (campaign_id, day, partner_id)
      cross join lateral (values
        ('the amount', s.taken_cents, j.taken_cents), ('the number of lines', s.lines, j.lines), ('the number of payments', s.payments, j.payments),
        ('the first line', s.first_id, j.first_id), ('the last line', s.last_id, j.last_id)) figures (what, kept, journal)
      where kept is distinct from journal`,
  },
  {
    says: (row) =>
      `sums of campaign ${row.campaign_id}: ${row.what} of partner ${row.partner_id} is ${row.kept}, the journal says ${row.journal}`,
    sql: `
      select campaign_id, partner_id, what, kept, journal
      from takings_by_partner s
      full join (
        select w.campaign_id, t.partner_id, count(*) filter (where t.kind in ('payment', 'redemption')) as payments, ${TAKEN} as taken_cents
        from transactions t join wallets w on w.id = t.wallet_id
        where t.kind in (${TAKES})
        group by 1, 2
      ) j using (campaign_id, partner_id)
      cross join lateral (values
        ('the amount', s.taken_cents, j.taken_cents), ('the number of payments', s.payments, j.payments)) figures (what, kept, journal)
      where kept is distinct from journal`,
  },
  {
    says: (row) => `dues of partner ${row.partner_id}: ${row.what} is ${row.kept} in the sums, the journal says ${row.journal}`,
    sql: `
      select partner_id, what, kept, journal
      from partner_dues s
      left join (
        select t.partner_id, count(*) as lines, ${TAKEN} as taken_cents, max(t.id) as last_id
        from transactions t
        left join (select partner_id, max(last_transaction_id) as last_id from settled_amounts group by partner_id) l on l.partner_id = t.partner_id
        where t.kind in (${TAKES}) and t.id > coalesce(l.last_id, 0)
        group by t.partner_id
      ) j using (partner_id)
      left join (
        select l.partner_id, sum(l.amount_cents - l.taken_up_cents) as taken_cents, max(l.last_transaction_id) as last_id,
          sum((select count(*) from transactions t where ${ITS_LINES})) as lines
        from settled_amounts l where l.held_at is not null and l.taken_up_in is null
        group by l.partner_id
      ) h using (partner_id)
      cross join lateral (values
        ('the amount', s.amount_cents, coalesce(j.taken_cents, 0) + coalesce(h.taken_cents, 0)),
        ('the number of lines', s.transactions, coalesce(j.lines, 0) + coalesce(h.lines, 0)),
        ('the last line', s.last_transaction_id, greatest(j.last_id, h.last_id))) figures (what, kept, journal)
      where kept is distinct from journal`,
  },
  {
    says: (row) => `beneficiary ${row.beneficiary_id}: ${row.kept} cents are deducted from their debts, the journal says ${row.journal}`,
    sql: `
      select beneficiary_id, kept, journal
      from (select beneficiary_id, sum(deducted_cents) as kept from debts group by beneficiary_id) d
      full join (
        select w.beneficiary_id, sum(t.amount_cents) as journal
        from transactions t join wallets w on w.id = t.wallet_id where t.kind = 'deduction' group by w.beneficiary_id
      ) j using (beneficiary_id)
      where coalesce(kept, 0) <> coalesce(journal, 0)`,
  },
  {
    says: (row) => `transaction ${row.id} (${row.kind}) is a correction that nobody asked for`,
    sql: `
      select t.id, t.kind from transactions t
      where t.kind in ('credit', 'debit', 'reversal', 'compensation')
        and not exists (select from corrections_made c where c.transaction_id = t.id)`,
  },
]

interface LedgerReport {
  /** What does not agree, in words; empty when all is well. */
  differences: string[]
  /** How much there is, and the cents of each account. */
  totals: { wallets: number; transactions: number; region: number; available: number; reserved: number; partner: number }
}

/** Recomputes all that the journal implies, at one instant, and compares it with what the tables hold. */
export async function checkLedger(db: Db): Promise<LedgerReport> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      // All the sums of a year fit in memory.
      await sql`set local work_mem = '256MB'`.execute(tx)
      const differences: string[] = []
      for (const check of CHECKS) {
        const { rows } = await sql<Record<string, number | string | null>>`
          select *, count(*) over () as in_all from (${sql.raw(check.sql)}) found limit ${TOLD_AT_MOST}
        `.execute(tx)
        differences.push(...rows.map(check.says))
        const more = Number(rows[0]?.in_all ?? 0) - rows.length
        if (more > 0) differences.push(`and ${more} more like the last one`)
      }
      return { differences, totals: await totalsOf(tx) }
    })
}

async function totalsOf(db: Reader): Promise<LedgerReport['totals']> {
  const { rows } = await sql<LedgerReport['totals']>`
    select (select count(*) from wallets) as wallets, (select count(*) from transactions) as transactions,
      coalesce(sum(amount_cents) filter (where account = 'region'), 0) as region,
      coalesce(sum(amount_cents) filter (where account = 'available'), 0) as available,
      coalesce(sum(amount_cents) filter (where account = 'reserved'), 0) as reserved,
      coalesce(sum(amount_cents) filter (where account = 'partner'), 0) as partner
    from entries
  `.execute(db)
  return rows[0] as LedgerReport['totals']
}
