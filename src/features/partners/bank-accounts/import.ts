import { isValidBIC } from 'ibantools'
import type pg from 'pg'
import { accountMarked, bicTyped, ibanTyped, isBuiltAsInFrance, WRONG_BIC, whyNoIban } from '../../../platform/bank-details.ts'
import { decrypt, encrypt, fingerprintsOf, type Keys } from '../../../platform/encryption.ts'
import { isLatin } from '../../../platform/forms/fields.ts'
import { onlyTheLast } from '../../../platform/import/changes.ts'
import type { ImportedFile, Importer } from '../../../platform/import/load.ts'
import type { Format, Line } from '../../../platform/import/table.ts'
import { contradicts, isSiret, LEGAL_NAME_AT_MOST, legalNameCheck, siretChecks, siretMerge, siretTyped } from '../organisations/index.ts'
import { ibanOf } from './account.ts'

/** What an IBAN is bound to between its line and its row: the table of what is being read. */
const AS_READ = 'incoming.iban'

const formatWith = (keys: Keys | null): Format => ({
  isSecret: true,
  columns: ['code', 'siret', 'raison_sociale', 'titulaire', 'iban', 'bic'],
  read(line) {
    const code = line.text('code').toUpperCase()
    if (!line.knows(code)) line.refuse('code', 'aucun partenaire n’a ce code')
    const siret = siretTyped(line.text('siret'))
    if (!isSiret(siret)) line.refuse('siret', 'ce SIRET n’existe pas ; un tableur enlève le zéro par lequel il commence, ou l’arrondit')
    const legalName = line.filled('raison_sociale', LEGAL_NAME_AT_MOST)
    const holder = line.filled('titulaire', 70)
    if (!isLatin(holder)) line.refuse('titulaire', 'lettres de A à Z attendues, comme sur le RIB')
    const { iban, bic } = accountIn(line)
    return [
      ...[code, siret, legalName, holder, bic, iban.slice(0, 4), iban.slice(-4)],
      // In clear nowhere: neither in the database nor in what it logs.
      keys && encrypt(keys, iban, AS_READ).toString('hex'),
      keys && `{${fingerprintsOf(keys, accountMarked(iban)).map((mark) => mark.toString('hex'))}}`,
    ]
  },
})

function accountIn(line: Line): { iban: string; bic: string | null } {
  const iban = ibanTyped(line.text('iban'))
  if (!iban) line.refuse('iban', 'la valeur manque')
  if (whyNoIban(iban)) line.refuse('iban', 'cet IBAN n’existe pas, ou n’est pas d’un compte européen (SEPA)')
  const bic = bicTyped(line.text('bic')) || null
  if (bic && !isValidBIC(bic)) line.refuse('bic', WRONG_BIC)
  if (!bic && !isBuiltAsInFrance(iban)) line.refuse('bic', 'le BIC est nécessaire pour un compte d’un autre pays')
  return { iban, bic }
}

/** Each line, with what is known of its partner. IBANs are masked. */
const KNOWN = `
  select n.*, n.iban_first4 || ' **** **** ' || n.iban_last4 as iban, p.id as partner_id, p.name, p.frozen_at, o.siret as known_siret,
    o.legal_name as known_legal_name, a.bank_account_id, a.holder as known_holder, a.bic as known_bic,
    a.iban_first4 || ' **** **** ' || a.iban_last4 as known_iban,
    coalesce((select encode(b.iban_mark, 'hex') = any (n.iban_marks) from bank_accounts b where b.id = a.bank_account_id), false)
      and a.holder = n.holder and a.bic is not distinct from n.bic and a.siren = left(n.siret, 9) as is_paid
  from incoming n
  join partner_directory p on p.code = n.code
  left join organisations_of_partners o on o.partner_id = p.id
  left join accounts_to_pay a on a.partner_id = p.id`

/** A check: lines that are left out, by what is known of their partners. */
const refuses = (wrong: string, why: string) =>
  `delete from incoming i using (${KNOWN}) k where k.line = i.line and ${wrong} returning i.line, '${why}' as refused`

const becomes = (before: string, after: string, words: string) =>
  `case when ${before} is distinct from ${after} then '${words} : « ' || coalesce(${before}, '—') || ' » devient « ' || coalesce(${after}, '—') || ' »' end`

/**
 * The bank accounts of known partners, with their SIRET, by the partner's code. A file is agreed to whole: its accounts are then paid, some hours
 * later, in the place of those before. Nobody's ends who is not in it.
 */
export const accountsImporter: Importer = {
  formats: [formatWith(null)],
  known: 'select code from partner_directory',
  incoming:
    'code text, siret text, legal_name text, holder text, bic text, iban_first4 text, iban_last4 text, iban_sealed text, iban_marks text[]',
  checks: [
    contradicts(
      (n) => `${n}.code`,
      'n.siret, n.legal_name, n.holder, n.iban_marks, n.bic',
      'colonne « code » : ce partenaire est décrit de plusieurs façons dans le fichier',
    ),
    onlyTheLast('code'),
    ...siretChecks,
    refuses('k.frozen_at is not null', 'ce partenaire est gelé : son compte bancaire ne change pas avant qu’il soit dégelé'),
    refuses(
      "exists (select from bank_accounts_of_partners b where b.partner_id = k.partner_id and b.state = 'proposed')",
      'un compte bancaire de ce partenaire attend déjà une réponse : acceptez-le ou refusez-le d’abord',
    ),
    legalNameCheck,
    `select k.line, 'le compte ' || k.iban || ' est aussi celui d’une autre structure' as wrong
     from (${KNOWN}) k
     where exists (select from incoming m where m.iban_marks && k.iban_marks and left(m.siret, 9) <> left(k.siret, 9))
       or exists (
         select from bank_accounts_of_partners b
         join organisations_of_partners o on o.organisation_id = b.organisation_id
         where encode(b.iban_mark, 'hex') = any (k.iban_marks) and b.state in ('proposed', 'agreed') and o.siren <> left(k.siret, 9))
     order by k.line`,
  ],
  effects: `
    with k as (${KNOWN})
    select 'Comptes ajoutés' as label, count(*) filter (where not coalesce(is_paid, false) and bank_account_id is null) as count from k
    union all select 'Comptes changés', count(*) filter (where not coalesce(is_paid, false) and bank_account_id is not null) from k
    union all select 'Comptes sans changement', count(*) filter (where is_paid) from k
    union all select 'SIRET ajoutés ou changés', count(*) filter (where known_siret is distinct from siret) from k`,
  differences: `
    select * from (
      select k.line, k.code || ', ' || k.name || ' : ' || nullif(concat_ws(' ; ', ${becomes('k.known_siret', 'k.siret', 'SIRET')},
        ${becomes('k.known_legal_name', 'k.legal_name', 'raison sociale')}, ${becomes('k.known_holder', 'k.holder', 'titulaire')},
        case when not coalesce(k.is_paid, false) then 'IBAN : « ' || coalesce(k.known_iban, '—') || ' » devient « ' || k.iban || ' »' end,
        ${becomes('k.known_bic', 'k.bic', 'BIC')}), '') as words
      from (${KNOWN}) k
    ) changes where words is not null order by line`,
  merge: [],
  tables: ['organisations', 'sirets', 'bank_accounts', 'bank_account_partners'],
  for: (file) => ({
    ...accountsImporter,
    formats: [formatWith(file.keys)],
    checks: [changedSince(file.sentAt), ...accountsImporter.checks],
    merge: [...siretMerge, (client) => keepAccounts(client, file)],
  }),
}

/** A check: what was decided of an account since the file was sent, by two people or to stop it, is not what its second person read. */
const changedSince = (sentAt: Date): string =>
  refuses(
    `not coalesce(k.is_paid, false) and exists (
      select from bank_accounts_of_partners b
      where b.partner_id = k.partner_id and greatest(b.paid_since, b.paid_until) > '${sentAt.toISOString()}'::timestamptz)`,
    'le compte bancaire de ce partenaire a changé, ou a été arrêté, depuis que le fichier est envoyé : si la ligne est encore juste, envoyez-la de nouveau',
  )

/** An account of the file, and the partners that it is to pay. */
interface Incoming {
  organisation_id: number
  holder: string
  bic: string | null
  iban_first4: string
  iban_last4: string
  iban_sealed: string
  mark: string
  partner_ids: number[]
}

/** Writes the accounts that are not paid yet, encrypted each for its row, in the place of those before. Their shops are told by the clock. */
async function keepAccounts(client: pg.Client, { keys, now, sentBy, agreedBy }: ImportedFile): Promise<void> {
  if (agreedBy === null) throw new Error('Nobody has agreed to this file.')
  await client.query(`create temporary table known_lines on commit drop as ${KNOWN}`)
  const { rows: accounts } = await client.query<Incoming>(`
    select o.organisation_id, k.holder, k.bic, min(k.iban_first4) as iban_first4, min(k.iban_last4) as iban_last4,
      min(k.iban_sealed) as iban_sealed,
      coalesce((
        -- As it is known already, where the key was changed since.
        select encode(b.iban_mark, 'hex') from unnest(k.iban_marks) m join bank_accounts b on b.iban_mark = decode(m, 'hex') limit 1
      ), k.iban_marks[1]) as mark, array_agg(k.partner_id order by k.partner_id) as partner_ids
    from known_lines k
    join organisations_of_partners o on o.partner_id = k.partner_id
    where not coalesce(k.is_paid, false)
    group by o.organisation_id, k.holder, k.bic, k.iban_marks
    order by min(k.line)`)
  if (accounts.length === 0) return
  const { rows: kept } = await client.query<{ id: number; organisation_id: number; holder: string; bic: string | null; mark: string }>(
    `insert into bank_accounts (organisation_id, holder, bic, iban_first4, iban_last4, iban_encrypted, iban_mark, state, proposed_by, proposed_at,
       decided_by, decided_at, usable_from, is_to_tell)
     select organisation_id, holder, bic, iban_first4, iban_last4, '', decode(mark, 'hex'), 'agreed', $2, $4, $3, $4, $4::timestamptz + make_interval(hours => hours_before_a_transfer($4)), true
     from json_to_recordset($1) as a (organisation_id integer, holder text, bic text, iban_first4 text, iban_last4 text, mark text)
     returning id, organisation_id, holder, bic, encode(iban_mark, 'hex') as mark`,
    [JSON.stringify(accounts), sentBy, agreedBy, now],
  )
  const keyOf = ({ organisation_id, holder, bic, mark }: Pick<Incoming, 'organisation_id' | 'holder' | 'bic' | 'mark'>) =>
    JSON.stringify([organisation_id, holder, bic, mark])
  const idOf = new Map(kept.map((row) => [keyOf(row), row.id]))
  const sealed = accounts.map((account) => {
    const id = idOf.get(keyOf(account)) as number
    const iban = decrypt(keys, Buffer.from(account.iban_sealed, 'hex'), AS_READ)
    return { id, partner_ids: account.partner_ids, iban: encrypt(keys, iban, ibanOf({ id })).toString('hex') }
  })
  await client.query(
    `update bank_accounts b set iban_encrypted = decode(a.iban, 'hex') from json_to_recordset($1) as a (id integer, iban text) where b.id = a.id`,
    [JSON.stringify(sealed)],
  )
  await client.query(
    `update bank_account_partners set paid_until = $2 where partner_id = any ($1) and paid_since is not null and paid_until is null`,
    [sealed.flatMap(({ partner_ids }) => partner_ids), now],
  )
  await client.query(
    `insert into bank_account_partners (bank_account_id, partner_id, paid_since)
     select a.id, p.partner_id, $2 from json_to_recordset($1) as a (id integer, partner_ids integer[]), unnest(a.partner_ids) as p (partner_id)`,
    [JSON.stringify(sealed), now],
  )
  await client.query(
    `update bank_accounts a set state = 'ended', ended_at = $1, end_words = 'Remplacé par un autre compte.'
     where a.state = 'agreed'
       and not exists (select from bank_account_partners b where b.bank_account_id = a.id and b.paid_until is null)`,
    [now],
  )
}
