import { sql } from 'kysely'
import type { Tx } from '../../../src/platform/database/index.ts'
import type { Around, Life } from './index.ts'

/** Plays the moves again, each by the function that the site moves money with: what is refused there is refused here. */
export async function loadMoney(tx: Tx, { moves, chance }: Life, { campaign, agent, second }: Around): Promise<void> {
  const lines = moves.map((move, n) => ({ ...move, n }))
  await sql`
    create temporary table moves on commit drop as
    select m.*, i.beneficiary_id, i.application_id, p.id as partner_id,
      case when m.kind in ('redemption', 'refund') or m.channel in ('qr-code', 'card-number') then
        (select f.id from staff f where f.partner_id = p.id order by f.id limit 1) end as made_by
    from json_to_recordset(${JSON.stringify(lines)}) as m (n integer, at timestamptz, kind text, request_id uuid, file_number text,
      partner text, cents bigint, channel text, follows uuid, ticket text)
    left join invented i using (file_number)
    left join partners p on p.code = m.partner
  `.execute(tx)
  await sql`
    create function pg_temp.play(p_campaign integer, p_expires_on date, p_agent bigint) returns void language plpgsql as $$
    declare
      move record;
      held bigint;
      follows bigint;
      posted bigint;
    begin
      for move in select * from moves order by n loop
        if move.kind = 'settlement' then
          perform sum_lines((select id from last_line), 1000000);
          perform settle_partners(move.at, p_agent);
        elsif move.kind = 'grant' then
          perform credit_applications(p_campaign, array[move.application_id], move.at);
        else
          select id into held from wallets where beneficiary_id = move.beneficiary_id and campaign_id = p_campaign;
          select id into follows from transactions where request_id = move.follows;
          select t.transaction_id into posted from post_transaction(
            move.request_id, move.kind, held, move.cents, move.at, move.partner_id, follows, move.channel, move.made_by) t;
          if move.kind = 'reservation' then
            insert into prepayments (ticket, beneficiary_id, wallet_id, partner_id, amount_cents, expires_on, reservation_id, created_at)
            values (move.ticket, move.beneficiary_id, held, move.partner_id, move.cents, p_expires_on, posted, move.at);
          elsif move.kind in ('redemption', 'cancellation') then
            update prepayments set state = case move.kind when 'redemption' then 'redeemed' else 'cancelled' end, ended_at = move.at
            where reservation_id = follows;
          end if;
        end if;
      end loop;
    end $$
  `.execute(tx)
  await sql`select pg_temp.play(${campaign.id}, ${campaign.prepayments_expire_on}, ${agent.id})`.execute(tx)
  // The last settlement is prepared, and waits for a second person.
  await sql`
    update settlements set released_at = prepared_at + interval '3 hours', released_by = ${second.id},
      paid_at = prepared_at + interval '50 hours', paid_by = prepared_by
    where prepared_at < ${chance.morning(7)}
  `.execute(tx)
  await sql`
    insert into acts_of_two (kind, subject, input, started_by, started_at, ends_at, outcome, finished_by, finished_at)
    select 'settlement.release', id::text, jsonb_build_object('id', id), prepared_by, prepared_at, prepared_at + interval '14 days',
      case when released_at is not null then 'agreed' end, released_by, released_at
    from settlements
  `.execute(tx)
  await sql`
    insert into audit_facts (at, fact, staff_id, details)
    select at, fact, case fact when 'settlement.released' then released_by else prepared_by end, jsonb_build_object('settlement', id)
    from settlements cross join lateral (values (prepared_at, 'settlement.prepared'), (released_at, 'settlement.released'), (paid_at, 'settlement.paid')) as happened (at, fact)
    where at is not null order by at
  `.execute(tx)
}
