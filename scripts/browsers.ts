import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { freePort } from '../src/embedded-postgres/index.ts'
import { type Driver, openChromium, openFirefox, openWebKit } from '../tests/browsers/drivers.ts'
import { Walker, walk } from '../tests/browsers/journey.ts'
import { until } from '../tests/support/until.ts'
import { buildIfNeeded } from './build.ts'

/**
 * `npm run test:browsers`: a young person's journey in the browsers that the guide names, as far as they can be had: Chromium 66, which a
 * package has inside (33 MB, kept in node_modules/.cache), Firefox and WebKitGTK where they are installed.
 */
const OLD_CHROMIUM = 'chrome-aws-lambda@66.0.3347'
const KEPT = resolve('node_modules/.cache/chromium-66')

async function findChromium66() {
  const program = join(KEPT, 'chromium')
  if (existsSync(program)) return { program }
  if (process.platform !== 'linux' || process.arch !== 'x64') return { missing: 'it is made for Linux on x64 only' }
  mkdirSync(KEPT, { recursive: true })
  const { status, stdout } = spawnSync('npm', ['pack', OLD_CHROMIUM, '--silent', '--pack-destination', KEPT], { encoding: 'utf8' })
  if (status !== 0) return { missing: `the registry does not give ${OLD_CHROMIUM}` }
  const archive = join(KEPT, stdout.trim())
  spawnSync('tar', ['-xzf', archive, '-C', KEPT, 'package/bin/chromium.br'])
  writeFileSync(program, brotliDecompressSync(readFileSync(join(KEPT, 'package/bin/chromium.br'))))
  chmodSync(program, 0o755)
  rmSync(archive)
  rmSync(join(KEPT, 'package'), { recursive: true })
  return { program }
}

const installed = async (...programs: string[]) => {
  const program = programs.find((path) => existsSync(path))
  return program ? { program } : { missing: `none of ${programs.join(', ')} is installed` }
}

const drivers: Driver[] = [
  { name: 'Chromium 66', find: findChromium66, open: openChromium },
  { name: 'Firefox', find: () => installed('/usr/bin/firefox-esr', '/usr/bin/firefox'), open: openFirefox },
  {
    name: 'WebKitGTK',
    find: async () => {
      if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return { missing: 'it needs a screen: none is there (try xvfb-run)' }
      return installed('/usr/bin/WebKitWebDriver')
    },
    open: openWebKit,
  },
]

await buildIfNeeded()
const folder = mkdtempSync(join(tmpdir(), 'generation-hdf-browsers-'))
const port = await freePort()
const url = `http://localhost:${port}`
const program = spawn(process.execPath, ['dist/server/main.js', 'serve'], {
  env: {
    ...process.env,
    DATABASE_URL: '',
    DEMO: '1',
    PORT: String(port),
    METRICS_PORT: String(await freePort()),
    DATA_DIR: join(folder, 'data'),
  },
  stdio: 'ignore',
})
let password = 'Beffroi2026'
try {
  await until('The site', async () => (await fetch(`${url}/readyz`)).ok, 120)
  for (const [index, driver] of drivers.entries()) {
    const next = `Navigateur2026-${index}`
    if (await isWalkedIn(driver, { password, next, amount: `${index + 5},00` })) password = next
  }
} finally {
  const ended = new Promise((resolve) => program.once('exit', resolve))
  program.kill('SIGTERM')
  await ended
  rmSync(folder, { recursive: true, force: true })
}

/** Whether the whole journey was walked; says what happened. */
async function isWalkedIn(driver: Driver, how: Parameters<typeof walk>[1]): Promise<boolean> {
  const found = await driver.find()
  if ('missing' in found) {
    process.stdout.write(`${driver.name}: not tried, ${found.missing}\n`)
    return false
  }
  const profile = mkdtempSync(join(folder, 'profile-'))
  const tab = await driver.open(found.program, profile)
  try {
    await walk(new Walker(tab, url), how)
    if (tab.complaints.length > 0) throw new Error(`its scripts stopped: ${tab.complaints.join('\n')}`)
    process.stdout.write(`${driver.name}: walked, ${await tab.evaluate('navigator.userAgent')}\n`)
    return true
  } catch (error) {
    process.exitCode = 1
    process.stdout.write(`${driver.name}: ${error instanceof Error ? error.message : error}\n`)
    return false
  } finally {
    await tab.close()
  }
}
