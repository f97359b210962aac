import { FileRefused, type Pieces } from '../../../platform/import/saved-text.ts'
import { type Place, readXml } from '../../../platform/import/xml.ts'
import type { Answer } from './answer.ts'
import { Camt } from './camt.ts'
import { Pain002 } from './pain-002.ts'

/** An element, its names without the prefix that some banks write. */
export type Element = Pick<Place, 'at' | 'name'>

export interface AnswerReader {
  opened(element: Element, attributes: Readonly<Record<string, string>>): boolean
  closed(element: Element, text: string): void
  read(): Answer
}

const EXPECTED = 'Il faut la réponse de la banque (pain.002, camt.053 ou camt.054) ou le retour du comptable (CSV).'

/** The messages that are read, by the element that each is, and in which versions. */
const MESSAGES: Record<string, { name: string; versions: string[]; reader: () => AnswerReader }> = {
  CstmrPmtStsRpt: { name: 'pain.002', versions: ['pain.002.001.03', 'pain.002.001.10'], reader: () => new Pain002() },
  BkToCstmrStmt: { name: 'camt.053', versions: ['camt.053.001.02', 'camt.053.001.08'], reader: () => new Camt('camt.053') },
  BkToCstmrDbtCdtNtfctn: { name: 'camt.054', versions: ['camt.054.001.02', 'camt.054.001.08'], reader: () => new Camt('camt.054') },
}

/** What is sent by mistake, by the element that it is. */
const MISTAKES: Record<string, string> = {
  CstmrCdtTrfInitn: 'C’est un fichier de virements (pain.001), celui que la Région donne à la banque, et non sa réponse.',
  CstmrDrctDbtInitn: 'C’est un fichier de prélèvements (pain.008).',
  BkToCstmrAcctRpt: 'C’est un relevé du jour (camt.052), qui n’est pas définitif.',
  FIToFICstmrCdtTrf: 'C’est un message entre banques (pacs.008).',
  PmtRtr: 'C’est un message entre banques (pacs.004).',
  BEE_ELEVES: 'C’est une liste d’élèves de SIECLE : rien n’en est gardé.',
  BEE_RESPONSABLES: 'C’est le fichier des responsables légaux de SIECLE : rien n’en est gardé.',
  PES_Aller: 'C’est un flux PES de la DGFiP. Demandez à votre logiciel financier un retour au format CSV.',
  PES_Retour: 'C’est un flux PES de la DGFiP. Demandez à votre logiciel financier un retour au format CSV.',
  PES_ACQUIT: 'C’est un accusé de réception PES : il ne dit pas ce qui est payé.',
}

const unprefixed = (name: string): string => (name.includes(':') ? name.replace(/[^/:]*:/g, '') : name)

const wrong = (sentence: string | undefined) =>
  new FileRefused(`${sentence ?? 'Ce fichier XML n’est pas une réponse de la banque.'} ${EXPECTED}`)

/**
 * What a bank answers in XML, read as it comes.
 * @throws FileRefused
 */
export async function readXmlAnswer(pieces: Pieces): Promise<Answer> {
  const file = new XmlAnswer()
  await readXml(pieces, file)
  return file.read()
}

class XmlAnswer {
  #reader: AnswerReader | undefined
  #version = ''

  opened({ at, name, depth }: Place, attributes: Readonly<Record<string, string>>): boolean {
    const element = { at: unprefixed(at), name: unprefixed(name) }
    if (depth === 1) {
      if (element.name !== 'Document') throw wrong(MISTAKES[element.name])
      this.#version =
        Object.entries(attributes).find(([key, value]) => key.startsWith('xmlns') && /:(?:pain|camt)\./.test(value))?.[1] ?? ''
      return false
    }
    if (depth === 2) {
      // A message begins once: what would follow it is another file.
      if (this.#reader) throw wrong(undefined)
      this.#reader = this.#readerOf(element.name)
      return false
    }
    return this.#reader?.opened(element, attributes) ?? false
  }

  #readerOf(name: string): AnswerReader {
    const message = MESSAGES[name]
    if (!message) throw wrong(MISTAKES[name])
    const version = /(?:pain|camt)\.\d{3}\.\d{3}\.\d{2}$/.exec(this.#version)?.[0]
    if (version === undefined || message.versions.includes(version)) return message.reader()
    throw new FileRefused(
      `Ce fichier est un ${version}, que nous ne lisons pas. Demandez à la banque la version ${message.versions.join(' ou ')}.`,
    )
  }

  closed({ at, name, depth }: Place, text: string): void {
    if (depth > 2) this.#reader?.closed({ at: unprefixed(at), name: unprefixed(name) }, text)
  }

  read(): Answer {
    if (!this.#reader) throw wrong(undefined)
    return this.#reader.read()
  }
}
