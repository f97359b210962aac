/** What the system says to somebody, before it is known by which channel. */
export interface Message {
  /** Names the message in the list of those sent. */
  template: string
  subject: string
  /** The mail, a paragraph each; a line that is a URL becomes a link. */
  paragraphs: string[]
  /** The same in one SMS, as `smsText` writes it; a message without one always goes by mail. */
  sms?: string
  /** What is made when the message is sent, and stands where SECRET is written. */
  secret?: 'temporary-password' | 'reset-link' | 'email-link' | 'staff-link' | 'staff-reset-link'
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
