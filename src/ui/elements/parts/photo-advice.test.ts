import sharp, { type Sharp } from 'sharp'
import { expect, test } from 'vitest'
import { drawnPortrait } from '../../../../database/demo/photo.ts'
import { adviceOn, adviceOnFaces, LOOKED_AT_WIDTH } from './photo-advice.ts'

const portrait = await drawnPortrait('#9fb4c8', '#c9976c', '#4a2f1d')

/** The part of a photo that goes on the card, as a canvas gives it. */
async function looked(change: (photo: Sharp) => Sharp, width = LOOKED_AT_WIDTH) {
  const changed = await change(sharp(portrait)).png().toBuffer()
  const height = Math.round((width * 1063) / 827)
  const { data, info } = await sharp(changed).resize(width, height).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

test.each([
  ['sharp, well lit and large', (photo: Sharp) => photo, 900, []],
  ['a small part', (photo: Sharp) => photo, 250, ['narrow']],
  ['blurred', (photo: Sharp) => photo.blur(9), 900, ['blurred']],
  ['taken at night', (photo: Sharp) => photo.linear(0.3, 0), 900, ['dark']],
  ['burnt by a flash', (photo: Sharp) => photo.linear(0.4, 160), 900, ['bright']],
] as const)('%s: what is advised', async (_what, change, width, advice) => {
  expect(adviceOn(await looked(change), width)).toEqual(advice)
})

test('a light behind is told from a dark room', () => {
  const [width, height] = [100, 128]
  const inOval = (x: number, y: number) => Math.hypot((x / width - 0.5) / 0.3, (y / height - 0.47) / 0.36) < 1
  const data = Array.from({ length: width * height }, (_, at) => {
    const light = inOval(at % width, Math.floor(at / width)) ? 50 : 230
    return [light, light, light, 255]
  }).flat()
  expect(adviceOn({ data, width, height }, 900)).toEqual(['backlit'])
})

test('a wall has no edge to be judged by', () => {
  expect(adviceOn({ data: Array.from({ length: 400 * 4 }, () => 128), width: 20, height: 20 }, 900)).toEqual([])
})

test('one face, and one only', () => {
  expect([0, 1, 2].map(adviceOnFaces)).toEqual([['no-face'], [], ['several-faces']])
})
