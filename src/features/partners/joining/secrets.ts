import { sql } from 'kysely'
import type { MakeSecret } from '../../../platform/messages/send.ts'
import { hashOf, newToken } from '../../../platform/sessions.ts'
import { hashOfCode, newCode } from '../agreements/index.ts'
import { codeOf } from './joining.ts'

/** A code of six figures, for that application, as long as its manager has that letter box. */
export const makeJoiningCode: MakeSecret['joining-code'] = (id, address) => {
  const secret = newCode()
  return {
    secret,
    async keep(tx) {
      const application = await tx
        .selectFrom('joining_applications')
        .select('id')
        .where('id', '=', id)
        .where(sql`lower(manager_email)`, '=', address.toLowerCase())
        .where('code_asked_at', 'is not', null)
        .where('state', '=', 'begun')
        .forUpdate()
        .executeTakeFirst()
      if (!application) return
      await tx
        .updateTable('joining_applications')
        .set({ code_hash: hashOfCode(codeOf(application), secret), code_made_at: tx.now, code_tries: 0 })
        .where('id', '=', application.id)
        .execute()
    },
  }
}

/** A link to the pages of that application, by which its shop finds them again. */
export const makeJoiningLink: MakeSecret['joining-link'] = (id) => {
  const secret = newToken()
  return {
    secret,
    keep: (tx) =>
      tx
        .updateTable('joining_applications')
        .set({ link_hash: hashOf(secret) })
        .where('id', '=', id)
        .execute(),
  }
}
