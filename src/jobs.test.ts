import { randomInt, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testSite } from '../tests/support/app.ts'
import { asOwner, TEST_NOW, testDatabase } from '../tests/support/database.ts'
import { writePrepayment } from '../tests/support/ledger-model.ts'
import {
  aBeneficiary,
  aCampaign,
  aGuardian,
  aHolder,
  anAccountToPay,
  anAgent,
  anAidCampaign,
  anAidRequest,
  anApprentice,
  anOrganisation,
  aPartner,
  aPartnerUser,
  follows,
  TEST_KEY,
} from '../tests/support/makers.ts'
import { aPile } from '../tests/support/pupil-application.ts'
import { forgettingOfEndedAids, forgettingOfUnsentAids } from './features/aid/apprentice-aid/jobs.ts'
import { messagesOfMovedDeadlines, movingOfDeadlines } from './features/money/deadlines/jobs.ts'
import { endingOfDepartures, givingBackOfTickets, stoppingOfPartners } from './features/money/departures/jobs.ts'
import { messagesOfPayments } from './features/money/payments/jobs.ts'
import { expiryOfPrepayments } from './features/money/prepayments/jobs.ts'
import { messagesOfStatements } from './features/money/settlements/jobs.ts'
import { askToTell } from './features/money/settlements/tell-statements.ts'
import { pay, reserve } from './features/money/wallets/index.ts'
import { closingOfWallets, remindersOfClosing } from './features/money/wallets/jobs.ts'
import { hashOfText } from './features/partners/agreements/agreement-text.ts'
import { messagesOfImportedAccounts } from './features/partners/bank-accounts/jobs.ts'
import { messagesOfNewcomers } from './features/partners/organisations/jobs.ts'
import { askingForAgreements } from './features/partners/renewals/jobs.ts'
import { closingOfUnusedStaff, sendingOfInvitations } from './features/people/staff-desk/jobs.ts'
import { resettingOfSecondFactors } from './features/people/staff-sign-in/jobs.ts'
import { endingOfGuardians, forgettingOfGuardians } from './features/personal/guardians/jobs.ts'
import { finishingOfEmailChanges } from './features/personal/my-account/jobs.ts'
import { closingOfUnusedAccounts } from './features/personal/personal-data/jobs.ts'
import { identityPolicy } from './features/requests/application-form/identity-document.ts'
import { registerApplication } from './features/requests/card-applications/index.ts'
import { forgettingOfIdentityDocuments } from './features/requests/card-applications/jobs.ts'
import { acceptingOfFoundByNight } from './features/requests/card-decisions/jobs.ts'
import { announcementOfCampaigns, openingOfCampaigns } from './features/scheme/campaigns/jobs.ts'
import { jobs } from './jobs.ts'
import { APPLICATION_ROLE, inTransaction, openDatabase, openPool, type Tx } from './platform/database/index.ts'
import { storeFile } from './platform/files.ts'
import type { Job } from './platform/jobs.ts'

interface Case {
  job: Job
  at: string
  /** Rows that the job is there for, in the order in which it takes them. */
  due(tx: Tx, count: number): Promise<number[]>
  /** Those that are still to be done. */
  left: string
  /** What the database refuses to write, for the row of that id to be one that cannot be done. */
  refused: (id: number) => [table: string, condition: string]
  /** What somebody holds who is changing the row: the job leaves it for the next round. */
  held?: string
}

const each = async <T>(count: number, make: () => Promise<T>): Promise<T[]> => {
  const made: T[] = []
  for (let time = 0; time < count; time += 1) made.push(await make())
  return made
}
const idOf = ({ id }: { id: number }) => id
const walletsIn = async (tx: Tx, count: number) => {
  const campaign = await aCampaign(tx)
  return (await each(count, () => aHolder(tx, { campaign, balance_cents: 3_000 }))).map(({ wallet }) => wallet.id)
}
const aids = (state: string) => async (tx: Tx, count: number) => {
  const campaign = await anAidCampaign(tx)
  return (await each(count, async () => anAidRequest(tx, { apprentice: await anApprentice(tx, { campaign }), set: { state } }))).map(idOf)
}
const appliedIn = async (tx: Tx, count: number) => {
  const campaign = await anAidCampaign(tx)
  return (await each(count, () => anApprentice(tx, { campaign }))).map(({ beneficiary }) => beneficiary.id)
}

/** Prepayments for that partner, each of another wallet. */
async function prepaidAt(tx: Tx, count: number, partner_id: number) {
  for (const wallet_id of await walletsIn(tx, count)) {
    const line = { wallet_id, partner_id, amount_cents: 1_000 }
    const { transaction_id: reservation_id } = await reserve(tx, { ...line, request_id: randomUUID() })
    const wallet = await tx.selectFrom('wallets').select('beneficiary_id').where('id', '=', wallet_id).executeTakeFirstOrThrow()
    await writePrepayment(tx, { ...line, ...wallet, reservation_id })
  }
  return (await tx.selectFrom('prepayments').select('id').orderBy('id').execute()).map(idOf)
}

/** The departure of a partner whose last day is over, or that has stopped since. */
async function leaving(tx: Tx, { id: partner_id }: { id: number }, stopped_at: Date | null) {
  const [asked_by, agreed_by] = [(await anAgent(tx)).id, (await anAgent(tx)).id]
  const asked = { partner_id, last_day: '2026-11-23', asked_by, agreed_by, agreed_at: tx.now, accepted_prepayments: true, stopped_at }
  return (await tx.insertInto('departures').values(asked).returning('id').executeTakeFirstOrThrow()).id
}

const staffIn = async (tx: Tx, count: number) => {
  const partner = await aPartner(tx)
  return (await each(count, () => aPartnerUser(tx, partner))).map(idOf)
}

/** A move of all the wallets of a campaign, that is agreed. */
async function anAgreedMove(tx: Tx) {
  const { id: campaign_id } = await tx.selectFrom('campaigns').select('id').executeTakeFirstOrThrow()
  const [one, other] = [await anAgent(tx), await anAgent(tx)]
  const days = { closes_on: '2027-06-30', prepayments_expire_on: '2027-06-23' }
  const asked = { drafted_by: one.id, drafted_at: tx.now, asked_at: tx.now, agreed_by: other.id, agreed_at: tx.now }
  const row = { campaign_id, scope: 'campaign', ...days, reason: 'outage', comment: 'Panne', ...asked }
  return (await tx.insertInto('deadline_moves').values(row).returning('id').executeTakeFirstOrThrow()).id
}

const bySlices: Case[] = [
  {
    job: movingOfDeadlines,
    at: '2026-11-23T10:03:00+01:00',
    async due(tx, count) {
      const wallets = await walletsIn(tx, count)
      await anAgreedMove(tx)
      return wallets
    },
    left: `select id from wallets where closes_on = '2027-04-30'`,
    refused: (id) => ['moved_wallets', `new.wallet_id = ${id}`],
  },
  {
    job: messagesOfMovedDeadlines,
    at: '2026-11-23T10:05:00+01:00',
    async due(tx, count) {
      const wallets = await walletsIn(tx, count)
      const move_id = await anAgreedMove(tx)
      await tx.updateTable('deadline_moves').set({ moved_at: tx.now }).execute()
      await tx
        .insertInto('moved_wallets')
        .values(wallets.map((wallet_id) => ({ move_id, wallet_id, closed_on: '2027-04-30' })))
        .execute()
      return (await tx.selectFrom('wallets').select('beneficiary_id as id').orderBy('id').execute()).map(idOf)
    },
    left: `select id from beneficiaries where id not in (select beneficiary_id from messages where template = 'wallet.last-day-moved')`,
    refused: (id) => ['messages', `new.beneficiary_id = ${id}`],
  },
  {
    job: expiryOfPrepayments,
    at: '2027-04-24T09:00:00+02:00',
    async due(tx, count) {
      return prepaidAt(tx, count, (await aPartner(tx)).id)
    },
    left: `select id from prepayments where state = 'pending'`,
    refused: (id) => ['prepayments', `new.id = ${id}`],
    held: 'prepayments',
  },
  {
    job: remindersOfClosing,
    at: '2027-04-20T12:00:00+02:00',
    async due(tx, count) {
      await walletsIn(tx, count)
      return (await tx.selectFrom('wallets').select('beneficiary_id as id').orderBy('id').execute()).map(idOf)
    },
    left: 'select beneficiary_id as id from wallets where id not in (select wallet_id from wallet_reminders)',
    refused: (id) => ['messages', `new.beneficiary_id = ${id}`],
  },
  {
    job: closingOfWallets,
    at: '2027-05-02T02:00:00+02:00',
    due: walletsIn,
    left: 'select id from wallets where balance_cents > 0',
    refused: (id) => ['transactions', `new.wallet_id = ${id}`],
  },
  {
    job: openingOfCampaigns,
    at: '2026-11-23T10:03:00+01:00',
    due: appliedIn,
    left: 'select beneficiary_id as id from card_applications where beneficiary_id not in (select beneficiary_id from wallets)',
    refused: (id) => ['wallets', `new.beneficiary_id = ${id}`],
  },
  {
    job: announcementOfCampaigns,
    at: '2027-05-02T12:00:00+02:00',
    async due(tx, count) {
      const people = await appliedIn(tx, count)
      const { id } = await aCampaign(tx)
      const days = {
        applications_open_on: '2027-05-01',
        starts_on: '2027-07-01',
        prepayments_expire_on: '2028-04-23',
        ends_on: '2028-04-30',
      }
      await tx.updateTable('campaigns').set(days).where('id', '=', id).execute()
      return people
    },
    left: `select id from beneficiaries where id not in (select beneficiary_id from messages where template = 'campaign.open')`,
    refused: (id) => ['messages', `new.beneficiary_id = ${id}`],
  },
  {
    job: closingOfUnusedAccounts,
    at: '2027-06-01T04:20:00+02:00',
    due: async (tx, count) => (await each(count, () => aBeneficiary(tx))).map(idOf),
    left: 'select id from beneficiaries where closed_at is null',
    refused: (id) => ['beneficiaries', `new.id = ${id}`],
    held: 'beneficiaries',
  },
  {
    job: forgettingOfEndedAids,
    at: '2027-11-26T04:30:00+01:00',
    due: aids('paid'),
    left: `select id from apprentice_aid_requests where iban_last4 <> ''`,
    refused: (id) => ['apprentice_aid_requests', `new.id = ${id}`],
    held: 'apprentice_aid_requests',
  },
  {
    job: forgettingOfUnsentAids,
    at: '2027-11-26T04:40:00+01:00',
    due: aids('returned'),
    left: `select id from apprentice_aid_requests where iban_last4 <> ''`,
    refused: (id) => ['apprentice_aid_requests', `new.id = ${id}`],
    held: 'apprentice_aid_requests',
  },
  {
    job: forgettingOfIdentityDocuments,
    at: '2026-12-24T03:15:00+01:00',
    async due(tx, count) {
      const campaign = await aCampaign(tx)
      return each(count, async () => {
        const { id: beneficiary_id } = await aBeneficiary(tx)
        const identity_file_id = await storeFile(tx, identityPolicy, Buffer.from('x'), TEST_KEY)
        await tx.updateTable('files').set({ delete_after: '2026-12-23' }).where('id', '=', identity_file_id).execute()
        const file_number = String(randomInt(1_000_000_000, 9_999_999_999))
        const row = { file_number, beneficiary_id, campaign_id: campaign.id, state: 'draft', identity_file_id, created_at: tx.now }
        return (await tx.insertInto('card_applications').values(row).returning('id').executeTakeFirstOrThrow()).id
      })
    },
    left: 'select id from card_applications where identity_file_id is not null',
    refused: (id) => ['card_applications', `new.id = ${id}`],
    held: 'card_applications',
  },
  {
    job: sendingOfInvitations,
    at: '2026-11-23T12:00:00+01:00',
    async due(tx, count) {
      const ids = await staffIn(tx, count)
      await tx.updateTable('staff').set({ password_hash: null }).where('id', 'in', ids).execute()
      await tx
        .insertInto('invitations_to_send')
        .values(ids.map((staff_id) => ({ staff_id, asked_at: tx.now })))
        .execute()
      return ids
    },
    left: 'select staff_id as id from invitations_to_send',
    refused: (id) => ['messages', `new.staff_id = ${id}`],
  },
  {
    job: closingOfUnusedStaff,
    at: '2027-03-03T04:40:00+01:00',
    async due(tx, count) {
      const ids = await staffIn(tx, count)
      await tx.updateTable('staff').set({ opened_at: tx.now }).where('id', 'in', ids).execute()
      await tx
        .insertInto('unused_warnings')
        .values(ids.map((staff_id) => ({ staff_id, warned_at: '2027-02-08T04:40:00+01:00' })))
        .execute()
      return ids
    },
    left: 'select id from staff where closed_at is null',
    refused: (id) => ['staff', `new.id = ${id}`],
  },
  {
    job: finishingOfEmailChanges,
    at: '2026-11-27T09:00:00+01:00',
    async due(tx, count) {
      await aCampaign(tx)
      const people = await each(count, () => aBeneficiary(tx))
      for (const { id } of people) {
        await registerApplication(tx, id)
        const confirmed = { asked_at: tx.now, confirmed_at: tx.now, takes_effect_at: new Date(tx.now.getTime() + 72 * 3_600_000) }
        await tx
          .insertInto('email_changes')
          .values({ beneficiary_id: id, email: `nouvelle-${id}@example.org`, ...confirmed })
          .execute()
      }
      return people.map(idOf)
    },
    left: 'select beneficiary_id as id from email_changes',
    refused: (id) => ['beneficiaries', `new.id = ${id}`],
  },
  {
    job: messagesOfPayments,
    at: '2026-11-25T09:00:00+01:00',
    async due(tx, count) {
      const partner = await aPartner(tx)
      const lines = await each(count, async () => {
        const { wallet } = await aHolder(tx, { balance_cents: 3_000 })
        const line = { request_id: randomUUID(), wallet_id: wallet.id, partner_id: partner.id, amount_cents: 100, made_by: null }
        return (await pay(tx, { ...line, channel: 'qr-code' })).transaction_id
      })
      await tx
        .insertInto('payments_to_tell')
        .values(lines.map((transaction_id) => ({ transaction_id })))
        .execute()
      return lines
    },
    left: 'select transaction_id as id from payments_to_tell',
    refused: (id) => ['messages', `new.body like '%transaction n° ${id})%'`],
  },
  {
    job: messagesOfStatements,
    at: '2026-11-25T09:00:00+01:00',
    async due(tx, count) {
      const { wallet } = await aHolder(tx, { balance_cents: 3_000 })
      for (let time = 0; time < count; time += 1) {
        const partner = await aPartner(tx)
        await aPartnerUser(tx, partner)
        await pay(tx, {
          request_id: randomUUID(),
          wallet_id: wallet.id,
          partner_id: partner.id,
          amount_cents: 100,
          channel: 'qr-code',
          made_by: null,
        })
      }
      await sql`select sum_lines((select id from last_line), 1000)`.execute(tx)
      const { rows } = await sql<{ id: number }>`select settle_partners(${tx.now}, ${(await anAgent(tx)).id}) as id`.execute(tx)
      await askToTell(tx, { settlement_id: rows[0]?.id as number, is_paid: false })
      await sql`update partners p set name = 'BOUTIQUE ' || q.id from statements_to_tell q where q.partner_id = p.id`.execute(tx)
      return (await tx.selectFrom('statements_to_tell').select('id').orderBy('id').execute()).map(idOf)
    },
    left: 'select id from statements_to_tell',
    refused: (id) => ['messages', `new.body like '%BOUTIQUE ${id} est fait%'`],
  },
  {
    job: acceptingOfFoundByNight,
    at: '2026-11-25T02:20:00+01:00',
    async due(tx, count) {
      await aCampaign(tx)
      const { office, school, fileNumbers } = await aPile(tx, count)
      await tx.updateTable('campaigns').set({ enrolment_acceptance: 'by-night' }).execute()
      const { rows } = await sql<{ application_id: number }>`
        with list as (
          insert into enrolment_lists (school_id, campaign_id, state, family, file_name, given_at, given_by, taken_at, taken_by, pupils, elsewhere, told, dropped)
          select distinct r.school_id, r.campaign_id, 'in-use', 'siecle', 'liste.xml', ${tx.now}::timestamptz, ${office.id}::bigint,
            ${tx.now}::timestamptz, ${office.id}::bigint, ${count}::integer, 0, '[]'::jsonb, '{}'::text[]
          from enrolment_requests r where r.school_id = ${school.id}
          returning id),
        pupils as (
          insert into enrolled_pupils (list_id, line, keys, has_ine, last_name, first_names, is_inactive)
          select list.id, line, '{}', false, 'MARTIN', '{Jean}', false from list, generate_series(1, ${count}) line
          returning id, line)
        insert into enrolments (application_id, list_id, answer, pupil_id, asked_as, at)
        select a.id, list.id, 'found', pupils.id, a.asked_as, ${tx.now}
        from list, pupils,
          (select r.id, r.asked_as, row_number() over (order by r.id) as line from enrolment_requests r where r.school_id = ${school.id}) a
        where a.line = pupils.line
        returning application_id
      `.execute(tx)
      expect(rows).toHaveLength(fileNumbers.length)
      return rows.map(({ application_id }) => application_id).toSorted((one, other) => one - other)
    },
    left: "select id from card_applications where state = 'submitted'",
    refused: (id) => ['application_events', `new.application_id = ${id}`],
  },
  {
    job: messagesOfImportedAccounts,
    at: '2026-11-25T09:00:00+01:00',
    async due(tx, count) {
      const accounts = await each(count, async () => {
        const partner = await aPartner(tx)
        await aPartnerUser(tx, partner)
        return anAccountToPay(tx, await anOrganisation(tx, [partner]), [partner])
      })
      await sql`update partners p set name = 'BOUTIQUE ' || b.bank_account_id from bank_account_partners b where b.partner_id = p.id`.execute(
        tx,
      )
      await sql`update bank_accounts set is_to_tell = true`.execute(tx)
      return accounts.map(idOf)
    },
    left: 'select id from bank_accounts where is_to_tell',
    refused: (id) => ['messages', `new.body like '%BOUTIQUE ${id} : %'`],
  },
  {
    job: messagesOfNewcomers,
    at: '2026-11-25T09:00:00+01:00',
    async due(tx, count) {
      const organisations = await each(count, async () => {
        const [before, newcomer] = [await aPartner(tx), await aPartner(tx)]
        await aPartnerUser(tx, before)
        const { id } = await anOrganisation(tx, [before, newcomer])
        await tx.updateTable('sirets').set({ is_to_tell: true }).where('partner_id', '=', newcomer.id).execute()
        await tx
          .updateTable('organisations')
          .set({ legal_name: `STRUCTURE ${id}` })
          .where('id', '=', id)
          .execute()
        return id
      })
      return organisations
    },
    left: 'select organisation_id as id from sirets where is_to_tell',
    refused: (id) => ['messages', `new.subject like '% rejoint STRUCTURE ${id}'`],
    held: 'organisations',
  },
  {
    job: endingOfGuardians,
    at: '2026-11-25T00:15:00+01:00',
    async due(tx, count) {
      const guardian = await aGuardian(tx)
      const ties = await each(count, async () => follows(tx, guardian, await aBeneficiary(tx, { birth_date: '2008-11-25' })))
      return ties.map(idOf)
    },
    left: 'select id from guardians where ended_at is null',
    refused: (id) => ['guardians', `new.id = ${id}`],
    held: 'guardians',
  },
  {
    job: forgettingOfGuardians,
    at: '2026-11-25T04:35:00+01:00',
    due: async (tx, count) => (await each(count, () => aGuardian(tx))).map(idOf),
    left: 'select id from staff where is_guardian and closed_at is null',
    refused: (id) => ['staff', `new.id = ${id}`],
  },
  {
    job: resettingOfSecondFactors,
    at: '2026-11-25T09:00:00+01:00',
    async due(tx, count) {
      const asker = await anAgent(tx, 'partners')
      // Each of a shop of their own: the managers of one are told of each other.
      const members = await each(count, async () => aPartnerUser(tx, await aPartner(tx)))
      for (const { id } of members) {
        const asked = { asked_by: asker.id, asked_at: tx.now, takes_effect_at: new Date(tx.now.getTime() + 24 * 3_600_000) }
        await tx
          .insertInto('second_factor_resets')
          .values({ staff_id: id, ...asked })
          .execute()
      }
      return members.map(idOf)
    },
    left: 'select staff_id as id from second_factor_resets',
    refused: (id) => ['messages', `new.staff_id = ${id}`],
  },
  {
    job: askingForAgreements,
    at: '2026-11-25T09:37:00+01:00',
    async due(tx, count) {
      const [writer, second] = [await anAgent(tx, 'partners'), await anAgent(tx, 'partners')]
      const body = 'Convention.'
      await tx
        .insertInto('agreement_texts')
        .values({ body, sha256: hashOfText(body), written_by: writer.id, agreed_by: second.id, agreed_at: tx.now })
        .execute()
      return (await each(count, async () => aPartnerUser(tx, await aPartner(tx)))).map(idOf)
    },
    left: `select staff_id as id from workplaces w where not exists (select from agreement_letters l where l.staff_id = w.staff_id)`,
    refused: (id) => ['messages', `new.staff_id = ${id}`],
  },
  {
    job: stoppingOfPartners,
    at: '2026-11-25T00:01:00+01:00',
    due: (tx, count) => each(count, async () => leaving(tx, await aPartner(tx), null)),
    left: 'select id from departures where stopped_at is null',
    refused: (id) => ['departures', `new.id = ${id}`],
    held: 'departures',
  },
  {
    job: givingBackOfTickets,
    at: '2026-11-25T08:35:00+01:00',
    async due(tx, count) {
      const partner = await aPartner(tx)
      const made = await prepaidAt(tx, count, partner.id)
      await leaving(tx, partner, tx.now)
      return made
    },
    left: `select id from prepayments where state = 'pending'`,
    refused: (id) => ['prepayments', `new.id = ${id}`],
    held: 'prepayments',
  },
  {
    job: endingOfDepartures,
    at: '2026-11-25T09:20:00+01:00',
    due: (tx, count) => each(count, async () => leaving(tx, await aPartner(tx, { active: false }), tx.now)),
    left: 'select id from departures where ended_at is null',
    refused: (id) => ['departures', `new.id = ${id}`],
    held: 'departures',
  },
]

/**
 * One statement that deletes what nobody holds, or its slices (platform/jobs.test.ts): or what only adds: no row of theirs can stop them. What re-encrypts and
 * what looks into the quarantine have tests of their own (platform/encryption.test.ts, platform/antivirus.test.ts); so has the store of files
 * (platform/files-in-store.test.ts).
 */
const OTHERS = [
  'count-figures',
  'move-files-to-store',
  're-encrypt-files-in-store',
  'sweep-store',
  'forget-alerts',
  'forget-account-files',
  'forget-checkouts',
  'forget-enrolment-judgements',
  'forget-enrolment-lists',
  'look-for-new-requests-on-lists',
  'accept-found-requests-at-once',
  'ask-the-state-after-sending',
  'ask-the-state-by-night',
  'forget-assents',
  'forget-data-requests',
  'forget-state-answers',
  'close-schools-on-their-day',
  'tell-of-outages',
  'tell-schools-what-waits',
  'remind-of-delays',
  'count-delays',
  'forget-enrolment-certificates',
  're-encrypt-devices',
  're-encrypt-enrolment-certificates',
  'forget-dead-secrets',
  'forget-file-notes',
  'forget-facts',
  'forget-imports',
  'forget-incidents',
  'forget-ibans-of-shops',
  'forget-applications-to-join',
  'forget-agreement-codes',
  'forget-transfers',
  'forget-last-messages',
  'forget-marks-of-closed-accounts',
  'forget-old-messages',
  'forget-qr-codes',
  'forget-questions-received',
  'forget-sign-ins',
  'forget-offered-phones',
  'lapse-acts-of-two',
  'lapse-proposed-bank-accounts',
  'remind-of-acts-of-two',
  'seal-journals',
  'sum-lines',
  'watch-by-night',
  'watch-by-the-hour',
  'watch-by-the-minute',
  'write-seal-heads',
  'check-quarantine-aid-document',
  'check-quarantine-document',
  're-encrypt-aids',
  're-encrypt-bank-accounts',
  're-encrypt-identity-documents',
  're-encrypt-incidents',
  're-encrypt-joining',
  're-encrypt-photos',
  're-encrypt-received-files',
  're-encrypt-secrets',
  're-encrypt-transfers',
  'remind-of-rights-review',
]

test('every job is known here', () => {
  expect(jobs.map(({ name }) => name).toSorted()).toEqual([...bySlices.map(({ job }) => job.name), ...OTHERS].toSorted())
})

const ROWS = 5
const AT_ONCE = 2

test.each(bySlices)(
  '$job.name goes past its first slice; one row that cannot be done, or that somebody holds, keeps it from no other',
  async (one) => {
    const database = await testDatabase()
    const { site } = testSite(database, new Date(one.at))
    // In the demonstration some have nothing to do.
    const config = { ...site.config, demo: false }
    const due = await inTransaction(site.db, TEST_NOW, (tx) => one.due(tx, ROWS))
    const left = async () => (await sql<{ id: number }>`${sql.raw(one.left)} order by id`.execute(site.db)).rows.map(idOf)
    expect(await left()).toEqual(due)
    const [held, wrong] = due as [number, number]
    const [table, condition] = one.refused(wrong)
    await asOwner(
      database.url,
      `create function refuse_row() returns trigger language plpgsql as $$ begin raise 'refused'; end $$;
    create trigger a_refused before insert or update on ${table} for each row when (${condition}) execute function refuse_row();
    alter database ${new URL(database.url).pathname.slice(1)} set lock_timeout = '2s'`,
    )
    const pool = openPool(database.url, { max: 2, role: APPLICATION_ROLE })
    const run = () => one.job.run({ ...site, config, db: openDatabase(pool) }, AT_ONCE)
    try {
      await site.db.transaction().execute(async (tx) => {
        if (one.held) await sql`select from ${sql.table(one.held)} where id = ${held} for update`.execute(tx)
        // The job says in the end that all is not well.
        await expect(run()).rejects.toThrow('refused')
      })
      if (one.held) expect(await left()).toEqual([held, wrong])
      // Some do one slice a run.
      for (let runs = 0; (await left()).length > 1 && runs < ROWS; runs += 1) await run().catch(() => {})
    } finally {
      await pool.end()
    }
    expect(await left()).toEqual([wrong])
  },
)
