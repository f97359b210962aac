import { type ChildProcess, spawn } from 'node:child_process'
import { build, type InlineConfig } from 'vite'

/** `npm run dev`: builds again at each change and starts the server on what was built. */
// As it was before Vite says « production » to the whole process.
const env = { ...process.env }
let server: ChildProcess | undefined
let starting = Promise.resolve()

await rebuiltAtEachChange({}, () => {})
await rebuiltAtEachChange({ build: { ssr: true } }, () => {
  starting = starting.then(restart)
})

process.once('SIGINT', async () => {
  await stop()
  process.exit()
})

async function rebuiltAtEachChange(config: InlineConfig, then: () => void): Promise<void> {
  const watcher = await build({ ...config, logLevel: 'warn', build: { ...config.build, watch: {} } })
  if (!('on' in watcher)) throw new Error('Vite does not watch')
  await new Promise<void>((resolve) => {
    watcher.on('event', (event) => {
      if (event.code === 'ERROR') process.stderr.write(`${event.error.message}\n`)
      if (event.code !== 'END') return
      then()
      resolve()
    })
  })
}

async function restart(): Promise<void> {
  await stop()
  server = spawn(process.execPath, ['--enable-source-maps', 'dist/server/main.js', 'serve'], { env, stdio: 'inherit' })
}

async function stop(): Promise<void> {
  if (!server || server.exitCode !== null) return
  const ended = new Promise((resolve) => server?.once('exit', resolve))
  server.kill('SIGTERM')
  await ended
}
