import { z } from 'zod'
import { type Day, frenchDay } from '../../../platform/dates.ts'
import { optionalDay, optionalText, rowId, yesOrNo } from '../../../platform/forms/fields.ts'
import type { Decider } from '../../../spaces/actors.ts'
import type { Tone } from '../../../ui/blocks.tsx'
import { contractProblem } from '../card-applications/index.ts'

/** Changes of a contract of apprenticeship, without HTTP and without SQL. */

export type State = 'awaiting-school' | 'awaiting-region' | 'confirmed' | 'refused'

/** The state in which changes wait for a CFA, or for the Region. */
export const AWAITED = { school: 'awaiting-school', agent: 'awaiting-region' } as const satisfies Record<Decider['kind'], State>

const STATES: Record<State, { label: string; tone: Tone }> = {
  'awaiting-school': { label: 'En attente de confirmation établissement', tone: 'info' },
  'awaiting-region': { label: 'En attente de confirmation Région', tone: 'info' },
  confirmed: { label: 'Confirmé', tone: 'good' },
  refused: { label: 'Refusé', tone: 'bad' },
}

/** As its owner reads it. */
export const stateInWords = (state: State) => STATES[state]

/** As who decides reads them: what waits for them first. */
export const statesFor = (kind: Decider['kind']): { state: State; label: string; tone: Tone }[] =>
  (Object.keys(STATES) as State[]).map((state) => ({
    state,
    ...(state === AWAITED[kind] ? { ...STATES[state], label: 'À traiter' } : STATES[state]),
  }))

/** A contract, with the day on which it really ends. */
export interface Contract {
  contract_signed_on: Day
  contract_ends_on: Day
}

const anId = rowId('').optional().catch(undefined)

/** What became of the contract: an end, a next one, or both. What the next one needs is asked when there is one. */
export const changeForm = z
  .object({
    hasEnded: yesOrNo('Dites si votre contrat s’est terminé plus tôt que prévu.'),
    endedOn: optionalDay(),
    hasNext: yesOrNo('Dites si vous avez signé un autre contrat.'),
    contractSignedOn: optionalDay(),
    contractEndsOn: optionalDay(),
    otherDiploma: z.enum(['yes', 'no']).optional().catch(undefined),
    cfa: z.enum(['same', 'here', 'elsewhere']).optional().catch(undefined),
    school: anId,
    schoolName: optionalText(100),
    schoolTown: optionalText(60),
  })
  .transform((typed, context) => {
    const need = <Value>(value: Value | null | undefined, path: string, message: string): Value => {
      if (value === null || value === undefined) context.addIssue({ code: 'custom', path: [path], message })
      return value as Value
    }
    if (!typed.hasEnded && !typed.hasNext) {
      context.addIssue({ code: 'custom', path: ['hasEnded'], message: 'Rien ne change : répondez « Oui » à l’une des deux questions.' })
    }
    return {
      endedOn: typed.hasEnded ? need(typed.endedOn, 'endedOn', 'Saisissez le dernier jour de votre contrat.') : null,
      next: typed.hasNext
        ? {
            contractSignedOn: need(typed.contractSignedOn, 'contractSignedOn', 'Saisissez la date de signature de votre nouveau contrat.'),
            contractEndsOn: need(typed.contractEndsOn, 'contractEndsOn', 'Saisissez la date de fin de votre nouveau contrat.'),
            otherDiploma: need(typed.otherDiploma, 'otherDiploma', 'Dites si vous préparez un autre diplôme.') === 'yes',
            cfa: cfaOf(typed, need),
          }
        : null,
    }
  })

type Need = <Value>(value: Value | null | undefined, path: string, message: string) => Value

/** The CFA of a next contract: the one before, one of the Region, or one that is named. */
export type NextCfa = { kind: 'same' } | { kind: 'here'; school: number } | { kind: 'elsewhere'; name: string; town: string }

interface TypedCfa {
  cfa?: NextCfa['kind'] | undefined
  school?: number | undefined
  schoolName: string | null
  schoolTown: string | null
}

function cfaOf({ cfa, school, schoolName, schoolTown }: TypedCfa, need: Need): NextCfa {
  const kind = need(cfa, 'cfa', 'Dites dans quel CFA vous êtes avec votre nouveau contrat.')
  if (kind === 'here') return { kind, school: need(school, 'school', 'Choisissez votre CFA.') }
  if (kind !== 'elsewhere') return { kind: 'same' }
  const name = need(schoolName, 'schoolName', 'Saisissez le nom de votre CFA.')
  return { kind, name, town: need(schoolTown, 'schoolTown', 'Saisissez la ville de votre CFA.') }
}

export type Change = z.output<typeof changeForm>

interface Problem {
  field: string
  message: string
}

/** What is wrong with a change of the latest contract; nothing when it can be believed. */
export function changeProblem(
  contract: Contract,
  { endedOn, next }: Change,
  campaign: { starts_on: Day; ends_on: Day },
  today: Day,
): Problem | undefined {
  const { contract_signed_on, contract_ends_on } = contract
  if (endedOn !== null) {
    if (endedOn > today)
      return { field: 'endedOn', message: 'Cette date est à venir. Déclarez la fin de votre contrat une fois qu’il est terminé.' }
    if (endedOn < contract_signed_on) {
      return {
        field: 'endedOn',
        message: `Votre contrat est signé le ${frenchDay(contract_signed_on)} : il s’est terminé ce jour-là ou après.`,
      }
    }
    if (endedOn >= contract_ends_on) {
      return { field: 'endedOn', message: `C’est la fin prévue, le ${frenchDay(contract_ends_on)}, ou après : il n’y a rien à déclarer.` }
    }
  }
  if (next === null) return undefined
  if (endedOn === null && contract_ends_on > today) {
    const message = `Votre contrat actuel court jusqu’au ${frenchDay(contract_ends_on)}. Dites d’abord quand il s’est terminé.`
    return { field: 'hasEnded', message }
  }
  if (next.contractSignedOn <= contract_signed_on) {
    const message = `Votre contrat précédent est signé le ${frenchDay(contract_signed_on)} : le nouveau l’est après.`
    return { field: 'contractSignedOn', message }
  }
  return contractProblem(next, campaign, today)
}
