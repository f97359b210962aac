import { frenchMinute } from '../../../platform/dates.ts'
import { printed } from '../../../platform/print.ts'
import { articlesOf } from './articles.ts'
import type { Proof } from './queries.ts'

/** Whose agreement it is. */
interface Party {
  /** What it was accepted for: an application, or a partner. */
  about: string
  /** Its name, its legal name and its number, in words. */
  who: string
  /** How the Region is bound too, in a sentence; when, if that was later. */
  region: string
  regionAt: Date | null
}

/** The agreement and what proves that both sides accepted it, in one document that each keeps. */
export const proofPdf = (proof: Proof, party: Party): Promise<Buffer> =>
  printed({
    title: `Convention de partenariat, ${party.about}`,
    heading: 'CONVENTION DE PARTENARIAT',
    createdAt: party.regionAt ?? proof.signed_at,
    content: { articles: [...articlesOf(proof.body), { title: 'Preuve de l’accord', paragraphs: proofInWords(proof, party) }] },
  })

/** What is kept of it, in sentences. */
export const proofInWords = (proof: Proof, { about, who, region }: Party): string[] => [
  `Partenaire : ${who}. Pour : ${about}.`,
  `Texte : version n° ${proof.text_version}, empreinte SHA-256 ${proof.text_sha256}.`,
  `Accepté par ${proof.signer_name}, qui a écrit son nom et coché « J’ai lu la convention, et je l’accepte », le ${frenchMinute(proof.signed_at)} (heure de Paris).`,
  `Depuis le réseau ${proof.network}${proof.device ? ` (${proof.device})` : ''}.`,
  `Avec le code à 6 chiffres envoyé à ${proof.signer_email} le ${frenchMinute(proof.code_made_at)}. Trace du code : ${proof.code_hash.toString('hex')}.`,
  region,
]
