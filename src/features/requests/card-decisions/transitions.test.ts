import { sql } from 'kysely'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import {
  aBeneficiary,
  aCampaign,
  aCourse,
  anAgent,
  aPartner,
  aPartnerUser,
  aSchool,
  aSchoolUser,
  TEST_KEY,
} from '../../../../tests/support/makers.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { type FilePolicy, storeFile } from '../../../platform/files.ts'
import type { Role } from '../../../spaces/roles.ts'
import { photoPolicy } from '../../card/photos/index.ts'
import { identityPolicy } from '../application-form/identity-document.ts'
import type { State } from '../card-applications/application.ts'
import { registerApplication } from '../card-applications/index.ts'
import { submitApplication } from '../card-applications/submit.ts'

// What nobody may do to the application of an apprentice, or of somebody who is neither, tried in every state by everybody.

const database = await testDatabase()
const { db } = database
const { site } = testSite(database)
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, TEST_NOW, act)

const STATES: State[] = ['draft', 'submitted', 'returned', 'validated', 'refused']
const SITUATIONS = ['apprentice', 'apprentice of a CFA elsewhere', 'neither'] as const
type Situation = (typeof SITUATIONS)[number]
const ROLES = ['content', 'helpline', 'eligibility', 'preparer', 'administrator'] satisfies Role[]

const { cfa, course, staff } = await committed(async (tx) => {
  await aCampaign(tx)
  const cfa = await aSchool(tx, { takes_pupils: false, takes_apprentices: true })
  const course = await aCourse(tx, cfa, { by_apprenticeship: true })
  const agents = await Promise.all(ROLES.map((role) => anAgent(tx, role)))
  return {
    cfa,
    course,
    staff: {
      'its CFA': await aSchoolUser(tx, cfa, { roles: ['office'] }),
      'a reader there': await aSchoolUser(tx, cfa, { roles: ['head', 'reader'] }),
      'another school': await aSchoolUser(tx, await aSchool(tx, { takes_apprentices: true })),
      partner: await aPartnerUser(tx, await aPartner(tx)),
      ...(Object.fromEntries(agents.map((agent) => [agent.roles[0], agent])) as Record<Role, (typeof agents)[number]>),
    },
  }
})
type Who = 'owner' | 'another' | keyof typeof staff

/** An application that was sent, and who sent it. */
const sent = (situation: Situation) =>
  committed(async (tx) => {
    const { actor } = await aBeneficiary(tx)
    const file_number = await registerApplication(tx, actor.id)
    const isNeither = situation === 'neither'
    const isElsewhere = situation === 'apprentice of a CFA elsewhere'
    const answers = {
      situation: { situation: isNeither ? 'neither' : 'apprentice' },
      contact: {
        address: { kind: 'free', lines: ['1 RUE DE TEST'], postcode: '80000', town: 'AMIENS' },
        mobilePhone: '0600000000',
        fixedPhone: null,
      },
      ...(!isNeither && {
        apprenticeship: {
          cfaInRegion: !isElsewhere,
          school: isElsewhere ? null : cfa.id,
          typedSchool: isElsewhere ? { name: 'CFA de Brest', town: 'Brest' } : null,
          level: course.level_code,
          course: course.code,
          scholarshipHolder: false,
          contractSignedOn: '2026-09-01',
          contractEndsOn: '2028-08-31',
          wasApprentice: false,
          otherDiploma: null,
        },
      }),
    }
    const picture = (policy: FilePolicy<never>) => storeFile(tx, policy, Buffer.from('x'), TEST_KEY)
    const files = isNeither ? { identity_file_id: await picture(identityPolicy) } : { photo_file_id: await picture(photoPolicy) }
    await tx
      .updateTable('card_applications')
      .set({ answers: JSON.stringify(answers), ...files })
      .where('file_number', '=', file_number)
      .execute()
    await submitApplication(tx, { ...actor, has_card: false }, { notifiedBy: 'email' })
    return { file_number, beneficiaryId: actor.id }
  })

const put = (file_number: string, state: State) => {
  const decided_at = state === 'draft' || state === 'submitted' ? null : TEST_NOW
  return db.updateTable('card_applications').set({ state, decided_at }).where('file_number', '=', file_number).execute()
}

/** What the tables hold, in a few letters. */
const held = async () => {
  const tables = ['card_applications', 'cards', 'wallets', 'files'].map(
    (table) => sql`(select string_agg(${sql.ref(table)}::text, ' ' order by id) from ${sql.table(table)})`,
  )
  const { rows } = await sql<{ held: string }>`select md5(concat_ws(' ', ${sql.join(tables)})) as held`.execute(db)
  return rows[0]?.held
}

interface Action {
  path: string
  fields: Record<string, string | Blob>
  /** Whether that person may do it in that state. */
  allows(who: Who, from: State, situation: Situation): boolean
  refuses(who: Who, from: State, situation: Situation): number
}

const jpeg = new Blob([
  new Uint8Array(
    await sharp({ create: { width: 900, height: 900, channels: 3, background: '#dde6f0' } })
      .jpeg()
      .toBuffer(),
  ),
])
const DECISIONS = ['validation', 'renvoi', 'refus']
const WORDS = { reason: 'Motif.' }

const isWriting = (from: State) => from === 'draft' || from === 'returned'

function actionsOn(file_number: string): Action[] {
  const bySchool = (path: string): Action => ({
    path,
    fields: WORDS,
    allows: (who, from, situation) => who === 'its CFA' && from === 'submitted' && situation === 'apprentice',
    refuses(who, from, situation) {
      if (who !== 'its CFA' && who !== 'another school') return 403
      return who === 'its CFA' && situation === 'apprentice' && from !== 'draft' ? 409 : 404
    },
  })
  const byTheRegion = (path: string): Action => ({
    path,
    fields: WORDS,
    allows: (who, from, situation) => who === 'eligibility' && from === 'submitted' && situation !== 'apprentice',
    refuses(who, from, situation) {
      if (who !== 'eligibility') return 403
      return situation !== 'apprentice' && from !== 'draft' ? 409 : 404
    },
  })
  const byItsOwner = (step: string, fields: Action['fields']): Action => ({
    path: `/espace/demande/${step}`,
    fields,
    // A document that the Region has not decided on may be replaced.
    allows: (who, from, situation) =>
      who === 'owner' && (isWriting(from) || (step === 'justificatif' && situation === 'neither' && from === 'submitted')),
    refuses: (who) => (who === 'owner' || who === 'another' ? 409 : 403),
  })
  return [
    ...DECISIONS.map((word) => bySchool(`/etablissement/demandes/${file_number}/${word}`)),
    ...DECISIONS.map((word) => bySchool(`/etablissement/${word}?numeros[]=${file_number}`)),
    ...DECISIONS.map((word) => byTheRegion(`/region/demandes/${file_number}/${word}`)),
    byItsOwner('situation', { situation: 'pupil' }),
    byItsOwner('coordonnees', { mobilePhone: '0612345678' }),
    byItsOwner('coordonnees/adresse', { kind: 'free', line1: '2 rue Neuve', freePostcode: '80000', freeTown: 'Amiens' }),
    byItsOwner('etablissement', {
      situation: 'apprentice',
      cfaInRegion: 'yes',
      school: String(cfa.id),
      level: course.level_code,
      course: course.code,
      'contractSignedOn.day': '2',
      'contractSignedOn.month': '9',
      'contractSignedOn.year': '2026',
      'contractEndsOn.day': '31',
      'contractEndsOn.month': '8',
      'contractEndsOn.year': '2028',
      wasApprentice: 'no',
    }),
    byItsOwner('etablissement/diplome', { otherDiploma: 'yes' }),
    byItsOwner('photo', { photo: jpeg }),
    byItsOwner('justificatif', { document: jpeg }),
    byItsOwner('recapitulatif', { notifiedBy: 'email' }),
  ]
}

const HOMES: Partial<Record<Who, string>> = {
  owner: '/espace',
  another: '/espace',
  'its CFA': '/etablissement',
  'a reader there': '/etablissement',
  'another school': '/etablissement',
  partner: '/partenaire',
}

test.each(
  SITUATIONS.flatMap((situation) => (['owner', 'another', ...Object.keys(staff)] as Who[]).map((who) => [situation, who] as const)),
)('of %s: what %s may not do is refused, and changes nothing', async (situation, who) => {
  const { file_number, beneficiaryId } = await sent(situation)
  const other = await sent(situation)
  const member = who === 'owner' || who === 'another' ? undefined : staff[who]
  const visitor = await new Visitor(site).signInAs(
    member ? { staffId: member.id } : { beneficiaryId: who === 'owner' ? beneficiaryId : other.beneficiaryId },
  )
  const _csrf = /name="_csrf" value="([^"]+)"/.exec((await visitor.get(HOMES[who] ?? '/region')).text)?.[1] ?? ''
  await put(other.file_number, 'validated')
  for (const from of STATES) {
    await put(file_number, from)
    const before = await held()
    for (const { path, fields, allows, refuses } of actionsOn(file_number)) {
      if (allows(who, from, situation)) continue
      expect((await visitor.post(path, { _csrf, ...fields })).status, `${path} of ${from}`).toBe(refuses(who, from, situation))
      expect(await held(), `${path} of ${from}`).toBe(before)
    }
  }
})
