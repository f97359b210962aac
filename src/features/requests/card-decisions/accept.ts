import type { Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import { notifyEach } from '../../../platform/messages/notify.ts'
import type { Decider, SchoolUser } from '../../../spaces/actors.ts'
import { giveCards } from '../../card/cards/index.ts'
import { deciderName } from '../../desks/decisions/index.ts'
import { creditApplications } from '../../money/wallets/index.ts'
import { hasStarted } from '../../scheme/campaigns/index.ts'
import { decide } from '../card-applications/index.ts'
import { applicationValidated } from './messages.ts'
import { photosShown } from './photos-shown.ts'

interface Accepted {
  fileNumbers: string[]
  /** What shows it, where it is not whoever decides who looked. */
  reason?: string | null
  /** Those whose photos no person looked at. */
  unseen?: readonly string[]
  /** Nobody of the school decides now: its list does. */
  isByList?: boolean
}

/**
 * Says that these pupils and apprentices are enrolled, or that somebody is who they say: cards exist at once, and wallets are credited,
 * unless their campaign has not started: it credits them on its first day. Those who are neither get no card and no wallet.
 */
export async function acceptApplications(tx: Tx, decider: Decider, { fileNumbers, reason = null, ...how }: Accepted): Promise<void> {
  const { unseen = [] } = how
  const accepted = await decide(tx, decider, { fileNumbers, decision: 'validated', reason, ...how })
  const today = dayOf(tx.now)
  const toCredit = accepted.filter((application) => hasStarted(application, today))
  for (const [campaign_id, applications] of Map.groupBy(toCredit, (application) => application.campaign_id)) {
    await creditApplications(tx, { campaign_id, application_ids: applications.map(({ id }) => id) })
  }
  const owners = accepted.flatMap(({ file_number, beneficiary_id, photo_file_id, situation }) =>
    situation === 'neither' || photo_file_id === null ? [] : [{ file_number, beneficiary_id, photo_file_id }],
  )
  const cards = []
  for (const isUnseen of [false, true]) {
    const given = owners.filter(({ file_number }) => unseen.includes(file_number) === isUnseen)
    const photos = given.map(({ beneficiary_id, photo_file_id }) => ({ beneficiary_id, photo_file_id }))
    cards.push(...(await giveCards(tx, photos, { isUnseen })))
  }
  const keepers = new Set(cards.filter(({ is_new }) => !is_new).map(({ beneficiary_id }) => beneficiary_id))
  const said = { decider: deciderName(decider) }
  await notifyEach(
    tx,
    accepted.map(({ beneficiary_id, situation, amount_cents, benefit_label, given_before, starts_on }) => ({
      beneficiary_id,
      message: applicationValidated({
        ...said,
        situation,
        amount_cents,
        benefit_label,
        given_before,
        starts_on: hasStarted({ starts_on }, today) ? null : starts_on,
        keepsCard: keepers.has(beneficiary_id),
      }),
    })),
  )
}

/** The same by somebody of a school: a photo that was not shown to them is one that nobody has seen. */
export async function acceptAsShown(tx: Tx, school: SchoolUser, fileNumbers: string[]): Promise<void> {
  const shown = await photosShown(tx, school, fileNumbers)
  await acceptApplications(tx, school, { fileNumbers, unseen: fileNumbers.filter((one) => !shown.has(one)) })
}
