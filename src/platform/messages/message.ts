/** What leaves before what: what somebody needs to go on, their money, what became of a thing of theirs, what is said to everybody. */
export const URGENCIES = ['secret', 'money', 'fact', 'announcement'] as const
type Urgency = (typeof URGENCIES)[number]

/** What the system says to somebody, before it is known by which channel. */
export interface Message {
  /** Names the message in the list of those sent. */
  template: string
  subject: string
  /** The mail, a paragraph each; a line that is a URL becomes a link. */
  paragraphs: string[]
  /** The same in one SMS, as `smsText` writes it; a message without one always goes by mail. */
  sms?: string
  /** Among those that wait to leave. Without it, a secret leaves before all others: somebody waits for it. */
  urgency?: Urgency
  /** What is made when the message is sent, and stands where SECRET is written. */
  secret?:
    | ('temporary-password' | 'reset-link' | 'email-link' | 'email-stop-link')
    | ('staff-link' | 'staff-reset-link' | 'staff-first-link' | 'guardian-link' | 'sign-in-code' | 'phone-code')
    | ('joining-code' | 'joining-link' | 'agreement-code')
  /** The number of what the secret opens, where it goes to nobody's account. */
  about?: number
  /** Rings the devices that somebody chose, in place of all that: the page that it opens, and until when it says anything. */
  rings?: { opens: string; until: Date }
}

/** A case in which a message is sent: to whom, when, and of what it says something to somebody. */
interface Case<About extends unknown[]> {
  who: string
  when: string
  example: About
}

/** A message that a room declares: `docs/messages.md` shows its examples. */
export interface DeclaredMessage {
  template: string
  examples(): { who: string; when: string; message: Message }[]
}

/**
 * Declares a message, in the `messages.ts` of its room: its name in the list of those sent, each case in which it is sent, and what it
 * says. It goes by mail, or by SMS to who chose it when it has one.
 */
export function message<About extends unknown[]>(
  template: string,
  cases: Case<NoInfer<About>> | Case<NoInfer<About>>[],
  say: (...about: About) => Omit<Message, 'template'>,
): ((...about: About) => Message) & DeclaredMessage {
  const said = (...about: About): Message => ({ template, ...say(...about) })
  const examples = () => [cases].flat().map(({ who, when, example }) => ({ who, when, message: said(...example) }))
  return Object.assign(said, { template, examples })
}

/** Stands for the secret in a message, and in what is kept of it. */
export const SECRET = '••••••••'

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const linked = (paragraph: string) =>
  escaped(paragraph)
    .replace(/https?:\/\/\S+/g, (url) => `<a href="${url.replaceAll('"', '%22')}">${url}</a>`)
    .replaceAll('\n', '<br>')

/** The mail's simple HTML, from its plain text. */
export const htmlOf = (text: string): string =>
  `<!doctype html><html lang="fr"><meta charset="utf-8"><body style="font:16px/1.5 Verdana,sans-serif;color:#1b2136;max-width:36em">${text
    .split('\n\n')
    .map((paragraph) => `<p>${linked(paragraph)}</p>`)
    .join('')}</body></html>`
