import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../database/index.ts'
import { deleteInSlices } from '../database/slices.ts'
import { OUR_REGION } from '../region.ts'
import { forgetDead } from './dead-addresses.ts'
import { type Message, URGENCIES } from './message.ts'
import { smsText } from './sms.ts'

const SIGNATURE = `La Région ${OUR_REGION.name}\n${OUR_REGION.card}, numéro vert ${OUR_REGION.phone}`

/**
 * Says something to a beneficiary, or to several, by the channel each chose: a row in the transaction of the fact, sent afterwards.
 * No commit, no message.
 */
export async function notify(tx: Tx, beneficiaryIds: number | number[], message: Message): Promise<void> {
  const said = wordsOf(message)
  await queue(
    tx,
    sql`select unnest(${[beneficiaryIds].flat()}::bigint[]) as beneficiary_id, ${said.template}::text as template,
      ${said.subject}::text as subject, ${said.body}::text as body, ${said.sms}::text as sms, ${said.secret}::text as secret, ${said.urgency}::smallint as urgency`,
  )
}

/** Says to each what is theirs, in one statement, as `notify` does: a person told twice is told two things. */
export async function notifyEach(tx: Tx, letters: { beneficiary_id: number; message: Message }[]): Promise<void> {
  if (letters.length === 0) return
  const rows = letters.map(({ beneficiary_id, message }) => ({ beneficiary_id, ...wordsOf(message) }))
  await queue(
    tx,
    sql`select * from json_to_recordset(${JSON.stringify(rows)})
      as l (beneficiary_id bigint, template text, subject text, body text, sms text, secret text, urgency smallint)`,
  )
}

/** Queues what is said to each, by the channel that they chose, to those whose account is not closed. */
async function queue(tx: Tx, letters: RawBuilder<unknown>): Promise<void> {
  await sql`
    insert into messages (beneficiary_id, channel, address, template, subject, body, secret, urgency, next_attempt_at, created_at)
    select b.id, c.channel, case c.channel when 'sms' then b.mobile_phone else b.email end, l.template, l.subject,
      case c.channel when 'sms' then l.sms else replace(l.body, ${WHOSE}, 'Ce message est pour ' || b.first_name || ' ' || b.last_name || '.') end,
      l.secret, l.urgency, ${tx.now}, ${tx.now}
    from (${letters}) l
    join open_accounts b on b.id = l.beneficiary_id,
      lateral (select case when b.notified_by = 'sms' and l.sms is not null then 'sms' else 'email' end as channel) c
  `.execute(tx)
}

const wordsOf = (message: Message) => ({
  template: message.template,
  subject: message.subject,
  body: bodyOf(message, WHOSE),
  sms: message.sms === undefined ? null : smsText(message.sms),
  secret: message.secret ?? null,
  urgency: urgencyOf(message),
})

/**
 * Rings the devices that somebody chose, where they are to answer within minutes: before all that waits, and not once it is too late. Who chose none is
 * told nothing. Whoever holds the device reads it, locked or not: it says neither who nor where nor how much.
 */
export async function ring(tx: Tx, beneficiaryId: number, { template, subject, paragraphs, rings }: Message): Promise<void> {
  if (!rings) throw new Error(`${template} rings no device`)
  await sql`
    insert into messages (beneficiary_id, channel, address, template, subject, body, urgency, next_attempt_at, created_at, device_id, opens, expires_at)
    select b.id, 'push', d.name, ${template}, ${subject}, ${paragraphs.join('\n\n')}, ${URGENCIES.indexOf('secret')}, ${tx.now}, ${tx.now}, d.id,
      ${rings.opens}, ${rings.until}
    from open_accounts b join devices d on d.beneficiary_id = b.id
    where b.id = ${beneficiaryId}
  `.execute(tx)
}

/** Stands for the sentence that names a beneficiary: several may share the letter box. Nobody writes this character. */
const WHOSE = '\ufdd0'

/** As the database keeps it: 0 leaves first. */
const urgencyOf = ({ secret, urgency = secret ? 'secret' : 'fact' }: Message): number => URGENCIES.indexOf(urgency)

const bodyOf = ({ paragraphs }: Message, ...more: string[]): string => [...paragraphs, ...more, SIGNATURE].join('\n\n')

/** Says something by mail to an address that is not a beneficiary's, or not yet: its new owner has still to confirm it. */
export async function notifyAt(tx: Tx, beneficiaryId: number | null, email: string, message: Message): Promise<void> {
  await tx
    .insertInto('messages')
    .values({
      beneficiary_id: beneficiaryId,
      channel: 'email',
      address: email,
      template: message.template,
      subject: message.subject,
      body: bodyOf(message),
      secret: message.secret ?? null,
      about_id: message.about ?? null,
      urgency: urgencyOf(message),
      next_attempt_at: tx.now,
      created_at: tx.now,
    })
    .execute()
}

/** Says to several addresses, which are nobody's account, what is theirs, in one statement. */
export async function notifyEachAt(tx: Tx, letters: { address: string; message: Message }[]): Promise<void> {
  if (letters.length === 0) return
  await tx
    .insertInto('messages')
    .values(
      letters.map(({ address, message }) => ({
        ...{ channel: 'email', address, template: message.template, subject: message.subject, body: bodyOf(message) },
        ...{ secret: message.secret ?? null, urgency: urgencyOf(message), next_attempt_at: tx.now, created_at: tx.now },
      })),
    )
    .execute()
}

/** Says something to a member of staff, or to several, by mail. */
export const notifyStaff = (tx: Tx, staffIds: number | number[], message: Message): Promise<void> =>
  notifyEachOfStaff(
    tx,
    [staffIds].flat().map((staff_id) => ({ staff_id, message })),
  )

/** Says something to somebody who signs in with an address, by SMS to a number that they proved: where it may not leave, no mail takes its place. */
export async function textStaff(tx: Tx, staffId: number, phone: string, message: Message): Promise<void> {
  if (message.sms === undefined) throw new Error(`${message.template} has no SMS`)
  await tx
    .insertInto('messages')
    .values({
      ...{
        staff_id: staffId,
        channel: 'sms',
        address: phone,
        template: message.template,
        subject: message.subject,
        body: smsText(message.sms),
      },
      ...{ secret: message.secret ?? null, urgency: urgencyOf(message), next_attempt_at: tx.now, created_at: tx.now },
    })
    .execute()
}

/** Says something to everybody who works for a partner. */
export async function notifyPartner(tx: Tx, partnerId: number, message: Message): Promise<void> {
  const staff = await tx.selectFrom('shop_users_at_work').select('id').where('partner_id', '=', partnerId).execute()
  await notifyStaff(
    tx,
    staff.map(({ id }) => id),
    message,
  )
}

/** Says to each of several members of staff what is theirs, in one statement. */
export async function notifyEachOfStaff(tx: Tx, letters: { staff_id: number; message: Message }[]): Promise<void> {
  if (letters.length === 0) return
  const rows = letters.map(({ staff_id, message }) => ({
    staff_id,
    template: message.template,
    subject: message.subject,
    body: bodyOf(message),
    secret: message.secret ?? null,
    urgency: urgencyOf(message),
  }))
  await sql`
    insert into messages (staff_id, channel, address, template, subject, body, secret, urgency, next_attempt_at, created_at)
    select s.id, 'email', s.email, l.template, l.subject, l.body, l.secret, l.urgency, ${tx.now}, ${tx.now}
    from json_to_recordset(${JSON.stringify(rows)})
      as l (staff_id bigint, template text, subject text, body text, secret text, urgency smallint)
    join staff_at_work s on s.id = l.staff_id
  `.execute(tx)
}

/**
 * Takes back the secrets that were not sent yet: all when the address that they would go to is no longer the right one, or
 * those that open what has changed, or those to one address. One that is being made is waited for: delete what was made afterwards.
 */
export const withdrawSecrets = (tx: Tx, beneficiaryId: number, kinds?: Kind[], address?: string): Promise<void> =>
  withdraw(tx, { owner: 'beneficiary_id', id: beneficiaryId }, kinds, address)

/** Likewise the links that a member of staff has not been sent yet: they have just chosen a password. */
export const withdrawStaffSecrets = (tx: Tx, staffId: number, kinds?: Kind[]): Promise<void> =>
  withdraw(tx, { owner: 'staff_id', id: staffId }, kinds)

type Kind = NonNullable<Message['secret']>
interface Whose {
  owner: 'beneficiary_id' | 'staff_id'
  id: number
}

async function withdraw(tx: Tx, { owner, id }: Whose, kinds?: Kind[], address?: string): Promise<void> {
  await tx
    .updateTable('messages')
    .set({ state: 'failed', failure: 'withdrawn' })
    .where(owner, '=', id)
    .where('state', '=', 'queued')
    .where('secret', 'is not', null)
    .$if(kinds !== undefined, (query) => query.where('secret', 'in', kinds ?? []))
    .$if(address !== undefined, (query) => query.where('address', '=', address ?? ''))
    .execute()
}

/** Lets an SMS that may not leave go by mail, at once: nothing that is said is lost. False when its owner has no letter box any more. */
export async function sendByMail(db: Db, id: string, now: Date): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    update messages m
    set channel = 'email', address = b.email, body = m.body || ${`\n\n${SIGNATURE}`}, attempts = 0, next_attempt_at = ${now}
    from open_accounts b
    where m.id = ${id} and b.id = m.beneficiary_id and m.state = 'queued'
    returning m.id
  `.execute(db)
  return rows.length > 0
}

/** Puts a message that failed back among those to send: whoever does it says that the address is right. */
export async function queueAgain(tx: Tx, id: string, address: string): Promise<void> {
  await forgetDead(tx, address)
  await tx
    .updateTable('messages')
    .set({ state: 'queued', address, attempts: 0, next_attempt_at: tx.now, failure: null })
    .where('id', '=', id)
    .where('state', '=', 'failed')
    .execute()
}

/** Says once more what was said: a message of its own, after the first, to an address that is right, as somebody says. */
export async function queueCopy(tx: Tx, id: string, address: string): Promise<string> {
  await forgetDead(tx, address)
  const { rows } = await sql<{ id: string }>`
    insert into messages (beneficiary_id, staff_id, channel, address, template, subject, body, secret, about_id, urgency, next_attempt_at, created_at)
    select beneficiary_id, staff_id, channel, ${address}, template, subject, body, secret, about_id, urgency, ${tx.now}, ${tx.now}
    from messages where id = ${id}
    returning id
  `.execute(tx)
  return rows[0]?.id as string
}

/** Forgets everything that was said to somebody, also as to whoever wrote from their address: their account closes. */
export async function forgetMessages(tx: Tx, { beneficiaryId, email }: { beneficiaryId: number; email: string }): Promise<void> {
  await forgetDead(tx, email)
  await tx.deleteFrom('messages').where('beneficiary_id', '=', beneficiaryId).execute()
  await tx
    .deleteFrom('messages')
    .where('beneficiary_id', 'is', null)
    .where('staff_id', 'is', null)
    .where((eb) => eb(eb.fn('lower', ['address']), '=', email.toLowerCase()))
    .execute()
}

/** Forgets the mails that brought such a secret to addresses that are nobody's account: nobody keeps these addresses any more. */
export async function forgetSecretsSentTo(tx: Tx, kind: Kind, sent: { beneficiary_id: number; address: string }[]): Promise<void> {
  if (sent.length === 0) return
  await sql`
    delete from messages m
    using json_to_recordset(${JSON.stringify(sent)}) as s (beneficiary_id bigint, address text)
    where m.beneficiary_id = s.beneficiary_id and m.address = s.address and m.secret = ${kind}
  `.execute(tx)
}

/** Forgets all that was said to these accounts: they are erased. */
export async function forgetMessagesToStaff(tx: Tx, staffIds: number[]): Promise<void> {
  if (staffIds.length > 0) await tx.deleteFrom('messages').where('staff_id', 'in', staffIds).execute()
}

/**
 * Forgets what was said before an instant: it was sent, or has failed, so long ago that nobody asks for it again. And where nobody was then:
 * somebody may be there by now.
 */
export async function forgetOldMessages(db: Db, before: Date): Promise<void> {
  await deleteInSlices(db, 'messages', sql`state <> 'queued' and created_at < ${before}`)
  await db.deleteFrom('dead_addresses').where('since', '<', before).execute()
}

/** Forgets the last message to each closed account, once it has left. */
export async function forgetLastMessages(db: Db): Promise<void> {
  await db
    .deleteFrom('messages')
    .where('state', '<>', 'queued')
    .where('beneficiary_id', 'in', (eb) => eb.selectFrom('closed_accounts').select('closed_accounts.id'))
    .execute()
}
