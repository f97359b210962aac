import type { Day } from '../../../platform/dates.ts'
import { isTooLate, type progressOf, situationOf } from '../../requests/card-applications/index.ts'
import { isOver } from '../../scheme/campaigns/index.ts'
import type { Concerned } from '../../scheme/content/index.ts'

/** A request, as far as somebody's home page shows it. */
export type Progress = NonNullable<Awaited<ReturnType<typeof progressOf>>>

const IN_TIME = { draft: 'to-fill-in', returned: 'to-correct', submitted: 'being-checked' } as const
const TOO_LATE = { draft: 'never-sent', returned: 'never-corrected', submitted: 'never-answered' } as const

/** Where somebody is with their request. */
export type Standing =
  | (typeof IN_TIME)[keyof typeof IN_TIME]
  | (typeof TOO_LATE)[keyof typeof TOO_LATE]
  | 'refused'
  | 'has-card'
  | 'has-good-deals-only'

/** What the home page says of a request depends on that, and on nothing else. */
export function standing(progress: Pick<Progress, 'state' | 'answers' | 'ends_on' | 'decisions_end_on'>, today: Day): Standing {
  const { state, answers } = progress
  if (state === 'refused') return state
  if (state === 'validated') return situationOf({ answers }) === 'neither' ? 'has-good-deals-only' : 'has-card'
  return (isTooLate(progress, today) ? TOO_LATE : IN_TIME)[state]
}

/** Whether the request has the answer of who decides, with a reason. */
export const isAnswered = (standing: Standing): boolean => ['to-correct', 'never-corrected', 'refused'].includes(standing)

/** Somebody is to have a card, as far as they have said who they are. */
export const getsCard = (progress: Pick<Progress, 'answers'> | undefined): boolean => !progress || situationOf(progress) !== 'neither'

interface Money {
  open: readonly unknown[]
  toCome: unknown
  progress: Pick<Progress, 'state' | 'campaign_id'> | undefined
  campaign: { id: number; ends_on: Day }
}

/** What is on somebody's card: money, now or soon; nothing in the campaign under way that they were validated for; nothing at the moment. */
export function purse({ open, toCome, progress, campaign }: Money, today: Day): 'money' | 'nothing-this-year' | 'nothing-now' {
  if (open.length > 0 || toCome) return 'money'
  const isOfThisYear = progress?.state === 'validated' && progress.campaign_id === campaign.id
  return isOfThisYear && !isOver(campaign, today) ? 'nothing-this-year' : 'nothing-now'
}

/** Who somebody is, as far as the dates to remember depend on it. */
interface About {
  /** Undefined without a request. */
  standing: Standing | undefined
  mayRenew: boolean
  /** What is on their card; undefined without one. */
  purse: ReturnType<typeof purse> | undefined
  isApprentice: boolean
}

/** A request that is to be filled in, or corrected. */
const asksSomething = (standing: Standing | undefined): boolean => [undefined, 'to-fill-in', 'to-correct'].includes(standing)

/** The dates that concern somebody: those of everybody, and of what they still have to do or can spend. */
export function concerning({ standing, mayRenew, purse, isApprentice }: About): Concerned[] {
  return [
    'everybody',
    ...(asksSomething(standing) || mayRenew ? (['asking'] as const) : []),
    ...(purse === 'money' ? (['paying'] as const) : []),
    ...(isApprentice ? (['apprentices'] as const) : []),
  ]
}

/** Whether from when until when a card pays concerns somebody: what they have on it, or may still be given. */
export const mayPay = ({ standing, purse }: Pick<About, 'standing' | 'purse'>): boolean =>
  purse ? purse === 'money' : asksSomething(standing) || standing === 'being-checked'
