import { existsSync, globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import packages from '../../package.json' with { type: 'json' }
import { commands } from '../../src/commands.ts'
import { figures, metricsOf } from '../../src/platform/http/metrics.ts'

const lines = (file: string) => readFileSync(file, 'utf8').split('\n')
const PROGRAM = 'dist/server/main.js'

/** What the lines of that instruction say. */
const said = (instruction: string) =>
  lines('deploy/Dockerfile')
    .filter((line) => line.startsWith(`${instruction} `))
    .map((line) => line.slice(instruction.length + 1))

test('the image is made of what there is, on the Node that the program asks for', () => {
  const copied = said('COPY').filter((words) => !words.startsWith('--from'))
  const sources = copied.flatMap((words) => words.split(' ').slice(0, -1))
  expect(sources.filter((path) => !existsSync(path))).toEqual([])
  const sent = lines('.dockerignore').filter((line) => line.startsWith('!'))
  expect(sources.filter((path) => !sent.includes(`!${path}`))).toEqual([])
  const [least] = /\d+/.exec(packages.engines.node) ?? []
  expect(said('FROM').map((words) => words.startsWith(`node:${least}-`))).toEqual([true, true])
})

test('the image runs the program, and not as root', () => {
  expect(said('USER')).toEqual(['node'])
  expect(said('CMD')).toEqual([`["node", "${PROGRAM}", "serve"]`])
})

test.each(globSync('deploy/systemd/*.service'))('%s runs a command of the program', (unit) => {
  const [, command] = /^ExecStart=\/usr\/bin\/node dist\/server\/main\.js (\w+)$/m.exec(readFileSync(unit, 'utf8')) ?? []
  expect(Object.keys(commands)).toContain(command)
})

test('proxies ask what the program answers', () => {
  for (const file of ['deploy/Caddyfile', 'deploy/cluster/haproxy.cfg']) expect(readFileSync(file, 'utf8')).toContain('/readyz')
})

test('the board and the alerts ask for what the program counts, and each alert says what to do', async () => {
  const counted = await metricsOf([await figures()])
  const known = [...counted.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name)
  const rules = readFileSync('deploy/watching/alerts.yml', 'utf8')
  const board = JSON.parse(readFileSync('deploy/watching/board.json', 'utf8')) as { panels: { targets: { expr: string }[] }[] }
  const asked = [
    ...[...rules.matchAll(/expr: (.*)/g)].map(([, expr]) => expr as string),
    ...board.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ]
  expect(asked.length).toBeGreaterThan(30)
  const names = asked.flatMap((expr) => expr.replace(/"[^"]*"/g, '').match(/\b[a-z]+(?:_[a-z]+)+\b/g) ?? [])
  const measured = new Set(names.filter((name) => name !== 'histogram_quantile').map((name) => name.replace(/_bucket$/, '')))
  expect([...measured].filter((name) => !known.includes(name))).toEqual([])
  const alerts = rules.split('- alert: ').slice(1)
  expect(alerts.filter((alert) => !/\n {10}do: .{20}/.test(alert))).toEqual([])
})
