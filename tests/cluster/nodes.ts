import { type ChildProcess, type SpawnOptions, type StdioOptions, spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, globSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from '../../src/embedded-postgres/index.ts'
import { ended, until } from '../support/until.ts'

/** Three nodes, each with PostgreSQL under Patroni and a member of etcd, and HAProxy: the files of deploy/cluster with the addresses of one machine. */

const NODES = ['node1', 'node2', 'node3'] as const
const PASSWORD = 'of-the-cluster'
const API = { authorization: `Basic ${Buffer.from(`patroni:${PASSWORD}`).toString('base64')}`, 'content-type': 'application/json' }
const SECONDS_TO_HEAL = 120
/** Longer than HAProxy's first round of checks. */
const CHECKED_MS = 3_000
/** As versions of Patroni say it. */
const FOLLOWS = /^(?:running|streaming)$/

const PROGRAMS = { patroni: 'patroni', etcd: 'etcd-server', haproxy: 'haproxy', openssl: 'openssl' }

/** The packages of Debian that are not there, and without which no cluster is started. */
export function missingPackages(): string[] {
  return [...absentOf(PROGRAMS), ...(postgresBin() ? [] : ['postgresql'])]
}

/** Of programs, each with its package of Debian: the packages of those that are not there. */
export const absentOf = (programs: Record<string, string>): string[] =>
  Object.entries(programs).flatMap(([program, name]) => (spawnSync('which', [program]).status === 0 ? [] : [name]))

/** Where the programs of PostgreSQL are that Debian installs. */
export const postgresBin = (): string | undefined =>
  globSync('/usr/lib/postgresql/*/bin').findLast((folder) => existsSync(join(folder, 'initdb')))

interface Node {
  name: string
  port: number
  api: number
  /** Where its member of etcd is asked, and where the others of etcd find it. */
  etcd: number
  peers: number
  folder: string
  patroni?: ChildProcess
  keeper?: ChildProcess
}

interface Member {
  name: string
  role: string
  state: string
  lag?: number | string
}

/** PostgreSQL refuses to run as root. */
export function whoRunsPostgres(): Pick<SpawnOptions, 'uid' | 'gid'> {
  if (process.getuid?.() !== 0) return {}
  const idOf = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout)
  return { uid: idOf('-u'), gid: idOf('-g') }
}

export class Cluster {
  readonly databasePort: number
  readonly sitePort: number
  readonly #folder: string
  readonly #nodes: Node[]
  readonly #owner = whoRunsPostgres()
  readonly #others: ChildProcess[] = []

  private constructor(folder: string, ports: { database: number; site: number }, nodes: Node[]) {
    this.#folder = folder
    this.databasePort = ports.database
    this.sitePort = ports.site
    this.#nodes = nodes
  }

  /** All of it in that folder; resolves when the three nodes have found each other. `web`: where the servers of the site will be. */
  static async start(folder: string, web: readonly number[]): Promise<Cluster> {
    const nodes: Node[] = []
    for (const name of NODES) {
      const [port, api, etcd, peers] = [await freePort(), await freePort(), await freePort(), await freePort()]
      nodes.push({ name, port, api, etcd, peers, folder: join(folder, name) })
    }
    const cluster = new Cluster(folder, { database: await freePort(), site: await freePort() }, nodes)
    chmodSync(folder, 0o755)
    cluster.#makeCertificate()
    try {
      for (const node of nodes) cluster.#startEtcd(node)
      await Promise.all(nodes.map(hasItsEtcd))
      for (const node of nodes) {
        cluster.#writePatroni(node)
        cluster.#startPatroni(node)
      }
      await cluster.isWhole()
      await cluster.#startHaproxy(web)
    } catch (error) {
      await cluster.stop()
      throw error
    }
    return cluster
  }

  /** The database through HAProxy, as that role. */
  url(role: string): string {
    return urlAt(this.databasePort, role, 'generation_hdf')
  }

  /** The roles of docs/operations.md, and the database of the one that owns it. */
  async makeDatabase(): Promise<void> {
    const client = new pg.Client({ connectionString: urlAt((await this.#leader()).port, 'postgres', 'postgres') })
    await client.connect()
    await client.query(`create role hdf_owner login createrole password '${PASSWORD}'`)
    await client.query(`create role hdf_site login password '${PASSWORD}'`)
    await client.query('create database generation_hdf owner hdf_owner')
    await client.end()
  }

  /** Resolves when one node leads and the two others follow it, one of them in step. */
  async isWhole(): Promise<void> {
    await until(
      'the three nodes in step',
      async () => {
        const members = await this.#members()
        const following = members.filter(({ role, state }) => role !== 'leader' && FOLLOWS.test(state))
        return (
          members.some(({ role, state }) => role === 'leader' && state === 'running') &&
          following.length === NODES.length - 1 &&
          following.some(({ role }) => role === 'sync_standby')
        )
      },
      SECONDS_TO_HEAL,
    )
  }

  /** The machine of the leader is gone at once, and comes back once another leads. */
  async loseLeader(): Promise<void> {
    const lost = await this.#leader()
    const { pid } = lost.patroni as ChildProcess
    const postmaster = Number(readFileSync(join(lost.folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
    process.kill(pid as number, 'SIGKILL')
    process.kill(postmaster, 'SIGKILL')
    await until('another that leads', async () => (await this.#leader()).name !== lost.name, SECONDS_TO_HEAL)
    this.#startPatroni(lost)
  }

  /** Another node leads, on purpose. */
  async switchOver(): Promise<void> {
    const { name, api } = await this.#leader()
    const next = (await this.#members()).find(({ role }) => role === 'sync_standby')?.name
    const answer = await fetch(`http://127.0.0.1:${api}/switchover`, {
      ...{ method: 'POST', headers: API },
      body: JSON.stringify({ leader: name, candidate: next }),
    })
    if (!answer.ok) throw new Error(`switch-over: ${answer.status} ${await answer.text()}`)
  }

  /** The member of etcd that leads the others is gone at once, and comes back after `meanwhile`. */
  async loseEtcd(meanwhile: () => Promise<unknown>): Promise<void> {
    const leading = async () => {
      const asked = await Promise.all(this.#nodes.map(async (node) => ({ node, leads: await leadsEtcd(node).catch(() => false) })))
      return asked.find(({ leads }) => leads)?.node
    }
    const lost = await until('a member of etcd that leads', leading)
    await ended(lost.keeper, 'SIGKILL')
    await until('another member of etcd that leads', leading)
    await meanwhile()
    this.#startEtcd(lost)
    await hasItsEtcd(lost)
  }

  async stop(): Promise<void> {
    const keepers = this.#nodes.map(({ keeper }) => keeper)
    for (const child of [...keepers, ...this.#others, ...this.#nodes.map(({ patroni }) => patroni)].reverse()) await ended(child)
  }

  async #members(): Promise<Member[]> {
    for (const { api } of this.#nodes) {
      const answer = await fetch(`http://127.0.0.1:${api}/cluster`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined)
      if (answer?.ok) return ((await answer.json()) as { members: Member[] }).members
    }
    return []
  }

  async #leader(): Promise<Node> {
    return until(
      'a node that leads',
      async () => {
        for (const node of this.#nodes) {
          const answer = await fetch(`http://127.0.0.1:${node.api}/primary`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined)
          if (answer?.ok) return node
        }
        return undefined
      },
      SECONDS_TO_HEAL,
    )
  }

  /** Of one node and of the proxy: nobody but this machine looks at it. */
  #makeCertificate(): void {
    const [key, certificate] = [join(this.#folder, 'node.key'), join(this.#folder, 'node.pem')]
    const made = spawnSync('openssl', [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
      ...['-keyout', key, '-out', certificate],
    ])
    if (made.status !== 0) throw new Error(`openssl: ${made.stderr}`)
    writeFileSync(join(this.#folder, 'certificate.pem'), readFileSync(certificate, 'utf8') + readFileSync(key, 'utf8'))
    chmodSync(key, 0o600)
    this.#give(key)
  }

  #startEtcd(node: Node): void {
    const file = join(this.#folder, `${node.name}-etcd.yml`)
    const text = replaced('deploy/cluster/etcd.yml', [
      ['name: node1', `name: ${node.name}`],
      ['/var/lib/etcd/generation-hdf', join(this.#folder, `${node.name}-etcd`)],
      ...this.#nodes.map(({ name, peers }): [string, string] => [`${name}=http://${name}:2380`, `${name}=http://127.0.0.1:${peers}`]),
      ['0.0.0.0:2379', `127.0.0.1:${node.etcd}`],
      ['node1:2379', `127.0.0.1:${node.etcd}`],
      ['0.0.0.0:2380', `127.0.0.1:${node.peers}`],
      ['node1:2380', `127.0.0.1:${node.peers}`],
    ])
    writeFileSync(file, text)
    node.keeper = spawn('etcd', ['--config-file', file], { stdio: this.#log(`${node.name}-etcd`) })
  }

  #writePatroni(node: Node): void {
    const archive = join(this.#folder, 'archive')
    for (const folder of [node.folder, archive]) {
      mkdirSync(folder, { recursive: true })
      this.#give(folder)
    }
    const text = replaced('deploy/cluster/patroni.yml', [
      ['name: node1', `name: ${node.name}`],
      ['0.0.0.0:8008', `127.0.0.1:${node.api}`],
      ['node1:8008', `127.0.0.1:${node.api}`],
      ['node1:2379,node2:2379,node3:2379', this.#nodes.map(({ etcd }) => `127.0.0.1:${etcd}`).join()],
      ['0.0.0.0:5432', `127.0.0.1:${node.port}`],
      ['node1:5432', `127.0.0.1:${node.port}`],
      ['/var/lib/postgresql/archive', archive],
      ['/var/lib/postgresql/15/generation-hdf', join(node.folder, 'data')],
      ['/usr/lib/postgresql/15/bin', postgresBin() as string],
      ['/etc/ssl/generation-hdf', this.#folder],
      ['CHANGE-ME', PASSWORD],
    ])
    writeFileSync(join(node.folder, 'patroni.yml'), text)
  }

  #startPatroni(node: Node): void {
    node.patroni = spawn('patroni', [join(node.folder, 'patroni.yml')], {
      ...{ ...this.#owner, cwd: node.folder, stdio: this.#log(node.name) },
      env: { ...process.env, HOME: node.folder },
    })
  }

  async #startHaproxy(web: readonly number[]): Promise<void> {
    const file = join(this.#folder, 'haproxy.cfg')
    const text = replaced('deploy/cluster/haproxy.cfg', [
      ['127.0.0.1:5432', `127.0.0.1:${this.databasePort}`],
      ...this.#nodes.map(({ name, port, api }): [string, string] => [
        `server ${name} ${name}:5432 maxconn 120 check port 8008`,
        `server ${name} 127.0.0.1:${port} maxconn 120 check port ${api}`,
      ]),
      // Without TLS beside it: whoever pays here is a program.
      [
        'bind :443 ssl crt /etc/haproxy/certificate.pem',
        `bind 127.0.0.1:${this.sitePort}\n  bind 127.0.0.1:${await freePort()} ssl crt ${join(this.#folder, 'certificate.pem')}`,
      ],
      ['/opt/generation-hdf/deploy/503.html', resolve('deploy/503.html')],
      ...web.map((port, index): [string, string] => [`web${index + 1}:3000`, `127.0.0.1:${port}`]),
    ])
    writeFileSync(file, text)
    const checked = spawnSync('haproxy', ['-c', '-f', file], { encoding: 'utf8' })
    if (checked.status !== 0) throw new Error(`haproxy: ${checked.stderr}`)
    this.#keep('haproxy', ['-f', file])
    // It takes all three for leaders until it has asked them.
    await until('HAProxy that knows who leads', async () => {
      const client = new pg.Client({ connectionString: urlAt(this.databasePort, 'postgres', 'postgres'), connectionTimeoutMillis: 2_000 })
      client.on('error', () => {})
      await client.connect()
      await sleep(CHECKED_MS)
      const { rows } = await client.query('select pg_is_in_recovery() as follows').finally(() => client.end())
      return rows[0].follows === false
    })
  }

  /** What each says is beside its data, for whoever looks why it does not begin. */
  #log(name: string): StdioOptions {
    const file = openSync(join(this.#folder, `${name}.log`), 'a')
    return ['ignore', file, file]
  }

  #keep(program: string, args: string[]): void {
    this.#others.push(spawn(program, args, { stdio: this.#log(program) }))
  }

  #give(path: string): void {
    if (this.#owner.uid !== undefined && this.#owner.gid !== undefined) chownSync(path, this.#owner.uid, this.#owner.gid)
  }
}

const hasItsEtcd = ({ name, etcd }: Node) => until(`etcd of ${name}`, async () => (await fetch(`http://127.0.0.1:${etcd}/health`)).ok)

async function leadsEtcd({ etcd }: Node): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${etcd}/v3/maintenance/status`, {
    method: 'POST',
    body: '{}',
    signal: AbortSignal.timeout(2_000),
  })
  const { header, leader } = (await answer.json()) as { header: { member_id: string }; leader: string }
  return header.member_id === leader
}

const urlAt = (port: number, role: string, database: string) =>
  `postgres://${role}:${PASSWORD}@127.0.0.1:${port}/${database}?sslmode=no-verify`

/** A file with other words in their places; a word that is not there would leave something untried. */
export function replaced(file: string, pairs: readonly (readonly [string, string])[]): string {
  let text = readFileSync(file, 'utf8')
  for (const [before, after] of pairs) {
    if (!text.includes(before)) throw new Error(`${file} has no « ${before} »`)
    text = text.replaceAll(before, after)
  }
  return text
}
