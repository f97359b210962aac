/** An IBAN that exists nowhere, under numbers that check: with the key of the RIB, then its own. */
export function ibanIn(bank: string, branch: string, account: string): string {
  const key = 97 - ((89 * Number(bank) + 15 * Number(branch) + 3 * Number(account)) % 97)
  const bban = bank + branch + account + String(key).padStart(2, '0')
  // FR00, its letters as numbers.
  const check = 98n - (BigInt(`${bban}152700`) % 97n)
  return `FR${String(check).padStart(2, '0')}${bban}`
}
