import { afterAll } from 'vitest'
import { freePort } from '../../src/embedded-postgres/index.ts'
import { readAssets } from '../../src/platform/http/assets.ts'
import { sendMessages } from '../../src/platform/messages/send.ts'
import { makeSecret } from '../../src/secrets.ts'
import { startWeb } from '../../src/web.ts'
import { testSite } from './app.ts'
import type { TestDatabase } from './database.ts'
import type { Letter, RunningSite } from './running-site.ts'

const CLIENT = 'dist/client'

/**
 * The pages of the site on a test's database, for a browser, at an hour that the test sets: a journey of several days takes no day. What the
 * clock does elsewhere is not done here, but that mails leave when they are looked for.
 */
export async function servedSite(database: TestDatabase) {
  const { site, clock } = testSite(database)
  const port = await freePort()
  const url = `http://localhost:${port}`
  const config = { ...site.config, port, publicUrl: url, origins: [url] }
  const web = await startWeb({ ...site, config, assets: readAssets(CLIENT) }, CLIENT)
  afterAll(() => web.drain())

  const letters: Letter[] = []
  const letterTo: RunningSite['letterTo'] = async (address, about) => {
    const sentAt = clock.now().toISOString()
    await sendMessages(
      site,
      async ({ channel, to, subject, text }) => void letters.push({ channel, to, subject: subject ?? '', text, sentAt }),
      makeSecret,
    )
    const isIt = ({ to, subject, text }: Letter) =>
      to === address && (typeof about === 'string' ? subject.includes(about) : about.test(text))
    const letter = letters.findLast(isIt)
    if (!letter)
      throw new Error(`No letter to ${address} about ${about} among: ${letters.map(({ to, subject }) => `${to} ${subject}`).join(', ')}`)
    return letter
  }
  return { site, clock, url, letterTo }
}
