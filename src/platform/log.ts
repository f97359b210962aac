import pino from 'pino'

export type Log = pino.Logger

/**
 * JSON lines on standard error. Whoever writes a line leaves names, birth dates, numbers, tokens and addresses out:
 * a page is named by its route (`/prepaiements/:ticket`), an error by its code.
 */
export const openLog = (level: 'info' | 'silent' = 'info'): Log =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ dest: 2, sync: false }))
