import { UserError } from './errors.ts'
import type { UploadedFile } from './http/body.ts'
import { cores } from './machine.ts'
import type { Answer, Refusal as ReaderRefusal } from './threads/pdf-reader.ts'
import { askThread } from './threads.ts'
import { type Comer, SLOW_FILES, turns } from './turns.ts'

const BYTES_AT_MOST = 5_000_000
const PAGES_AT_MOST = 50
const OBJECTS_AT_MOST = 100_000
const SECONDS_AT_MOST = 15
/** The longest side of a page's picture, in pixels. */
const PICTURE_AT_MOST = 1600

const inTurn = turns({ atOnce: cores, waiting: 20, ofOne: { atOnce: 1, waiting: 2 }, slow: SLOW_FILES })

/** Readers look for the header in the first kilobyte; so do we, and nothing else is a PDF. */
export const isPdf = (bytes: Buffer): boolean => bytes.subarray(0, 1024).includes('%PDF-')

/**
 * Lets a PDF in, or says why not. It is kept as it came: what could act when it is opened is refused, wherever it hides.
 * @throws UserError 413, 415 or 422 on that field of the form; 503 when too many documents are waiting; 429 when theirs are slow
 * @returns how many pages it has
 */
export async function mustBeHarmlessPdf(bytes: Buffer, field: string, comer: Comer = { isTheirs: true }): Promise<number> {
  if (bytes.length > BYTES_AT_MOST) throw refusal('too-big', field)
  if (!isPdf(bytes)) throw refusal('wrong-type', field)
  const answer = await ask({ work: 'check', bytes }, comer)
  if (answer && 'pages' in answer) return answer.pages
  throw refusal(answer && 'refused' in answer ? answer.refused : 'unreadable', field)
}

const refusal = (code: Refusal, field: string) =>
  new UserError(`pdf.${code}`, REFUSALS[code].sentence, { status: REFUSALS[code].status ?? 422, field })

/** What is kept of a PDF that was sent: all of it, if it is harmless and whoever has to look at it can have it drawn. */
export async function harmlessPdf({ bytes, field }: UploadedFile): Promise<Buffer> {
  await mustBeHarmlessPdf(bytes, field)
  if (!(await copied(bytes, { isTheirs: true }))) throw refusal('unreadable', field)
  return bytes
}

/**
 * A PDF of ours that shows the same pages: what else came with them, wherever it hides, stays behind.
 * @throws UserError 422 when it cannot be drawn
 */
export async function drawnAgain(bytes: Buffer): Promise<Buffer> {
  const copy = await copied(bytes)
  if (!copy) throw new UserError('pdf.unreadable', 'Ce document ne peut pas être lu. Demandez à cette personne d’en envoyer un autre.')
  return copy
}

async function copied(bytes: Buffer, comer?: Comer): Promise<Buffer | undefined> {
  const answer = await ask({ work: 'copy', bytes }, comer)
  return answer && 'pdf' in answer ? Buffer.from(answer.pdf) : undefined
}

/** A page of a PDF (the first is 1) as a PNG that no reader executes; undefined when there is no such page. */
export async function pictureOfPage(bytes: Buffer, page: number, comer?: Comer): Promise<Buffer | undefined> {
  const answer = await ask({ work: 'picture', bytes, page }, comer)
  return answer && 'png' in answer && answer.png ? Buffer.from(answer.png) : undefined
}

type Refusal = ReaderRefusal | 'too-big' | 'wrong-type'

const REFUSALS: Record<Refusal, { sentence: string; status?: number }> = {
  'too-big': {
    sentence: `Ce document est trop lourd : ${BYTES_AT_MOST / 1_000_000} Mo au plus. Choisissez-en un plus léger.`,
    status: 413,
  },
  'wrong-type': {
    sentence: 'Ce fichier n’est pas un PDF. Enregistrez votre document au format PDF, ou numérisez-le en PDF, puis envoyez-le.',
    status: 415,
  },
  unreadable: { sentence: 'Ce PDF est abîmé et ne peut pas être lu. Enregistrez-le de nouveau, ou choisissez-en un autre.' },
  encrypted: {
    sentence:
      'Ce PDF est protégé par un mot de passe, et personne ne peut l’ouvrir sans lui. Enregistrez-en une copie sans mot de passe, puis envoyez-la.',
  },
  active: { sentence: 'Ce PDF contient un programme ou un formulaire actif. Imprimez-le en PDF, puis envoyez la copie.' },
  attachments: { sentence: 'Ce PDF contient des fichiers joints. Imprimez-le en PDF, puis envoyez la copie.' },
  'too-many-pages': { sentence: `Ce PDF a trop de pages : ${PAGES_AT_MOST} au plus. N’envoyez que les pages utiles.` },
}

type Asked = { work: 'check' | 'copy'; bytes: Buffer } | { work: 'picture'; bytes: Buffer; page: number }

function ask(question: Asked, comer?: Comer): Promise<Answer | undefined> {
  const limits = { objects: OBJECTS_AT_MOST, pages: PAGES_AT_MOST, picture: PICTURE_AT_MOST }
  return inTurn(() => askThread('pdf-reader', { ...question, limits }, SECONDS_AT_MOST), comer)
}
