import crypto, { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gunzipSync, gzipSync } from 'node:zlib'
import pg from 'pg'
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { asOwner, type TestDatabase, testDatabase } from '../../../tests/support/database.ts'
import { TEST_KEY } from '../../../tests/support/makers.ts'
import { KeyRing } from '../encryption.ts'
import { backUp, restore as restoreUnder } from './backup.ts'
import { decryptedBy } from './encrypted-file.ts'

// Tables of our own beside the real ones: what PostgreSQL can hold, in the shapes that a copy can get wrong.
const ODDITIES = `
  create table "Odd ""names""" (
    id bigint generated always as identity (start with 700) primary key,
    before_id bigint references "Odd ""names""",
    "said \\ so" text,
    bytes bytea,
    words text[],
    document jsonb,
    at timestamptz,
    amount numeric,
    gone text,
    shouted text generated always as (upper("said \\ so")) stored
  );
  alter table "Odd ""names""" drop column gone;
  create table a_child_listed_first (odd_id bigint not null references "Odd ""names""");
  create sequence free_standing;`

const ODD_ROWS = `
  insert into "Odd ""names""" (id, before_id, "said \\ so", bytes, words, document, at, amount) overriding system value values
    (1, 2, E'two\\nlines\\r\\nand\\ta tab \\\\ \\\\. \\\\N', '\\x00ff5c2e0a', array['a,b', null, 'NULL', '{"'], '{"é": "\\u20ac \\n"}', now(), 1.10),
    (2, null, E'\\\\.', '', '{}', 'null', '-infinity', 'NaN'),
    (3, null, E'\\n\\\\.\\n', null, null, null, null, null);
  insert into "Odd ""names""" ("said \\ so") values ('numbered by the sequence');
  -- So much that what is encrypted has several pieces.
  insert into "Odd ""names""" (bytes) select string_agg(sha256((-n)::text::bytea), '') from generate_series(1, 30000) n;
  insert into a_child_listed_first values (1), (1);
  select nextval('free_standing'), nextval('free_standing');
  insert into files values ('f', 'photo', 'image/png', (select string_agg(sha256(n::text::bytea), '') from generate_series(1, 20000) n), now());
  insert into staff (email, name, password_hash, region_roles) values ('agent@region.example', 'É', '', '{helpline}');
  insert into audit_facts (at, fact, staff_id) values (now(), 'signed-in', (select id from staff))`

const EVERYTHING = `
  select jsonb_build_object(
    'odd', (select jsonb_agg(to_jsonb(o) order by id) from "Odd ""names""" o),
    'children', (select count(*) from a_child_listed_first),
    'files', (select md5(string_agg(bytes, '')) from files),
    'audit', (select jsonb_agg(to_jsonb(a)) from audit_facts a),
    'kinds', (select jsonb_agg(to_jsonb(k) order by code) from wallet_kinds k)
  )::text as everything`

const USE = `
  insert into beneficiaries (civility, last_name, first_name, birth_date, email, created_at)
  values ('M', 'MARTIN', 'Jean', '2010-06-17', 'jean@example.org', now())`

const folder = await mkdtemp(join(tmpdir(), 'generation-hdf-backup-'))
const file = join(folder, 'backup.gz')
afterAll(() => rm(folder, { recursive: true }))

const [origin, fresh, circular, other] = [await testDatabase(), await testDatabase(), await testDatabase(), await testDatabase()]
const older = await testDatabase()
await asOwner(origin.url, ODDITIES)
await asOwner(origin.url, ODD_ROWS)
await asOwner(origin.url, 'create schema pgboss; create table pgboss.job (id integer)')
await asOwner(fresh.url, ODDITIES)
await asOwner(older.url, ODDITIES)
await backUp(origin.url, file, { ibanKey: TEST_KEY })

const restore = (url: string, from: string) => restoreUnder(url, from, { keys: () => TEST_KEY, isIncomplete: false })

/** The gzip file inside. */
const inside = async () => Buffer.concat(await Readable.from(decryptedBy(() => TEST_KEY)(createReadStream(file))).toArray())

async function answer(database: TestDatabase, question: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const { rows } = await client.query(question)
  await client.end()
  return Object.values(rows[0])[0]
}

/** The same as the program wrote it before: in its row, each file has its bytes. */
async function ofVersionOne(): Promise<Buffer> {
  const text = gunzipSync(await inside()).toString('latin1')
  const [mark, bytes] = [TEST_KEY.encryption.newest.mark.toString('hex'), await answer(origin, "select encode(bytes, 'hex') from files")]
  const [now, before] = [`f\tphoto\timage/png\t\\\\x${mark}\t`, `f\tphoto\timage/png\t\\\\x${bytes}\t`]
  expect(text.split(now)).toHaveLength(2)
  return gzipSync(
    Buffer.from(text.replace('backup, version 2', 'backup, version 1').replace(',"lost":[]', '').replace(now, before), 'latin1'),
  )
}

/** Where its second piece begins: the beginning, its id, then pieces after their lengths. */
const firstPieceEnd = (sealed: Buffer) => {
  const at = sealed.indexOf('\n') + 1 + 16
  return at + 4 + sealed.readUInt32BE(at)
}

describe('a backup', () => {
  test('is one readable file, for its owner only', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['backup.gz', 'files'])

    const clear = await inside()
    expect((await readFile(file)).includes(clear.subarray(0, 64))).toBe(false)
    const text = gunzipSync(clear).toString()
    expect(JSON.parse(text.slice(0, text.indexOf('\n'))).migrations).toContain('0001_foundations.sql')
    expect(text).toContain('{"table":"wallet_kinds","columns":["code","label"]}\nMANUEQUIP\tManuels et équipements\n\\.\n')
    expect(text).not.toContain('"table":"job"')
    expect(text).not.toContain('shouted')
  })

  test('has the bytes of files beside it, encrypted', async () => {
    const bytes = `${await answer(origin, "select encode(bytes, 'hex') from files")}`
    const text = gunzipSync(await inside()).toString()
    expect(text).toContain('f\tphoto\timage/png\t')
    for (const part of [bytes.slice(0, 64), bytes.slice(-64)]) expect(text).not.toContain(part)
    const [copy, ...others] = await readdir(join(folder, 'files'))
    expect([copy, others]).toEqual([`f.${TEST_KEY.encryption.newest.mark.toString('hex')}`, []])
    const copied = await readFile(join(folder, 'files', copy as string))
    expect(copied.length).toBeGreaterThan(bytes.length / 2)
    for (const part of [bytes.slice(0, 64), bytes.slice(-64)]) expect(copied.includes(Buffer.from(part, 'hex'))).toBe(false)
  })

  test('that cannot be written leaves nothing behind', async () => {
    await expect(backUp(origin.url, join(folder, 'backup.gz', 'backup.gz'), { ibanKey: TEST_KEY })).rejects.toThrow('ENOTDIR')
    const id = randomUUID()
    const uuids = vi.spyOn(crypto, 'randomUUID').mockReturnValue(id)
    syncBuiltinESMExports()
    onTestFinished(() => {
      uuids.mockRestore()
      syncBuiltinESMExports()
    })
    await symlink('/dev/full', join(folder, `full.gz.${id}.partial`))
    await expect(backUp(origin.url, join(folder, 'full.gz'), { ibanKey: TEST_KEY })).rejects.toThrow('ENOSPC')
    expect(await readdir(folder)).toEqual(['backup.gz', 'files'])
  })

  test('is refused when tables refer to each other in a circle', async () => {
    await asOwner(
      circular.url,
      'alter table wallet_kinds add file_id text references files; alter table files add kind text references wallet_kinds',
    )
    await expect(backUp(circular.url, join(folder, 'circle.gz'), { ibanKey: TEST_KEY })).rejects.toThrow(/circle.*: .*files.*wallet_kinds/)
  })
})

describe('a restored database', () => {
  test('refuses a damaged file and keeps what it had', async () => {
    const [sealed, whole] = [await readFile(file), await inside()]
    const text = gunzipSync(whole).toString('latin1')
    const changed = Buffer.from(sealed)
    changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1)
    for (const [name, bytes] of Object.entries({
      'cut, encrypted': sealed.subarray(0, sealed.length / 2),
      'cut in its first words': sealed.subarray(0, 20),
      'cut between two pieces': sealed.subarray(0, firstPieceEnd(sealed)),
      changed,
      cut: whole.subarray(0, whole.length / 2),
      'cut between tables': gzipSync(Buffer.from(text.slice(0, text.indexOf('{"table":"files"') + 60), 'latin1')),
      plain: Buffer.from(text, 'latin1'),
      foreign: gzipSync('{}\n'),
      wrong: gzipSync(Buffer.from(text.replace('\nMANUEQUIP\t', '\n'), 'latin1')),
    })) {
      await writeFile(join(folder, name), bytes)
      await expect(restore(fresh.url, join(folder, name)), name).rejects.toThrow()
    }
    expect(await answer(fresh, 'select label from wallet_kinds')).toBe('Manuels et équipements')
    expect(await answer(fresh, 'select count(*) from files')).toBe(0)
  })

  test('is not made under a key that is not that of the backup', async () => {
    const another = { encryption: new KeyRing(() => [Buffer.alloc(32, 'another')]) }
    await expect(restoreUnder(fresh.url, file, { keys: () => another, isIncomplete: false })).rejects.toThrow(
      'under a key that is not there',
    )
  })

  test('may come from a backup of before they were encrypted and the bytes of files were beside them', async () => {
    await mkdir(join(folder, 'old'))
    await writeFile(join(folder, 'old', 'before.gz'), await ofVersionOne())
    await restore(older.url, join(folder, 'old', 'before.gz'))
    expect(await answer(older, EVERYTHING)).toBe(await answer(origin, EVERYTHING))
  })

  test('holds what the other held, and numbers on from there', async () => {
    await restore(fresh.url, file)

    expect(await answer(fresh, EVERYTHING)).toBe(await answer(origin, EVERYTHING))
    for (const next of ['insert into "Odd ""names""" default values returning id', "select nextval('free_standing')"])
      expect(await answer(fresh, next)).toBe(await answer(origin, next))
    expect(await answer(fresh, "select nextval('transactions_id_seq')")).toBe(8985000)
    await expect(asOwner(fresh.url, 'delete from audit_facts')).rejects.toThrow('append-only')
  })

  test('is one that nobody uses', async () => {
    await asOwner(other.url, ODDITIES)
    await asOwner(other.url, USE)
    await expect(restore(other.url, file)).rejects.toThrow('in use')
    expect(await answer(other, 'select count(*) from beneficiaries')).toBe(1)
  })

  test('has the migrations of the backup', async () => {
    await asOwner(other.url, "update migrations set name = '9999_later.sql' where name like '0001%'")
    await expect(restore(other.url, file)).rejects.toThrow('9999_later.sql, 0001_foundations.sql')
  })
})
