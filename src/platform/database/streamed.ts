import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'

const SECONDS_AT_MOST = 120

/**
 * The rows of one statement, which has no parameters, as they come: however many they are, few are in memory. On a connection of its own:
 * whoever reads slowly holds none of those that pages need.
 */
export async function* streamed(pool: pg.Pool, select: string): AsyncGenerator<(string | null)[], void> {
  const { connectionString, connectionTimeoutMillis, onConnect } = pool.options
  const client = new pg.Client({ connectionString, connectionTimeoutMillis })
  // A connection that breaks fails the statement in hand; without a listener it would end the program too.
  client.on('error', () => {})
  await client.connect()
  try {
    // It acts as those of the pool do.
    await onConnect?.(client)
    await client.query(`set statement_timeout = ${SECONDS_AT_MOST * 1000}`)
    for await (const line of linesOf(client.query(copyTo(`copy (${select}) to stdout`)))) yield line.split('\t').map(asRead)
  } finally {
    await client.end()
  }
}

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}

const ESCAPED: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v' }

/** A value in the text format of COPY. */
const asRead = (text: string): string | null => (text === '\\N' ? null : text.replace(/\\(.)/g, (_, sign) => ESCAPED[sign] ?? sign))
