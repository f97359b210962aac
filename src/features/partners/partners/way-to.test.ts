import { expect, test } from 'vitest'
import { ANY_PLACE, positionOf, wayTo } from './way-to.ts'

const pages = {
  name: 'LES PAGES (Amiens)',
  address: '3 rue des Livres, 80000 Amiens',
  at: positionOf({ latitude: 49.8941, longitude: 2.2957 }),
}
const nowhere = { ...pages, at: positionOf({ latitude: null, longitude: null }) }

test.each([
  ['Chrome sur Android', 'geo:0,0?q=49.89410,2.29570(LES%20PAGES%20%20Amiens%20)', 'geo:0,0?q=3%20rue%20des%20Livres%2C%2080000%20Amiens'],
  [
    'Safari sur iPhone',
    'https://maps.apple.com/?daddr=49.89410,2.29570',
    'https://maps.apple.com/?daddr=3%20rue%20des%20Livres%2C%2080000%20Amiens',
  ],
  [
    'Firefox sur Windows',
    'https://www.openstreetmap.org/directions?to=49.89410,2.29570',
    'https://www.openstreetmap.org/search?query=3%20rue%20des%20Livres%2C%2080000%20Amiens',
  ],
] as const)('%s: the way there, by position or by address', (device, byPosition, byAddress) => {
  expect(wayTo(device, pages)).toBe(byPosition)
  expect(wayTo(device, nowhere)).toBe(byAddress)
})

test('a browser that says nothing of itself gets the map of anybody, and a script finds where to write', () => {
  expect(wayTo(null, ANY_PLACE)).toBe('https://www.openstreetmap.org/directions?to={at}')
  expect(wayTo('Chrome sur Android', ANY_PLACE)).toBe('geo:0,0?q={at}(%7Bname%7D)')
})
