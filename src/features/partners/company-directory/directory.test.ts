import type { RequestListener } from 'node:http'
import { expect, test } from 'vitest'
import { serverAt } from '../../../../tests/support/stand-in.ts'
import { openLog } from '../../../platform/log.ts'
import { type Answer, concernsOf, lookedUp } from './directory.ts'

const SIRET = '73282932000074'
const log = openLog('silent')

const SHOP = {
  siret: SIRET,
  etat_administratif: 'A',
  adresse: '12 RUE DES LIBRAIRES 80000 AMIENS',
  code_postal: '80000',
  libelle_commune: 'AMIENS',
  latitude: '49.8941',
  longitude: '2.2958',
  liste_enseignes: ['LES PAGES'],
  statut_diffusion_etablissement: 'O',
}

const COMPANY = { nom_complet: 'LES PAGES (SARL LES PAGES)', nom_raison_sociale: 'SARL LES PAGES', etat_administratif: 'A' }

const said = async (company: object, shop: object): Promise<Answer> => {
  const url = await serverAt((_, response) =>
    response.end(
      JSON.stringify({ results: [{ ...COMPANY, ...company, matching_etablissements: [{ ...SHOP, ...shop }] }], total_results: 1 }),
    ),
  )
  return lookedUp({ url, siret: SIRET, log })
}

test('a shop is asked for by its SIRET, and read: its name, its address, its point', async () => {
  let asked: URL | undefined
  let agent: string | undefined
  const url = await serverAt((request, response) => {
    asked = new URL(request.url ?? '', 'http://x')
    agent = request.headers['user-agent']
    response.end(JSON.stringify({ results: [{ ...COMPANY, matching_etablissements: [{ ...SHOP, siret: '73282932000082' }, SHOP] }] }))
  })
  const answer = await lookedUp({ url, siret: SIRET, log })
  expect([asked?.pathname, asked?.searchParams.get('q'), agent]).toEqual(['/search', SIRET, 'generation-hdf'])
  expect(answer).toMatchObject({
    is: 'found',
    shop: {
      legalName: 'SARL LES PAGES',
      name: 'LES PAGES',
      street: '12 RUE DES LIBRAIRES',
      postcode: '80000',
      town: 'AMIENS',
      latitude: 49.8941,
    },
  })
  expect(concernsOf(answer)).toEqual([])
})

test('closed, ceased, struck off, in proceedings, not public: each is said, and none is refused', async () => {
  const closed = await said(
    { etat_administratif: 'C' },
    { etat_administratif: 'F', date_fermeture: '2026-03-31', successions: { successeurs: ['73282932000082'] } },
  )
  expect(concernsOf(closed)).toEqual([
    'L’entreprise a cessé.',
    'Le point de vente est fermé depuis le 31/03/2026.',
    'Il a un successeur : SIRET 73282932000082.',
  ])
  const broke = await said({ bodacc: { radiation: { est_radie: true }, procedure_collective: { statut: 'Liquidation judiciaire' } } }, {})
  expect(concernsOf(broke)).toEqual([
    'L’entreprise est radiée du registre du commerce.',
    'Une procédure collective est en cours ou passée : Liquidation judiciaire.',
  ])
  const hidden = await said(
    { nom_complet: '[NON-DIFFUSIBLE]', nom_raison_sociale: null },
    { adresse: '[NON-DIFFUSIBLE]', liste_enseignes: null, statut_diffusion_etablissement: 'P', latitude: null, longitude: null },
  )
  expect(hidden).toMatchObject({ is: 'found', shop: { legalName: null, street: null, latitude: null, isHidden: true } })
  expect(concernsOf(hidden)).toEqual(['Son nom et son adresse ne sont pas publics : comparez avec ses papiers.'])
})

test('a SIRET that it does not know is not one that it could not look for', async () => {
  const url = await serverAt((_, response) => response.end(JSON.stringify({ results: [], total_results: 0 })))
  expect(await lookedUp({ url, siret: SIRET, log })).toEqual({ is: 'unknown' })
  expect(await lookedUp({ url: undefined, siret: SIRET, log })).toEqual({ is: 'off' })
  expect(await lookedUp({ url, siret: null, log })).toEqual({ is: 'off' })
})

test.each<[string, RequestListener]>([
  ['fails', (_, response) => response.writeHead(503).end()],
  ['says anything', (_, response) => response.end('<html>')],
  ['says something else', (_, response) => response.end(JSON.stringify({ results: 'none' }))],
  ['never answers', () => {}],
])('a directory that %s is away, in a few seconds', async (_, answer) => {
  expect(await lookedUp({ url: await serverAt(answer), siret: SIRET, log })).toEqual({ is: 'away' })
})

test('once it has had enough of us it is left alone', async () => {
  let times = 0
  const url = await serverAt((_, response) => {
    times += 1
    response.writeHead(429, { 'Retry-After': '60' }).end()
  })
  expect(await lookedUp({ url, siret: SIRET, log })).toEqual({ is: 'away' })
  expect(await lookedUp({ url, siret: SIRET, log })).toEqual({ is: 'away' })
  expect(times).toBe(1)
})
