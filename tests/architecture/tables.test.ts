import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Every table has one room that writes it; anyone may read it with a join. */
const writers: Record<string, string[]> = {
  'src/features/accounts': ['passwords', 'temporary_passwords', 'password_resets'],
  'src/features/addresses': ['towns', 'streets'],
  'src/features/beneficiaries': ['beneficiaries', 'email_changes', 'former_names'],
  'src/features/apprentice-aid': ['apprentice_aid_requests', 'apprentice_aid_events'],
  'src/features/aid-payments': ['aid_payment_batches', 'aid_payment_lines'],
  'src/features/campaigns': ['campaigns', 'benefits', 'aid_parameters', 'aid_bands'],
  'src/features/card-applications': ['card_applications', 'application_events'],
  'src/features/cards': ['cards', 'card_batches', 'card_problems', 'qr_codes'],
  'src/features/contact': ['questions_received'],
  'src/features/content': ['good_deals', 'documents', 'questions', 'question_themes', 'key_dates'],
  'src/features/partners': ['partners', 'partner_types', 'partner_imports'],
  'src/features/payments': ['checkouts'],
  'src/features/prepayments': ['prepayments'],
  'src/features/schools': ['schools', 'levels', 'courses', 'school_courses'],
  'src/features/settlements': ['settlements', 'settlement_lines'],
  'src/features/staff': ['staff', 'second_factors', 'recovery_codes', 'pending_sign_ins', 'staff_links'],
  'src/features/wallets': ['wallet_reminders'],
  'src/platform': ['sessions', 'limits', 'messages', 'audit_facts', 'files', 'secret_fingerprints', 'migrations', 'job_runs'],
}

/** Money moves by functions of the database only; these kinds come with the migrations, and views are written by nobody. */
const WRITTEN_BY_NO_ROOM = [
  'wallets',
  'transactions',
  'transaction_kinds',
  'wallet_kinds',
  'entries',
  'partner_dues',
  'applications_that_give',
]

const WRITING =
  /(?:insertInto\(|updateTable\(|deleteFrom\(|mergeInto\(|deleteInSlices\(\w+, )'(\w+)'|\b(?:insert into|update|delete from|merge into|copy)\s+(\w+)\s*(?:\(|set\b|where\b|using\b|select\b|from stdin)/gi

test('every table has one room that writes it, or none', () => {
  const [, tables = ''] = /interface DB \{([^}]*)\}/.exec(readFileSync('src/platform/database/schema.ts', 'utf8')) ?? []
  const known = [...Object.values(writers).flat(), ...WRITTEN_BY_NO_ROOM]
  expect(known.sort()).toEqual(Array.from(tables.matchAll(/(\w+):/g), ([, table]) => table).sort())
})

test('every table is written by one room', () => {
  const wrong: string[] = []
  let seen = 0
  for (const file of globSync('src/**/*.{ts,tsx}')) {
    if (file.includes('.test.')) continue
    const place = Object.keys(writers).find((room) => file.startsWith(`${room}/`))
    for (const [, built, plain] of readFileSync(file, 'utf8').matchAll(WRITING)) {
      const table = built ?? plain ?? ''
      const owner = Object.keys(writers).find((room) => writers[room]?.includes(table))
      if (!owner && !WRITTEN_BY_NO_ROOM.includes(table)) continue
      seen += 1
      if (owner !== place) wrong.push(`${file} writes ${table}, which is ${owner}'s`)
    }
  }
  expect(wrong).toEqual([])
  expect(seen).toBeGreaterThan(20)
})
