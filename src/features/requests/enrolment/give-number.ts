import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../../platform/database/index.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { optionalText, tick } from '../../../platform/forms/fields.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { fingerprintsOfIne, ineIn } from '../../schools/enrolment-lists/index.ts'
import { numberGiven } from './queries.ts'

const WRONG =
  'Un INE a 11 caractères, chiffres et lettres, par exemple 070812345KD. Vérifiez-le, ou laissez ce champ vide : il est facultatif.'

/** The national number, which nobody has to give, and the box of those who no longer give the one that they gave. */
export const numberForm = z.object({
  ine: optionalText(40).transform((written, context) => {
    const ine = written && ineIn(written)
    if (written && !ine) context.addIssue({ code: 'custom', message: WRONG })
    return ine
  }),
  forgetsIne: tick(),
})

/**
 * Keeps what stands for the national number that the owner of a request gives, in the place of the one before; left empty, that one stays
 * unless they take it back. Nothing is kept where the campaign asks for none.
 */
export async function giveNumber(
  tx: Tx,
  beneficiary: Pick<Beneficiary, 'id'>,
  application: { id: number },
  { ine, forgetsIne }: z.output<typeof numberForm>,
  keys: Keys,
): Promise<void> {
  if (!(await numberGiven(tx, application))) return
  if (ine)
    await sql`
      insert into national_numbers (application_id, keys, given_at)
      select id, ${fingerprintsOfIne(keys, ine)}::bytea[], ${tx.now} from applications where id = ${application.id} and beneficiary_id = ${beneficiary.id}
      on conflict (application_id) do update set keys = excluded.keys, given_at = excluded.given_at
    `.execute(tx)
  else if (forgetsIne) await tx.deleteFrom('national_numbers').where('application_id', '=', application.id).execute()
}
