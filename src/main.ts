import { join } from 'node:path'
import { commands } from './commands.ts'
import { readConfig } from './platform/config.ts'
import { StoreAway } from './platform/file-store.ts'
import { openLog } from './platform/log.ts'

const [name = 'serve', ...args] = process.argv.slice(2)
const command = commands[name]

try {
  if (!command) throw new Error(`No command « ${name} ». There are: ${Object.keys(commands).join(', ')}.`)
  const config = readConfig(process.env)
  await command({ config, args, log: openLog(), clientDir: join(import.meta.dirname, '../client'), program: import.meta.filename })
} catch (error) {
  const words = error instanceof StoreAway ? error.toOperators : error instanceof Error ? error.message : error
  process.stderr.write(`${words}\n`)
  process.exitCode = 1
}
