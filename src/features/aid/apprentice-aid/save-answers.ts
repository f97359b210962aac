import { accountMarked } from '../../../platform/bank-details.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { decrypt, encrypt, fingerprintsOf, type Keys } from '../../../platform/encryption.ts'
import { UserError } from '../../../platform/errors.ts'
import { forgetFile } from '../../../platform/files.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import {
  DOCUMENTS_AND_BANK,
  type DocumentKind,
  documentsAsked,
  isLodgingEligible,
  LODGING,
  type Lodging,
  mayOpen,
  type Step,
  TRANSPORT,
} from './aid.ts'
import { type BankDetails, domiciliationOf, holderDiffers, ibanOf } from './bank.ts'
import { type Filling, fillingToChange, type Request } from './queries.ts'

/** Keeps what the young person has to say against the distance; nothing when they have nothing to say. */
export async function saveContest(tx: Tx, beneficiary: Beneficiary, { contest }: { contest: string | null }): Promise<void> {
  const { current } = await openAt(tx, beneficiary, TRANSPORT)
  const others = current.distance_doubts.filter((doubt) => doubt !== 'contested')
  await tx
    .updateTable('apprentice_aid_requests')
    .set({ distance_contest: contest, distance_doubts: contest ? [...others, 'contested'] : others })
    .where('id', '=', current.id)
    .execute()
}

/** Keeps where the apprentice lodges, and forgets the proof of a lodging that gives nothing. */
export async function saveLodging(tx: Tx, beneficiary: Beneficiary, lodging: Lodging): Promise<void> {
  const { current } = await openAt(tx, beneficiary, LODGING)
  const isUseless = current.lodging_file_id !== null && !isLodgingEligible(lodging)
  await tx
    .updateTable('apprentice_aid_requests')
    .set({ ...lodging, ...(isUseless && { lodging_file_id: null }) })
    .where('id', '=', current.id)
    .execute()
  if (isUseless) await forgetFile(tx, current.lodging_file_id as string)
}

const COLUMNS = { contract: 'contract_file_id', bank: 'bank_file_id', lodging: 'lodging_file_id' } as const

/** The file of a document, if it was sent. */
export const fileOf = (request: Request, kind: DocumentKind): string | null => request[COLUMNS[kind]]

/** Keeps a document as soon as it comes, and forgets the one before. */
export async function keepDocument(
  tx: Tx,
  beneficiary: Beneficiary,
  { kind, file_id }: { kind: DocumentKind; file_id: string },
): Promise<void> {
  const { current } = await openAt(tx, beneficiary, DOCUMENTS_AND_BANK)
  if (!documentsAsked(current).includes(kind)) throw stepClosed()
  const before = fileOf(current, kind)
  await tx
    .updateTable('apprentice_aid_requests')
    .set({ [COLUMNS[kind]]: file_id })
    .where('id', '=', current.id)
    .execute()
  if (before) await forgetFile(tx, before)
}

/** Keeps the bank details, the IBAN encrypted; left empty, it is the one given before. */
export async function saveBankDetails(
  tx: Tx,
  beneficiary: Beneficiary,
  { bankHolder, bankName, iban, bic, key }: BankDetails & { key: Keys },
): Promise<void> {
  const { current } = await openAt(tx, beneficiary, DOCUMENTS_AND_BANK)
  const noIban = iban ? undefined : ibanMissing(current)
  if (noIban) throw noIban
  // The field held what we read in the account before: that is no answer about another one.
  const before = current.iban_encrypted && domiciliationOf(decrypt(key, current.iban_encrypted, ibanOf(current)))
  const named = bankName === before ? null : bankName
  const bank = named ?? (iban ? domiciliationOf(iban) : current.bank_name)
  if (!bank) throw missing('bankName', 'Saisissez la domiciliation bancaire : le nom de votre banque, écrit sur votre RIB.')
  await tx
    .updateTable('apprentice_aid_requests')
    .set({
      bank_holder: bankHolder,
      bank_holder_differs: holderDiffers(bankHolder, {
        first_name: beneficiary.printed_first_name,
        last_name: beneficiary.printed_last_name,
      }),
      bank_name: bank,
      bic,
      ...(iban && {
        iban_encrypted: encrypt(key, iban, ibanOf(current)),
        iban_mark: fingerprintsOf(key, accountMarked(iban))[0],
        iban_first4: iban.slice(0, 4),
        iban_last4: iban.slice(-4),
        bank_details_rejected: false,
      }),
    })
    .where('id', '=', current.id)
    .execute()
}

/** Why an IBAN has to be typed; undefined when the one given before is kept. */
export function ibanMissing({ iban_encrypted, bank_details_rejected }: Request): UserError | undefined {
  if (!iban_encrypted) return missing('iban', 'Saisissez votre IBAN : il est écrit sur votre RIB.')
  return bank_details_rejected ? missing('iban', 'La banque a rejeté ce compte : saisissez l’IBAN d’un autre compte.') : undefined
}

const missing = (field: string, sentence: string) => new UserError('aid.bank-details', sentence, { field })

/** The request that is being filled in, locked, if that step of it may be opened. */
async function openAt(tx: Tx, beneficiary: Beneficiary, step: Step): Promise<Filling & { current: Request }> {
  const filling = await fillingToChange(tx, beneficiary)
  const { current, draft } = filling
  if (!current || !mayOpen(step, draft)) throw stepClosed()
  return { ...filling, current }
}

export const stepClosed = () =>
  new UserError('aid.step-closed', 'Répondez d’abord aux étapes précédentes de votre demande.', { status: 409, leadsOn: true })
