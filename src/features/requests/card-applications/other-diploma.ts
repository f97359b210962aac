import type { Tx } from '../../../platform/database/index.ts'

/**
 * An apprentice to whom the same diploma gave nothing prepares another one: their request falls under the rule that gives.
 * @returns the request and its campaign's first day; undefined when it is under another rule already
 */
export async function giveAsForOtherDiploma(
  tx: Tx,
  applicationId: number,
): Promise<{ campaign_id: number; starts_on: string } | undefined> {
  const changed = await tx
    .updateTable('card_applications')
    .set({ benefit_rule: 'apprentice-first-or-other-diploma' })
    .where('id', '=', applicationId)
    .where('state', '=', 'validated')
    .where('benefit_rule', '=', 'apprentice-same-diploma')
    .returning('campaign_id')
    .executeTakeFirst()
  if (!changed) return undefined
  return tx
    .selectFrom('campaign_calendar')
    .select(['id as campaign_id', 'starts_on'])
    .where('id', '=', changed.campaign_id)
    .executeTakeFirstOrThrow()
}
