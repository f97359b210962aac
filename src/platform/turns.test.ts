import { expect, test, vi } from 'vitest'
import { askedBy, Gone, turns } from './turns.ts'

/** Work that ends when it is told, by its name; who has begun, in order. */
function workshop(inTurn: ReturnType<typeof turns>) {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const work = (name: string, comer?: Parameters<typeof inTurn>[1]) =>
    inTurn(() => {
      begun.push(name)
      return new Promise<void>((resolve) => ends.set(name, resolve))
    }, comer)
  /** Until whoever may begin has begun. */
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
  const end = async (name: string) => {
    await settled()
    ends.get(name)?.()
    await settled()
  }
  return { begun, work, end, settled }
}

const by = (who: string, leaving = new AbortController().signal) => ({ who, leaving: () => leaving })

test('so much at a time, so much waiting, and 503 behind', async () => {
  const inTurn = turns({ atOnce: () => 2, waiting: 1 })
  const { begun, work, end } = workshop(inTurn)
  const all = [work('one'), work('two'), work('three')]
  await expect(work('four')).rejects.toMatchObject({ status: 503, retryAfterSeconds: 5 })
  expect(() => inTurn.mustHaveRoom()).toThrow('Réessayez dans quelques secondes')
  await end('one')
  expect(begun).toEqual(['one', 'two', 'three'])
  for (const name of ['two', 'three']) await end(name)
  await Promise.all(all)
  await inTurn(async () => {})
})

test('who goes first passes those who wait, and has a line of their own', async () => {
  const { begun, work, end } = workshop(turns({ atOnce: () => 1, waiting: 1, waitingFirst: 1 }))
  const all = [work('at work'), work('waiting'), work('first', { isFirst: true })]
  await expect(work('too many', { isFirst: true })).rejects.toMatchObject({ status: 503 })
  for (const name of ['at work', 'first', 'waiting']) await end(name)
  expect(begun).toEqual(['at work', 'first', 'waiting'])
  await Promise.all(all)
})

test('who goes last waits for all others, in a line of their own', async () => {
  const { begun, work, end } = workshop(turns({ atOnce: () => 1, waiting: 1 }))
  const all = [work('at work'), work('last', { isLast: true }), work('waiting')]
  await expect(work('too many', { isLast: true })).rejects.toMatchObject({ status: 503 })
  for (const name of ['at work', 'waiting', 'last']) await end(name)
  expect(begun).toEqual(['at work', 'waiting', 'last'])
  await Promise.all(all)
})

test('one person has so much at a time, others pass what they still wait for, and past that it is 429', async () => {
  const { begun, work, end, settled } = workshop(turns({ atOnce: () => 3, waiting: 10, ofOne: { atOnce: 1, waiting: 2 } }))
  const theirs = ['a1', 'a2', 'a3'].map((name) => askedBy(by('a'), () => work(name)))
  await expect(askedBy(by('a'), () => work('a4'))).rejects.toMatchObject({ status: 429 })
  const others = ['b1', 'c1'].map((name) => askedBy(by(name.charAt(0)), () => work(name)))
  await settled()
  expect(begun).toEqual(['a1', 'b1', 'c1'])
  await end('b1')
  expect(begun).toHaveLength(3)
  await end('a1')
  expect(begun).toEqual(['a1', 'b1', 'c1', 'a2'])
  for (const name of ['a2', 'a3', 'c1']) await end(name)
  await Promise.all([...theirs, ...others])
})

test('somebody else comes before who has just been served', async () => {
  const { begun, work, end } = workshop(turns({ atOnce: () => 1, waiting: 10, ofOne: { atOnce: 1, waiting: 5 } }))
  const all = ['a1', 'a2', 'a3', 'b1'].map((name) => askedBy(by(name.charAt(0)), () => work(name)))
  for (const name of ['a1', 'b1', 'a2', 'a3']) await end(name)
  expect(begun).toEqual(['a1', 'b1', 'a2', 'a3'])
  await Promise.all(all)
})

test('nothing is done for who has left, and their place in the line is free', async () => {
  const { begun, work, end } = workshop(turns({ atOnce: () => 1, waiting: 1 }))
  const [first, left] = [work('first'), new AbortController()]
  const waiting = askedBy(by('a', left.signal), () => work('waiting'))
  left.abort()
  await expect(waiting).rejects.toBeInstanceOf(Gone)
  const next = work('next')
  await end('first')
  expect(begun).toEqual(['first', 'next'])
  await end('next')
  await Promise.all([first, next])
})

test('who has waited long enough is told to come back, and the others go on', async () => {
  const { begun, work, end } = workshop(turns({ atOnce: () => 1, waiting: 5, patienceMs: 1 }))
  const first = work('first')
  await expect(work('waiting')).rejects.toMatchObject({ status: 503 })
  await end('first')
  await first
  const next = work('next')
  await end('next')
  await next
  expect(begun).toEqual(['first', 'next'])
})

test('what one person made so slow that it took their time is refused for a while; who only reads it is not, nor anybody else', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const inTurn = turns({ atOnce: () => 1, waiting: 1, slow: { afterMs: 1_000, msAtMost: 2_000, minutes: 30 } })
  const slowly = async () => void vi.advanceTimersByTime(1_500)
  const sent = (who: string) => askedBy(by(who), () => inTurn(slowly, { isTheirs: true }))
  for (let time = 0; time < 3; time++) await askedBy(by('reader'), () => inTurn(slowly))
  for (const _ of ['first', 'second']) await sent('sender')
  await expect(sent('sender')).rejects.toMatchObject({ code: 'too-slow', status: 429, retryAfterSeconds: 1799 })
  for (const other of ['reader', 'another']) await sent(other)
  vi.advanceTimersByTime(30 * 60_000)
  await sent('sender')
  vi.useRealTimers()
})
