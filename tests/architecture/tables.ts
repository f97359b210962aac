import { globSync, readFileSync } from 'node:fs'

/** The room of each table, the only one that reads or writes it. What others may read of a room are its views: database/definitions. */
const tables: Record<string, string[]> = {
  'aid/aid-payments': ['aid_payment_batches', 'aid_payment_lines'],
  'aid/apprentice-aid': ['apprentice_aid_requests', 'apprentice_aid_events'],
  'card/cards': ['cards', 'card_batches', 'card_returns', 'card_problems', 'qr_codes'],
  'desks/two-people': ['acts_of_two'],
  'desks/vigilance': ['vigilance_thresholds', 'given_reasons'],
  'money/assents': ['assents', 'payment_codes'],
  'money/books': ['closings'],
  'money/corrections': ['corrections'],
  'money/departures': ['departures'],
  'money/freezes': ['freezes'],
  'money/deadlines': ['deadline_moves', 'moved_wallets'],
  'money/payments': ['checkouts', 'payments_to_tell'],
  'money/prepayments': ['prepayments'],
  'money/seals': ['seals'],
  'money/settlements': ['settlements', 'settlement_lines', 'statements_to_tell'],
  'money/sums': ['summing', 'sums_by_kind', 'sums_by_day', 'sums_by_partner', 'sums_to_settle'],
  'money/wallets': ['wallets', 'wallet_kinds', 'transactions', 'transaction_kinds', 'wallet_reminders', 'debts'],
  'partners/agreements': ['agreement_texts', 'agreements'],
  'partners/bank-accounts': ['bank_accounts', 'bank_account_partners'],
  'partners/joining': ['joining_applications'],
  'partners/mails': ['unwanted_mails'],
  'partners/organisations': ['organisations', 'sirets'],
  'partners/partners': ['partners', 'partner_types', 'partner_changes'],
  'partners/renewals': ['agreement_codes', 'agreement_letters'],
  'partners/tills': ['till_pins'],
  'people/accounts': ['passwords', 'temporary_passwords', 'password_resets'],
  'people/addresses': ['towns', 'town_names', 'streets'],
  'people/beneficiaries': ['beneficiaries', 'former_names'],
  'people/staff': ['staff', 'workplaces', 'pending_sign_ins', 'staff_links', 'staff_sign_ins'],
  'people/staff-sign-in': ['second_factors', 'recovery_codes', 'second_factor_resets', 'passkeys'],
  'people/staff-security': ['offered_phones'],
  'people/staff-desk': ['account_files', 'invitations_to_send', 'unused_warnings', 'rights_reviews'],
  'personal/guardians': ['guardians', 'payment_alerts', 'consents_of_minors'],
  'personal/my-account': ['email_changes'],
  'region/figures': ['kept_figures'],
  'region/vigilance': ['alerts'],
  'region/incidents': ['incidents', 'incident_links', 'incident_notes', 'incident_documents'],
  'region/imports': ['imports', 'import_lines'],
  'region/transfers': ['transfers', 'transfer_files', 'bank_answers', 'bank_answer_lines'],
  'region/data-protection': ['data_requests'],
  'requests/card-applications': ['card_applications', 'application_events'],
  'requests/contracts': ['contract_changes'],
  'requests/delays': ['enrolment_certificates', 'delay_reminders', 'school_delays'],
  'requests/enrolment': ['enrolments', 'enrolment_judgements', 'national_numbers'],
  'requests/outages': ['outages', 'outage_schools', 'outage_news'],
  'requests/state-enrolment': ['state_enrolments', 'state_source'],
  'scheme/campaigns': ['campaigns', 'benefits', 'aid_parameters', 'aid_bands'],
  'scheme/contact': ['questions_received', 'question_answers', 'answer_templates', 'file_notes'],
  'scheme/content-desk': ['banners', 'good_deals', 'documents', 'questions', 'question_themes', 'key_dates'],
  'schools/enrolment-lists': ['enrolment_lists', 'enrolled_pupils', 'list_columns'],
  'schools/schools': ['schools', 'levels', 'courses', 'school_courses', 'courses_taken_away'],
  platform: [
    'sessions',
    'kept_forms',
    'limits',
    'messages',
    'dead_addresses',
    'devices',
    'push_keys',
    'audit_facts',
    'files',
    'file_store',
    'received_files',
    'received_pieces',
    'secret_fingerprints',
    'migrations',
    'definitions',
    'job_runs',
    'notices',
  ],
}

/** Tables that another room reads, and why: the whole list. */
const READ_ELSEWHERE: { table: string; by: string; because: string }[] = [
  {
    table: 'messages',
    by: 'region/messages',
    because: 'the desk of what platform sends: it searches all of it, and holds what it sends again',
  },
  { table: 'audit_facts', by: 'region/audit', because: 'the desk of what platform writes down: it searches all of it' },
]

/** Money moves by functions of the database only. */
const WRITTEN_BY_FUNCTIONS = [
  ...['wallets', 'wallet_kinds', 'transactions', 'transaction_kinds'],
  ...['summing', 'sums_by_kind', 'sums_by_day', 'sums_by_partner', 'sums_to_settle'],
]

const WRITING =
  /(?:insertInto\(|updateTable\(|deleteFrom\(|mergeInto\(|deleteInSlices\(\w+, )'(\w+)'|\b(?:insert into|update|delete from|merge into|copy|lock table)\s+(\w+)\s*(?:\w+\s+)?(?:\(|set\b|where\b|using\b|select\b|from stdin|in\b)/gi
const READING = /(?:From|Join|\.from|\.using)\(\s*\[?\s*'(\w+)|\b(?:from|join|using)\s+(\w+)\b(?:(?:\s+(?:as\s+)?\w+)?\s*,\s*(\w+))?/g

export interface Source {
  path: string
  text: string
}

/** What is looked at: the program, and the views and functions of the database. */
export const sources = (): Source[] =>
  globSync(['src/**/*.{ts,tsx}', 'database/definitions/*.sql'])
    .filter((path) => !/\.test\.|database\/schema\.ts$/.test(path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }))

/** The room of a file: its folder, or the first line of a file of definitions; « platform »; or the folder beside the rooms. */
export function roomOf({ path, text }: Source): string {
  if (path.endsWith('.sql')) return /^-- Room: (.+)\n/.exec(text)?.[1] ?? 'none'
  return (/^src\/features\/([^/]+\/[^/]+)\//.exec(path) ?? /^src\/([^/]+)/.exec(path))?.[1] ?? 'none'
}

/** Every table with its room. */
export const tablesByRoom = (): [string, string][] =>
  Object.entries(tables).flatMap(([room, names]) => names.map((name): [string, string] => [name, room]))

/** Every view with its room, of the files of definitions. */
export const viewsByRoom = (files: Source[]): [string, string][] =>
  files
    .filter(({ path }) => path.endsWith('.sql'))
    .flatMap((file) =>
      Array.from(file.text.matchAll(/^create view (\w+)/gm), ([, view]): [string, string] => [view as string, roomOf(file)]),
    )

/** Who reads or writes a table that is another room's, in sentences; and how many times a table was read or written at all. */
export function trespasses(files: Source[]): { wrong: string[]; seen: number } {
  const owners = new Map(tablesByRoom())
  const wrong: string[] = []
  let seen = 0
  for (const file of files) {
    const room = roomOf(file)
    const text = file.path.endsWith('.sql') ? file.text.replace(/--.*/g, '') : file.text.replace(/^\s*(?:\/\/|\/?\*).*/gm, '')
    const tablesIn = (kind: RegExp) =>
      Array.from(text.matchAll(kind), ([, ...names]) => names)
        .flat()
        .filter((name) => owners.has(name))
    for (const table of tablesIn(WRITING)) {
      seen += 1
      if (owners.get(table) !== room) wrong.push(`${file.path} writes ${table}, which is ${owners.get(table)}'s`)
      else if (WRITTEN_BY_FUNCTIONS.includes(table) && !file.path.endsWith('.sql'))
        wrong.push(`${file.path} writes ${table}, which functions write`)
    }
    for (const table of tablesIn(READING)) {
      seen += 1
      const isAllowed = owners.get(table) === room || READ_ELSEWHERE.some((read) => read.table === table && read.by === room)
      if (!isAllowed) wrong.push(`${file.path} reads ${table}, which is ${owners.get(table)}'s: read one of its views`)
    }
  }
  return { wrong, seen }
}
