import { randomBytes } from 'node:crypto'

/** A card and its QR codes, without HTTP and without SQL. */

/** How long a QR code may be used. */
export const QR_SECONDS = 60

/** What the first batch takes at most; each next one, as many as the one before unless somebody says otherwise. */
export const CARDS_A_BATCH = 500
export const CARDS_A_BATCH_AT_MOST = 5_000

// No I, L, O, U: a code read aloud or typed from a screen is not misread. All are in the QR codes' short alphabet.
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const SIGNS_IN_A_CODE = 26

/** The text of a QR code: 130 random bits, and nothing about anybody. */
export const newQrText = (): string => Array.from(randomBytes(SIGNS_IN_A_CODE), (byte) => SIGNS[byte % SIGNS.length]).join('')

/** The text as people read it, by groups of four. */
export const grouped = (text: string): string => text.replace(/.{4}(?=.)/g, '$& ')

/** A card's number as it is read on a page, on one line: `n° 2316 6621`. */
export const numbered = (number: string): string => `n° ${grouped(number)}`.replaceAll(' ', '\u00a0')

/** The text that somebody scanned, or typed from the screen. */
export const qrTextFrom = (typed: string): string =>
  typed
    .toUpperCase()
    .replace(/[\s.-]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')

export interface Batch {
  made_at: Date | null
  shipped_at: Date | null
}

/** What can still happen to a batch: made, then shipped. */
export const nextOf = ({ made_at, shipped_at }: Batch): 'made' | 'shipped' | null => (!made_at ? 'made' : !shipped_at ? 'shipped' : null)
