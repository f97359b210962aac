import { openDatabase, openPool } from '../../../platform/database/index.ts'
import { checkLedger } from './check.ts'

/**
 * `npm run ledger:check`: prints what the journal holds.
 * @throws Error that lists the differences, when there are some: the command then exits with 1
 */
export async function checkLedgerAt(connectionString: string): Promise<void> {
  const db = openDatabase(openPool(connectionString, { max: 1 }))
  try {
    const { differences, totals } = await checkLedger(db)
    const { wallets, transactions, ...accounts } = totals
    process.stdout.write(`${wallets} wallets, ${transactions} transactions. Accounts, in euros:\n`)
    for (const [account, cents] of Object.entries(accounts))
      process.stdout.write(`  ${account.padEnd(10)}${(cents / 100).toFixed(2).padStart(16)}\n`)
    if (differences.length > 0) throw new Error(`The ledger does not agree with itself:\n${differences.join('\n')}`)
    process.stdout.write('Every balance is what the journal says.\n')
  } finally {
    await db.destroy()
  }
}
