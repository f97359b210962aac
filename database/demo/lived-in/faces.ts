import sharp from 'sharp'
import { CARD_PHOTO } from '../../../src/features/card/photos/photo.ts'
import { printable } from '../../../src/platform/images.ts'
import type { Person } from './people.ts'

/** Drawn portraits, nobody's, for the people around the named ones. */

interface Look {
  background: string
  skin: string
  hair: string
  cut: keyof typeof CUTS
  clothes: string
  hasGlasses?: true
}

const LOOKS: Record<Person['civility'], Look[]> = {
  M: [
    { background: '#dbe7f3', skin: '#f0c9a4', hair: '#5b3a21', cut: 'short', clothes: '#1f52cc' },
    { background: '#e3eef0', skin: '#5f3b27', hair: '#15110f', cut: 'short', clothes: '#e8a200' },
    { background: '#eef0dd', skin: '#f2cdaa', hair: '#3d2a1c', cut: 'curls', clothes: '#3f7fbf', hasGlasses: true },
    { background: '#e8e3da', skin: '#a86f49', hair: '#2b211b', cut: 'short', clothes: '#24357a', hasGlasses: true },
    { background: '#dcebe4', skin: '#f6dcc3', hair: '#d8b36a', cut: 'short', clothes: '#6b2f6b' },
  ],
  Mme: [
    { background: '#e9efe4', skin: '#8d5a3b', hair: '#1c1614', cut: 'curls', clothes: '#a80f5c' },
    { background: '#f5e9dd', skin: '#f3d3b4', hair: '#c98a3d', cut: 'long', clothes: '#14214f' },
    { background: '#e6e4f2', skin: '#d9a679', hair: '#2a1d16', cut: 'long', clothes: '#2f6b4f', hasGlasses: true },
    { background: '#f3e3e6', skin: '#edbf97', hair: '#8a3b1e', cut: 'bun', clothes: '#475073' },
    { background: '#dfe9f5', skin: '#c98d62', hair: '#231a15', cut: 'bun', clothes: '#b81f3b' },
  ],
}

/** How many faces there are for each civility; those of M come first. */
export const FACES_OF_EACH = 5

/** What is behind the head, then what is before it. */
const CUTS = {
  short: ['', 'M205 470c-30-230 90-325 213-325s240 90 205 325c-22-112-76-165-204-165s-192 50-214 165z'],
  long: [
    'M180 850c-50-200-40-480 20-580 50-90 130-130 214-130s170 44 216 130c56 104 64 380 16 580z',
    'M215 470c10-150 90-190 180-200 100 40 190 60 226 190 6-220-90-315-206-315S190 250 215 470z',
  ],
  curls: [
    'M414 120c150 0 270 90 262 270-4 90-60 130-262 130s-258-40-262-130c-8-180 112-270 262-270z',
    'M222 430c-20-190 70-270 192-270s214 80 192 270c-34-70-90-96-192-96s-158 26-192 96z',
  ],
  bun: [
    'M414 60c70 0 110 44 110 100s-44 96-110 96-110-40-110-96 40-100 110-100z',
    'M208 470c-26-220 88-320 206-320s232 92 206 320c-30-130-96-176-206-176s-176 46-206 176z',
  ],
} as const

const GLASSES =
  '<g fill="none" stroke="#1b2136" stroke-width="12"><circle cx="340" cy="482" r="58"/><circle cx="488" cy="482" r="58"/><path d="M398 478q16-12 32 0"/></g>'

const drawn = ({ background, skin, hair, cut, clothes, hasGlasses }: Look): string => `
  <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 827 1063" width="827" height="1063">
    <rect width="827" height="1063" fill="${background}"/>
    <path d="${CUTS[cut][0]}" fill="${hair}"/>
    <path d="M104 1063c14-214 150-290 310-290s296 76 310 290z" fill="${clothes}"/>
    <path d="M342 640h144v150q-72 60-144 0z" fill="${skin}"/>
    <ellipse cx="414" cy="470" rx="188" ry="232" fill="${skin}"/>
    <path d="${CUTS[cut][1]}" fill="${hair}"/>
    <circle cx="340" cy="482" r="19" fill="#1b2136"/><circle cx="488" cy="482" r="19" fill="#1b2136"/>
    <path d="M350 596q64 58 128 0" fill="none" stroke="#1b2136" stroke-width="13" stroke-linecap="round"/>
    ${hasGlasses ? GLASSES : ''}
  </svg>`

/** Each as the site keeps a photo that was sent. */
export const drawnFaces = (): Promise<Buffer[]> =>
  Promise.all(
    [...LOOKS.M, ...LOOKS.Mme].map(async (look) => {
      const sent = await sharp(Buffer.from(drawn(look)))
        .png({ compressionLevel: 1 })
        .toBuffer()
      return printable(sent, CARD_PHOTO, null)
    }),
  )
