import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { anything, digits, doneIn, longRowId, oneOf, place, rowId, token, uuid } from './place.ts'

const till = place('/caisse')
const shop = place('/partenaires/:id/:document/fichier.pdf', { id: rowId, document: oneOf({ contrat: 'contract', rib: 'bank' }) })
  .asking('page', 'recherche')
  .saying('ajout')

test('a place without anything that changes is its path', () => {
  expect([till.pattern, till.to()]).toEqual(['/caisse', '/caisse'])
})

test('its address holds what its path names, and what is asked', () => {
  expect(shop.to({ id: 12, document: 'bank' })).toBe('/partenaires/12/rib/fichier.pdf')
  expect(shop.to({ id: 12, document: 'contract' }, { recherche: 'été & co', page: 2 })).toBe(
    '/partenaires/12/contrat/fichier.pdf?recherche=%C3%A9t%C3%A9+%26+co&page=2',
  )
})

test('nothing empty is asked, and of another page’s query only what this one asks', () => {
  expect(shop.to({ id: 1, document: 'bank' }, { recherche: '', page: undefined })).toBe('/partenaires/1/rib/fichier.pdf')
  const query = new URLSearchParams('recherche=le&etat=ouvert&fait=ajout')
  expect(shop.to({ id: 1, document: 'bank' }, query)).toBe('/partenaires/1/rib/fichier.pdf?recherche=le')
})

test('a form that travels keeps all its fields, the empty ones too, and several values of one', () => {
  const check = place('/verification').carryingAForm()
  expect(check.to(new URLSearchParams('nom=&jour.mois=2&fait=rien'))).toBe('/verification?nom=&jour.mois=2')
  expect(check.to({ 'numbers[]': ['1', '2'] })).toBe('/verification?numbers%5B%5D=1&numbers%5B%5D=2')
})

test('what is done is said in its address', () => {
  const said = shop.said('ajout', { id: 3, document: 'bank' }, { page: 2 })
  expect(said).toBe('/partenaires/3/rib/fichier.pdf?fait=ajout&page=2')
  expect(doneIn(new URL(said, 'http://localhost').searchParams)).toBe('ajout')
  expect(doneIn(new URLSearchParams())).toBeNull()
})

test('what people typed is encoded; a secret, and what stands for it, is not', () => {
  const named = place('/p/:code/:secret', { code: anything, secret: token })
  expect(named.to({ code: 'a/b é', secret: '{{lien}}' })).toBe('/p/a%2Fb%20%C3%A9/{{lien}}')
})

test.each([
  ['rowId', '12', rowId, 12],
  ['rowId', '0', rowId, null],
  ['rowId', '1234567890', rowId, null],
  ['rowId', '1e3', rowId, null],
  ['longRowId', '123456789012345', longRowId, 123_456_789_012_345],
  ['digits', '0012', digits(4), '0012'],
  ['digits', '00123', digits(4), null],
  ['uuid', '00000000-0000-4000-8000-000000000000', uuid, '00000000-0000-4000-8000-000000000000'],
  ['uuid', '00000000', uuid, null],
  ['oneOf', 'rib', oneOf({ contrat: 'contract', rib: 'bank' }), 'bank'],
  ['oneOf', 'bank', oneOf({ contrat: 'contract', rib: 'bank' }), null],
  ['anything', 'a%20b', anything, 'a b'],
] as const)('%s finds in « %s »', async (_name, typed, kind, read) => {
  const at = place('/x/:x', { x: kind as typeof rowId })
  const app = new Hono().get(at.pattern, (context) => context.json(at.read(context.req.param()).x))
  const answer = await app.request(`/x/${typed}`)
  expect(answer.status === 200 ? await answer.json() : null).toBe(read)
})

test('types: a place says what its address needs', () => {
  // @ts-expect-error: nothing changes in it
  till.to({ id: 1 }, {})
  // @ts-expect-error: a name that it does not ask
  till.to({ page: 1 })
  // @ts-expect-error: a number is meant
  shop.to({ id: '1', document: 'bank' })
  // @ts-expect-error: a word that its page cannot say
  shop.said('retrait', { id: 1, document: 'bank' })
  // @ts-expect-error: its path names id
  place('/x/:id', { number: rowId })
})
