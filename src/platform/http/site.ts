import type { KeyObject } from 'node:crypto'
import type pg from 'pg'
import type { Facts } from '../audit.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Db, Reader } from '../database/index.ts'
import type { Keys } from '../encryption.ts'
import type { FileStore } from '../file-store.ts'
import type { Log } from '../log.ts'
import type { Kept } from '../retention.ts'
import type { Assets } from './assets.ts'

/** What a running site is made of. Made once at start, or by a test. */
export interface Site {
  config: Config
  clock: Clock
  db: Db
  /** What pages show themselves with. */
  reader: Reader
  /** A copy of the database that may be some seconds behind, for what is long to read; without one, the database itself is read. */
  replica?: Reader
  pool: pg.Pool
  /** The connections of tills, which no page may take; without them they have those of all. */
  tills?: { db: Db; reader: Reader; pool: pg.Pool }
  /** For acts on thousands of rows, whose statements take longer than a page's may; without them they have those of all. */
  longActs?: Db
  log: Log
  assets: Assets
  /** What its rooms write down, and in what words. */
  facts: Facts
  /** What they keep of a young person, and how long. */
  kept: Kept[]
  /** Under which IBANs, documents, photos and the secrets of second factors are encrypted, and fingerprints are made. */
  ibanKey: Keys
  /** Where the bytes of files are, for those that are not in the database. */
  fileStore?: FileStore
  /** Under which the journals are sealed: the database does not hold it. */
  sealKey: KeyObject
  /** By which makers of browsers know who rings a device. */
  pushKey: KeyObject
}
