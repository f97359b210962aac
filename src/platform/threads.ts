import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type * as heic from './threads/heic-decoder.ts'
import type * as pdf from './threads/pdf-reader.ts'

/** The programs of `threads/`: what each is asked, and what it answers. */
interface Programs {
  'heic-decoder': { question: heic.Question; answer: heic.Answer }
  'pdf-reader': { question: pdf.Question; answer: pdf.Answer }
}

/**
 * Asks one of the programs of `threads/`, in a thread and a memory of its own that end with its answer.
 * @returns undefined when it ended without an answer or took too long
 * @throws what the program threw
 */
export function askThread<Name extends keyof Programs>(
  name: Name,
  question: Programs[Name]['question'],
  secondsAtMost: number,
): Promise<Programs[Name]['answer'] | undefined> {
  // Each is an entry of the build, found beside this file as it is beside its source.
  const program = new URL(`./threads/${name}${extname(import.meta.url)}`, import.meta.url)
  const worker = new Worker(program, { workerData: question })
  return new Promise<Programs[Name]['answer'] | undefined>((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), secondsAtMost * 1000)
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => {
      clearTimeout(timer)
      resolve(undefined)
    })
  }).finally(() => worker.terminate())
}
