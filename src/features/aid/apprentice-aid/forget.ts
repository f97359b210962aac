import type { Tx } from '../../../platform/database/index.ts'
import type { Slice } from '../../../platform/database/slices.ts'
import { eraseFiles, forgetFiles } from '../../../platform/files.ts'
import { keptSince } from '../../../platform/retention.ts'
import type { Beneficiary, ByTheClock } from '../../../spaces/actors.ts'
import { ENDED_AID_DAYS, UNSENT_AID_DAYS } from './retention.ts'

/**
 * What a closed account leaves of its requests: the year, the CFA, the distance and the amounts, for the figures; no address, no
 * account, no document. One that is not paid yet is taken back, but for a transfer that is at the bank already: it keeps what the bank
 * needs until it is paid.
 */
export async function forgetAid(tx: Tx, beneficiary: Pick<Beneficiary, 'id'>): Promise<void> {
  const requests = await tx
    .selectFrom('apprentice_aid_requests')
    .select(['id', 'state', 'contract_file_id', 'bank_file_id', 'lodging_file_id'])
    .where('beneficiary_id', '=', beneficiary.id)
    .where('state', '<>', 'in-payment')
    .orderBy('id')
    .forUpdate()
    .execute()
  for (const { id, state } of requests) {
    const isOver = state === 'paid' || state === 'refused'
    await tx
      .updateTable('apprentice_aid_requests')
      .set({ ...(isOver ? NOBODYS : TAKEN_BACK), ...NOWHERE })
      .where('id', '=', id)
      .execute()
  }
  await eraseFiles(tx, requests.flatMap(documentsOf))
}

/**
 * Erases the documents and the bank account of aids that were paid or refused long ago, some at a time; what was asked, decided and paid
 * stays.
 * @returns how many
 */
export async function forgetEndedAids(tx: Tx, _clock: ByTheClock, slice: Slice): Promise<number> {
  const ended = await untouched(tx, ENDED_AID_DAYS, slice)
    .where('r.state', 'in', ['paid', 'refused'])
    .where('r.iban_last4', '<>', '')
    .execute()
  if (slice.of(ended).length === 0) return 0
  await tx.updateTable('apprentice_aid_requests').set(NO_ACCOUNT).where('id', 'in', ended.map(idOf)).execute()
  await eraseFiles(tx, ended.flatMap(documentsOf))
  return ended.length
}

/**
 * Empties aids that were begun, or came back, and were not sent for longer than any window is open, some at a time.
 * @returns how many
 */
export async function forgetUnsentAids(tx: Tx, _clock: ByTheClock, slice: Slice): Promise<number> {
  const unsent = await untouched(tx, UNSENT_AID_DAYS, slice)
    .where('r.state', 'in', ['draft', 'returned'])
    .where(({ eb, or }) => or(HELD.map((column) => eb(`r.${column}`, 'is not', null))))
    .execute()
  if (slice.of(unsent).length === 0) return 0
  const nothing = { ...TAKEN_BACK, ...NOWHERE, contract_file_id: null, bank_file_id: null, lodging_file_id: null }
  await tx.updateTable('apprentice_aid_requests').set(nothing).where('id', 'in', unsent.map(idOf)).execute()
  await forgetFiles(
    tx,
    unsent.flatMap(documentsOf).filter((id) => id !== null),
  )
  return unsent.length
}

/** Those to which nothing happened for so many days since they were begun. */
const untouched = (tx: Tx, days: number, slice: Slice) =>
  tx
    .selectFrom('apprentice_aid_requests as r')
    .select(['r.id', 'r.contract_file_id', 'r.bank_file_id', 'r.lodging_file_id'])
    .where('r.created_at', '<', keptSince(tx.now, days))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('apprentice_aid_events as e')
            .select('e.id')
            .whereRef('e.request_id', '=', 'r.id')
            .where('e.at', '>=', keptSince(tx.now, days)),
        ),
      ),
    )
    .orderBy('r.id')
    .where(slice.mayTake('r.id'))
    .limit(slice.atMost)
    .forUpdate()
    .skipLocked()

const idOf = ({ id }: { id: number }) => id

type Documents = Record<'contract_file_id' | 'bank_file_id' | 'lodging_file_id', string | null>

const documentsOf = ({ contract_file_id, bank_file_id, lodging_file_id }: Documents) => [contract_file_id, bank_file_id, lodging_file_id]

const HELD = ['iban_encrypted', 'home_lines', 'contract_file_id', 'bank_file_id', 'lodging_file_id'] as const

const NOWHERE = { home_longitude: null, home_latitude: null, distance_contest: null }

const NO_ACCOUNT = {
  bank_holder: '',
  bank_name: '',
  iban_encrypted: Buffer.alloc(0),
  iban_mark: null,
  iban_first4: '',
  iban_last4: '',
  bic: '',
}

const NOBODYS = { home_lines: [], ...NO_ACCOUNT }

const TAKEN_BACK = {
  state: 'draft',
  home_lines: null,
  bank_holder: null,
  bank_holder_differs: null,
  bank_name: null,
  iban_encrypted: null,
  iban_mark: null,
  iban_first4: null,
  iban_last4: null,
  bic: null,
}
