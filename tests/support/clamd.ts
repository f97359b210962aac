import { createServer, type Server, type Socket } from 'node:net'

/** Written as two, so that no antivirus finds it here. */
export const EICAR = `X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD${'-ANTIVIRUS-TEST-FILE!$H+H*'}`

/** Answers as clamd does to INSTREAM, and nothing to anything else. */
export function clamdOf(): Server {
  return createServer((socket: Socket) => {
    const chunks: Buffer[] = []
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      // It ends with the length of an empty piece.
      if (!chunk.subarray(-4).every((byte) => byte === 0)) return
      const file = streamedIn(Buffer.concat(chunks))
      if (file) socket.end(file.includes(EICAR) ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0')
    })
  })
}

/** The file, once its last piece has come: pieces go after their lengths, until an empty one. */
function streamedIn(sent: Buffer): Buffer | undefined {
  const command = 'zINSTREAM\0'
  if (!sent.toString('latin1').startsWith(command)) return undefined
  const pieces: Buffer[] = []
  for (let at = command.length; at + 4 <= sent.length; ) {
    const length = sent.readUInt32BE(at)
    if (length === 0) return Buffer.concat(pieces)
    pieces.push(sent.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return undefined
}

/** Where a server listens, on a port of its own. */
export const listening = (server: Server) =>
  new Promise<URL>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(new URL(`tcp://127.0.0.1:${(server.address() as { port: number }).port}`)))
  })
