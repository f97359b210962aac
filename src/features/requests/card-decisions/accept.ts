import type { Tx } from '../../../platform/database/index.ts'
import { addDays, type Day, dayOf } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import { notifyEach } from '../../../platform/messages/notify.ts'
import type { Agent, Decider } from '../../../spaces/actors.ts'
import { giveCards } from '../../card/cards/index.ts'
import { deciderName } from '../../desks/decisions/index.ts'
import { creditApplications } from '../../money/wallets/index.ts'
import { hasStarted } from '../../scheme/campaigns/index.ts'
import { decide } from '../card-applications/index.ts'
import { applicationValidated } from './messages.ts'
import { photosShown } from './photos-shown.ts'
import { onListsFor, unsureAmong } from './queries.ts'

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
  const lastDays = await lastDaysOf(tx, toCredit)
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
        spendable_until: lastDays.get(beneficiary_id) ?? null,
        keepsCard: keepers.has(beneficiary_id),
      }),
    })),
  )
}

/** Of those whose wallet serves longer than their campaign, because they were accepted late: until when. */
async function lastDaysOf(
  tx: Tx,
  credited: readonly { beneficiary_id: number; campaign_id: number; ends_on: Day; spending_days: number }[],
): Promise<ReadonlyMap<number, Day>> {
  const late = credited.filter(({ ends_on, spending_days }) => addDays(dayOf(tx.now), spending_days) > ends_on)
  if (late.length === 0) return new Map()
  const wallets = await tx
    .selectFrom('wallets_held')
    .select(['beneficiary_id', 'campaign_id', 'closes_on'])
    .where(
      'beneficiary_id',
      'in',
      late.map(({ beneficiary_id }) => beneficiary_id),
    )
    .execute()
  const isOf = new Map(late.map(({ beneficiary_id, campaign_id }) => [beneficiary_id, campaign_id]))
  return new Map(
    wallets.flatMap(({ beneficiary_id, campaign_id, closes_on }) =>
      isOf.get(beneficiary_id) === campaign_id ? [[beneficiary_id, closes_on] as const] : [],
    ),
  )
}

/** The same by who looks at them together: a photo that was not shown to them is one that nobody has seen. */
export async function acceptAsShown(tx: Tx, decider: Decider, fileNumbers: string[], reason: string | null = null): Promise<void> {
  const shown = await photosShown(tx, decider, fileNumbers)
  await acceptApplications(tx, decider, { fileNumbers, reason, unseen: fileNumbers.filter((one) => !shown.has(one)) })
}

/** How its history says it. */
const ON_THEIR_LIST = 'Inscription trouvée sur la liste de l’établissement, à la place duquel la Région décide'

/**
 * Several at once in the place of schools, of those whom lists find.
 * @throws UserError 409 `requests.not-on-lists` when one of them is not, or no longer, `requests.to-compare` when one may have two accounts
 */
export async function acceptOnLists(tx: Tx, agent: Agent, fileNumbers: string[]): Promise<void> {
  const listed = await onListsFor(tx, agent, dayOf(tx.now)).where('a.file_number', 'in', fileNumbers).execute()
  if (listed.length < new Set(fileNumbers).size) {
    const sentence =
      'Une des demandes choisies n’est plus à valider ainsi : elle a déjà une réponse, ou sa liste dit autre chose. Rechargez la page, puis recommencez.'
    throw new UserError('requests.not-on-lists', sentence, { status: 409 })
  }
  const names = (await unsureAmong(tx, listed)).map(({ last_name, first_name }) => `${last_name} ${first_name}`)
  if (names.length > 0) {
    const sentence = `À comparer d’abord : ${names.join(', ')}. Une autre personne de même date de naissance a un nom qui ressemble. Décochez, puis ouvrez chaque demande pour décider.`
    throw new UserError('requests.to-compare', sentence, { status: 409 })
  }
  await acceptAsShown(tx, agent, fileNumbers, ON_THEIR_LIST)
}
