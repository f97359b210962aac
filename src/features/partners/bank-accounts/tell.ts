import type { Tx } from '../../../platform/database/index.ts'
import type { Message } from '../../../platform/messages/message.ts'
import { warnShops } from '../mails/index.ts'
import { hoursBeforeATransfer, partnersOfAccounts } from './queries.ts'

interface Told {
  partner_name: string
  holder: string
  iban_first4: string
  iban_last4: string
  hours: number
}

/** Writes to the managers and accountants of each shop that an account pays, or would, whatever mails they have turned off. */
export async function tellShopsOf<Row extends Omit<Told, 'partner_name' | 'hours'> & { id: number }>(
  tx: Tx,
  accounts: Row[],
  message: (told: Told, account: Row) => Message,
): Promise<void> {
  const partners = await partnersOfAccounts(
    tx,
    accounts.map(({ id }) => id),
  )
  const hours = await hoursBeforeATransfer(tx, tx.now)
  await warnShops(
    tx,
    accounts.flatMap((account) => {
      const { id, holder, iban_first4, iban_last4 } = account
      return partners
        .filter(({ bank_account_id, paid_until }) => bank_account_id === id && paid_until === null)
        .map(({ partner_id, name }) => ({
          partner_id,
          message: message({ partner_name: name, holder, iban_first4, iban_last4, hours }, account),
        }))
    }),
  )
}
