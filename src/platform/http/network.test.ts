import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { networkOf } from './network.ts'
import type { Site } from './site.ts'
import { Visit } from './visit.ts'

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::FFFF:c000:207', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002:ffff::1', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::', '2001:db8:1:2::/64'],
  ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['unknown', 'unknown'],
])('%s is counted as %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

test('behind two proxies a visit is of the network that the first of them saw', async () => {
  const config = readConfig({ DATABASE_URL: 'postgres://x@y/z', PUBLIC_URL: 'https://carte.example', TRUSTED_PROXIES: '2' })
  const site = { config, clock: { now: () => new Date() } } as Site
  const app = new Hono().get('/', (context) => context.text(new Visit(site, context).network))
  const answer = await app.request('/', { headers: { 'x-forwarded-for': '198.51.100.1, 192.0.2.7, 203.0.113.9' } })
  expect(await answer.text()).toBe('192.0.2.7')
})

test('behind a proxy a visit is of the network that the proxy saw, two addresses of one subscriber being one', async () => {
  const config = readConfig({ DATABASE_URL: 'postgres://x@y/z', PUBLIC_URL: 'https://carte.example' })
  const site = { config, clock: { now: () => new Date() } } as Site
  const app = new Hono().get('/', (context) => context.text(new Visit(site, context).network))
  for (const address of ['2001:db8:1:2::1', '2001:db8:1:2:aaaa::9']) {
    const answer = await app.request('/', { headers: { 'x-forwarded-for': `198.51.100.1, ${address}` } })
    expect(await answer.text()).toBe('2001:db8:1:2::/64')
  }
})
