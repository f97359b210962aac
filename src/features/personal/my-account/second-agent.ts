import { z } from 'zod'
import { places } from '../../../places.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { takesTwo } from '../../desks/two-people/index.ts'
import { EMAIL_CHANGE, EMAIL_CHANGE_HOURS } from './account.ts'
import { finishEmailChange } from './finish-email-change.ts'

/** The address that an agent asked for, agreed to by another: it does not wait for the hours in which the former could stop it. */
export const emailChangeByTwo = takesTwo({
  ...EMAIL_CHANGE,
  title: 'Changer l’adresse e-mail d’un jeune',
  finishes: 'people.help',
  // The addresses are not kept here: what waits is read again.
  schema: z.object({ beneficiaryId: z.number().int() }),
  async shown(db, { beneficiaryId }) {
    const person = found(
      await db
        .selectFrom('open_accounts as b')
        .leftJoin('email_changes as e', 'e.beneficiary_id', 'b.id')
        .select(['b.first_name', 'b.last_name', 'b.email', 'e.email as asked', 'e.confirmed_at'])
        .where('b.id', '=', beneficiaryId)
        .executeTakeFirst(),
    )
    return {
      about: `${person.first_name} ${person.last_name}`,
      href: places.region.beneficiary.to({ id: beneficiaryId }),
      items: [{ label: 'Nouvelle adresse', value: person.confirmed_at ? 'Confirmée par le lien reçu' : 'Pas encore confirmée' }],
      ...(person.asked && { changes: [{ label: 'Adresse e-mail', before: person.email, after: person.asked }] }),
      effects: [
        `La nouvelle adresse remplace l’ancienne dès qu’elle est confirmée par son lien, sans attendre les ${EMAIL_CHANGE_HOURS} heures où l’ancienne peut l’arrêter.`,
        'Qui lit cette adresse pourra ouvrir le compte : vérifiez vous-même l’identité de la personne.',
      ],
    }
  },
  perform: (tx, _agent, { input: { beneficiaryId }, publicUrl }) => letItCome(tx, beneficiaryId, publicUrl),
})

async function letItCome(tx: Tx, beneficiaryId: number, publicUrl: string): Promise<void> {
  const waits = await tx
    .updateTable('email_changes')
    .set({ takes_effect_at: tx.now })
    .where('beneficiary_id', '=', beneficiaryId)
    .where('takes_effect_at', 'is not', null)
    .where('confirmed_at', 'is', null)
    .returning('beneficiary_id')
    .executeTakeFirst()
  if (waits) return
  const confirmed = await tx
    .selectFrom('email_changes')
    .select('beneficiary_id')
    .where('beneficiary_id', '=', beneficiaryId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst()
  if (!confirmed) throw new UserError('email-change.over', 'Ce changement a été arrêté, abandonné ou déjà fait.', { status: 409 })
  await tx.updateTable('email_changes').set({ takes_effect_at: tx.now }).where('beneficiary_id', '=', beneficiaryId).execute()
  await finishEmailChange(tx, beneficiaryId, publicUrl)
}
