import { setPriority } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { attackBy, wrongSignIn } from './attacks.ts'
import { Browsers } from './browsers.ts'
import { cardNumberOf, PEOPLE } from './day.ts'
import { Notes } from './figures.ts'
import type { Report, Task } from './task.ts'
import { Visits } from './visits.ts'

/**
 * Plays everybody, in a process of its own: people come at a fixed rate whatever the answers take, and an answer that is late because its
 * request could not be sent in time is late all the same.
 */

/** The figures of the opening day, a second. */
const SIGN_INS = 33
const PAGES = 330
const PAYMENTS_AT_TILLS = 6
const PREPAYMENTS = 3
const WRONG_SIGN_INS = 300

const KNOWN_BROWSERS = 300

interface Stream {
  perSecond: number
  come: (due: number) => Promise<unknown>
}

/** Has people come, evenly, until an instant; answers once all have left, with how late they were sent at worst, one in a hundred apart. */
async function atFixedRate(streams: Stream[], until: number): Promise<number> {
  const next = streams.map(({ perSecond }) => performance.now() + (Math.random() * 1_000) / perSecond)
  const under = new Set<Promise<unknown>>()
  const lateBy: number[] = []
  while (Math.min(...next) < until) {
    for (const [index, { perSecond, come }] of streams.entries()) {
      for (let due = next[index] as number; due <= performance.now() && due < until; due += 1_000 / perSecond) {
        next[index] = due + 1_000 / perSecond
        lateBy.push(performance.now() - due)
        const visit = come(due).finally(() => under.delete(visit))
        under.add(visit)
      }
    }
    await sleep(1)
  }
  await Promise.all(under)
  return lateBy.sort((a, b) => a - b)[Math.floor(lateBy.length * 0.99)] ?? 0
}

/** Browsers in which somebody signed in before, by the number that they sign in with. */
async function knownBrowsers(visits: Visits): Promise<{ number: string; known: string }[]> {
  const known: { number: string; known: string }[] = []
  for (let person = PEOPLE - KNOWN_BROWSERS + 1; person <= PEOPLE; person += 1) {
    const number = cardNumberOf(person)
    const cookie = await visits.signIn({ number })
    if (cookie) known.push({ number, known: cookie })
  }
  return known
}

async function signInsOf(task: Task, visits: Visits): Promise<Stream[]> {
  const perSecond = SIGN_INS * task.factor
  if (task.attack?.name !== 'sign-ins') return [{ perSecond, come: (due) => visits.signIn({ due }) }]
  const browsers = await knownBrowsers(visits)
  let next = 0
  return [
    { perSecond: WRONG_SIGN_INS, come: (due) => wrongSignIn(visits, due) },
    { perSecond: perSecond / 2, come: (due) => visits.signIn({ due, kind: 'sign-ins, new browsers' }) },
    {
      perSecond: perSecond / 2,
      come: (due) => visits.signIn({ due, kind: 'sign-ins, known browsers', ...browsers[next++ % browsers.length] }),
    },
  ]
}

async function play(task: Task): Promise<void> {
  const tell = (report: Report) => process.send?.(report)
  const notes = new Notes()
  const browsers = new Browsers(task.port)
  const visits = new Visits(task, browsers, notes)
  const attack = task.attack && (await attackBy(task.attack.name, task.attack.by))
  const streams = [
    ...(await signInsOf(task, visits)),
    { perSecond: PAGES * task.factor, come: (due: number) => visits.page(due) },
    { perSecond: PAYMENTS_AT_TILLS * task.factor, come: (due: number) => visits.payAtTill(due) },
    { perSecond: PREPAYMENTS * task.factor, come: (due: number) => visits.prepay(due) },
  ]
  visits.measuresFrom = performance.now() + task.warmUpSeconds * 1_000
  const until = visits.measuresFrom + task.seconds * 1_000
  const measuring = sleep(task.warmUpSeconds * 1_000).then(async () => {
    tell({ say: 'measuring' })
    await attack?.(visits, until)
  })
  const [lateBy] = await Promise.all([atFixedRate(streams, until), measuring])
  tell({ say: 'ended', lateBy })
  tell({ say: 'figures', figures: notes.figures() })
  browsers.leave()
}

/** People's browsers are machines of their own: they do not wait for the server's processor, where the system lets one say so. */
function goFirst(): void {
  try {
    setPriority(-10)
  } catch {
    // Then « late by » says how long they waited.
  }
}

process.once('message', async (task: Task) => {
  goFirst()
  await play(task)
  process.disconnect()
})
