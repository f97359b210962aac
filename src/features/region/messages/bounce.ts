/** A mail that came back. */
export interface Bounce {
  /** Of our message. */
  id: string
  /** Why, in the numbers of RFC 3463: a 5 first is for good. */
  status: string
}

interface Part {
  headers: Map<string, string>
  body: string
}

/**
 * What a report of delivery (RFC 3464) says of one of our mails; null for any other mail, for one of another's, and while the server still
 * tries. Which mail it was stands in what is returned of it, or in what the report says that it answers.
 */
export function bounceIn(mail: string): Bounce | null {
  const report = partOf(mail.replaceAll('\r\n', '\n'))
  if (!typeOf(report).startsWith('multipart/report')) return null
  const parts = partsOf(report)
  const status = failureIn(parts.find((part) => /^message\/(?:global-)?delivery-status/.test(typeOf(part))))
  const returned = parts.findLast((part) => /^(?:message\/(?:rfc822|global)|text\/rfc822-headers)/.test(typeOf(part)))
  const sent = returned && headersIn(returned.body.split('\n\n', 1)[0] as string)
  const id = [sent?.get('message-id'), report.headers.get('in-reply-to'), report.headers.get('references')].map(ourIdIn).find(Boolean)
  return status && id ? { id, status } : null
}

const typeOf = ({ headers }: Part): string => (headers.get('content-type') ?? 'text/plain').toLowerCase()

function partOf(text: string): Part {
  const end = text.indexOf('\n\n')
  const headers = headersIn(end < 0 ? text : text.slice(0, end))
  return { headers, body: decoded(end < 0 ? '' : text.slice(end + 2), headers.get('content-transfer-encoding')) }
}

/** Each header once, its lines put together: the first one is the one that counts. */
function headersIn(text: string): Map<string, string> {
  const headers = new Map<string, string>()
  for (const line of text.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? []
    if (name && !headers.has(name.toLowerCase())) headers.set(name.toLowerCase(), (value as string).trim())
  }
  return headers
}

function partsOf({ headers, body }: Part): Part[] {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^";\s]+))/i.exec(headers.get('content-type') ?? '') ?? []
  const boundary = quoted ?? plain
  if (!boundary) return []
  const [, ...parts] = `\n${body}`.split(`\n--${boundary}`)
  return parts.filter((part) => !part.startsWith('--')).map((part) => partOf(part.slice(part.indexOf('\n') + 1)))
}

function decoded(body: string, encoding = '7bit'): string {
  if (/^base64$/i.test(encoding)) return Buffer.from(body, 'base64').toString('utf8').replaceAll('\r\n', '\n')
  if (/^quoted-printable$/i.test(encoding)) {
    return body.replace(/=\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  }
  return body
}

/** The status of the recipient whose mail has failed: ours have one each. */
function failureIn(report: Part | undefined): string | undefined {
  const recipients = report?.body.split(/\n\n+/).map(headersIn) ?? []
  const failed = recipients.find((recipient) => recipient.get('action')?.toLowerCase().startsWith('failed'))
  return /^[45]\.\d{1,3}\.\d{1,3}/.exec(failed?.get('status') ?? '')?.[0]
}

const ourIdIn = (text = ''): string | undefined => /<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@/i.exec(text)?.[1]?.toLowerCase()
