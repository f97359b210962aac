import { setTimeout as sleep } from 'node:timers/promises'
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { sending } from './browsers.ts'
import { cardNumberOf, PEOPLE, ticketOf } from './day.ts'
import type { Attack, Person } from './task.ts'
import { inTurn, type Visits } from './visits.ts'

/** How it goes on until an instant, beside everybody else. */
export type Going = (visits: Visits, until: number) => Promise<void>

const RECEIPTS_AT_ONCE = 10
const PHOTOS_AT_ONCE = 100
const SECONDS_BETWEEN_PHOTOS = 20
const DOCUMENTS_AT_ONCE = 20

/** A bounded attack, with all that it takes made beforehand. */
export async function attackBy(name: Attack, by: Person[]): Promise<Going> {
  return await ATTACKS[name](by)
}

const ATTACKS: Record<Attack, (by: Person[]) => Going | Promise<Going>> = {
  /** One person's receipts, ten at a time. */
  receipts: ([one]) => {
    if (!one) throw new Error('nobody asks for receipts')
    const again = (visits: Visits) => visits.receipt(`/espace/ma-carte/prepaiements/${ticketOf(one.id)}`, one.cookie, 'attack: receipts')
    return (visits, until) => atOnce(RECEIPTS_AT_ONCE, until, () => again(visits))
  },

  /** What is wrong comes at a rate: see `everybody.ts`. */
  'sign-ins': () => async () => {},

  /** A hundred photos in the same instant, reduced as browsers do. */
  async photos(by) {
    const next = inTurn(by)
    const bytes = await sharp({
      create: { width: 1200, height: 1600, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 30 } },
    })
      .jpeg({ quality: 80 })
      .toBuffer()
    return async (visits, until) => {
      while (performance.now() < until) {
        const all = Array.from({ length: PHOTOS_AT_ONCE }, () => {
          const { cookie, csrf: _csrf } = next()
          const request = sending('/espace/ma-carte/nouvelle-photo', cookie, { _csrf }, { name: 'photo', type: 'image/jpeg', bytes })
          return visits.ask({ kind: 'attack: photos', request, expects: 303 })
        })
        await Promise.all([...all, sleep(SECONDS_BETWEEN_PHOTOS * 1_000)])
      }
    }
  },

  /** Small files that take long: a page of which everything is drawn again and again, and a picture of many pixels that are all alike. */
  async documents(by) {
    const next = inTurn(by)
    const files = [
      { name: 'document', type: 'application/pdf', bytes: slowPdf() },
      { name: 'document', type: 'image/png', bytes: await hugePicture() },
    ]
    let sent = 0
    return (visits, until) =>
      atOnce(DOCUMENTS_AT_ONCE, until, async () => {
        const { cookie, csrf: _csrf } = next()
        const file = files[sent++ % files.length] as (typeof files)[number]
        const request = sending('/espace/demande/justificatif?remplacer=oui', cookie, { _csrf }, file)
        // The picture is what it says, and is taken; the page is refused, after a while.
        const kind = file.type === 'image/png' ? 'attack: huge pictures' : 'attack: slow PDFs'
        await visits.ask({ kind, request, expects: 303 })
      })
  },
}

/** So many at a time, the next one as soon as one has ended; a refusal is waited for a little, as whoever clicks again does. */
async function atOnce(many: number, until: number, once: () => Promise<unknown>): Promise<void> {
  const one = async () => {
    while (performance.now() < until) {
      const started = performance.now()
      await once()
      if (performance.now() - started < 5) await sleep(5)
    }
  }
  await Promise.all(Array.from({ length: many }, one))
}

/** The wrong password that is tried, of whom and from where nobody can tell. */
export const wrongSignIn = (visits: Visits, due: number) =>
  visits.signIn({
    due,
    kind: 'attack: wrong sign-ins',
    number: cardNumberOf(1 + Math.floor(Math.random() * PEOPLE)),
    password: 'Wrong-2026',
  })

const FILLS = 50_000

function slowPdf(): Buffer {
  const content = deflateSync(Buffer.from('0.5 g 0 0 600 800 re f*\n1 0 0 RG 0 0 m 600 800 l 0 800 l 600 0 l S\n'.repeat(FILLS)))
  const objects = [
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    Buffer.from('<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>'),
    Buffer.concat([Buffer.from(`<< /Length ${content.length} /Filter /FlateDecode >>\nstream\n`), content, Buffer.from('\nendstream')]),
  ]
  const parts = [Buffer.from('%PDF-1.7\n')]
  const places: number[] = []
  const length = () => parts.reduce((sum, part) => sum + part.length, 0)
  for (const [index, object] of objects.entries()) {
    places.push(length())
    parts.push(Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from('\nendobj\n'))
  }
  const table = places.map((place) => `${`${place}`.padStart(10, '0')} 00000 n \n`).join('')
  const end = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${length()}\n%%EOF\n`
  return Buffer.concat([...parts, Buffer.from(end)])
}

const hugePicture = (): Promise<Buffer> =>
  sharp({ create: { width: 7_000, height: 7_000, channels: 3, background: '#fff' } })
    .png()
    .toBuffer()
