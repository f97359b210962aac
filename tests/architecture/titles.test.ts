import { expect, test } from 'vitest'
import { routes } from '../../src/routes.ts'

test('a page that shows one thing among others says which in its title', () => {
  // What holds a secret, what is over in a minute, and a form that is a part of its step.
  const brief = /:(token|ticket|checkout|transaction)\b|justificatifs\/:document/
  const alike = routes.filter(
    ({ path, leadsTo }) => leadsTo.kind === 'page' && path.includes('/:') && !brief.test(path) && typeof leadsTo.title === 'string',
  )
  expect(alike.map(({ path }) => path)).toEqual([])
})
