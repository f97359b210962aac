import { expect, test } from 'vitest'
import { places } from '../../src/places.ts'
import { routes } from '../../src/routes.ts'

test('a page that shows one thing among others says which in its title', () => {
  // What holds a secret, what is over in a minute, and a form that is a part of its step.
  const brief = /:(token|ticket|checkout|transaction)\b|justificatifs\/:document/
  const alike = routes.filter(
    ({ path, leadsTo }) => leadsTo.kind === 'page' && path.includes('/:') && !brief.test(path) && typeof leadsTo.title === 'string',
  )
  expect(alike.map(({ path }) => path)).toEqual([])
})

/** Of nobody's search: what forms end on, what holds a secret, what is there without network or in the demonstration only. */
const FOUND_BY_NOBODY = [
  ...[
    'passwordChanged',
    'resetAsked',
    'passwordReset',
    'signOut',
    'signInCode',
    'firstEnrolment',
    'signInPasskey',
    'firstPasskey',
    'staffPasswordChosen',
    'staffResetAsked',
    'session',
  ],
  ...['staffPassword', 'contactSent', 'demoMessages', 'offline', 'signedUp', 'emailConfirmed', 'emailConfirmation', 'accountClosed'],
  ...['emailWaits', 'emailStop', 'emailStopped'],
  ...['joiningShop', 'joiningAccount', 'joiningDocument', 'joiningAgreement', 'joiningState'],
]

test('a page that anybody may find says what it is for, in a line that search engines show whole', () => {
  const found = Object.entries(places.public).flatMap(([name, place]) => {
    const leadsTo = routes.find((route) => route.leadsTo.place === place)?.leadsTo
    return leadsTo?.kind === 'page' && !FOUND_BY_NOBODY.includes(name) ? [{ name, description: leadsTo.description }] : []
  })
  expect(found.length).toBeGreaterThan(15)
  expect(found.filter(({ description }) => !description)).toEqual([])
  const written = found.map(({ description }) => description).filter((description) => typeof description === 'string')
  expect(written.filter((description) => description.length < 70 || description.length > 160)).toEqual([])
  expect(new Set(written).size).toBe(written.length)
})
