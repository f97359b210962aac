import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

// The floor: Node's own server, which answers every request with the same bytes.
const [port, file] = process.argv.slice(2)
const body = readFileSync(file as string)

createServer((_request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/html; charset=UTF-8', 'Content-Length': body.length })
  response.end(body)
}).listen(Number(port), '127.0.0.1')
