import { places } from '../../../../places.ts'
import { maskedIban } from '../../../../platform/bank-details.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { ButtonLink } from '../../../../ui/form.tsx'
import type { Outcome } from '../payment.ts'
import type { Batch } from '../queries.ts'

/** What the pages of a batch have in common. */

/** Whoever looks at a batch, and whoever changes it. */
export const READING = regionFor('aid-batches.read')
export const PREPARING = regionFor('aid-batches.prepare')

/** The way back to the batch. */
export const BackToBatch = ({ batch }: { batch: Pick<Batch, 'id'> }) => (
  <ButtonLink kind="quiet" href={places.region.aidBatch.to({ id: batch.id })}>
    Retour au lot
  </ButtonLink>
)

export const answersIn = ({ sent, paid, rejected }: Batch): string =>
  `${paid} ${paid > 1 ? 'payés' : 'payé'}, ${rejected} ${rejected > 1 ? 'rejetés' : 'rejeté'}, ${sent} sans réponse`

interface Account {
  outcome: Outcome
  iban_first4: string | null
  iban_last4: string | null
}

/** The account that a transfer goes to; not of one that has failed, whose request may name another account since. */
export const accountOf = ({ outcome, iban_first4, iban_last4 }: Account): string =>
  iban_first4 && iban_last4 && outcome !== 'rejected' && outcome !== 'cancelled' ? maskedIban({ iban_first4, iban_last4 }) : '—'
