import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { messages } from '../../src/messages.ts'
import type { DeclaredMessage } from '../../src/platform/messages/message.ts'
import { SMS_SEPTETS, septetsOf, smsText } from '../../src/platform/messages/sms.ts'

const LIST = 'docs/messages.md'

type Example = ReturnType<DeclaredMessage['examples']>[number]

/** Every case in which the system says something: to whom, when, and what it says to somebody. */
const EXAMPLES: Example[] = messages.flatMap((declared) => declared.examples())

const quoted = (text: string): string => text.replace(/\s+$/, '').replace(/^/gm, '> ').replace(/[ ]+$/gm, '')

const inWords = ({ who, when, message: { template, subject, paragraphs, sms, secret, rings } }: Example) => `## ${subject}

- **who**: ${who}
- **when**: ${when}
- **channel**: ${rings ? 'notification on a device, until its hour' : paragraphs.length === 0 ? 'SMS' : sms ? 'e-mail, or SMS when they chose it' : 'e-mail'}
- **template**: \`${template}\`${secret ? `; the dots are a secret, made when the mail leaves and never kept (\`${secret}\`)` : ''}

${[paragraphs.length > 0 && quoted(paragraphs.join('\n\n')), sms && `SMS:\n\n${quoted(smsText(sms))}`].filter(Boolean).join('\n\n')}
`

const list = `# Every message that the system sends

Written by \`WRITE_MESSAGES=1 npx vitest run tests/architecture/messages.test.ts\`, which otherwise checks it. Every mail to a
beneficiary says by name whom it is for; every mail ends with the signature of \`src/platform/messages/notify.ts\`, then the site's address (\`send.ts\`).

${EXAMPLES.map(inWords).join('\n')}`

test('the list of the messages is the one of the code', () => {
  if (process.env.WRITE_MESSAGES) writeFileSync(LIST, list)
  expect(readFileSync(LIST, 'utf8')).toBe(list)
})

test('it has them all, each with an example, and an SMS is one', () => {
  const rooms = import.meta.glob<object>('/src/features/*/*/*messages.ts', { eager: true })
  const declared = Object.values(rooms).flatMap((room) => Object.values(room).filter((exported) => 'examples' in exported))
  const templates = declared.map(({ template }: DeclaredMessage) => template)
  expect(templates.length).toBeGreaterThan(40)
  expect(messages.map(({ template }) => template).sort()).toEqual(templates.sort())
  expect([...new Set(EXAMPLES.map(({ message }) => message.template))].sort()).toEqual(templates)
  for (const { message } of EXAMPLES) expect(septetsOf(smsText(message.sms ?? '')), message.template).toBeLessThanOrEqual(SMS_SEPTETS)
})

test('a room says nothing but what it declares', () => {
  const rooms = import.meta.glob<string>(['/src/features/**/*.{ts,tsx}', '!**/*.test.*'], { query: '?raw', import: 'default', eager: true })
  const undeclared = Object.entries(rooms).filter(([, code]) => /\btemplate: ['"`][^\n]*\s+subject\b/.test(code))
  expect(Object.keys(rooms).length).toBeGreaterThan(200)
  expect(undeclared.map(([path]) => path)).toEqual([])
})

test('an SMS has the letters of its alphabet only, whatever is put in it', () => {
  expect(smsText('« Être » n° 5 : l’Œuvre à 12,50\u00a0€… ça, ñ, Éric, À 日')).toBe('"Etre" no 5 : l\'OEuvre à 12,50 €... ca, ñ, Éric, A ?')
  expect([septetsOf('a€[é'), septetsOf('ê')]).toEqual([6, Number.POSITIVE_INFINITY])
})
