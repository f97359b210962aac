import type { Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import { randomNumber } from '../../../platform/luhn.ts'
import { currentCampaign } from '../../scheme/campaigns/index.ts'
import type { Answers } from './application.ts'

/**
 * Opens a beneficiary's application of the current campaign: a draft, and the stage « Inscription ».
 * @returns its file number, which also signs its owner in
 */
export async function registerApplication(tx: Tx, beneficiaryId: number): Promise<string> {
  const campaign = await currentCampaign(tx, dayOf(tx.now))
  return openDraft(tx, { beneficiary_id: beneficiaryId, campaign_id: campaign.id, answers: {}, photo_file_id: null })
}

interface NewDraft {
  beneficiary_id: number
  campaign_id: number
  answers: Answers
  photo_file_id: string | null
}

/** @returns its file number */
export async function openDraft(tx: Tx, draft: NewDraft): Promise<string> {
  const application = await insertDraft(tx, draft)
  await tx.insertInto('application_events').values({ application_id: application.id, at: tx.now, event: 'registered' }).execute()
  return application.file_number
}

/** A random number that somebody else has is drawn again. */
async function insertDraft(tx: Tx, { answers, ...draft }: NewDraft) {
  for (;;) {
    const inserted = await tx
      .insertInto('card_applications')
      .values({ ...draft, answers: JSON.stringify(answers), file_number: randomNumber(10), created_at: tx.now })
      .onConflict((conflict) => conflict.column('file_number').doNothing())
      .returning(['id', 'file_number'])
      .executeTakeFirst()
    if (inserted) return inserted
  }
}
