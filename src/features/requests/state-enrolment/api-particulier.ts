import { z } from 'zod'
import type { Day } from '../../../platform/dates.ts'

/** API Particulier, « statut élève scolarisé et boursier », v4: one question about one person. */

const MS_AT_MOST = 5_000
const PATH = '/v4/men/scolarites/identite'

/** Without a word of how long. */
const WAIT_SECONDS = 60
/** No service means more: it would be nonsense, and nobody would see that nothing is asked any more. */
const WAIT_SECONDS_AT_MOST = 86_400
/** Nobody lets us in: the key is wrong, or has ended. */
const CLOSED_SECONDS = 3_600

/** Whom it is asked about, as the State knows them. */
export interface Person {
  last_name: string
  first_name: string
  civility: string
  birth_date: Day
  uai: string
  /** The first of its two: 2026 of 2026-2027. */
  school_year: number
}

// What a key does not give is not there: every part may be missing. What is not named here is not read.
const answer = z.object({
  data: z.object({
    identite: z.object({ date_naissance: z.string().nullish() }).nullish(),
    annee_scolaire: z.string().nullish(),
    est_scolarise: z.boolean().nullish(),
    statut_eleve: z.object({ code: z.string().nullish() }).nullish(),
    etablissement: z.object({ code_uai: z.string().nullish() }).nullish(),
  }),
})

/** What of an answer tells whether somebody is enrolled; null where it does not say. */
export interface Said {
  is_enrolled: boolean | null
  birth_date: string | null
  school_year: string | null
  status: string | null
  uai: string | null
}

export type Asked =
  | { kind: 'said'; said: Said }
  | { kind: 'not-found' }
  /** It takes no such question. */
  | { kind: 'refused' }
  /** Nobody answers, or not in time. */
  | { kind: 'away' }
  /** Nothing is asked for so long. */
  | { kind: 'wait'; seconds: number; isClosed: boolean }

export type Ask = (person: Person) => Promise<Asked>

/** Asks the address, with the key and in the name of the Region's SIRET. Never throws: what goes wrong is an answer too. */
export function apiParticulier({ url, token, siret }: { url: string; token: string; siret: string }): Ask {
  return async (person) => {
    try {
      const response = await fetch(`${url}${PATH}?${questionAbout(person, siret)}`, {
        headers: { Authorization: `Bearer ${token}`, Accept: 'application/json', 'Cache-Control': 'no-cache' },
        signal: AbortSignal.timeout(MS_AT_MOST),
        redirect: 'error',
      })
      return await readingOf(response)
    } catch {
      return { kind: 'away' }
    }
  }
}

function questionAbout({ last_name, first_name, civility, birth_date, uai, school_year }: Person, siret: string): URLSearchParams {
  const [year, month, date] = birth_date.split('-').map(Number)
  return new URLSearchParams([
    ['recipient', siret],
    ['nomNaissance', last_name],
    ['prenoms[]', first_name],
    ['sexeEtatCivil', civility === 'M' ? 'M' : 'F'],
    ['anneeDateNaissance', String(year)],
    ['moisDateNaissance', String(month)],
    ['jourDateNaissance', String(date)],
    ['anneeScolaire', String(school_year)],
    ['codeEtablissement', uai],
  ])
}

async function readingOf(response: Response): Promise<Asked> {
  const { status } = response
  if (status === 200) return saidIn(await response.json())
  await response.body?.cancel()
  if (status === 404) return { kind: 'not-found' }
  if (status === 429) return { kind: 'wait', seconds: secondsIn(response.headers.get('Retry-After')), isClosed: false }
  if (status === 401 || status === 403) return { kind: 'wait', seconds: CLOSED_SECONDS, isClosed: true }
  return { kind: status === 400 || status === 422 ? 'refused' : 'away' }
}

function saidIn(body: unknown): Asked {
  const { data } = answer.parse(body)
  return {
    kind: 'said',
    said: {
      is_enrolled: data.est_scolarise ?? null,
      birth_date: data.identite?.date_naissance ?? null,
      school_year: data.annee_scolaire ?? null,
      status: data.statut_eleve?.code ?? null,
      uai: data.etablissement?.code_uai ?? null,
    },
  }
}

/** In seconds, or as a date. */
function secondsIn(header: string | null): number {
  const text = header?.trim() ?? ''
  const seconds = /^\d+$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - Date.now()) / 1_000)
  return Number.isNaN(seconds) ? WAIT_SECONDS : Math.min(Math.max(1, seconds), WAIT_SECONDS_AT_MOST)
}
