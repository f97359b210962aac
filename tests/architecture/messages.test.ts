import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as aidDecisions from '../../src/features/aid/aid-decisions/messages.ts'
import * as aid from '../../src/features/aid/apprentice-aid/messages.ts'
import * as aidPayment from '../../src/features/aid/apprentice-aid/payment-messages.ts'
import * as cards from '../../src/features/card/cards/messages.ts'
import * as problems from '../../src/features/card/cards/problem-messages.ts'
import * as payments from '../../src/features/money/payments/messages.ts'
import * as prepayments from '../../src/features/money/prepayments/messages.ts'
import * as wallets from '../../src/features/money/wallets/messages.ts'
import * as accounts from '../../src/features/people/accounts/messages.ts'
import * as beneficiaries from '../../src/features/people/beneficiaries/messages.ts'
import * as staff from '../../src/features/people/staff/messages.ts'
import * as myAccount from '../../src/features/personal/my-account/messages.ts'
import * as personalData from '../../src/features/personal/personal-data/messages.ts'
import * as signUp from '../../src/features/personal/sign-up/messages.ts'
import * as applications from '../../src/features/requests/card-applications/messages.ts'
import * as decisions from '../../src/features/requests/card-decisions/messages.ts'
import * as campaigns from '../../src/features/scheme/campaigns/messages.ts'
import * as contact from '../../src/features/scheme/contact/messages.ts'
import type { Message } from '../../src/platform/messages/message.ts'
import { SMS_SEPTETS, septetsOf, smsText } from '../../src/platform/messages/sms.ts'

const LIST = 'docs/messages.md'

const person = { firstName: 'Jean', fileNumber: '4827501935', publicUrl: 'https://carte.example' }
const prepayment = { ticket: '123456789012', amount_cents: 12_000, partner_name: 'LES PAGES' }
const school = 'Votre établissement, lycée Marie Curie,'

/** Every message that the system sends: who gets it, when, and what it says to somebody. */
const MESSAGES: [who: string, when: string, message: Message][] = [
  ['Beneficiary', 'signs up', signUp.accountCreated(person)],
  ['Beneficiary', 'somebody signs up under their name, and they have an account', signUp.accountExists(person)],
  ['Beneficiary', 'asks for a new password', accounts.resetAsked(person)],
  ['Beneficiary', 'an agent sends them a link for a new password', accounts.resetOffered(person)],
  ['Whoever reads the new address', 'a beneficiary changes their e-mail address', myAccount.emailToConfirm(person)],
  ['Beneficiary, at the address in use', 'changes their e-mail address', myAccount.emailChangeAsked(person)],
  ['Beneficiary, at the address in use', 'an agent asks for another address after a call', myAccount.emailChangeAskedByPhone(person)],
  ['Beneficiary', 'an agent changed their postal address after a call', myAccount.addressChanged(person)],
  ['Beneficiary', 'an agent changed their telephones after a call', myAccount.phonesChanged(person)],
  [
    'Beneficiary',
    'an agent corrected their civility, name or birth date',
    beneficiaries.identityCorrected({
      firstName: 'Jean',
      lastName: 'MARTIN',
      corrected: ['nom', 'date de naissance'],
      isAnotherName: true,
    }),
  ],
  ['Beneficiary', 'closed their account', personalData.accountClosed(person)],
  [
    'Beneficiary',
    'sent their card application',
    applications.applicationSubmitted({
      file_number: '4827501935',
      situation: 'pupil',
      school_name: 'lycée Marie Curie',
      starts_on: null,
      hasCard: false,
    }),
  ],
  [
    'Beneficiary',
    'their application is validated',
    decisions.applicationValidated({
      situation: 'pupil',
      amount_cents: 10_000,
      benefit_label: 'première entrée au lycée',
      given_before: false,
      decider: school,
      starts_on: null,
      keepsCard: false,
    }),
  ],
  [
    'Beneficiary',
    'their application is validated before the campaign begins',
    decisions.applicationValidated({
      situation: 'pupil',
      amount_cents: 10_000,
      benefit_label: 'première entrée au lycée',
      given_before: false,
      decider: school,
      starts_on: '2027-07-01',
      keepsCard: false,
    }),
  ],
  [
    'Beneficiary',
    'their application is validated, and they have a card already',
    decisions.applicationValidated({
      situation: 'pupil',
      amount_cents: 5_500,
      benefit_label: 'poursuite au lycée',
      given_before: false,
      decider: school,
      starts_on: null,
      keepsCard: true,
    }),
  ],
  [
    'Beneficiary',
    'their application is validated, and gives no amount',
    decisions.applicationValidated({
      situation: 'apprentice',
      amount_cents: 0,
      benefit_label: 'même diplôme que l’an dernier',
      given_before: false,
      decider: school,
      starts_on: null,
      keepsCard: false,
    }),
  ],
  [
    'Beneficiary',
    'their application is validated, and what it gives was given to an account that they closed',
    decisions.applicationValidated({
      situation: 'pupil',
      amount_cents: 10_000,
      benefit_label: 'première entrée au lycée',
      given_before: true,
      decider: school,
      starts_on: null,
      keepsCard: false,
    }),
  ],
  [
    'Beneficiary who is neither pupil nor apprentice',
    'their application is validated',
    decisions.applicationValidated({
      situation: 'neither',
      amount_cents: 0,
      benefit_label: 'bons plans',
      given_before: false,
      decider: 'La Région Hauts-de-France',
      starts_on: null,
      keepsCard: false,
    }),
  ],
  [
    'Beneficiary',
    'their application is returned',
    decisions.applicationReturned({ reason: 'La photo est floue.', situation: 'pupil', decider: school }),
  ],
  [
    'Beneficiary',
    'their application is refused',
    decisions.applicationRefused({ reason: 'Élève inconnu.', situation: 'pupil', decider: school }),
  ],
  [
    'Beneficiary',
    'an agent gave their application to another school',
    applications.schoolChanged({ school_name: 'lycée Gambetta', isDecided: false }),
  ],
  [
    'Beneficiary whose request of the campaign before has ended',
    'the next campaign opens',
    campaigns.campaignOpen({ name: '2027-2028', starts_on: '2027-07-01', ends_on: '2028-04-30' }),
  ],
  [
    'Beneficiary',
    'an agent gave their application to another school, once it was decided',
    applications.schoolChanged({ school_name: 'lycée Gambetta', isDecided: true }),
  ],
  ['Beneficiary', 'their card is made', cards.cardMade()],
  ['Beneficiary', 'their card is posted', cards.cardShipped()],
  ['Beneficiary', 'an agent asks for another photo', cards.photoToRedo({ reason: 'Le visage est coupé.' })],
  ['Beneficiary', 'declared a problem of card', problems.problemDeclared({ reason: 'lost', number: '23166621', new_number: '48210077' })],
  [
    'Beneficiary',
    'an agent stopped their card after a call',
    problems.problemDeclaredByPhone({ reason: 'stolen', number: '23166621', new_number: '48210077' }),
  ],
  ['Beneficiary', 'made a prepayment', prepayments.prepaymentCreated({ ...prepayment, expires_on: '2027-04-23' })],
  ['Beneficiary', 'cancelled a prepayment', prepayments.prepaymentCancelled({ ...prepayment, balance_after_cents: 20_000 })],
  [
    'Beneficiary',
    'their prepayment expired: nobody had redeemed it in time',
    prepayments.prepaymentExpired({ ...prepayment, balance_after_cents: 20_000, closes_on: '2027-04-30' }),
  ],
  [
    'Beneficiary',
    'paid a partner from the extranet',
    payments.onlinePaymentMade({ transaction_id: 8_985_012, amount_cents: 1_500, balance_after_cents: 18_500, partner_name: 'LES PAGES' }),
  ],
  [
    'Beneficiary whose wallet is not empty',
    'the campaign ends in as many days as it says',
    wallets.walletWillClose({ label: 'Manuels et équipements', balance_cents: 3_450, closes_on: '2027-04-30' }),
  ],
  [
    'Beneficiary',
    'a partner gave money back',
    payments.refundMade({ transaction_id: 8_985_012, amount_cents: 1_500, balance_after_cents: 9_500, partner_name: 'LES PAGES' }),
  ],
  [
    'Apprentice',
    'sent their request for the apprentice aid',
    aid.aidSubmitted({ number: '123456789', checked_by: 'CFA du Beffroi', total_cents: 28_000 }),
  ],
  [
    'Apprentice of a CFA outside the Region',
    'sent their request for the apprentice aid',
    aid.aidSubmitted({ number: '123456789', checked_by: null, total_cents: 28_000 }),
  ],
  [
    'Apprentice',
    'their CFA accepted their request for the aid',
    aidDecisions.aidAcceptedBySchool({ number: '123456789', school_name: 'CFA du Beffroi' }),
  ],
  ['Apprentice', 'the Region accepted their request for the aid', aidDecisions.aidAccepted({ number: '123456789', total_cents: 28_000 })],
  [
    'Apprentice',
    'their request for the aid is returned',
    aidDecisions.aidReturned({ number: '123456789', reason: 'Le RIB est illisible.', decider: school }),
  ],
  [
    'Apprentice',
    'their request for the aid is refused',
    aidDecisions.aidRefused({ number: '123456789', reason: 'Le contrat est rompu.', decider: school }),
  ],
  [
    'Apprentice',
    'an agent checked the distance',
    aidDecisions.aidDistanceChecked({
      number: '123456789',
      reason: 'Trajet relevé sur la carte.',
      distance_m: 42_300,
      transport_cents: 15_000,
    }),
  ],
  ['Apprentice', 'the transfer of the aid is being made', aidPayment.aidInPayment()],
  ['Apprentice', 'the batch of that transfer is cancelled', aidPayment.aidPutOff()],
  ['Apprentice', 'the transfer of the aid is made', aidPayment.aidPaid()],
  ['Apprentice', 'the bank rejected the transfer', aidPayment.aidRejectedByBank({ number: '123456789', reason: 'Compte clos.' })],
  [
    'Partner, school or agent',
    'is given an account',
    staff.staffInvited({ name: 'Anne', place: 'LES PAGES', email: 'caisse@les-pages.example', publicUrl: person.publicUrl }),
  ],
  ['Partner, school or agent', 'is sent a link for a new password', staff.staffPasswordLink({ name: 'Anne', publicUrl: person.publicUrl })],
  ['Partner, school or agent', 'asks for a new password', staff.staffResetAsked({ name: 'Anne', publicUrl: person.publicUrl })],
  ['Staff of the demonstration', 'signs in with a second factor', staff.codeForTheDemonstration('123456')],
  ['Whoever writes', 'sent the contact form', contact.questionReceived(12)],
  [
    'Whoever wrote',
    'an agent answered',
    contact.questionAnswered({
      id: 12,
      subject: 'Carte non reçue',
      body: 'Bonjour, où est ma carte ?',
      received_at: new Date('2026-11-20T09:00:00Z'),
      answer: 'Elle est partie hier.',
    }),
  ],
]

const quoted = (text: string): string => text.replace(/\s+$/, '').replace(/^/gm, '> ').replace(/[ ]+$/gm, '')

const inWords = ([who, when, { template, subject, paragraphs, sms, secret }]: (typeof MESSAGES)[number]) => `## ${subject}

- **who**: ${who}
- **when**: ${when}
- **channel**: ${sms ? 'e-mail, or SMS when they chose it' : 'e-mail'}
- **template**: \`${template}\`${secret ? `; the dots are a secret, made when the mail leaves and never kept (\`${secret}\`)` : ''}

${quoted(paragraphs.join('\n\n'))}
${sms ? `\nSMS:\n\n${quoted(smsText(sms))}\n` : ''}`

const list = `# Every message that the system sends

Written by \`WRITE_MESSAGES=1 npx vitest run tests/architecture/messages.test.ts\`, which otherwise checks it. Every mail ends with the
signature of \`src/platform/messages/notify.ts\`, then the site's address (\`send.ts\`).

${MESSAGES.map(inWords).join('\n')}`

test('the list of the messages is the one of the code', () => {
  if (process.env.WRITE_MESSAGES) writeFileSync(LIST, list)
  expect(readFileSync(LIST, 'utf8')).toBe(list)
})

test('it has them all, and an SMS is one', () => {
  const rooms = import.meta.glob<string>('/src/features/*/*/*messages.ts', { query: '?raw', import: 'default', eager: true })
  const templates = Object.values(rooms).flatMap((code) => [...code.matchAll(/template: '([^']+)'/g)].map(([, template]) => template))
  expect([...new Set(MESSAGES.map(([, , { template }]) => template))].sort()).toEqual([...new Set(templates)].sort())
  for (const [, , { sms, template }] of MESSAGES) expect(septetsOf(smsText(sms ?? '')), template).toBeLessThanOrEqual(SMS_SEPTETS)
})

test('an SMS has the letters of its alphabet only, whatever is put in it', () => {
  expect(smsText('« Être » n° 5 : l’Œuvre à 12,50\u00a0€… ça, ñ, Éric, À 日')).toBe('"Etre" no 5 : l\'OEuvre à 12,50 €... ca, ñ, Éric, A ?')
  expect([septetsOf('a€[é'), septetsOf('ê')]).toEqual([6, Number.POSITIVE_INFINITY])
})
