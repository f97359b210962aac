import { z } from 'zod'
import { frenchMinute } from '../../../platform/dates.ts'
import type { FilePolicy } from '../../../platform/files.ts'
import { across, email, personName, text, uploadedFile } from '../../../platform/forms/fields.ts'
import type { UploadedFile } from '../../../platform/http/body.ts'
import { PICTURED_DOCUMENT } from '../../../platform/photographed.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { accountFields, withBicAbroad } from '../bank-accounts/index.ts'
import { isSiret, LEGAL_NAME_AT_MOST, siretTyped, spacedSiret, WRONG_SIRET } from '../organisations/index.ts'
import { partnerFields } from '../partners/index.ts'

/** A shop that asks to join: its forms, states and limits, without HTTP and without SQL. */

export const STATES = { begun: 'Commencée', sent: 'À examiner', accepted: 'Acceptée', refused: 'Refusée' } as const
export type State = keyof typeof STATES

/** Whoever begins is somewhere: a shopping centre shares an address, and a machine that tries SIRETs has one too. */
export const beginningsFrom = (network: string) => ({ bucket: `joining:network:${network}`, max: 20, minutes: 60 })

/** A document that is drawn anew each time, for whoever has the address of an application: others wait for the same printer. */
export const proofsFor = (network: string) => ({ bucket: `joining-proofs:network:${network}`, max: 20, minutes: 60 })

const WRONG_RNA =
  'Ce numéro RNA n’existe pas : il a la lettre W et 9 chiffres, par exemple W802001234. Il est écrit sur le récépissé de la préfecture.'

const rnaTyped = (typed: string): string => typed.toUpperCase().replace(/[\s.\p{Pd}]/gu, '')

/** Which shop it is: by its SIRET, or by the number of an association that has none. */
export const beginningForm = z
  .object({
    siret: z
      .string()
      .optional()
      .transform((typed) => siretTyped((typed ?? '').slice(0, 100)) || null)
      .refine((siret) => siret === null || isSiret(siret), WRONG_SIRET),
    rna: z
      .string()
      .optional()
      .transform((typed) => rnaTyped((typed ?? '').slice(0, 40)) || null)
      .refine((rna) => rna === null || /^W\d[0-9A-Z]\d{7}$/.test(rna), WRONG_RNA),
  })
  .refine(
    ...across(['siret', 'rna'], ({ siret, rna }) => siret || rna, {
      field: 'siret',
      message: 'Saisissez le SIRET de votre point de vente : 14 chiffres, écrits sur vos factures et sur le Kbis.',
    }),
  )
  .transform(({ siret, rna }) => ({ siret, rna: siret ? null : rna }))

/** What a shop says of itself, and who will manage it here. */
export const shopForm = z.object({
  ...partnerFields,
  name: text('Saisissez le nom du point de vente, comme ses clients le connaissent.', 100),
  typeCode: text('Choisissez le type du point de vente.', 50),
  legalName: text('Saisissez la raison sociale : le nom de l’entreprise ou de l’association, comme sur ses papiers.', LEGAL_NAME_AT_MOST),
  managerName: personName('Saisissez le prénom et le nom de la personne qui gérera le compte.'),
  managerEmail: email(),
})
export type Shop = z.output<typeof shopForm>

/** Where the shop is paid. */
export const accountForm = accountFields.refine(...withBicAbroad)

/** Its RIB, or its papers: alone on its page, so that nothing else is lost with a file that is refused. */
export const documentForm = z.object({ document: uploadedFile('Choisissez le document.') })

/** A RIB, or the papers of an association: what is kept of it is a picture of its pages, encrypted. */
export const documentPolicy: FilePolicy<UploadedFile> = { name: 'joining-document', ...PICTURED_DOCUMENT, isEncrypted: true }

/** Whose a code is that was mailed to sign. */
export const codeOf = ({ id }: { id: number }): string => `joining code of ${id}`

/** What an application's encrypted IBAN is bound to. */
export const ibanOf = ({ id }: { id: number }): string => `joining_applications.iban of ${id}`

interface Joining {
  id: number
  name: string | null
  legal_name: string | null
  siret: string | null
  rna: string | null
  state: State
  ended_at: Date | null
}

/** Whose agreement it is, as its proof says it. */
export const partyOf = ({ id, name, legal_name, siret, rna, state, ended_at }: Joining) => ({
  about: `demande n° ${id}`,
  who: `${name}, ${legal_name}, ${siret ? `SIRET ${spacedSiret(siret)}` : `association ${rna}`}`,
  region:
    state === 'accepted' && ended_at
      ? `Signé pour la Région ${OUR_REGION.name} par deux agents, l’un après l’autre, le ${frenchMinute(ended_at)}.`
      : 'La Région n’a pas encore signé.',
  regionAt: state === 'accepted' ? ended_at : null,
})
