import { type LookupAddress, lookup } from 'node:dns'
import type { IncomingMessage } from 'node:http'
import { Agent, request } from 'node:https'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { Refused } from './deliver.ts'
import type { pushRequest } from './push-request.ts'

/** Longer than this no maker of a browser is waited for. */
const PATIENCE_MS = 5_000

/** What a maker of browsers answers of an address that rings nobody any more. */
const GONE = [404, 410]
const FOR_NOW = [408, 429]

/** The browser is rung there no more: its owner refuses it, or has left it. */
export class Gone extends Refused {
  constructor(status: number) {
    super(`HTTP_${status}`, { isForGood: true })
  }
}

/** Whether an address is one of the whole world’s: not of this machine, of the network that it stands in, or of none. */
const isPublic = ({ address }: LookupAddress): boolean => ipaddr.process(address).range() === 'unicast'

/** Anybody can type an address that leads to a machine beside this one: what a name leads to is looked at when it is dialled, and dialled as it was looked at. */
const outside: LookupFunction = (name, options, done) =>
  lookup(name, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? []
    if (error || !first) return done(error ?? new Error('no address'), [])
    if (!addresses.every(isPublic)) return done(Object.assign(new Error('not outside'), { code: 'PRIVATE_ADDRESS' }), [])
    return options.all ? done(null, addresses) : done(null, first.address, first.family)
  })

export const OUTSIDE = new Agent({ lookup: outside })

/**
 * Hands over what rings a device. No answer fails anything else: each maker of browsers is a post of its own. Where it sends us on we do not go.
 * @throws Gone when nobody is rung there any more; Refused for good or for now
 */
export async function push({ url, headers, body }: ReturnType<typeof pushRequest>, agent = OUTSIDE): Promise<void> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = request(url, { method: 'POST', headers, agent, signal: AbortSignal.timeout(PATIENCE_MS) }, resolve)
    asked.on('error', reject).end(body)
  }).catch(({ code = 'unknown' }: { code?: string }) => {
    throw new Refused(code, { isForGood: code === 'PRIVATE_ADDRESS' })
  })
  const { statusCode: status = 0 } = answer
  answer.on('error', () => {}).destroy()
  if (GONE.includes(status)) throw new Gone(status)
  if (status < 200 || status >= 300) throw new Refused(`HTTP_${status}`, { isForGood: status < 500 && !FOR_NOW.includes(status) })
}
