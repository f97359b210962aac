import { OUR_REGION } from '../../../platform/region.ts'
import { lastSchoolYear } from '../../scheme/campaigns/index.ts'
import type { SchoolElsewhere, Situation } from './application.ts'

/** How what is asked, answered and decided is said, on the form and at the desk. */

interface Dated {
  starts_on: string
}

/** The question that tells a first-time entrant (guide, 3.1). */
export const generalSecondaryQuestion = (campaign: Dated): string =>
  `Êtes-vous en ${lastSchoolYear(campaign)} en seconde, première ou terminale générale ou technologique ?`

export const CFA_QUESTION = `Votre CFA se situe-t-il en région ${OUR_REGION.name} ?`

/** The two questions of an apprentice (guide, 3.2). */
export const apprenticeQuestion = (campaign: Dated): string => `Êtes-vous en apprentissage en ${lastSchoolYear(campaign)} ?`
export const DIPLOMA_QUESTION = 'Le diplôme préparé était-il différent ?'

/** Why an apprentice gets what they get. */
export function apprenticeReason(
  { wasApprentice, otherDiploma }: { wasApprentice: boolean; otherDiploma: boolean | null },
  campaign: Dated,
) {
  const year = lastSchoolYear(campaign)
  if (!wasApprentice) return `Vous n’étiez pas en apprentissage en ${year} : c’est un premier apprentissage.`
  if (otherDiploma) return `Vous étiez en apprentissage en ${year}, pour un autre diplôme.`
  return `Vous étiez en apprentissage en ${year}, pour le même diplôme : l’aide aux manuels et équipements a déjà été versée.`
}

/** A school outside the Region, as a list shows the others. */
export const elsewhereLabel = ({ uai, name, town }: SchoolElsewhere): string =>
  [uai, name.toLocaleUpperCase('fr'), town.toLocaleUpperCase('fr')]
    .filter((part) => part !== undefined)
    .map((part) => `[${part}]`)
    .join(' - ')

export const SITUATIONS = { pupil: 'Lycéen', apprentice: 'Apprenti', neither: 'Ni lycéen, ni apprenti' } as const

export const REGION = `La Région ${OUR_REGION.name}`

/** How a request is called: those who are neither ask for no card. */
export const requestOf = (situation: Situation): string => (situation === 'neither' ? 'demande' : 'demande de carte')
