import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { isValidBIC, isValidIBAN } from 'ibantools'
import { isSupportedCountry } from 'libphonenumber-js/max'
import { z } from 'zod'
import { OUR_REGION, wrongRegion } from './region.ts'

const flag = z.enum(['0', '1']).transform((value) => value === '1')
const port = z.coerce.number().int().min(0).max(65_535)
const MAILBOX = /^(?:([^<>\r\n]+) <([^\s<>,;:()"@]+@[^\s<>,;:()"@]+)>|([^\s<>,;:()"@]+@[^\s<>,;:()"@]+))$/
const mailbox = z
  .string()
  .regex(MAILBOX, 'it must be an address, or a name and <an address>')
  .transform((text) => {
    const [, name = '', named, alone] = MAILBOX.exec(text) ?? []
    return { name, address: (named ?? alone) as string }
  })
const key = z
  .string()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length === 32, 'it must be 32 bytes in base64')
const url = (protocol: RegExp) => z.url({ protocol, hostname: /.*/ })
/** Under which the paths of another service are, with or without a slash at its end. */
const base = () => url(/^https?$/).transform((typed) => typed.replace(/\/$/, ''))

const apiParticulierOf = (at?: string, token?: string, siret?: string) => (at && token && siret ? { url: at, token, siret } : undefined)

/** Keys by commas, the newest first. */
const keys = () =>
  z
    .string()
    .transform((text) => text.split(',').map((key) => Buffer.from(key.trim(), 'base64')))
    .refine((all) => all.every((key) => key.length === 32), 'it must be 32 bytes in base64, or several by commas, the newest first')

const environment = z
  .object({
    NODE_ENV: z.string().optional(),
    PORT: port.default(3000),
    HOST: z.string().min(1).optional(),
    TRUSTED_PROXIES: z.coerce.number().int().min(1).max(10).default(1),
    METRICS_PORT: port.default(9464),
    WEB_PROCESSES: z.coerce.number().int().min(1).max(128).optional(),
    PUBLIC_URL: url(/^https?$/)
      .transform((text) => new URL(text))
      .refine(({ pathname, search }) => pathname === '/' && !search, 'it must be a host without a path')
      // As browsers name it in `Origin`: no capitals, no port that goes without saying.
      .transform(({ origin }) => origin)
      .optional(),
    /** Read when the program starts, before anything that is made of its words. */
    REGION_FILE: z
      .string()
      .optional()
      .refine(() => wrongRegion === null, wrongRegion ?? undefined),
    DATA_DIR: z.string().min(1).default('./data'),
    DATABASE_URL: url(/^postgres(ql)?$/).optional(),
    DATABASE_CONNECTIONS: z.coerce.number().int().min(3).default(16),
    DATABASE_CONNECTIONS_OF_TILLS: z.coerce.number().int().min(1).default(6),
    DATABASE_OWNER_URL: url(/^postgres(ql)?$/).optional(),
    DATABASE_READ_URL: url(/^postgres(ql)?$/).optional(),
    SMTP_URL: url(/^smtps?$/).optional(),
    MAIL_FROM: mailbox.prefault(`${OUR_REGION.card} <ne-pas-repondre@${OUR_REGION.domain}>`),
    MAIL_REPLY_TO: mailbox.optional(),
    BOUNCES_DIR: z.string().min(1).optional(),
    SMS_URL: url(/^https?$/)
      .refine(hasReadableLogin, 'its user and password must be written for an address: « % » as « %25 »')
      .optional(),
    SMS_HEADER: z
      .string()
      .regex(
        /^(?!(?:host|connection|transfer-encoding|content-\w+):)[a-z0-9-]+: *[!-~][ -~]*$/i,
        'it must be a name and a value of plain letters, as « X-Key: abc », and no header of the request itself',
      )
      .optional(),
    SMS_BODY: z
      .string()
      .default('{"to":"{to}","text":"{text}"}')
      .refine((body) => body.includes('{to}') && body.includes('{text}'), 'it must hold {to} and {text}'),
    SMS_COUNTRIES: z
      .string()
      .default('FR,GP,MQ,GF,RE,YT,PM,BL,MF,BE')
      .transform((codes) => codes.split(',').map((code) => code.trim().toUpperCase()))
      .refine(
        (codes) => codes.every((code): boolean => isSupportedCountry(code)),
        'it must be codes of countries (ISO 3166), separated by commas',
      ),
    SMS_ABROAD_A_DAY: z.coerce.number().int().min(0).default(200),
    PUSH: flag.default(true),
    IBAN_KEY: keys().optional(),
    SEAL_KEY: key.optional(),
    FINGERPRINT_KEY: keys().optional(),
    CLAMD_URL: url(/^tcp$/).optional(),
    PAYER_NAME: z.string().min(1).max(70).default(`RÉGION ${OUR_REGION.name.toUpperCase()}`),
    PAYER_IBAN: z
      .string()
      .transform((text) => text.replace(/\s/g, ''))
      .refine((iban) => isValidIBAN(iban), 'it is no IBAN')
      .optional(),
    PAYER_BIC: z
      .string()
      .refine((bic) => isValidBIC(bic), 'it is no BIC')
      .optional(),
    API_PARTICULIER_URL: base().optional(),
    API_PARTICULIER_TOKEN: z
      .string()
      .regex(/^[!-~]+$/, 'it must be plain letters without a space')
      .optional(),
    API_PARTICULIER_SIRET: z
      .string()
      .regex(/^\d{14}$/, 'it must be the 14 digits of a SIRET')
      .optional(),
    COMPANY_DIRECTORY_URL: base().optional(),
    ROUTING_URL: base().optional(),
    ROUTING_KIND: z.enum(['osrm', 'geoplateforme']).default('osrm'),
    FILES_URL: url(/^https?$/)
      .refine(hasReadableLogin, 'its key and secret must be written for an address: « / » as « %2F », « % » as « %25 »')
      .refine(
        (address) => /^https?:\/\/[^:@/]+:[^@/]+@[^/]+\/[\w.-]+[\w./-]*(\?region=[\w-]+)?$/.test(address),
        'it must be https://KEY:SECRET@host/bucket?region=…, perhaps with folders after the bucket',
      )
      .optional(),
    MAP_TILES_URL: z
      .string()
      .regex(/^https?:\/\/[^/\s]+\/\S*\{z\}\S*$/, 'it must be an address with {z}, {x} and {y}')
      .optional(),
    MAP_TILES_CREDIT: z.string().optional(),
    DEMO: flag.optional(),
    CLOCK: z.iso.datetime({ offset: true, local: true }).optional(),
  })
  .refine(
    ({ API_PARTICULIER_URL, API_PARTICULIER_TOKEN, API_PARTICULIER_SIRET }) =>
      new Set([API_PARTICULIER_URL, API_PARTICULIER_TOKEN, API_PARTICULIER_SIRET].map(Boolean)).size === 1,
    { path: ['API_PARTICULIER_URL'], message: 'it goes with API_PARTICULIER_TOKEN and API_PARTICULIER_SIRET: all three, or none' },
  )
  .transform((env) => ({
    port: env.PORT,
    /** The one address of this machine that is listened to; all of them without it. */
    host: env.HOST,
    /** How many proxies stand before this program, each of which adds to `X-Forwarded-For` whom it saw. */
    trustedProxies: env.TRUSTED_PROXIES,
    metricsPort: env.METRICS_PORT,
    webProcesses: env.WEB_PROCESSES ?? availableParallelism(),
    publicUrl: env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
    /** Where our own forms are sent from: on this machine, whatever it is called. */
    origins: env.PUBLIC_URL
      ? [env.PUBLIC_URL]
      : ['localhost', '127.0.0.1', '[::1]'].map((host) => new URL(`http://${host}:${env.PORT}`).origin),
    dataDir: resolve(env.DATA_DIR),
    databaseUrl: env.DATABASE_URL,
    /** Connections of all the web processes of this machine, for everybody and for tills. */
    connections: { ofAll: env.DATABASE_CONNECTIONS, ofTills: env.DATABASE_CONNECTIONS_OF_TILLS },
    /** Who owns the tables, when it is another role than the one that the program works as. */
    databaseOwnerUrl: env.DATABASE_OWNER_URL,
    databaseReadUrl: env.DATABASE_READ_URL,
    smtpUrl: env.SMTP_URL,
    mail: { from: env.MAIL_FROM, replyTo: env.MAIL_REPLY_TO },
    /** The Maildir into which mails that nobody took return. */
    bouncesDir: env.BOUNCES_DIR && resolve(env.BOUNCES_DIR),
    /** The gateway of the SMS: where to post, and what, with {to} and {text} in it. */
    sms: env.SMS_URL ? { ...gatewayAt(env.SMS_URL), body: env.SMS_BODY, header: env.SMS_HEADER } : undefined,
    /** Whether people may choose to be told by SMS: without a gateway, the demonstration shows those that nobody gets. */
    offersSms: env.SMS_URL !== undefined || env.NODE_ENV !== 'production',
    /** The countries that SMS are sent to, and how many a day leave for another than France: each may cost twenty times one of here. */
    smsCountries: env.SMS_COUNTRIES,
    smsAbroadADay: env.SMS_ABROAD_A_DAY,
    /** Whether people may be rung in their browsers, by way of whoever made them. */
    push: env.PUSH,
    ibanKeys: env.IBAN_KEY,
    sealKey: env.SEAL_KEY,
    fingerprintKeys: env.FINGERPRINT_KEY,
    /** The antivirus that looks at every file. */
    clamd: env.CLAMD_URL ? new URL(env.CLAMD_URL) : undefined,
    /** The S3 store that files are put in; without it they stay in the database. */
    files: env.FILES_URL === undefined ? undefined : storeAt(env.FILES_URL),
    /** The account that aids are paid from. */
    payer: env.PAYER_IBAN ? { name: env.PAYER_NAME, iban: env.PAYER_IBAN, bic: env.PAYER_BIC } : undefined,
    /** Where the State is asked who is enrolled, with which key, in the name of which Region; without it nothing is asked. */
    apiParticulier: apiParticulierOf(env.API_PARTICULIER_URL, env.API_PARTICULIER_TOKEN, env.API_PARTICULIER_SIRET),
    /** The State's directory of companies, of which shops that ask to join are looked up. */
    companyDirectory: env.COMPANY_DIRECTORY_URL,
    routing: env.ROUTING_URL ? { url: env.ROUTING_URL, kind: env.ROUTING_KIND } : undefined,
    /** What the map is drawn over, and to whom it is due; without it, over our own outline. */
    mapTiles: env.MAP_TILES_URL ? { url: env.MAP_TILES_URL, credit: env.MAP_TILES_CREDIT } : undefined,
    demo: env.DEMO ?? (!env.DATABASE_URL && env.NODE_ENV !== 'production'),
    production: env.NODE_ENV === 'production',
    clockStartsAt: env.CLOCK ? new Date(env.CLOCK) : undefined,
  }))
  .refine((config) => !(config.demo && config.production), {
    path: ['DEMO'],
    message: 'the demonstration is refused with NODE_ENV=production',
  })
  .refine((config) => config.databaseUrl || !config.databaseOwnerUrl, {
    path: ['DATABASE_OWNER_URL'],
    message: 'it goes with DATABASE_URL, the role that the program works as',
  })
  .refine((config) => config.databaseUrl || !config.databaseReadUrl, {
    path: ['DATABASE_READ_URL'],
    message: 'it goes with DATABASE_URL, of which it is a copy',
  })
  .refine((config) => config.demo || !config.clockStartsAt, {
    path: ['CLOCK'],
    message: 'the clock can be set in the demonstration only (DEMO=1)',
  })

export type Config = z.output<typeof environment>

/** Where files are kept, when it is not in the database: `https://KEY:SECRET@host/bucket/prefix?region=…`. */
function storeAt(address: string) {
  const { origin, pathname, searchParams, username, password } = new URL(address)
  const [bucket, ...folders] = pathname.split('/').filter(Boolean)
  return {
    endpoint: `${origin}/${bucket}`,
    prefix: folders.map((folder) => `${folder}/`).join(''),
    region: searchParams.get('region') ?? 'us-east-1',
    accessKeyId: decodeURIComponent(username),
    secretAccessKey: decodeURIComponent(password),
  }
}

const loginIn = ({ username, password }: URL): string => [username, password].map(decodeURIComponent).join(':')

function hasReadableLogin(address: string): boolean {
  try {
    return loginIn(new URL(address)) !== ''
  } catch {
    return false
  }
}

/** An address with « user:password@ » in it, which no request may have: it becomes the header that says the same. */
function gatewayAt(address: string): { url: string; authorization: string | undefined } {
  const parts = new URL(address)
  const login = loginIn(parts)
  parts.username = parts.password = ''
  return { url: parts.href, authorization: login === ':' ? undefined : `Basic ${Buffer.from(login).toString('base64')}` }
}

/**
 * The configuration, read once from the environment at start.
 * @throws Error with one sentence that names the wrong variable.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(set)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new Error(`Configuration: ${issue?.path.join('.')} is wrong: ${issue?.message}`)
}

/**
 * Commands do without; whoever serves people must reach them, and an outbox would hold their passwords and links in clear.
 * @throws Error with one sentence when mails would go to the outbox in production.
 */
export function mustSendMails({ production, smtpUrl }: Config): void {
  if (production && !smtpUrl)
    throw new Error('Configuration: SMTP_URL is missing: with NODE_ENV=production mails are sent, never written to the outbox')
}
