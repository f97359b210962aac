import { hash, randomInt } from 'node:crypto'
import { sql } from 'kysely'
import type { MakeSecret } from '../../../platform/messages/send.ts'
import { hashOf, newToken } from '../../../platform/sessions.ts'

/** What is kept of a code. It opens nothing without the secret of its application's pages, which the database does not hold. */
export const codeHash = (id: number, code: string): Buffer => hash('sha256', `joining code of ${id}: ${code}`, 'buffer')

/** A code of six figures, for the application of that letter box for which one was asked last. */
export const makeJoiningCode: MakeSecret['joining-code'] = (_, address) => {
  const secret = String(randomInt(1_000_000)).padStart(6, '0')
  return {
    secret,
    async keep(tx) {
      const application = await tx
        .selectFrom('joining_applications')
        .select('id')
        .where(sql`lower(manager_email)`, '=', address.toLowerCase())
        .where('code_asked_at', 'is not', null)
        .where('state', '=', 'begun')
        .orderBy('code_asked_at', 'desc')
        .orderBy('id', 'desc')
        .limit(1)
        .forUpdate()
        .executeTakeFirst()
      if (!application) return
      await tx
        .updateTable('joining_applications')
        .set({ code_hash: codeHash(application.id, secret), code_made_at: tx.now, code_tries: 0 })
        .where('id', '=', application.id)
        .execute()
    },
  }
}

/** A link to the pages of an application, by which its shop finds them again: of the last one that was sent from that letter box. */
export const makeJoiningLink: MakeSecret['joining-link'] = (_, address) => {
  const secret = newToken()
  return {
    secret,
    async keep(tx) {
      await sql`
        update joining_applications set link_hash = ${hashOf(secret)}
        where id = (
          select id from joining_applications where lower(manager_email) = lower(${address}) and sent_at is not null
          order by sent_at desc, id desc limit 1)
      `.execute(tx)
    },
  }
}
