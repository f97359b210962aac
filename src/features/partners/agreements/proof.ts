import { frenchMinute } from '../../../platform/dates.ts'
import { printed } from '../../../platform/print.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { articlesOf } from './articles.ts'
import type { Proof } from './queries.ts'

/** Whose agreement it is. */
interface Party {
  /** The number of its application. */
  id: number
  /** Its name, its legal name and its number, in words. */
  who: string
  /** When the Region signed too; null as long as it has not. */
  countersignedAt: Date | null
}

/** The agreement and what proves that both sides accepted it, in one document that each keeps. */
export const proofPdf = (proof: Proof, party: Party): Promise<Buffer> =>
  printed({
    title: `Convention de partenariat, demande n° ${party.id}`,
    heading: 'CONVENTION DE PARTENARIAT',
    createdAt: party.countersignedAt ?? proof.signed_at,
    content: { articles: [...articlesOf(proof.body), { title: 'Preuve de l’accord', paragraphs: proofInWords(proof, party) }] },
  })

/** What is kept of it, in sentences. */
export const proofInWords = (proof: Proof, { id, who, countersignedAt }: Party): string[] => [
  `Partenaire : ${who}. Demande n° ${id}.`,
  `Texte : version n° ${proof.text_version}, empreinte SHA-256 ${proof.text_sha256}.`,
  `Accepté par ${proof.signer_name}, qui a écrit son nom et coché « J’ai lu la convention, et je l’accepte », le ${frenchMinute(proof.signed_at)} (heure de Paris).`,
  `Depuis le réseau ${proof.network}${proof.device ? ` (${proof.device})` : ''}.`,
  `Avec le code à 6 chiffres envoyé à ${proof.signer_email} le ${frenchMinute(proof.code_made_at)}. Trace du code : ${proof.code_hash.toString('hex')}.`,
  countersignedAt
    ? `Signé pour la Région ${OUR_REGION.name} par deux agents, l’un après l’autre, le ${frenchMinute(countersignedAt)}.`
    : 'La Région n’a pas encore signé.',
]
