import { parentPort, workerData } from 'node:worker_threads'
import heic from 'heic-decode'

/** Decodes the first picture of a HEIC file. The decoder is synchronous and takes seconds: `askThread` runs it. */

export interface Question {
  bytes: Uint8Array
  /** With more than these a picture is measured, and not decoded. */
  pixelsAtMost: number
}

export interface Answer {
  width: number
  height: number
  /** Four bytes a pixel. */
  data?: Uint8ClampedArray<ArrayBuffer>
}

// What its types leave out: a picture is measured before it is decoded.
type Measured = Awaited<ReturnType<typeof heic.all>>[number] & { width: number; height: number }

const { bytes, pixelsAtMost } = workerData as Question
const [picture] = (await heic.all({ buffer: bytes })) as Measured[]
if (!picture) throw new Error('the file holds no picture')
const { width, height } = picture
if (width * height > pixelsAtMost) tell({ width, height })
else {
  const { data } = (await picture.decode()) as Required<Answer>
  tell({ width, height, data }, [data.buffer])
}

function tell(answer: Answer, given: ArrayBuffer[] = []): void {
  parentPort?.postMessage(answer, given)
}
