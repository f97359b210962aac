import { afterEach, describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { rolledBack, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { anAgent, anAidRequest, anApprentice, aPartner, aPartnerUser, aSchoolUser } from '../../../../tests/support/makers.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { may, ROLE_NAMES } from '../../../spaces/roles.ts'
import { giveBatch, sayAidsPaid, sayAidsRejected, sayAidsUnpaid, takeBatchBack } from './by-transfers.ts'
import { cancelBatch } from './cancel-batch.ts'
import { createBatch as prepareBatch } from './create-batch.ts'
import { batchOf, waitingForPayment } from './queries.ts'
import { batchRelease } from './release.ts'

const database = await testDatabase()
const { db } = database
const { site } = testSite(database)

const refused = (code: string, status: number) => expect.objectContaining({ code, status })
const committed = <T>(act: (tx: Tx) => Promise<T>, now = TEST_NOW) => inTransaction(db, now, act)

type Request = Awaited<ReturnType<typeof anAidRequest>>

const ACCEPTED = { state: 'accepted', school_accepted_at: TEST_NOW }

async function accepted<Count extends number>(tx: Tx, count: Count) {
  const requests = [await anAidRequest(tx, { set: ACCEPTED })]
  const { campaign } = (requests[0] as Request).apprentice
  while (requests.length < count) requests.push(await anAidRequest(tx, { apprentice: await anApprentice(tx, { campaign }), set: ACCEPTED }))
  return requests as [Request, Request, ...Request[]]
}

/** So that the next batch takes what its own test has accepted, and nothing else. */
const nothingToPay = () => db.updateTable('apprentice_aid_requests').set({ state: 'refused' }).where('state', '=', 'accepted').execute()
afterEach(nothingToPay)

/** A batch that a second person has let out. */
async function createBatch(tx: Tx, agent: Agent): Promise<number> {
  const id = await prepareBatch(tx, agent)
  await agreedTo(tx, 'aid-batch.release', id)
  return id
}

/** A batch of so many requests, given to the bank. */
async function atTheBank(tx: Tx, count: number) {
  const agent = await anAgent(tx, 'preparer')
  const requests = await accepted(tx, count)
  const batch_id = await createBatch(tx, agent)
  await giveBatch(tx, agent, batch_id)
  return { agent, requests, batch_id }
}

const stateOf = async (tx: Tx | typeof db, { id }: { id: number }) =>
  (await tx.selectFrom('apprentice_aid_requests').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state

const templatesTo = async (tx: Tx, request: { beneficiary_id: number }) =>
  (await tx.selectFrom('messages').select('template').where('beneficiary_id', '=', request.beneficiary_id).execute())
    .map(({ template }) => template)
    .sort()

describe('a batch', () => {
  test('is written down for each person whose aid it pays', () =>
    rolledBack(db, async (tx) => {
      const agent = await anAgent(tx, 'preparer')
      const requests = await accepted(tx, 2)
      await createBatch(tx, agent)
      const facts = await tx
        .selectFrom('audit_facts')
        .select(['beneficiary_id', 'staff_id'])
        .where('fact', '=', 'aid-request.put-in-payment')
        .orderBy('id')
        .execute()
      const owners = requests.map(({ beneficiary_id }) => beneficiary_id)
      expect(new Set(facts.map(({ beneficiary_id }) => beneficiary_id))).toEqual(new Set(owners))
      expect(facts.map(({ staff_id }) => staff_id)).toEqual([agent.id, agent.id])
    }))

  test('takes the accepted requests, and no other', () =>
    rolledBack(db, async (tx) => {
      const agent = await anAgent(tx, 'preparer')
      await expect(createBatch(tx, agent)).rejects.toEqual(refused('aid-batch.empty', 409))
      const [one, two] = await accepted(tx, 2)
      const waiting = await anAidRequest(tx, { apprentice: await anApprentice(tx, { campaign: one.apprentice.campaign }) })
      expect(await waitingForPayment(tx)).toEqual({ requests: 2, total_cents: 50_000 })
      const id = await createBatch(tx, agent)
      expect(await batchOf(tx, id)).toMatchObject({ transfers: 2, total_cents: 50_000, sent: 2, paid: 0, given_at: null })
      expect(await Promise.all([one, two, waiting].map((request) => stateOf(tx, request)))).toEqual([
        'in-payment',
        'in-payment',
        'awaiting-school',
      ])
      expect(await templatesTo(tx, one)).toEqual(['apprentice-aid.put-in-payment'])
      await expect(createBatch(tx, agent)).rejects.toEqual(refused('aid-batch.empty', 409))
    }))

  test('is given to nobody before a second person has let it out', () =>
    rolledBack(db, async (tx) => {
      const agent = await anAgent(tx, 'preparer')
      await accepted(tx, 1)
      const batch_id = await prepareBatch(tx, agent)
      await expect(giveBatch(tx, agent, batch_id)).rejects.toEqual(refused('aid-batch.not-released', 409))
      await agreedTo(tx, 'aid-batch.release', batch_id)
      await giveBatch(tx, agent, batch_id)
      expect(await batchOf(tx, batch_id)).toMatchObject({ given_at: TEST_NOW, given_by_name: agent.name })
    }))

  test('holds a request that no other live batch holds: the database says so', () =>
    rolledBack(db, async (tx) => {
      const agent = await anAgent(tx, 'preparer')
      const [request] = await accepted(tx, 1)
      await createBatch(tx, agent)
      await tx.updateTable('apprentice_aid_requests').set({ state: 'accepted' }).where('id', '=', request.id).execute()
      await expect(createBatch(tx, agent)).rejects.toThrow('a_request_is_in_one_live_batch')
    }))

  test('rejected, has its owner asked for another account; its aid joins a later batch, whose second person is told', () =>
    rolledBack(db, async (tx) => {
      const { agent, requests, batch_id } = await atTheBank(tx, 3)
      const [one, ...others] = requests
      await sayAidsRejected(tx, agent, { batch_id, rejected: [{ request_id: one.id, reason: 'Compte clos' }] })
      expect(await stateOf(tx, one)).toBe('rejected-by-bank')
      expect(await templatesTo(tx, one)).toEqual(['apprentice-aid.put-in-payment', 'apprentice-aid.rejected-by-bank'])
      await sayAidsPaid(tx, agent, { batch_id, request_ids: others.map(({ id }) => id) })
      for (const request of others) {
        expect(await stateOf(tx, request)).toBe('paid')
        expect(await templatesTo(tx, request)).toContain('apprentice-aid.paid')
      }
      expect(await batchOf(tx, batch_id)).toMatchObject({ transfers: 3, sent: 0, paid: 2, rejected: 1 })
      await tx
        .updateTable('apprentice_aid_requests')
        .set({ state: 'accepted', bank_details_rejected: false })
        .where('id', '=', one.id)
        .execute()
      const later = await createBatch(tx, agent)
      expect(await batchOf(tx, later)).toMatchObject({ transfers: 1, sent: 1 })
      const { items } = await batchRelease.shown(tx, { id: later }, TEST_NOW)
      expect(items).toContainEqual({ label: 'Déjà rejetés dans un autre lot', value: 1 })
    }))

  test('whose money came back is paid again by the same batch, or rejected', () =>
    rolledBack(db, async (tx) => {
      const { agent, requests, batch_id } = await atTheBank(tx, 2)
      const [one, two] = requests
      await sayAidsPaid(tx, agent, { batch_id, request_ids: [one.id, two.id] })
      await sayAidsUnpaid(tx, agent, { batch_id, request_ids: [one.id] })
      expect(await stateOf(tx, one)).toBe('in-payment')
      await sayAidsRejected(tx, agent, { batch_id, rejected: [{ request_id: two.id, reason: 'Compte clos' }] })
      expect(await stateOf(tx, two)).toBe('rejected-by-bank')
      expect(await batchOf(tx, batch_id)).toMatchObject({ sent: 1, paid: 0, rejected: 1 })
      await sayAidsPaid(tx, agent, { batch_id, request_ids: [one.id] })
      expect(await stateOf(tx, one)).toBe('paid')
    }))

  test('cancelled, has its requests to pay again, for good; it is told and written down', () =>
    rolledBack(db, async (tx) => {
      const agent = await anAgent(tx, 'preparer')
      const requests = await accepted(tx, 2)
      const batch_id = await createBatch(tx, agent)
      await cancelBatch(tx, agent, { batch_id, reason: 'Mauvais compte débité.' })
      for (const request of requests) {
        expect(await stateOf(tx, request)).toBe('accepted')
        expect(await templatesTo(tx, request)).toEqual(['apprentice-aid.put-in-payment', 'apprentice-aid.taken-out-of-payment'])
        const told = await tx.selectFrom('messages').select('body').where('beneficiary_id', '=', request.beneficiary_id).execute()
        expect(JSON.stringify(told)).not.toContain('Mauvais compte')
      }
      expect(await batchOf(tx, batch_id)).toMatchObject({
        transfers: 2,
        sent: 0,
        paid: 0,
        rejected: 0,
        cancelled_at: TEST_NOW,
        cancelled_by_name: agent.name,
        cancel_reason: 'Mauvais compte débité.',
      })
      const fact = await tx.selectFrom('audit_facts').selectAll().where('fact', '=', 'aid-batch.cancelled').executeTakeFirstOrThrow()
      expect(fact).toMatchObject({ staff_id: agent.id, at: TEST_NOW, details: { batch: batch_id, reason: 'Mauvais compte débité.' } })
      const gone = refused('aid-batch.cancelled', 409)
      await expect(giveBatch(tx, agent, batch_id)).rejects.toEqual(gone)
      await expect(sayAidsPaid(tx, agent, { batch_id, request_ids: [requests[0].id] })).rejects.toEqual(gone)
      await expect(cancelBatch(tx, agent, { batch_id, reason: 'x' })).rejects.toEqual(gone)

      const next = await createBatch(tx, agent)
      expect(await batchOf(tx, next)).toMatchObject({ transfers: 2, total_cents: 50_000 })
    }))

  test('is cancelled before it is given, and no more once it is, unless nobody has its file', () =>
    rolledBack(db, async (tx) => {
      const agent = await anAgent(tx, 'preparer')
      await accepted(tx, 2)
      const notLetOut = await prepareBatch(tx, agent)
      await cancelBatch(tx, agent, { batch_id: notLetOut, reason: 'Trop tôt.' })
      // Nobody is asked any more to let it out.
      await expect(agreedTo(tx, 'aid-batch.release', notLetOut)).rejects.toThrow('no result')
      const batch_id = await createBatch(tx, agent)
      await giveBatch(tx, agent, batch_id)
      await expect(cancelBatch(tx, agent, { batch_id, reason: 'x' })).rejects.toEqual(refused('aid-batch.given', 409))
      await takeBatchBack(tx, batch_id)
      await cancelBatch(tx, agent, { batch_id, reason: 'x' })
    }))

  test('of an account closed meanwhile: once paid or cancelled, nothing of the bank is left', () =>
    rolledBack(db, async (tx) => {
      const agent = await anAgent(tx, 'preparer')
      const [request] = await accepted(tx, 1)
      const batch_id = await createBatch(tx, agent)
      await tx
        .updateTable('beneficiaries')
        .set({ civility: '', first_name: 'Compte clos', email: '', birth_date: '1900-01-01', address: null, closed_at: tx.now })
        .where('id', '=', request.beneficiary_id)
        .execute()
      const left = () => tx.selectFrom('apprentice_aid_requests').selectAll().where('id', '=', request.id).executeTakeFirstOrThrow()
      await cancelBatch(tx, agent, { batch_id, reason: 'Trop tôt.' })
      expect(await left()).toMatchObject({ state: 'draft', bank_holder: null, iban_last4: null, iban_encrypted: null })
      await tx.updateTable('apprentice_aid_requests').set(detailsOf(request)).where('id', '=', request.id).execute()
      const next = await createBatch(tx, agent)
      await giveBatch(tx, agent, next)
      await sayAidsPaid(tx, agent, { batch_id: next, request_ids: [request.id] })
      expect(await left()).toMatchObject({ state: 'paid', bank_holder: '', iban_last4: '', iban_encrypted: Buffer.alloc(0) })
    }))
})

const detailsOf = ({ home_lines, bank_holder, bank_holder_differs, bank_name, iban_encrypted, iban_first4, iban_last4, bic }: Request) => ({
  ...{ state: 'accepted', home_lines, bank_holder, bank_holder_differs, bank_name, iban_encrypted, iban_first4, iban_last4, bic },
})

describe('the database refuses, whatever the program does,', () => {
  const PAID = { outcome: 'paid', settled_at: TEST_NOW }
  const cases: [string, (tx: Tx, batch_id: number, agent: Agent) => Promise<unknown>, string][] = [
    [
      'a line settled twice',
      async (tx, batch_id, agent) => {
        await giveBatch(tx, agent, batch_id)
        await tx
          .updateTable('aid_payment_lines')
          .set({ ...PAID, outcome: 'rejected', reason: 'x', settled_by: agent.id })
          .where('batch_id', '=', batch_id)
          .execute()
        await tx.updateTable('aid_payment_lines').set({ outcome: 'paid', reason: null }).where('batch_id', '=', batch_id).execute()
      },
      'settled once',
    ],
    [
      'what was answered by hand taken back',
      async (tx, batch_id, agent) => {
        await giveBatch(tx, agent, batch_id)
        const byHand = { ...PAID, settled_by: agent.id, by_hand: true }
        await tx.updateTable('aid_payment_lines').set(byHand).where('batch_id', '=', batch_id).execute()
        const back = { outcome: null, settled_at: null, settled_by: null }
        await tx.updateTable('aid_payment_lines').set(back).where('batch_id', '=', batch_id).execute()
      },
      'settled once',
    ],
    [
      'a line paid by a bank that has no file',
      (tx, batch_id, agent) =>
        tx
          .updateTable('aid_payment_lines')
          .set({ ...PAID, settled_by: agent.id })
          .where('batch_id', '=', batch_id)
          .execute(),
      'answers a file that it was given',
    ],
    [
      'a line cancelled without its batch',
      (tx, batch_id, agent) =>
        tx
          .updateTable('aid_payment_lines')
          .set({ outcome: 'cancelled', settled_at: TEST_NOW, settled_by: agent.id })
          .where('batch_id', '=', batch_id)
          .execute(),
      'lines of a cancelled batch are cancelled',
    ],
    [
      'a given batch cancelled',
      async (tx, batch_id, agent) => {
        await giveBatch(tx, agent, batch_id)
        const by = { cancelled_at: TEST_NOW, cancelled_by: agent.id, cancel_reason: 'x' }
        await tx.updateTable('aid_payment_batches').set(by).where('id', '=', batch_id).execute()
      },
      'is not cancelled',
    ],
    [
      'a batch given that nobody has let out',
      async (tx, _batch_id, agent) => {
        await accepted(tx, 1)
        const kept = { given_at: TEST_NOW, given_by: agent.id }
        await tx
          .updateTable('aid_payment_batches')
          .set(kept)
          .where('id', '=', await prepareBatch(tx, agent))
          .execute()
      },
      'a_batch_is_given_once_released',
    ],
    [
      'a batch let out by who created it',
      async (tx, _batch_id, agent) => {
        await accepted(tx, 1)
        await tx
          .updateTable('aid_payment_batches')
          .set({ released_at: TEST_NOW, released_by: agent.id })
          .where('id', '=', await prepareBatch(tx, agent))
          .execute()
      },
      'who_created_a_batch_does_not_release_it',
    ],
    [
      'a cancelled batch brought back',
      async (tx, batch_id, agent) => {
        await cancelBatch(tx, agent, { batch_id, reason: 'x' })
        const back = { cancelled_at: null, cancelled_by: null, cancel_reason: null }
        await tx.updateTable('aid_payment_batches').set(back).where('id', '=', batch_id).execute()
      },
      'never changed',
    ],
    [
      'a batch given twice',
      async (tx, batch_id, agent) => {
        await giveBatch(tx, agent, batch_id)
        const again = { given_at: new Date('2027-01-04T10:00:00Z') }
        await tx.updateTable('aid_payment_batches').set(again).where('id', '=', batch_id).execute()
      },
      'given once',
    ],
  ]
  test.each(cases)('%s', (_, act, sentence) =>
    rolledBack(db, async (tx) => {
      const agent = await anAgent(tx, 'preparer')
      await accepted(tx, 1)
      await expect(act(tx, await createBatch(tx, agent), agent)).rejects.toThrow(sentence)
    }),
  )
})

describe('two agents at once', () => {
  const two = () => committed(async (tx) => [await anAgent(tx, 'preparer'), await anAgent(tx, 'preparer')] as const)
  const outcomes = async (acts: Promise<unknown>[]) =>
    (await Promise.allSettled(acts)).map((settled) => (settled.status === 'fulfilled' ? 'done' : (settled.reason as { code: string }).code))

  test('who create a batch pay nobody twice', async () => {
    const agents = await two()
    const requests = await committed((tx) => accepted(tx, 3))
    const made = await outcomes(agents.map((agent) => committed((tx) => createBatch(tx, agent))))
    expect(made).toContain('done')
    const lines = await db
      .selectFrom('aid_payment_lines')
      .select('request_id')
      .where(
        'request_id',
        'in',
        requests.map(({ id }) => id),
      )
      .execute()
    expect(lines).toHaveLength(3)
  })

  test('one who cancels a batch and one who gives it: the first is right, the second is told', async () => {
    const agents = await two()
    for (let time = 0; time < 5; time++) {
      const batch_id = await committed(async (tx) => {
        await accepted(tx, 2)
        return createBatch(tx, agents[0])
      })
      const done = await outcomes([
        committed((tx) => cancelBatch(tx, agents[0], { batch_id, reason: 'x' })),
        committed((tx) => giveBatch(tx, agents[1], batch_id)),
      ])
      expect([
        ['done', 'aid-batch.cancelled'],
        ['aid-batch.given', 'done'],
      ]).toContainEqual(done)
      await nothingToPay()
    }
  })

  test('who cancel the same batch: one does', async () => {
    const agents = await two()
    const batch_id = await committed(async (tx) => {
      await accepted(tx, 1)
      return createBatch(tx, agents[0])
    })
    const cancelled = agents.map((agent) => committed((tx) => cancelBatch(tx, agent, { batch_id, reason: 'x' })))
    expect((await outcomes(cancelled)).sort()).toEqual(['aid-batch.cancelled', 'done'])
  })
})

describe('the pages', () => {
  const PAYMENTS = '/region/paiements-thr'

  test('a batch is made, and led on to its transfers once it is let out', async () => {
    const { agent, one } = await committed(async (tx) => {
      const [one] = await accepted(tx, 2)
      return { agent: await anAgent(tx, 'preparer'), one }
    })
    const visitor = await new Visitor(site).signInAs({ staffId: agent.id })
    expect((await visitor.get(PAYMENTS)).text).toContain('Demandes acceptées, hors lot')
    const batch = (await visitor.submit(PAYMENTS)).location?.split('?')[0] as string
    const before = (await visitor.get(batch)).text
    expect(before).toContain('En attente de validation')
    expect(before).not.toContain(`${batch}/virements`)
    await committed((tx) => agreedTo(tx, 'aid-batch.release', Number(batch.split('/').at(-1))))
    const page = (await visitor.get(batch)).text
    for (const words of [one.number, 'FR14 **** **** 2606', 'À mettre dans un fichier', `${batch}/virements`]) expect(page).toContain(words)
    expect(page).not.toContain('FR142004')
  })

  test('a batch is cancelled by whoever says why, and no more once it is in a file', async () => {
    const { agent, batch_id, requests } = await committed(async (tx) => {
      const agent = await anAgent(tx, 'preparer')
      const requests = await accepted(tx, 1)
      return { agent, requests, batch_id: await createBatch(tx, agent) }
    })
    const visitor = await new Visitor(site).signInAs({ staffId: agent.id })
    const batch = `${PAYMENTS}/${batch_id}`
    const bare = await visitor.submit(`${batch}/annulation`)
    expect([bare.status, bare.text.includes('Écrivez pourquoi vous annulez')]).toEqual([422, true])
    const done = await visitor.submit(`${batch}/annulation`, { reason: 'Erreur de compte.' })
    expect(done.location).toBe(`${batch}?fait=annulation`)
    const { text } = await visitor.get(done.location as string)
    for (const words of ['Le lot est annulé', 'Erreur de compte.', `par ${agent.name}`]) expect(text).toContain(words)
    for (const path of ['virements', 'annulation']) expect(text).not.toContain(`${batch}/${path}`)
    const apprentice = await new Visitor(site).signInAs({ beneficiaryId: requests[0].beneficiary_id })
    expect((await apprentice.get('/espace')).text).toContain('Acceptée, virement à venir')
    const given = await committed((tx) => atTheBank(tx, 1))
    expect((await visitor.get(`${PAYMENTS}/${given.batch_id}/annulation`)).text).toContain('Ce lot est dans un fichier')
  })
})

/** What each batch becomes, or not, by a POST that no page has offered. */
describe('a forged POST', async () => {
  const ACTIONS = { validation: { reason: '' }, virements: { action: 'mandates' }, annulation: { reason: 'Erreur.' } }
  type Action = keyof typeof ACTIONS

  const made = async (tx: Tx) => {
    const agent = await anAgent(tx, 'preparer')
    const requests = await accepted(tx, 2)
    return { agent, requests, batch_id: await createBatch(tx, agent) }
  }
  const STATES: Record<string, { make: (tx: Tx) => ReturnType<typeof made>; allowed: Action[] }> = {
    made: { make: made, allowed: ['virements', 'annulation'] },
    given: { make: (tx) => atTheBank(tx, 2), allowed: ['virements'] },
    answered: {
      make: async (tx) => {
        const batch = await atTheBank(tx, 2)
        await sayAidsPaid(tx, batch.agent, { ...batch, request_ids: batch.requests.map(({ id }) => id) })
        return batch
      },
      allowed: [],
    },
    cancelled: {
      make: async (tx) => {
        const batch = await made(tx)
        await cancelBatch(tx, batch.agent, { ...batch, reason: 'Erreur.' })
        return batch
      },
      allowed: [],
    },
  }

  const pathOf = ({ batch_id }: Awaited<ReturnType<typeof made>>, action: Action) => `/region/paiements-thr/${batch_id}/${action}`

  /** All that can change: the batch, its lines, its requests, what is asked about it. */
  const everything = async ({ batch_id, requests }: Awaited<ReturnType<typeof made>>) => ({
    batch: await batchOf(db, batch_id),
    lines: await db.selectFrom('aid_payment_lines').selectAll().where('batch_id', '=', batch_id).orderBy('request_id').execute(),
    states: await Promise.all(requests.map((request) => stateOf(db, request))),
    asked: await db.selectFrom('acts_of_two').select('outcome').where('subject', '=', String(batch_id)).execute(),
  })

  async function signedIn(owner: { staffId: number } | { beneficiaryId: number }, home: string) {
    const visitor = await new Visitor(site).signInAs(owner)
    const _csrf = /name="_csrf" value="([^"]+)"/.exec((await visitor.get(home)).text)?.[1] ?? ''
    return (path: string, fields: Record<string, string>) => visitor.post(path, { _csrf, ...fields })
  }

  test.each(Object.keys(STATES))(
    'to a batch %s does what that state allows to a preparer, and nothing from anybody else',
    async (state) => {
      const { make, allowed } = STATES[state] as (typeof STATES)[string]
      const batch = await committed(make)
      const owner = (batch.requests[0] as Request).apprentice
      const people = await committed(async (tx) => ({
        office: await aSchoolUser(tx, owner.school as { id: number; name: string }),
        partner: await aPartnerUser(tx, await aPartner(tx)),
        agents: await Promise.all(ROLE_NAMES.map((role) => anAgent(tx, role))),
      }))
      const strangers = [
        await signedIn({ beneficiaryId: owner.actor.id }, '/espace'),
        await signedIn({ staffId: people.office.id }, '/etablissement'),
        await signedIn({ staffId: people.partner.id }, '/partenaire'),
      ]
      for (const agent of people.agents) {
        if (!may(agent, 'aid-batches.prepare')) strangers.push(await signedIn({ staffId: agent.id }, '/region'))
      }
      const before = await everything(batch)
      for (const action of Object.keys(ACTIONS) as Action[]) {
        for (const post of strangers) expect((await post(pathOf(batch, action), ACTIONS[action])).status, action).toBe(403)
        expect((await new Visitor(site).post(pathOf(batch, action), ACTIONS[action])).status, action).toBe(303)
      }
      for (const post of strangers) expect((await post('/region/paiements-thr', {})).status).toBe(403)
      expect(await everything(batch)).toEqual(before)

      const preparers = people.agents.filter((agent) => may(agent, 'aid-batches.prepare'))
      expect(preparers.map(({ roles }) => roles)).toEqual([['preparer']])
      for (const { id, roles } of preparers) {
        const post = await signedIn({ staffId: id }, '/region')
        for (const action of Object.keys(ACTIONS) as Action[]) {
          const fresh = await committed(make)
          const then = await everything(fresh)
          const { status } = await post(pathOf(fresh, action), ACTIONS[action])
          const isAllowed = allowed.includes(action)
          expect(status, `${action} by ${roles}`).toBe(isAllowed ? 303 : 409)
          if (!isAllowed) expect(await everything(fresh), action).toEqual(then)
          await nothingToPay()
        }
      }
    },
  )

  test('to a batch that is none is 404', async () => {
    const { agent } = await committed((tx) => atTheBank(tx, 1))
    const post = await signedIn({ staffId: agent.id }, '/region')
    for (const action of Object.keys(ACTIONS) as Action[])
      expect((await post(`/region/paiements-thr/999999999/${action}`, ACTIONS[action])).status, action).toBe(404)
  })
})
