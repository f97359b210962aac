import { type AddressInfo, createServer } from 'node:net'

/** A server that takes every mail, on this machine, and says the number of each as it comes. */
export async function openPost(came: (id: string) => void): Promise<{ port: number; close(): void }> {
  const server = createServer((socket) => {
    let letter: string | undefined
    const answer = (line: string) => socket.write(`${line}\r\n`)
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      if (letter === undefined) {
        const [word] = chunk.toString('latin1').split(/[ \r]/)
        if (word === 'DATA') letter = ''
        answer(word === 'DATA' ? '354 go on' : '250 ok')
        return
      }
      letter += chunk.toString('latin1')
      if (!letter.endsWith('\r\n.\r\n')) return
      const [, id = ''] = /^Message-ID:\s*<([^@]+)@/im.exec(letter) ?? []
      letter = undefined
      came(id)
      answer('250 ok')
    })
    answer('220 ready')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return { port: (server.address() as AddressInfo).port, close: () => server.close() }
}
