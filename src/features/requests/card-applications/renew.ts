import { places } from '../../../places.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import { found, UserError } from '../../../platform/errors.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { currentCampaign } from '../../scheme/campaigns/index.ts'
import { mayRenew, renewedAnswers } from './application.ts'
import { contactOf, latestOf } from './queries.ts'
import { openDraft } from './register.ts'

/**
 * Opens somebody's request of the campaign under way, once their last one has ended: under a new file number, with what they said then that
 * may still be true, and the same photo. Asked twice, it goes on with the one that it opened.
 * @throws UserError 409 `application.not-renewable` as long as the last one has not ended
 */
export async function renewApplication(tx: Tx, beneficiary: Beneficiary): Promise<void> {
  const today = dayOf(tx.now)
  const campaign = await currentCampaign(tx, today)
  // Whoever sends twice waits here, and then finds what the first opened.
  await latestOf(tx, beneficiary.id).forUpdate('a').execute()
  const latest = found(await latestOf(tx, beneficiary.id).executeTakeFirst())
  if (latest.campaign_id === campaign.id && latest.state === 'draft') return
  if (!mayRenew(latest, campaign, today)) {
    const sentence = `Vous n’avez rien à renouveler : votre demande de la campagne ${latest.campaign_name} suit son cours. Suivez-la depuis votre page d’accueil.`
    throw new UserError('application.not-renewable', sentence, {
      status: 409,
      next: { href: places.beneficiary.home.to(), label: 'Suivre ma demande' },
    })
  }
  await openDraft(tx, {
    beneficiary_id: beneficiary.id,
    campaign_id: campaign.id,
    answers: renewedAnswers(latest.answers, await contactOf(tx, beneficiary), campaign),
    photo_file_id: latest.photo_file_id,
  })
}
