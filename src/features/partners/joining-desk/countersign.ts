import { z } from 'zod'
import { places } from '../../../places.ts'
import { record } from '../../../platform/audit.ts'
import { maskedIban } from '../../../platform/bank-details.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { UserError } from '../../../platform/errors.ts'
import { paragraphs } from '../../../platform/forms/fields.ts'
import { notifyAt } from '../../../platform/messages/notify.ts'
import type { Agent, Staff } from '../../../spaces/actors.ts'
import { type Shown, startAct, takesTwo, waitingAbout } from '../../desks/two-people/index.ts'
import { openAccount } from '../../people/staff/index.ts'
import { proofOf } from '../agreements/index.ts'
import { hoursBeforeATransfer, takeOnAccount } from '../bank-accounts/index.ts'
import { concernsOf } from '../company-directory/index.ts'
import { type Application, accountOf, doublesOf, endAccepted, endRefused, heldSent, sentApplication } from '../joining/index.ts'
import { giveSiret, legalNameOf, spacedSiret } from '../organisations/index.ts'
import { partnerCode, takeOnPartner } from '../partners/index.ts'
import { facts } from './facts.ts'
import { applicationAccepted, applicationChecked, applicationRefused } from './messages.ts'

/** What an agent answers. */
export const deskForm = z.discriminatedUnion('action', [
  z.object({ action: z.literal('propose'), code: partnerCode }),
  z.object({ action: z.literal('refuse'), reason: paragraphs('Dites pourquoi : le commerce le lira.', 1000) }),
])

/** A shop that asked to join is a partner once two agents have seen it, one after the other. */
export const joiningOfPartner = takesTwo({
  kind: 'partner.joining',
  title: 'Accueillir un partenaire',
  starts: 'partners.manage',
  finishes: 'partners.manage',
  schema: z.object({ id: z.number().int(), code: z.string() }),
  shown,
  perform: (tx, agent, { input, startedBy, publicUrl, keys }) => countersign(tx, agent, { ...input, startedBy, publicUrl, keys }),
  drop: async (tx, by, { input: { id }, outcome, answer }) => {
    if (outcome === 'refused') await turnDown(tx, by, { id, reason: answer ?? '' })
  },
})

async function shown(db: Reader, { id, code }: { id: number; code: string }, now: Date): Promise<Shown> {
  const application = await sentApplication(db, id)
  if (!application)
    return { about: `Demande n° ${id}`, href: null, items: [{ label: 'Demande', value: 'Refusée, puis effacée' }], effects: [] }
  const [doubles, proof, hours] = await Promise.all([doublesOf(db, id), proofOf(db, { application_id: id }), hoursBeforeATransfer(db, now)])
  return {
    about: `${application.name}, demande n° ${id}`,
    href: places.region.joiningApplication.to({ id }),
    items: [
      { label: 'Code', value: code },
      ...whatIsTyped(application),
      ...(proof ? [{ label: 'Convention', value: `Version n° ${proof.text_version}, acceptée par ${proof.signer_name}` }] : []),
      ...concernsOf(application.directory).map((value) => ({ label: 'Attention : annuaire des entreprises', value })),
      ...doubles.map((value) => ({ label: 'Attention : déjà connu', value })),
    ],
    changes: differencesOf(application).map(({ label, listed, typed }) => ({ label, before: listed, after: typed })),
    effects: [
      'La convention est signée, et ce partenaire encaisse la carte.',
      `Son gestionnaire reçoit une invitation${application.siret ? ` ; les virements partent vers son compte ${hours} heures plus tard` : ''}.`,
      ...(application.siret ? ['Les autres points de vente de cette structure, s’il y en a déjà, sont prévenus par mail.'] : []),
      'Avant d’accepter, rappelez le commerce à un numéro que vous avez trouvé vous-même, pas à celui de la demande.',
    ],
  }
}

/** What a shop said of itself, as agents read it. */
export const whatIsTyped = (application: Application) => [
  { label: application.siret ? 'SIRET' : 'Association (RNA)', value: application.siret ? spacedSiret(application.siret) : application.rna },
  { label: 'Raison sociale', value: application.legal_name },
  { label: 'Type', value: application.type },
  { label: 'Adresse', value: `${application.street}, ${application.postcode} ${application.town}` },
  { label: 'Accepterait', value: accepted(application) },
  { label: 'Téléphone', value: application.phone ?? '—' },
  { label: 'Adresse e-mail du commerce', value: application.email ?? '—' },
  { label: 'Site internet', value: application.website ?? '—' },
  { label: 'Gestionnaire', value: `${application.manager_name}, ${application.manager_email}` },
  ...(application.iban_first4 && application.iban_last4
    ? [
        { label: 'Titulaire, comme sur le RIB', value: application.holder },
        { label: 'IBAN', value: maskedIban({ iban_first4: application.iban_first4, iban_last4: application.iban_last4 }) },
        { label: 'BIC', value: application.bic ?? 'Trouvé par l’IBAN' },
      ]
    : application.siret
      ? []
      : [{ label: 'Compte bancaire', value: 'Aucun : une association est payée une fois qu’elle a un SIRET' }]),
]

const accepted = ({ accepts_prepayments, accepts_online_payments }: Application): string =>
  ['Carte', ...(accepts_prepayments ? ['prépaiements'] : []), ...(accepts_online_payments ? ['paiements en ligne'] : [])].join(', ')

/** Where what was typed is not what the directory says, whatever the capitals and the marks. */
export function differencesOf({ directory, ...typed }: Application): { label: string; listed: string; typed: string }[] {
  if (directory.is !== 'found') return []
  const { shop } = directory
  const pairs = [
    ['Raison sociale', shop.legalName, typed.legal_name],
    ['Rue', shop.street, typed.street],
    ['Code postal', shop.postcode, typed.postcode],
    ['Ville', shop.town, typed.town],
    ['Titulaire du compte', shop.legalName, typed.holder],
  ] as const
  return pairs.flatMap(([label, listed, one]) => (listed && one && plain(listed) !== plain(one) ? [{ label, listed, typed: one }] : []))
}

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, ' ')
    .trim()

/** A first agent has checked it: a second one sees the same, and signs. The shop is told. */
export async function proposeApplication(tx: Tx, agent: Agent, { id, code }: { id: number; code: string }): Promise<void> {
  const application = await heldSent(tx, id)
  await startAct(tx, agent, joiningOfPartner, { subject: id, input: { id, code } })
  await record(tx, { at: tx.now, fact: facts['joining.proposed'], staff_id: agent.id, details: { application_id: id, code } })
  await notifyAt(tx, null, application.manager_email, applicationChecked({ name: application.name }))
}

/** Refuses it, and tells its shop why; while a second person is asked, it is theirs to refuse. */
export async function refuseApplication(tx: Tx, agent: Agent, { id, reason }: { id: number; reason: string }): Promise<void> {
  if (await waitingAbout(tx, tx.now, joiningOfPartner, id)) {
    const sentence =
      'Cette demande attend déjà une seconde personne : c’est à elle de répondre, ou à vous de retirer d’abord ce que vous avez proposé.'
    throw new UserError('joining.proposed', sentence, { status: 409 })
  }
  await turnDown(tx, agent, { id, reason })
}

async function turnDown(tx: Tx, by: Staff, { id, reason }: { id: number; reason: string }): Promise<void> {
  const { name, manager_email } = await heldSent(tx, id)
  await endRefused(tx, by, { id, reason })
  await record(tx, { at: tx.now, fact: facts['joining.refused'], staff_id: by.id, details: { application_id: id } })
  await notifyAt(tx, null, manager_email, applicationRefused({ name, reason }))
}

interface Countersigning {
  id: number
  code: string
  startedBy: number
  publicUrl: string
  keys: Keys
}

/** It is a partner from now on: each room makes of it what is its own. */
async function countersign(tx: Tx, agent: Agent, { id, code, startedBy, publicUrl, keys }: Countersigning): Promise<void> {
  const application = await heldSent(tx, id)
  const { name, siret, manager_email, manager_name } = application
  const partner_id = await takeOnPartner(tx, agent, {
    ...{ code, name, typeCode: application.type_code, street: application.street, postcode: application.postcode, town: application.town },
    ...{ phone: application.phone, email: application.email, website: application.website },
    ...{ longitude: application.longitude, latitude: application.latitude },
    ...{ acceptsPrepayments: application.accepts_prepayments, acceptsOnlinePayments: application.accepts_online_payments },
  })
  if (siret) await giveSiret(tx, agent, { partner_id, siret, legalName: (await legalNameOf(tx, siret)) ?? application.legal_name })
  const account = siret ? accountOf(application, keys) : null
  if (account) await takeOnAccount(tx, agent, { ...account, partnerId: partner_id, proposedBy: startedBy, key: keys })
  const account_id = await openAccount(tx, agent, {
    ...{ kind: 'partner', partnerCode: code, uai: null, name: manager_name, email: manager_email, jobTitle: null },
    ...{ roles: [], shopRoles: ['manager'], schoolRoles: [], publicUrl },
  })
  // Both let them in: neither agrees alone to what they propose later.
  await record(tx, { at: tx.now, fact: facts['joining.manager-vouched'], staff_id: startedBy, details: { application_id: id, account_id } })
  await endAccepted(tx, agent, { id, partner_id, checkedBy: startedBy })
  await record(tx, { at: tx.now, fact: facts['joining.countersigned'], staff_id: agent.id, details: { application_id: id, partner_id } })
  await notifyAt(tx, null, manager_email, applicationAccepted({ name, code, hours: account && (await hoursBeforeATransfer(tx, tx.now)) }))
}
