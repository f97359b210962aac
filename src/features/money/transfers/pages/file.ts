import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { places } from '../../../../places.ts'
import { download } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { bankFiles, fileToGive, mandateProposals } from '../archive.ts'
import { facts } from '../facts.ts'
import { hasNoPayer } from '../make-file.ts'
import { payerOf } from './transfers-page.tsx'

/** A file as it was made: the same each time, for whoever prepares settlements. It is made as it is sent, and kept nowhere. */
export const transferFile = download(
  regionFor('settlements.prepare'),
  places.region.transferFile,
  {
    isSlow: true,
    find: ({ db, params }) => fileToGive(db, params.id),
    trace: ({ subject: { id, settlement_id, kind, transfers } }) => ({
      fact: facts['transfers.downloaded'],
      details: { file: id, settlement: settlement_id, kind, transfers },
    }),
  },
  async ({ db, actor, now, subject: file, visit }) => {
    const keys = visit.site.ibanKey
    if (file.kind === 'mandates') return answerOf(await mandateProposals(db, { file, keys, by: actor.name, now }))
    const payer = payerOf(visit)
    if (!payer) throw hasNoPayer()
    return answerOf(await bankFiles(db, { file, keys, payer }))
  },
)

const answerOf = ({ name, content }: { name: string; content: Readable | string }): Response =>
  new Response(typeof content === 'string' ? content : (Readable.toWeb(content) as WebStream as ReadableStream), {
    headers: {
      'Content-Type': typeof content === 'string' ? 'application/xml; charset=utf-8' : 'application/zip',
      'Content-Disposition': `attachment; filename="${name}"`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': 'private, no-store',
    },
  })
