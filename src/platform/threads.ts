import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type * as heic from './threads/heic-decoder.ts'
import type * as pdf from './threads/pdf-reader.ts'
import type * as sheet from './threads/sheet-printer.ts'
import type * as workbook from './threads/workbook-writer.ts'
import { leavingOfAsker } from './turns.ts'

/** The programs of `threads/`: what each is asked, and what it answers. None imports, at its top, a module that awaits at its own. */
interface Programs {
  'heic-decoder': { question: heic.Question; answer: heic.Answer }
  'pdf-reader': { question: pdf.Question; answer: pdf.Answer }
  'sheet-printer': { question: sheet.Question; answer: sheet.Answer }
  'workbook-writer': { question: workbook.Question; answer: workbook.Answer }
}

// Each is an entry of the build, found beside this file as it is beside its source.
const programOf = (name: keyof Programs): URL => new URL(`./threads/${name}${extname(import.meta.url)}`, import.meta.url)

/**
 * Asks one of the programs of `threads/`, in a thread and a memory of its own that end with its answer, or once whoever asked has left.
 * @returns undefined when it ended without an answer or took too long
 * @throws what the program threw
 */
export function askThread<Name extends keyof Programs>(
  name: Name,
  question: Programs[Name]['question'],
  secondsAtMost: number,
): Promise<Programs[Name]['answer'] | undefined> {
  const worker = new Worker(programOf(name), { workerData: question })
  return answerOf<Programs[Name]['answer']>(worker, secondsAtMost, leavingOfAsker()).finally(() => worker.terminate())
}

/**
 * A thread that stays, for a program that takes long to begin: started when it is first asked, again after it has failed. It is asked one
 * thing at a time.
 * @returns asks it: undefined when it ended without an answer or took too long
 */
export function standingThread<Name extends keyof Programs>(
  name: Name,
  secondsAtMost: number,
): (question: Programs[Name]['question']) => Promise<Programs[Name]['answer'] | undefined> {
  let worker: Worker | undefined
  return async (question) => {
    worker ??= new Worker(programOf(name))
    const asked = worker
    asked.ref()
    const answer = answerOf<Programs[Name]['answer']>(asked, secondsAtMost)
    asked.postMessage(question)
    let isWell = false
    try {
      const answered = await answer
      isWell = answered !== undefined
      return answered
    } finally {
      // Between two questions it keeps no program from ending.
      asked.unref()
      if (!isWell) {
        worker = undefined
        await asked.terminate()
      }
    }
  }
}

function answerOf<Answer>(worker: Worker, secondsAtMost: number, leaving?: AbortSignal): Promise<Answer | undefined> {
  return new Promise<Answer | undefined>((resolve, reject) => {
    const giveUp = () => over(() => resolve(undefined))
    const onMessage = (answer: Answer) => over(() => resolve(answer))
    const onError = (error: unknown) => over(() => reject(error))
    const timer = setTimeout(giveUp, secondsAtMost * 1000)
    worker.on('message', onMessage).on('error', onError).on('exit', giveUp)
    leaving?.addEventListener('abort', giveUp, { once: true })
    function over(settle: () => void) {
      clearTimeout(timer)
      worker.off('message', onMessage).off('error', onError).off('exit', giveUp)
      leaving?.removeEventListener('abort', giveUp)
      settle()
    }
    if (leaving?.aborted) giveUp()
  })
}
