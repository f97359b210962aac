import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { inTransaction } from '../../src/platform/database/index.ts'
import { createApp } from '../../src/platform/http/app.tsx'
import { routes } from '../../src/routes.ts'
import { beneficiarySpace, offlineSpace, passwordSpace } from '../../src/spaces/beneficiary.tsx'
import { lost } from '../../src/spaces/lost.tsx'
import { publicSpace } from '../../src/spaces/public.tsx'
import { may, PERMISSIONS, type Permission, ROLE_NAMES, ROLES, rolesThatMay } from '../../src/spaces/roles.ts'
import {
  mayAtSchool,
  SCHOOL_PERMISSIONS,
  SCHOOL_ROLE_NAMES,
  SCHOOL_ROLES,
  type SchoolPermission,
  schoolRolesThatMay,
} from '../../src/spaces/school-roles.ts'
import {
  mayAtShop,
  SHOP_PERMISSIONS,
  SHOP_ROLE_NAMES,
  SHOP_ROLES,
  type ShopPermission,
  shopRolesThatMay,
} from '../../src/spaces/shop-roles.ts'
import {
  guardianSpace,
  partnerSpace,
  type Reserved,
  type ReservedAtSchool,
  type ReservedAtShop,
  regionSpace,
  schoolSpace,
  staffSpace,
  workplacesSpace,
} from '../../src/spaces/staff.tsx'
import { tillSpace } from '../../src/spaces/till.tsx'
import { testSite, Visitor } from '../support/app.ts'
import { TEST_NOW, testDatabase } from '../support/database.ts'
import { aBeneficiary, aGuardian, aHolder, anAgent, aPartner, aPartnerUser, aSchool, aSchoolUser } from '../support/makers.ts'
import { sampleOf } from '../support/sample.ts'

const bases = new Map<unknown, string>([
  [publicSpace, ''],
  [beneficiarySpace, '/espace'],
  [passwordSpace, '/espace'],
  [offlineSpace, '/espace'],
  [partnerSpace, '/partenaire'],
  [tillSpace, '/partenaire'],
  [schoolSpace, '/etablissement'],
  [regionSpace, '/region'],
  [staffSpace, '/professionnels/securite'],
  [workplacesSpace, '/professionnels/lieux'],
  [guardianSpace, '/responsable'],
])
/** What a page of the Region takes; null when every agent may open it, or when it is elsewhere. */
const takenBy = ({ space }: { space: unknown }) => (space as Partial<Reserved>).permissions ?? null
/** What a page of a partner takes. */
const takenAtShop = ({ space }: { space: unknown }) => (space as Partial<ReservedAtShop>).shopPermission ?? null
/** What a page of a school takes. */
const takenAtSchool = ({ space }: { space: unknown }) => (space as Partial<ReservedAtSchool>).schoolPermission ?? null
const baseOf = (leadsTo: { space: unknown }) => {
  if (takenBy(leadsTo)) return '/region'
  if (takenAtShop(leadsTo)) return '/partenaire'
  return takenAtSchool(leadsTo) ? '/etablissement' : bases.get(leadsTo.space)
}

/** Under a guarded base, everything is guarded. */
const guarded = (path: string) =>
  path === '/responsable' ||
  [
    '/responsable/jeunes',
    '/responsable/telephone',
    '/espace',
    '/partenaire',
    '/etablissement',
    '/region',
    '/professionnels/securite',
    '/professionnels/lieux',
  ].some((base) => path === base || path.startsWith(`${base}/`))

test('every page says whose space it is in, and lives under it', () => {
  for (const { path, leadsTo } of routes) {
    const base = baseOf(leadsTo)
    expect(base, `${path} has a space of its own`).toBeDefined()
    expect(path.startsWith(base as string), path).toBe(true)
    expect(guarded(path), `${path} is public under a guarded base`).toBe(leadsTo.space !== publicSpace)
  }
  expect(routes.length).toBeGreaterThan(30)
})

test('a page of the Region about one young person, or about what is theirs, writes down that it is read', () => {
  const theirs = routes.filter(({ path }) => /^\/region\/(beneficiaires|porte-monnaie|transactions|dettes)\/:/.test(path))
  expect(theirs.length).toBeGreaterThan(15)
  for (const { path, leadsTo } of theirs) expect(leadsTo.trace, path).toBeDefined()
})

test('the application answers nothing that is not on the map', async () => {
  const { site } = testSite(await testDatabase())
  const known = new Set(routes.map((route) => route.path))
  for (const route of createApp(site, routes, lost).routes) {
    if (route.path !== '/*') expect(known.has(route.path), route.path).toBe(true)
  }
})

test('nobody signed in: every guarded address leads to a sign-in page, or says 401 to a script', async () => {
  const { site } = testSite(await testDatabase())
  for (const { path, leadsTo } of routes) {
    if (leadsTo.space === publicSpace) continue
    const address = sampleOf(path)
    const answer = await new Visitor(site).get(address)
    const isForScripts = leadsTo.kind === 'download' && leadsTo.isForScripts
    const signIn = path.startsWith('/espace')
      ? '/connexion'
      : path.startsWith('/responsable')
        ? '/responsable/connexion'
        : '/professionnels/connexion'
    expect([answer.status, answer.location], address).toEqual(isForScripts ? [401, null] : [303, signIn])
    const forged = await new Visitor(site).post(address, {})
    expect([303, 404], address).toContain(forged.status)
  }
})

test('an agent opens the pages of their role, and their menu leads to no other', async () => {
  const { site } = testSite(await testDatabase())
  for (const role of ROLE_NAMES) {
    const agent = await inTransaction(site.db, TEST_NOW, (tx) => anAgent(tx, role))
    const visitor = await new Visitor(site).signInAs({ staffId: agent.id })
    const _csrf = /name="_csrf" value="([^"]*)"/.exec((await visitor.get('/region')).text)?.[1] as string
    for (const { path, leadsTo } of routes) {
      const taken = takenBy(leadsTo)
      if (!taken) continue
      const mayOpen = taken.some((permission) => may(agent, permission))
      const { status } = await visitor.get(sampleOf(path))
      expect(status === 403, `${path} for ${role}`).toBe(!mayOpen)
      if (mayOpen || leadsTo.kind !== 'page' || !leadsTo.submit) continue
      const { text: refusal } = await visitor.post(sampleOf(path), { _csrf })
      expect(refusal, `a form sent to ${path} by ${role}`).toContain('réservée au rôle')
    }
    const { text } = await visitor.get('/region')
    const entries = [...text.matchAll(/class="menu-entry" href="([^"]+)"/g)].map(([, href]) => href as string)
    expect(entries.length).toBeGreaterThan(0)
    for (const href of entries) expect((await visitor.get(href)).status, `${href} in the menu of ${role}`).toBe(200)
  }
})

test('a user of a partner opens the pages of their role, and their menu leads to no other', async () => {
  const { site } = testSite(await testDatabase())
  const users = [
    { roles: ['manager'] as const },
    { roles: ['accountant'] as const },
    { roles: ['cashier'] as const },
    { roles: ['cashier'] as const, refunds_up_to_cents: 5_000 },
    { roles: ['accountant', 'cashier'] as const, refunds_up_to_cents: 5_000 },
  ]
  for (const given of users) {
    const user = await inTransaction(site.db, TEST_NOW, async (tx) =>
      aPartnerUser(tx, await aPartner(tx), { ...given, roles: [...given.roles] }),
    )
    const visitor = await new Visitor(site).signInAs({ staffId: user.id })
    const { text } = await visitor.get('/partenaire')
    const _csrf = /name="_csrf" value="([^"]*)"/.exec(text)?.[1] as string
    for (const { path, leadsTo } of routes) {
      const taken = takenAtShop(leadsTo)
      if (!taken) continue
      const mayOpen = mayAtShop(user, taken)
      const whose = `${path} for ${JSON.stringify(given)}`
      expect((await visitor.get(sampleOf(path))).status === 403, whose).toBe(!mayOpen)
      if (mayOpen || leadsTo.kind !== 'page' || !leadsTo.submit) continue
      expect((await visitor.post(sampleOf(path), { _csrf })).status, `a form sent to ${whose}`).toBe(403)
    }
    const entries = [...text.matchAll(/class="menu-entry" href="([^"]+)"/g)].map(([, href]) => href as string)
    expect(entries.length).toBeGreaterThan(0)
    for (const href of entries) expect((await visitor.get(href)).status, `${href} in the menu of ${user.roles}`).toBe(200)
  }
})

test('a user of a school opens the pages of their role, and their menu leads to no other', async () => {
  const { site } = testSite(await testDatabase())
  for (const roles of [['head'], ['office'], ['reader'], ['head', 'office'], ['head', 'reader']] as const) {
    const user = await inTransaction(site.db, TEST_NOW, async (tx) => aSchoolUser(tx, await aSchool(tx), { roles: [...roles] }))
    const visitor = await new Visitor(site).signInAs({ staffId: user.id })
    const { text } = await visitor.get('/etablissement')
    const _csrf = /name="_csrf" value="([^"]*)"/.exec(text)?.[1] as string
    for (const { path, leadsTo } of routes) {
      const taken = takenAtSchool(leadsTo)
      if (!taken) continue
      const mayOpen = mayAtSchool(user, taken)
      const whose = `${path} for ${roles}`
      expect((await visitor.get(sampleOf(path))).status === 403, whose).toBe(!mayOpen)
      if (mayOpen || leadsTo.kind !== 'page' || !leadsTo.submit) continue
      const refused = await visitor.post(sampleOf(path), { _csrf })
      expect([refused.status, refused.text.includes('réservé au rôle')], `a form sent to ${whose}`).toEqual([403, true])
    }
    const entries = [...text.matchAll(/class="menu-entry" href="([^"]+)"/g)].map(([, href]) => href as string)
    expect(entries.length).toBeGreaterThan(0)
    for (const href of entries) expect((await visitor.get(href)).status, `${href} in the menu of ${roles}`).toBe(200)
  }
})

test('docs/rights.md says who may open what', () => {
  // As the formatter writes a table.
  const centred = (cell: string, { length }: string) => {
    const left = Math.floor((length - cell.length) / 2)
    return `${' '.repeat(left)}${cell}${' '.repeat(length - cell.length - left)}`
  }
  const table = (roles: string[], rows: { said: string; theirs: string[] }[]) => {
    const widest = Math.max(...rows.map(({ said }) => said.length))
    const line = (first: string, rest: string[]) => `| ${[first.padEnd(widest), ...rest].join(' | ')} |`
    return [
      line('permission', roles),
      line(
        '-'.repeat(widest),
        roles.map((role) => `:${'-'.repeat(role.length - 2)}:`),
      ),
      ...rows.map(({ said, theirs }) =>
        line(
          said,
          roles.map((role) => centred(theirs.includes(role) ? '●' : '', role)),
        ),
      ),
    ]
  }
  const pagesThat = (take: (leadsTo: { space: unknown }) => boolean | undefined) =>
    routes.filter(({ leadsTo }) => take(leadsTo)).map(({ path }) => `\`${path.replace(/\{[^}]*\}/g, '')}\``)
  const names = Object.keys(PERMISSIONS) as Permission[]
  const atShop = Object.keys(SHOP_PERMISSIONS) as ShopPermission[]
  const atSchool = Object.keys(SCHOOL_PERMISSIONS) as SchoolPermission[]
  const page = (name: string, pages: string[]) => `- **${name}**: ${pages.join(', ') || 'none'}`
  const matrix = [
    '# Who may do what',
    '',
    'Made by `WRITE_RIGHTS=1 npx vitest run tests/architecture/rights.test.ts` from `src/spaces/roles.ts`, `src/spaces/shop-roles.ts`,',
    '`src/spaces/school-roles.ts` and the pages. A page without a permission is open to all of that space: the home pages, the figures.',
    '',
    '## At the Region',
    '',
    ...table(
      ROLE_NAMES,
      names.map((name) => ({ said: `${name}: ${PERMISSIONS[name]}`, theirs: rolesThatMay(name) })),
    ),
    '',
    ...ROLE_NAMES.map((role) => `- \`${role}\`, « ${ROLES[role].label} ». ${ROLES[role].hint}`),
    '',
    'Their pages:',
    '',
    ...names.map((name) =>
      page(
        name,
        pagesThat((leadsTo) => takenBy(leadsTo)?.includes(name)),
      ),
    ),
    '',
    '## At a partner',
    '',
    ...table(
      SHOP_ROLE_NAMES,
      atShop.map((name) => ({ said: `${name}: ${SHOP_PERMISSIONS[name]}`, theirs: shopRolesThatMay(name) })),
    ),
    '',
    ...SHOP_ROLE_NAMES.map((role) => `- \`${role}\`, « ${SHOP_ROLES[role].label} ». ${SHOP_ROLES[role].hint}`),
    '',
    'Their pages:',
    '',
    ...atShop.map((name) =>
      page(
        name,
        pagesThat((leadsTo) => takenAtShop(leadsTo) === name),
      ),
    ),
    '',
    '## At a school',
    '',
    ...table(
      SCHOOL_ROLE_NAMES,
      atSchool.map((name) => ({ said: `${name}: ${SCHOOL_PERMISSIONS[name]}`, theirs: schoolRolesThatMay(name) })),
    ),
    '',
    ...SCHOOL_ROLE_NAMES.map((role) => `- \`${role}\`, « ${SCHOOL_ROLES[role].label} ». ${SCHOOL_ROLES[role].hint}`),
    '',
    'Their pages:',
    '',
    ...atSchool.map((name) =>
      page(
        name,
        pagesThat((leadsTo) => takenAtSchool(leadsTo) === name),
      ),
    ),
    '',
  ].join('\n')
  if (process.env.WRITE_RIGHTS) writeFileSync('docs/rights.md', matrix)
  expect(readFileSync('docs/rights.md', 'utf8')).toBe(matrix)
})

test('nobody opens the space of others, whoever they are', async () => {
  const { site } = testSite(await testDatabase())
  const people = await inTransaction(site.db, TEST_NOW, async (tx) => ({
    '/espace': { beneficiaryId: (await aBeneficiary(tx)).id },
    '/partenaire': { staffId: (await aPartnerUser(tx, await aPartner(tx))).id },
    '/etablissement': { staffId: (await aSchoolUser(tx, await aSchool(tx))).id },
    '/region': { staffId: (await anAgent(tx)).id },
    '/responsable': { staffId: (await aGuardian(tx)).id },
  }))
  for (const [own, person] of Object.entries(people)) {
    const visitor = await new Visitor(site).signInAs(person)
    const others = routes.filter(({ leadsTo }) => {
      const base = baseOf(leadsTo) as string
      return (
        base !== '' &&
        base !== own &&
        !('staffId' in person && (leadsTo.space === staffSpace || (own !== '/region' && leadsTo.space === workplacesSpace)))
      )
    })
    expect(others.length).toBeGreaterThan(30)
    for (const { path } of others) expect((await visitor.get(sampleOf(path))).status, `${path} for somebody of ${own}`).toBe(403)
  }
})

test('every page that takes a file counts those that its sender sends, all together, and says so when it is one too many', async () => {
  const { site } = testSite(await testDatabase())
  const { db } = site
  const people = await inTransaction(db, TEST_NOW, async (tx) => {
    const { beneficiary, photo } = await aHolder(tx)
    await tx.insertInto('partner_types').values({ code: 'cinema', label: 'Cinéma' }).execute()
    const deal = { title: 'Place', organiser: 'Ciné', body: 'Place.', picture_file_id: photo.id, for_holders_only: false }
    await tx.insertInto('good_deals').values(deal).execute()
    await tx.insertInto('documents').values({ name: 'Guide', file_id: photo.id }).execute()
    return { '/espace': { beneficiaryId: beneficiary.id }, '/region': { staffId: (await anAgent(tx)).id } }
  })
  let taking = 0
  for (const [base, person] of Object.entries(people)) {
    const visitor = await new Visitor(site).signInAs(person)
    const own = base === '/espace' ? `${base}/ma-carte` : `${base}/bons-plans/nouveau`
    const _csrf = /name="_csrf" value="([^"]*)"/.exec((await visitor.get(own)).text)?.[1] as string
    const tries = async () => (await db.selectFrom('limits').select('tries').execute()).map((row) => row.tries)
    const paths = routes.filter(({ path, leadsTo }) => path.startsWith(base) && leadsTo.kind === 'page' && leadsTo.submit?.upload)
    taking += paths.length
    await db.deleteFrom('limits').execute()
    for (const [before, { path }] of paths.entries()) {
      const address = sampleOf(path)
      await visitor.post(address, { _csrf, photo: new Blob(['not even a picture']) })
      expect(await tries(), address).toEqual([before + 1])
    }
    await db
      .updateTable('limits')
      .set({ tries: 'beneficiaryId' in person ? 30 : 300 })
      .execute()
    for (const { path } of paths) {
      const address = sampleOf(path)
      const { status, text, headers } = await visitor.post(address, { _csrf, photo: new Blob(['not even a picture']) })
      expect([status, text.includes('Trop d’essais'), headers.get('retry-after')], address).toEqual([429, true, '3600'])
    }
  }
  expect(taking).toBeGreaterThanOrEqual(10)
})

test('what is kept of a file is named after its policy, and each policy has a name of its own', () => {
  const policies = new Set(routes.flatMap(({ leadsTo }) => (leadsTo.kind === 'page' && leadsTo.submit?.upload?.policy) || []))
  const names = [...policies].flatMap((policy) => ('name' in policy ? [policy.name] : []))
  expect(names.sort()).toEqual([
    'aid-document',
    'document',
    'enrolment-certificate',
    'good-deal',
    'identity-document',
    'incident-document',
    'joining-document',
    'photo',
  ])
})
