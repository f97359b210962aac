import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, openSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { S3mini } from 's3mini'
import { freePort } from '../../src/embedded-postgres/index.ts'
import { absentOf } from '../cluster/nodes.ts'
import { ended, until } from './until.ts'

/** OpenStack Swift as Debian has it, with the S3 that it speaks: four servers and a memcached, one copy of each object, all of it in one folder. */

const PROGRAMS = {
  'swift-ring-builder': 'swift',
  'swift-account-server': 'swift-account',
  'swift-container-server': 'swift-container',
  'swift-object-server': 'swift-object',
  'swift-proxy-server': 'swift-proxy',
  memcached: 'memcached',
}
const STORES = ['account', 'container', 'object'] as const
type Server = (typeof STORES)[number] | 'proxy'

const [KEY, SECRET, REGION] = ['hdf:site', 'a/secret+of=40', 'fr-par']
const FILTERS = ['catch_errors', 'gatekeeper', 'memcache', 's3api', 'tempauth', 'slo']

/** The packages of Debian that are not there, and without which no store is started. */
export const missingForSwift = (): string[] => absentOf(PROGRAMS)

export class Swift {
  readonly #folder: string
  readonly #ports: Record<Server | 'memcached', number>
  readonly #running = new Map<string, ChildProcess>()

  private constructor(folder: string, ports: Record<Server | 'memcached', number>) {
    this.#folder = folder
    this.#ports = ports
  }

  /** All of it in that folder; resolves when it answers. */
  static async start(folder: string): Promise<Swift> {
    const [account, container, object] = [await freePort(), await freePort(), await freePort()]
    const swift = new Swift(folder, { account, container, object, proxy: await freePort(), memcached: await freePort() })
    mkdirSync(join(folder, 'devices', 'd1'), { recursive: true })
    swift.#writeFiles()
    // They leave the group of processes that a key at the terminal ends.
    process.once('exit', () => {
      for (const program of swift.#running.values()) program.kill('SIGKILL')
    })
    try {
      const memory = ['-u', userInfo().username, '-l', '127.0.0.1', '-p', `${swift.#ports.memcached}`, '-U', '0', '-m', '64']
      swift.#keep('memcached', 'memcached', memory)
      for (const server of [...STORES, 'proxy'] as const) await swift.begin(server)
    } catch (error) {
      await swift.stop()
      throw error
    }
    return swift
  }

  /** What FILES_URL is for that bucket. */
  url(bucket: string, { secret = SECRET, region = REGION } = {}): string {
    return `http://${encodeURIComponent(KEY)}:${encodeURIComponent(secret)}@127.0.0.1:${this.#ports.proxy}/${bucket}/hdf?region=${region}`
  }

  async makeBucket(name: string): Promise<void> {
    const endpoint = `http://127.0.0.1:${this.#ports.proxy}/${name}`
    await new S3mini({ endpoint, region: REGION, accessKeyId: KEY, secretAccessKey: SECRET }).createBucket()
  }

  async begin(server: Server): Promise<void> {
    this.#keep(server, `swift-${server}-server`, [this.#file(`${server}.conf`)])
    await until(`swift, ${server}`, async () => {
      await fetch(`http://127.0.0.1:${this.#ports[server]}/`)
      return true
    })
  }

  end(server: Server): Promise<void> {
    return ended(this.#running.get(server))
  }

  /** It takes connections and says nothing, until it is woken. */
  sleep(): void {
    this.#running.get('proxy')?.kill('SIGSTOP')
  }

  wake(): void {
    this.#running.get('proxy')?.kill('SIGCONT')
  }

  async stop(): Promise<void> {
    this.wake()
    for (const program of [...this.#running.values()].reverse()) await ended(program)
  }

  #file(name: string): string {
    return join(this.#folder, name)
  }

  #writeFiles(): void {
    const common = (server: Server) =>
      `[DEFAULT]\nbind_ip = 127.0.0.1\nbind_port = ${this.#ports[server]}\nworkers = 0\nuser = ${userInfo().username}\nswift_dir = ${this.#folder}\n`
    writeFileSync(
      this.#file('swift.conf'),
      '[swift-hash]\nswift_hash_path_suffix = tried-here\n[storage-policy:0]\nname = one-copy\ndefault = yes\n',
    )
    for (const server of STORES) {
      const own = `devices = ${this.#file('devices')}\nmount_check = false\nfallocate_reserve = 0\n`
      const app = `[pipeline:main]\npipeline = ${server}-server\n[app:${server}-server]\nuse = egg:swift#${server}\n`
      writeFileSync(this.#file(`${server}.conf`), common(server) + own + app)
      this.#writeRing(server)
    }
    const settings: Record<string, string> = {
      memcache: `memcache_servers = 127.0.0.1:${this.#ports.memcached}\n`,
      s3api: `location = ${REGION}\n`,
      tempauth: `user_${KEY.replace(':', '_')} = ${SECRET} .admin\n`,
    }
    const filters = FILTERS.map((name) => `[filter:${name}]\nuse = egg:swift#${name}\n${settings[name] ?? ''}`)
    const app = '[app:proxy-server]\nuse = egg:swift#proxy\naccount_autocreate = true\n'
    const pipeline = `[pipeline:main]\npipeline = ${FILTERS.join(' ')} proxy-server\n`
    writeFileSync(this.#file('proxy.conf'), common('proxy') + pipeline + app + filters.join(''))
  }

  /** Where each name is kept: on the one disk that there is. */
  #writeRing(server: (typeof STORES)[number]): void {
    const disk = `r1z1-127.0.0.1:${this.#ports[server]}/d1`
    for (const words of [['create', '4', '1', '0'], ['add', disk, '1'], ['rebalance']]) {
      const { status, stdout, stderr } = spawnSync('swift-ring-builder', [this.#file(`${server}.builder`), ...words], { encoding: 'utf8' })
      if (status !== 0) throw new Error(`swift-ring-builder: ${stdout}${stderr}`)
    }
  }

  /** What it says is beside its files, for whoever looks why it does not begin. */
  #keep(name: string, program: string, args: string[]): void {
    const log = openSync(this.#file(`${name}.log`), 'a')
    this.#running.set(name, spawn(program, args, { stdio: ['ignore', log, log] }))
  }
}
