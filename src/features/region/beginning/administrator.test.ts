import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { testDatabase } from '../../../../tests/support/database.ts'
import { inTransaction } from '../../../platform/database/index.ts'
import { sendMessages } from '../../../platform/messages/send.ts'
import { makeSecret } from '../../../secrets.ts'
import { makeAdministrator } from './make-administrator.ts'

const database = await testDatabase()
const { site, clock } = testSite(database)
const { db } = database

const make = (email: string, isRescue = false) =>
  inTransaction(db, clock.now(), (tx) =>
    makeAdministrator(tx, { kind: 'server' }, { email, name: 'Anne', isRescue, publicUrl: 'https://carte.example' }),
  )

/** Every mail that waited, and to whom. */
async function letters(): Promise<{ to: string; text: string }[]> {
  const sent: { to: string; text: string }[] = []
  await sendMessages(site, async ({ to, text }) => void sent.push({ to, text }), makeSecret)
  return sent
}

const choose = (token: string) =>
  new Visitor(site).submit(`/professionnels/mot-de-passe/${token}`, { newPassword: 'Nouveau2026mot', confirmation: 'Nouveau2026mot' })

test('the first two administrators are made at the server, by two links of which the first used ends the other; then only a rescue is', async () => {
  const token = await make('une@region.example')
  const [letter] = await letters()
  const mailed = /mot-de-passe\/([\w-]+)/.exec(letter?.text ?? '')?.[1] ?? ''
  expect(mailed).not.toBe('')
  expect(mailed).not.toBe(token)
  expect((await choose(token)).status).toBe(303)
  expect((await new Visitor(site).get(`/professionnels/mot-de-passe/${mailed}`)).status).toBe(404)

  const forgotten = await make('deux@region.example')
  await expect(make('trois@region.example')).rejects.toMatchObject({ code: 'administrator.enough' })
  // Never opened, it is given another link: no account more.
  const again = await make('Deux@region.example')
  for (const live of [forgotten, again]) expect((await new Visitor(site).get(`/professionnels/mot-de-passe/${live}`)).status).toBe(200)
  expect((await choose(again)).status).toBe(303)
  await expect(make('deux@region.example')).rejects.toMatchObject({ code: 'administrator.enough' })
  await expect(make('deux@region.example', true)).rejects.toMatchObject({ code: 'staff.email-taken' })

  await letters()
  await make('trois@region.example', true)
  expect((await letters()).map(({ to }) => to).sort()).toEqual(['deux@region.example', 'trois@region.example', 'une@region.example'])
  const written = await db.selectFrom('audit_facts').select('fact').where('fact', 'like', 'administrator.%').orderBy('id').execute()
  expect(written.map(({ fact }) => fact)).toEqual(['administrator.link-made', 'administrator.rescued'])
  const { region_roles } = await db
    .selectFrom('staff_at_work')
    .select('region_roles')
    .where('email', '=', 'une@region.example')
    .executeTakeFirstOrThrow()
  expect(region_roles).toEqual(['helpline', 'eligibility', 'partners', 'content', 'preparer', 'administrator', 'reader'])
})

test('of two commands at the same moment for the second account, one is refused', async () => {
  await db.updateTable('staff').set({ closed_at: clock.now() }).where('email', '<>', 'une@region.example').execute()
  const ended = await Promise.allSettled([make('quatre@region.example'), make('cinq@region.example')])
  expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})
