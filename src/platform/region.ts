import { readFileSync } from 'node:fs'
import { z } from 'zod'
import hautsDeFrance from './hauts-de-france.json' with { type: 'json' }

const words = (most: number) => z.string().trim().min(1).max(most)
const site = z.url({ protocol: /^https?$/ })
/** Postcodes begin with it; those of Corsica do not, and its schools have another number still. */
const department = z.string().regex(/^(\d{2}|97\d)$/, 'it must be the code of a department, whose postcodes begin with it')

const file = z.strictObject({
  /** After « la Région »: « Hauts-de-France ». */
  name: words(40),
  /** « dans les Hauts-de-France », « en Bretagne ». */
  inIt: words(60),
  /** « des Hauts-de-France », « de Bretagne ». */
  ofIt: words(60),
  /** By which the State's files name it. */
  code: z.string().regex(/^\d{2}$/, 'it must be two digits'),
  departments: z.array(z.strictObject({ code: department, name: words(40) })).min(1),
  /** In the names of whose towns mistakes are forgiven too. */
  departmentsAround: z.array(department),
  card: words(30),
  /** The one that some people still have. */
  cardBefore: words(30).optional(),
  /** As it is read. */
  phone: z
    .string()
    .regex(/^0 ?80[0-5][\d ]{6,}$/, 'it must be a number that is free, which people are told is a « numéro vert » (0800 to 0805)'),
  email: z.email(),
  /** Where letters go. */
  address: words(120),
  siteOfCard: site,
  siteOfRegion: site,
})

type Region = z.output<typeof file>

const HAUTS_DE_FRANCE = file.parse(hautsDeFrance)

function regionIn(path: string | undefined): Region | string {
  if (!path) return HAUTS_DE_FRANCE
  try {
    return file.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined
    const why = issue ? `${issue.path.join('.') || 'the file'}: ${issue.message}` : error instanceof Error ? error.message : error
    return String(why)
  }
}

const plain = (text: string): string => text.normalize('NFD').replace(/[^\w -]/g, '')

const read = regionIn(process.env.REGION_FILE)

/** What is wrong with the file of the Region, in one sentence. Whoever reads the configuration stops there. */
export const wrongRegion = typeof read === 'string' ? read : null

const region = typeof read === 'string' ? HAUTS_DE_FRANCE : read

/** Whether the outline that maps are drawn on is of this Region. */
export const isOnOurMap = region.code === HAUTS_DE_FRANCE.code

/**
 * The Region whose scheme this is. Pages, messages and documents are made of its words when the program starts: it is the program's, and no
 * page's to know or to hand on.
 */
export const OUR_REGION = {
  ...region,
  /** The card in letters that banks and phones know: « Generation HDF ». */
  plainCard: plain(region.card),
  /** What mails are from. */
  domain: new URL(region.siteOfCard).host,
  /** `+33800026080` */
  dialled: `+33${region.phone.replace(/\D/g, '').slice(1)}`,
}

/** The departments of the Region, by the first three digits of the number (UAI) of their schools: a nought, then the code of a postcode. */
export const DEPARTMENTS: Readonly<Record<string, string>> = Object.fromEntries(
  region.departments.map(({ code, name }) => [code.padStart(3, '0'), name]),
)
