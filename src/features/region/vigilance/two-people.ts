import { z } from 'zod'
import { places } from '../../../places.ts'
import { takesTwo } from '../../desks/two-people/index.ts'
import { saveThreshold, type Threshold, thresholdOf } from '../../desks/vigilance/index.ts'
import { KIND_CODES, KINDS, type KindCode } from './vigilance.ts'

/** A threshold protects: one administrator asks to change it, another agrees. */
export const thresholdChange = takesTwo<Threshold & { kind: KindCode }>({
  kind: 'vigilance.threshold',
  title: 'Changer un seuil de vigilance',
  starts: 'vigilance.set',
  finishes: 'vigilance.set',
  schema: z.object({
    kind: z.enum(KIND_CODES as [KindCode, ...KindCode[]]),
    noticed: z.number().int().min(0),
    mailed: z.number().int().min(0),
  }),
  async shown(db, { kind, noticed, mailed }) {
    const now = await thresholdOf(db, kind)
    const changes = [
      { label: 'Remarqué au-delà de', before: String(now.noticed), after: String(noticed) },
      { label: 'Mail au-delà de', before: String(now.mailed), after: String(mailed) },
    ]
    return {
      about: KINDS[kind].title,
      href: places.region.thresholds.to(),
      items: [{ label: 'Ce qui est compté', value: KINDS[kind].counted }],
      changes: changes.filter(({ before, after }) => before !== after),
      effects: ['Ce qui est déjà remarqué le reste.'],
    }
  },
  perform: (tx, agent, { input }) => saveThreshold(tx, agent, input),
})
