import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aBeneficiary, aCampaign, anAgent } from '../../../../tests/support/makers.ts'
import { conformity } from '../../../accessibility/conformity.ts'
import { readConfig } from '../../../platform/config.ts'
import { inTransaction } from '../../../platform/database/index.ts'
import { COOKIES } from '../../../platform/http/visit.ts'
import { IDENTITY_DAYS } from '../../requests/card-applications/application.ts'
import { QUESTION_DAYS } from '../contact/retention.ts'

const database = await testDatabase()
const { site } = testSite(database)
const read = async (path: string) => (await new Visitor(site).get(path)).text

test('the notices name the council of the Region as French does', async () => {
  expect(await read('/mentions-legales')).toContain('préside le conseil régional des Hauts-de-France.')
})

test('the privacy policy says that backups keep for a time what was erased', async () => {
  expect((await read('/politique-de-confidentialite')).replace(/\s+/g, ' ')).toContain(
    'Ce qui est effacé du site y reste encore quelque temps',
  )
})

describe('cookies', () => {
  test('every cookie that the site sets is on the page, with its purpose and its time', async () => {
    const text = await read('/gestion-des-cookies')
    for (const [name, { purpose, seconds }] of Object.entries(COOKIES)) {
      expect(text).toMatch(new RegExp(`>${name}</td>`))
      expect(text).toContain(purpose)
      const lasting = seconds && (seconds < 86_400 ? `${seconds / 60} minutes` : `${seconds / 86_400} jours`)
      expect(text).toContain(lasting || 'Jusqu’à la fermeture du navigateur')
    }
  })

  test('nothing but the table sets a cookie', () => {
    const files = import.meta.glob<string>('/src/**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true })
    const setters = Object.entries(files).filter(
      ([path, code]) => !/\.test\.tsx?$/.test(path) && /(set|generate)Cookie\(|document\.cookie/.test(code),
    )
    expect(setters.map(([path]) => path)).toEqual(['/src/platform/http/visit.ts'])
    expect(readFileSync('src/platform/http/visit.ts', 'utf8').match(/(set|generate)Cookie\(/g)).toHaveLength(1)
  })

  test('a cookie lasts as long as the table says', async () => {
    await inTransaction(database.db, TEST_NOW, (tx) => aCampaign(tx))
    const answer = await new Visitor(site).submit('/inscription', {
      civility: 'M',
      lastName: 'MARTIN',
      firstName: 'Jean',
      'birthDate.day': '17',
      'birthDate.month': '6',
      'birthDate.year': '2010',
      email: 'jean.martin@example.org',
      conditions: 'on',
    })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('set-cookie')).toMatch(new RegExp(`(^|, )note=[^;]*; Max-Age=${COOKIES.note.seconds};`))
  })

  test('what comes from elsewhere is said where the map has a ground of its own, and nowhere else', async () => {
    const config = readConfig({ DEMO: '1', MAP_TILES_URL: 'https://{s}.tuiles.example/{z}/{x}/{y}.png', MAP_TILES_CREDIT: 'OpenCartes' })
    for (const path of ['/gestion-des-cookies', '/politique-de-confidentialite']) {
      expect(await read(path)).not.toContain('tuiles.example')
      const { text } = await new Visitor({ ...site, config }).get(path)
      expect(text).toContain('tuiles.example (OpenCartes)')
      expect(text).not.toContain('viennent de ce site')
    }
  })
})

test('who signs up is led to the conditions that they accept, and these can be found from everywhere', async () => {
  expect(await read('/inscription')).toMatch(/j’accepte les <a href="\/conditions-d-utilisation">conditions d’utilisation<\/a>/)
  for (const path of ['/', '/mentions-legales', '/plan-du-site']) expect(await read(path)).toContain('href="/conditions-d-utilisation"')
  const text = await read('/conditions-d-utilisation')
  expect(text).toContain('Un seul compte par personne')
  expect(text).toContain('Vos achats doivent être liés à votre formation.')
})

test('the accessibility statement has the sections of the official model, and says what the audit found', async () => {
  const text = await read('/accessibilite')
  const sections = ['État de conformité', 'Résultats des tests', 'Contenus non accessibles', 'Établissement de cette déclaration']
  for (const title of [...sections, 'Retour d’information et contact', 'Voies de recours']) expect(text).toContain(`>${title}</h2>`)
  expect(text).toContain(`<strong>${conformity.state}</strong>`)
  expect(text).toContain(`<strong>${conformity.percent} %</strong>`)
  expect(text).toContain(`Accessibilité : ${conformity.state}</a>`)
  expect(text).toContain('critère 7.5 : ')
})

test('the privacy policy holds what « Mes données » says it does, with the times that the code keeps', async () => {
  const text = await read('/politique-de-confidentialite')
  expect(text).toContain(`Effacé ${IDENTITY_DAYS} jours après la décision, ou`)
  expect([QUESTION_DAYS, text.includes('Un an, ou jusqu’à la fermeture de votre compte.')]).toEqual([365, true])
  for (const href of ['/espace/mes-donnees', '/espace/consultations', '/espace/mon-compte']) expect(text).toContain(`href="${href}"`)
})

describe('what programs ask of any site', () => {
  test('whom to tell of a weakness, for less than a year', async () => {
    const answer = await new Visitor(site).get('/.well-known/security.txt')
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(answer.text).toContain('Contact: mailto:')
    const expires = new Date(/^Expires: (.+)$/m.exec(answer.text)?.[1] ?? '')
    const days = (expires.getTime() - TEST_NOW.getTime()) / 86_400_000
    expect(days > 30 && days < 365).toBe(true)
  })

  test('where a password is changed: each their own page', async () => {
    const made = await inTransaction(database.db, TEST_NOW, async (tx) => ({ young: await aBeneficiary(tx), agent: await anAgent(tx) }))
    const leads = async (visitor: Visitor) => (await visitor.get('/.well-known/change-password')).location
    expect(await leads(new Visitor(site))).toBe('/espace/mot-de-passe')
    expect(await leads(await new Visitor(site).signInAs({ beneficiaryId: made.young.id }))).toBe('/espace/mot-de-passe')
    expect(await leads(await new Visitor(site).signInAs({ staffId: made.agent.id }))).toBe('/professionnels/mot-de-passe-oublie')
  })

  test('what nobody lists: the spaces, and nothing that is anybody’s', async () => {
    const lines = (await read('/robots.txt')).split('\n')
    for (const space of ['/espace', '/partenaire', '/etablissement', '/region']) expect(lines).toContain(`Disallow: ${space}/`)
    const isClosed = (path: string) =>
      lines.some(
        (line) => line.startsWith('Disallow: ') && (line.endsWith('$') ? path === line.slice(10, -1) : path.startsWith(line.slice(10))),
      )
    for (const path of ['/', '/partenaires/L212', '/faq', '/connexion']) expect(isClosed(path), path).toBe(false)
    for (const path of ['/espace', '/espace/ma-carte', '/region?fait=x', '/etablissement']) expect(isClosed(path), path).toBe(true)
  })
})
