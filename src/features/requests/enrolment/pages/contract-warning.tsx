import type { VNode } from 'preact'
import type { Reader } from '../../../../platform/database/index.ts'
import type { Day } from '../../../../platform/dates.ts'
import { Warning } from '../../../../ui/blocks.tsx'
import { contractInWords, isAnotherContract } from '../enrolment.ts'
import { contractOnList } from '../queries.ts'

interface Known {
  application_id: number
  /** When the contract ends, as far as it is known here. */
  contract_ends_on: Day | null
}

/** For a CFA: what its own list says of a contract, where that is not the one that it is asked about. */
export async function contractWarning(db: Reader, { application_id, contract_ends_on }: Known): Promise<VNode | null> {
  const listed = await contractOnList(db, application_id)
  if (!listed || (contract_ends_on && !isAnotherContract(contract_ends_on, listed))) return null
  return (
    <Warning title="Votre liste dit autre chose de ce contrat">
      <p>{`Selon votre liste : ${contractInWords(listed)}. Comparez avec le contrat avant de décider.`}</p>
    </Warning>
  )
}
