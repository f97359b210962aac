/** What can be said of a photo before it is sent: advice, that never keeps anybody from sending it. */

/** As a canvas gives them: red, green, blue and opacity, line after line. */
interface Pixels {
  data: ArrayLike<number>
  width: number
  height: number
}

/** The part of a photo is looked at no larger than this: what cannot be seen then is not printed either. */
export const LOOKED_AT_WIDTH = 300

/** Narrower than this, in the photo's own pixels, it is coarser than what is printed (300 dots per inch or so). */
const NARROW = 350

const DARK = 65
const BRIGHT = 205
/** How much lighter what is around a face is, when the light comes from behind. */
const BACKLIT = 75

/** An edge counts from this difference of light, over four pixels. */
const EDGE = 24
/** How much of that difference is between two pixels: half and more when the photo is sharp, a quarter when it is blurred. */
const SHARP = 0.35

export const ADVICE = {
  narrow: 'Cette zone est petite : elle sera floue une fois imprimée. Dézoomez, ou prenez une photo plus grande.',
  blurred: 'La photo semble floue. Nettoyez l’objectif, et ne bougez plus en la prenant.',
  dark: 'La photo semble sombre. Mettez-vous face à une fenêtre ou à une lampe.',
  bright: 'La photo semble trop claire. Évitez le soleil direct et le flash.',
  backlit: 'Vous semblez à contre-jour. Mettez la lumière devant vous, pas derrière.',
  'no-face': 'Aucun visage n’est reconnu. Le vôtre doit être de face, entier, dans l’ovale.',
  'several-faces': 'Plusieurs visages sont reconnus. Vous devez être seul sur la photo.',
} as const

export type Advice = keyof typeof ADVICE

/** What to say of that part of a photo, `width` of whose own pixels were kept. */
export function adviceOn(pixels: Pixels, width: number): Advice[] {
  const light = lightOf(pixels)
  const { inside, around } = meansOf(light, pixels)
  const advice: Advice[] = width < NARROW ? ['narrow'] : []
  if (sharpness(light, pixels) < SHARP) advice.push('blurred')
  if (inside < BRIGHT - BACKLIT && around - inside > BACKLIT) advice.push('backlit')
  else if (inside < DARK) advice.push('dark')
  else if (inside > BRIGHT) advice.push('bright')
  return advice
}

/** What a browser that knows faces has found. */
export const adviceOnFaces = (count: number): Advice[] => (count === 0 ? ['no-face'] : count > 1 ? ['several-faces'] : [])

function lightOf({ data, width, height }: Pixels): Float32Array {
  const light = new Float32Array(width * height)
  for (let index = 0; index < light.length; index++) {
    const at = 4 * index
    light[index] = 0.299 * (data[at] as number) + 0.587 * (data[at + 1] as number) + 0.114 * (data[at + 2] as number)
  }
  return light
}

/** The mean light where the face should be, and around it. */
function meansOf(light: Float32Array, { width, height }: Pixels): { inside: number; around: number } {
  const sums = { inside: 0, around: 0 }
  const counts = { inside: 0, around: 0 }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const where = Math.hypot((x / width - 0.5) / 0.3, (y / height - 0.47) / 0.36) < 1 ? 'inside' : 'around'
      // A shirt says nothing of the light behind.
      if (where === 'around' && y > 0.6 * height) continue
      sums[where] += light[y * width + x] as number
      counts[where]++
    }
  }
  return { inside: sums.inside / counts.inside, around: sums.around / counts.around }
}

/** Of the strongest edges, how much of each lies between two pixels; 1 where there is no edge to judge by. */
function sharpness(light: Float32Array, { width, height }: Pixels): number {
  const edges: { strength: number; share: number }[] = []
  for (const [step, length, lines, stride] of [
    [1, width, height, width],
    [width, height, width, 1],
  ] as const) {
    for (let line = 0; line < lines; line++) {
      for (let at = 2; at < length - 2; at++) {
        const middle = line * stride + at * step
        const value = (offset: number) => light[middle + offset * step] as number
        const strength = Math.abs(value(2) - value(-2))
        if (strength < EDGE) continue
        let most = 0
        for (let offset = -2; offset < 2; offset++) most = Math.max(most, Math.abs(value(offset + 1) - value(offset)))
        edges.push({ strength, share: Math.min(1, most / strength) })
      }
    }
  }
  const strongest = edges.sort((a, b) => b.strength - a.strength).slice(0, Math.max(50, Math.round(edges.length / 10)))
  const shares = strongest.map(({ share }) => share).sort((a, b) => a - b)
  return shares.length < 50 ? 1 : (shares[Math.floor(shares.length / 2)] as number)
}
