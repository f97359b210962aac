import { sql } from 'kysely'
import { ibanOf } from '../../src/features/partners/bank-accounts/account.ts'
import { accountMarked } from '../../src/platform/bank-details.ts'
import type { Tx } from '../../src/platform/database/index.ts'
import { encrypt, fingerprintsOf, type Keys } from '../../src/platform/encryption.ts'
import { checked } from '../../src/platform/luhn.ts'
import { ibanIn } from './iban.ts'
import { CHAIN } from './partners.ts'

/** The last letter of the codes of partners that wait for a RIB, so that the lists show some. */
const WITHOUT_ONE = /[37]$/

const NAMED: Record<string, string> = { L212: 'SARL LES PAGES', B107: 'AU BEFFROI SPORTS' }

const isOfChain = (code: string): boolean => CHAIN.codes.includes(code)

interface By {
  proposer: { id: number }
  approver: { id: number }
  key: Keys
}

/** The organisations of partners, and the accounts to which they are paid; numbers of nobody. */
export async function loadBankAccounts(tx: Tx, { proposer, approver, key }: By): Promise<void> {
  const partners = await tx.selectFrom('partners').select(['id', 'code', 'name']).orderBy('id').execute()
  const paid = partners
    .filter(({ code }) => code in NAMED || isOfChain(code) || !WITHOUT_ONE.test(code))
    .map(({ id, code, name }, index) => ({
      ...{ partner_id: id, index, legal_name: NAMED[code] ?? (isOfChain(code) ? CHAIN.name : `SARL ${name}`) },
      of: isOfChain(code) ? CHAIN.name : code,
      // The chain is paid to one account for all its shops but the last.
      paid_with: isOfChain(code) && code !== CHAIN.codes.at(-1) ? CHAIN.name : code,
    }))
  const organisations = [...Map.groupBy(paid, ({ of }) => of).values()].map((theirs) => ({
    legal_name: theirs[0]?.legal_name ?? '',
    // No company has so small a number.
    siren: checked(String(10 + (theirs[0]?.index ?? 0)).padStart(8, '0')),
    partners: theirs,
  }))
  await sql`
    insert into organisations (siren, legal_name) select siren, legal_name from json_to_recordset(${JSON.stringify(organisations)}) as o (siren text, legal_name text)
  `.execute(tx)
  const sirets = organisations.flatMap(({ siren, partners }) =>
    partners.map(({ partner_id }, index) => ({ partner_id, siret: checked(`${siren}${String(index + 1).padStart(4, '0')}`) })),
  )
  await sql`
    insert into sirets (partner_id, organisation_id, siret)
    select s.partner_id, o.id, s.siret from json_to_recordset(${JSON.stringify(sirets)}) as s (partner_id integer, siret text)
    join organisations o on o.siren = left(s.siret, 9)
  `.execute(tx)
  const paidTogether = organisations.flatMap(({ siren, legal_name, partners }) =>
    [...Map.groupBy(partners, ({ paid_with }) => paid_with).values()].map((theirs) => ({
      ...{ siren, legal_name, partner_ids: theirs.map(({ partner_id }) => partner_id) },
      iban: ibanIn('99999', '00001', String(100 + (theirs[0]?.index ?? 0)).padStart(11, '0')),
    })),
  )
  const { rows: ids } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence('bank_accounts', 'id')) as id from generate_series(1, ${paidTogether.length}::integer)
  `.execute(tx)
  const accounts = paidTogether.map(({ partner_ids, siren, legal_name, iban }, index) => {
    const id = Number(ids[index]?.id)
    const encrypted = encrypt(key, iban, ibanOf({ id })).toString('hex')
    const mark = fingerprintsOf(key, accountMarked(iban))[0].toString('hex')
    return { id, partner_ids, siren, holder: legal_name, encrypted, mark, first4: iban.slice(0, 4), last4: iban.slice(-4) }
  })
  const given = JSON.stringify(accounts)
  const proposed_at = new Date(tx.now.getTime() - 62 * 86_400_000)
  await sql`
    insert into bank_accounts (id, organisation_id, holder, iban_encrypted, iban_mark, iban_first4, iban_last4, state, proposed_by, proposed_at,
      decided_by, decided_at, usable_from)
    overriding system value
    select a.id, o.id, a.holder, decode(a.encrypted, 'hex'), decode(a.mark, 'hex'), a.first4, a.last4, 'agreed', ${proposer.id}, ${proposed_at}::timestamptz,
      ${approver.id}, ${proposed_at}::timestamptz + interval '1 day', ${proposed_at}::timestamptz + interval '3 days'
    from json_to_recordset(${given}) as a (id integer, siren text, holder text, encrypted text, mark text, first4 text, last4 text)
    join organisations o using (siren)
  `.execute(tx)
  await sql`
    insert into bank_account_partners (bank_account_id, partner_id, paid_since)
    select a.id, p.id, ${proposed_at}::timestamptz + interval '1 day'
    from json_to_recordset(${given}) as a (id integer, partner_ids integer[]), unnest(a.partner_ids) p (id)
  `.execute(tx)
}
