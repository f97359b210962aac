import { AsyncLocalStorage } from 'node:async_hooks'
import { connect } from 'node:net'

/** What the antivirus says of a file: nothing in time when it is away. */
type Verdict = 'clean' | 'infected' | 'away'

const PORT = 3310
const MS_AT_MOST = 20_000
const CHUNK_BYTES = 65_536

/** Whether what is being kept was not looked at, since the antivirus was away: see `storeFile`. */
export const unscanned = new AsyncLocalStorage<boolean>()

/** Asks clamd (INSTREAM): the file goes by pieces, each after its length, and ends with an empty one. */
export function verdictOf(clamd: URL, bytes: Buffer): Promise<Verdict> {
  return new Promise((resolve) => {
    const socket = connect({ host: clamd.hostname.replace(/^\[|\]$/g, ''), port: Number(clamd.port) || PORT })
    const timer = setTimeout(() => over('away'), MS_AT_MOST)
    let said = ''
    function over(verdict: Verdict) {
      clearTimeout(timer)
      socket.destroy()
      resolve(verdict)
    }
    socket.on('error', () => over('away'))
    socket.on('close', () => over('away'))
    socket.on('data', (chunk) => {
      said += chunk.toString('latin1')
      if (!/[\0\n]/.test(said)) return
      over(/: OK\b/.test(said) ? 'clean' : / FOUND\b/.test(said) ? 'infected' : 'away')
    })
    socket.write('zINSTREAM\0')
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      const piece = bytes.subarray(at, at + CHUNK_BYTES)
      socket.write(lengthOf(piece))
      socket.write(piece)
    }
    socket.write(lengthOf(Buffer.alloc(0)))
  })
}

function lengthOf(piece: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(piece.length)
  return length
}
