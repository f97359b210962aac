import { expect, test } from 'vitest'
import { mustSendMails, readConfig } from './config.ts'

test('with nothing set: the site on 3000, the embedded database, the demonstration', () => {
  const config = readConfig({})
  expect(config).toMatchObject({ port: 3000, publicUrl: 'http://localhost:3000', demo: true, databaseUrl: undefined })
})

test('on an existing database the demonstration must be asked for', () => {
  expect(readConfig({ DATABASE_URL: 'postgres://u@h/d' }).demo).toBe(false)
  expect(readConfig({ DATABASE_URL: 'postgres://u@h/d', DEMO: '1' }).demo).toBe(true)
})

test('the links of the site follow its port, or PUBLIC_URL without its last slash', () => {
  expect(readConfig({ PORT: '8080' }).publicUrl).toBe('http://localhost:8080')
  expect(readConfig({ PORT: '80' }).origins).toContain('http://localhost')
  expect(readConfig({ PUBLIC_URL: 'https://carte.example/' }).publicUrl).toBe('https://carte.example')
  expect(readConfig({ PUBLIC_URL: 'https://Carte.Example:443' }).publicUrl).toBe('https://carte.example')
})

test.each([
  [{ PORT: 'abc' }, 'PORT'],
  [{ PORT: '70000' }, 'PORT'],
  [{ DATABASE_URL: 'mysql://h' }, 'DATABASE_URL'],
  [{ PUBLIC_URL: 'carte.example' }, 'PUBLIC_URL'],
  [{ PUBLIC_URL: 'https://carte.example/extranet' }, 'PUBLIC_URL'],
  [{ DEMO: 'yes' }, 'DEMO'],
  [{ SMS_URL: 'ftp://h' }, 'SMS_URL'],
  [{ SMS_URL: 'https://h', SMS_BODY: 'to={to}' }, 'SMS_BODY'],
  [{ SMS_COUNTRIES: 'FR,Belgique' }, 'SMS_COUNTRIES'],
  [{ SMS_ABROAD_A_DAY: 'many' }, 'SMS_ABROAD_A_DAY'],
  [{ FILES_URL: 's3://k:s@h/bucket' }, 'FILES_URL'],
  [{ FILES_URL: 'https://h/bucket' }, 'FILES_URL'],
  [{ FILES_URL: 'https://k:s@h' }, 'FILES_URL'],
  [{ FILES_URL: 'https://k:s%@h/bucket' }, 'FILES_URL'],
  [{ FILES_URL: 'https://k:s@h/bucket?regoin=x' }, 'FILES_URL'],
  [{ CLOCK: 'demain' }, 'CLOCK'],
  [{ NODE_ENV: 'production', DEMO: '1' }, 'DEMO'],
  [{ DATABASE_URL: 'postgres://u@h/d', CLOCK: '2027-01-01T00:00:00Z' }, 'CLOCK'],
])('%j stops the program with a sentence that names %s', (env, name) => {
  expect(() => readConfig(env)).toThrow(new RegExp(`^Configuration: ${name} is wrong: .+`))
})

test('a store of files is a bucket, perhaps folders in it, and a key with its secret', () => {
  expect(readConfig({ FILES_URL: 'https://key:a%2Fb@s3.example:9000/photos/hdf/2026?region=fr-par' }).files).toEqual({
    endpoint: 'https://s3.example:9000/photos',
    prefix: 'hdf/2026/',
    region: 'fr-par',
    accessKeyId: 'key',
    secretAccessKey: 'a/b',
  })
  expect(readConfig({ FILES_URL: 'http://key:secret@127.0.0.1:9000/photos' }).files).toMatchObject({ prefix: '', region: 'us-east-1' })
})

test('in production mails are sent, or nothing is served; SMS are offered where there is a gateway', () => {
  const PRODUCTION = { NODE_ENV: 'production', DATABASE_URL: 'postgres://u@h/d' }
  expect(() => mustSendMails(readConfig(PRODUCTION))).toThrow(/^Configuration: SMTP_URL is missing: .+/)
  expect(() => mustSendMails(readConfig({ ...PRODUCTION, SMTP_URL: 'smtp://h' }))).not.toThrow()
  expect(() => mustSendMails(readConfig({}))).not.toThrow()
  expect([{}, PRODUCTION, { ...PRODUCTION, SMS_URL: 'https://h' }].map((env) => readConfig(env).offersSms)).toEqual([true, false, true])
})
