import { z } from 'zod'
import type { Log } from '../../../platform/log.ts'

/**
 * The State's directory of companies (API Recherche d'entreprises), as we ask it: open, without a key, seven questions a second at most.
 * Whatever it does, nobody is stopped: what it does not say is typed.
 */

const MILLISECONDS_AT_MOST = 3_000
const PAUSE_SECONDS = 30
const PAUSE_SECONDS_AT_MOST = 600

/** What it hides of people who asked not to be shown. */
const HIDDEN = '[NON-DIFFUSIBLE]'

const some = z.string().nullish()

const establishment = z.object({
  siret: z.string(),
  etat_administratif: some,
  date_fermeture: some,
  adresse: some,
  code_postal: some,
  libelle_commune: some,
  latitude: some,
  longitude: some,
  liste_enseignes: z.array(z.string()).nullish(),
  nom_commercial: some,
  statut_diffusion_etablissement: some,
  successions: z.object({ successeurs: z.array(z.union([z.string(), z.object({ siret: z.string() })])).nullish() }).nullish(),
})

const answered = z.object({
  results: z.array(
    z.object({
      nom_complet: some,
      nom_raison_sociale: some,
      etat_administratif: some,
      bodacc: z
        .object({
          radiation: z.object({ est_radie: z.boolean().nullish() }).nullish(),
          procedure_collective: z.object({ statut: some, date: some }).nullish(),
        })
        .nullish(),
      complements: z.object({ identifiant_association: some }).nullish(),
      matching_etablissements: z.array(establishment).nullish(),
    }),
  ),
})

/** A shop, as the directory has it; what it hides, or does not know, is null. */
export interface Listed {
  legalName: string | null
  name: string | null
  street: string | null
  postcode: string | null
  town: string | null
  latitude: number | null
  longitude: number | null
  isCompanyOpen: boolean
  isShopOpen: boolean
  closedOn: string | null
  successors: string[]
  /** Of insolvency, in the directory's words. */
  proceedings: string | null
  isStruckOff: boolean
  isHidden: boolean
}

/** `off`: no directory is configured, or there is no SIRET to look for. `away`: it did not answer, or too slowly, or has had enough of us. */
export type Answer = { is: 'found'; shop: Listed } | { is: 'unknown' | 'away' | 'off' }

/** When each directory may be asked again: it said so itself. */
const pauses = new Map<string, number>()

/** Looks a SIRET up. It never fails, and takes three seconds at most. */
export async function lookedUp({ url, siret, log }: { url: string | undefined; siret: string | null; log: Log }): Promise<Answer> {
  if (!url || !siret) return { is: 'off' }
  if ((pauses.get(url) ?? 0) > Date.now()) return { is: 'away' }
  try {
    const asked = new URLSearchParams({ q: siret, minimal: 'true', include: 'siege,complements,matching_etablissements', per_page: '5' })
    const answer = await fetch(new URL(`search?${asked}`, `${url}/`), {
      headers: { 'User-Agent': 'generation-hdf' },
      signal: AbortSignal.timeout(MILLISECONDS_AT_MOST),
    })
    if (answer.status === 429) pause(url, Number(answer.headers.get('Retry-After')))
    if (!answer.ok) throw new Error(`it answered ${answer.status}`)
    return found(answered.parse(await answer.json()), siret)
  } catch (error) {
    log.warn({ reason: error instanceof z.ZodError ? 'unreadable' : String(error) }, 'the directory of companies did not answer')
    return { is: 'away' }
  }
}

const pause = (url: string, asked: number): void => {
  const seconds = Number.isFinite(asked) && asked > 0 ? Math.min(asked, PAUSE_SECONDS_AT_MOST) : PAUSE_SECONDS
  pauses.set(url, Date.now() + seconds * 1000)
}

function found({ results }: z.output<typeof answered>, siret: string): Answer {
  for (const company of results) {
    const shop = company.matching_etablissements?.find((one) => one.siret === siret)
    if (!shop) continue
    const { bodacc } = company
    return {
      is: 'found',
      shop: {
        legalName: shown(company.nom_raison_sociale) ?? shown(company.nom_complet),
        name: shown(shop.liste_enseignes?.[0]) ?? shown(shop.nom_commercial),
        street: streetOf(shop),
        postcode: shown(shop.code_postal),
        town: shown(shop.libelle_commune),
        latitude: degreesOf(shop.latitude),
        longitude: degreesOf(shop.longitude),
        isCompanyOpen: company.etat_administratif === 'A',
        isShopOpen: shop.etat_administratif === 'A',
        closedOn: shop.date_fermeture ?? null,
        successors: (shop.successions?.successeurs ?? []).map((one) => (typeof one === 'string' ? one : one.siret)),
        proceedings: bodacc?.procedure_collective?.statut ?? null,
        isStruckOff: bodacc?.radiation?.est_radie === true,
        isHidden: shop.statut_diffusion_etablissement === 'P',
      },
    }
  }
  return { is: 'unknown' }
}

const shown = (text: string | null | undefined): string | null => (text?.trim() && !text.includes(HIDDEN) ? text.trim() : null)

const degreesOf = (text: string | null | undefined): number | null => {
  const degrees = Number.parseFloat(text ?? '')
  return Number.isFinite(degrees) ? degrees : null
}

/** Its address is written whole: « 12 RUE DES LIBRAIRES 80000 AMIENS ». */
function streetOf({ adresse, code_postal }: z.output<typeof establishment>): string | null {
  const address = shown(adresse)
  if (!address || !code_postal) return address
  return shown(address.split(new RegExp(`\\s+${code_postal}\\b`))[0])
}

/** What is said where nothing was found. */
const NOT_FOUND = {
  unknown: ['L’annuaire des entreprises ne connaît pas ce SIRET, ou ne le montre pas : demandez un papier qui le prouve.'],
  away: ['L’annuaire des entreprises n’a pas répondu : rien n’a été comparé.'],
  off: [],
}

/** What of it somebody has to look at, in sentences. */
export function concernsOf(answer: Answer): string[] {
  if (answer.is !== 'found') return NOT_FOUND[answer.is]
  const { isCompanyOpen, isShopOpen, closedOn, successors, proceedings, isStruckOff, isHidden } = answer.shop
  return [
    ...(isCompanyOpen ? [] : ['L’entreprise a cessé.']),
    ...(isShopOpen ? [] : [`Le point de vente est fermé${closedOn ? ` depuis le ${closedOn.split('-').reverse().join('/')}` : ''}.`]),
    ...(successors.length > 0 ? [`Il a un successeur : SIRET ${successors.join(', ')}.`] : []),
    ...(isStruckOff ? ['L’entreprise est radiée du registre du commerce.'] : []),
    ...(proceedings ? [`Une procédure collective est en cours ou passée : ${proceedings}.`] : []),
    ...(isHidden ? ['Son nom et son adresse ne sont pas publics : comparez avec ses papiers.'] : []),
  ]
}
