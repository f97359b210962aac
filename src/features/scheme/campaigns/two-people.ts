import { z } from 'zod'
import { places } from '../../../places.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { type Day, dayOf } from '../../../platform/dates.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { type ActOfTwo, startAct, takesTwo } from '../../desks/two-people/index.ts'
import type { Aid, Benefits, Dates } from './campaign.ts'
import { aidSubject, benefitsSubject, changesOf, datesSubject, type Subject } from './change.ts'
import { type NewCampaign, prepareCampaign } from './prepare.ts'
import { aidOf, benefitsOf, datesOf } from './queries.ts'
import { type Changed, mustBeAsSeen, mustHaveItsOwnName, saveAid, saveBenefits, saveDates } from './save.ts'

interface Part<Values> {
  kind: string
  title: string
  subject: Subject<Values>
  known(db: Reader, id: number): Promise<Values>
  opensOn?(values: Values): Day
  save(tx: Tx, agent: Agent, changed: Changed<Values>): Promise<void>
}

/** A change that is asked for as it was shown. */
export interface CampaignChange<Values> extends ActOfTwo<Changed<Values>> {
  mustBeAsSeen(db: Reader, changed: Changed<Values>): Promise<void>
  /** The day on which its applications would open with these values; null where they say nothing of it. */
  opensOn(values: Values): Day | null
  save(tx: Tx, agent: Agent, changed: Changed<Values>): Promise<void>
}

/** What a running campaign gives and when, its limits too: one administrator asks, another agrees. */
function change<Values>({ kind, title, subject, known, opensOn, save }: Part<Values>): CampaignChange<Values> {
  const act = takesTwo<Changed<Values>>({
    kind,
    title,
    starts: 'campaigns.manage',
    finishes: 'campaigns.manage',
    schema: z.object({ id: z.number().int(), values: z.custom<Values>(), seen: z.string() }),
    async shown(db, { id, values }) {
      const [{ name }, before] = await Promise.all([datesOf(db, id), known(db, id)])
      return {
        about: `Campagne ${name}`,
        href: places.region.campaign.to({ id }),
        items: [],
        changes: changesOf(subject, before, values),
        effects: ['Ce qui est déjà accordé, réservé ou envoyé garde ses montants et ses dates.'],
      }
    },
    perform: (tx, agent, { input }) => save(tx, agent, input),
  })
  const opens = (values: Values) => opensOn?.(values) ?? null
  return { ...act, save, opensOn: opens, mustBeAsSeen: async (db, { id, seen }) => mustBeAsSeen(subject, await known(db, id), seen) }
}

export const datesChange = change<Dates>({
  kind: 'campaign.dates',
  title: 'Changer les dates ou le plafond d’une campagne',
  subject: datesSubject,
  known: datesOf,
  opensOn: ({ applicationsOpenOn }) => applicationsOpenOn,
  save: saveDates,
})

export const benefitsChange = change<Benefits>({
  kind: 'campaign.benefits',
  title: 'Changer les montants d’une campagne',
  subject: benefitsSubject,
  known: benefitsOf,
  save: saveBenefits,
})

export const aidChange = change<Aid>({
  kind: 'campaign.aid',
  title: 'Changer l’aide THR d’une campagne',
  subject: aidSubject,
  known: aidOf,
  save: saveAid,
})

/**
 * Saves what was typed of a campaign that nobody has met yet; of one whose applications are open, or would open at once, asks another
 * administrator.
 * @returns whether it waits for them
 */
export async function saveOrAsk<Values>(tx: Tx, agent: Agent, act: CampaignChange<Values>, changed: Changed<Values>): Promise<boolean> {
  const { applicationsOpenOn } = await datesOf(tx, changed.id)
  const today = dayOf(tx.now)
  const wouldOpen = act.opensOn(changed.values)
  const isRunning = applicationsOpenOn <= today || (wouldOpen !== null && wouldOpen <= today)
  if (isRunning) {
    await act.mustBeAsSeen(tx, changed)
    await startAct(tx, agent, act, { subject: changed.id, input: changed })
  } else await act.save(tx, agent, changed)
  return isRunning
}

/** A campaign whose requests would open at once: what it gives is given from that moment. */
export const campaignOpening = takesTwo<NewCampaign>({
  kind: 'campaign.opening',
  title: 'Ouvrir une campagne',
  starts: 'campaigns.manage',
  finishes: 'campaigns.manage',
  schema: z.custom<NewCampaign>(),
  shown: async (_db, campaign) => ({
    about: `Campagne ${campaign.name}`,
    href: null,
    items: [...datesSubject.lines(campaign), ...benefitsSubject.lines(campaign), ...aidSubject.lines(campaign)].map(([label, value]) => ({
      label,
      value,
    })),
    effects: ['Les jeunes pourront faire leur demande aussitôt, et recevront ces montants.'],
  }),
  async perform(tx, agent, { input }) {
    await prepareCampaign(tx, agent, input)
  },
})

/**
 * Prepares a campaign whose requests open later; of one whose requests would open today, asks another administrator.
 * @returns its number, null while it waits for them
 */
export async function prepareOrAsk(tx: Tx, agent: Agent, campaign: NewCampaign): Promise<number | null> {
  if (campaign.applicationsOpenOn > dayOf(tx.now)) return prepareCampaign(tx, agent, campaign)
  await mustHaveItsOwnName(tx, campaign.name, null)
  await startAct(tx, agent, campaignOpening, { subject: campaign.name, input: campaign })
  return null
}
