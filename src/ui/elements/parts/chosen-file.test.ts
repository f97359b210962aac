import { expect, test } from 'vitest'
import { documentPolicy } from '../../../features/aid/apprentice-aid/index.ts'
import { readyToSend } from './chosen-file.ts'

/** The field that the page writes of its policy. */
const field = {
  accept: documentPolicy.accept,
  dataset: { formats: documentPolicy.formats, megabytes: String(documentPolicy.megabytes) },
}

const file = (name: string, type: string, bytes = 10) => new File([new Uint8Array(bytes)], name, { type })

test.each([
  ['by its type', file('rib', 'application/pdf')],
  ['by its name', file('RIB.PDF', '')],
  ['a photo of an iPhone', file('IMG_0001.HEIC', '')],
  ['what a phone gives no name and no type', file('document', '')],
])('what the policy takes is sent as it is: %s', async (_, chosen) => {
  expect(await readyToSend(chosen, field)).toBe(chosen)
})

test.each([
  [
    'another type',
    file('contrat.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'),
    'au format PDF, JPG, PNG, WebP ou HEIC.',
  ],
  ['another type that has no name of its own', file('contrat.odt', ''), 'au format PDF, JPG, PNG, WebP ou HEIC.'],
  ['a picture that is none of ours', file('a.gif', 'image/gif'), 'n’est pas accepté ici'],
  ['nothing in it', file('rib.pdf', 'application/pdf', 0), 'vide'],
  ['a byte too many', file('rib.pdf', 'application/pdf', 5_000_001), '5 Mo au plus'],
])('what it does not take is refused in words: %s', async (_, chosen, words) => {
  expect(await readyToSend(chosen, field)).toContain(words)
})
