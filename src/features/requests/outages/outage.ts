import { z } from 'zod'
import { choice, paragraphs } from '../../../platform/forms/fields.ts'
import { DEPARTMENTS } from '../../../platform/region.ts'
import { departmentChosen, schoolChosen, schoolsAsked } from '../../money/deadlines/index.ts'

/** In whose place the Region decides, without HTTP and without SQL. */

const SCOPES = ['school', 'department', 'all'] as const

/** Which schools an outage is about. */
export interface Scope {
  scope: (typeof SCOPES)[number]
  department: string | null
  school: number | null
}

/** As an act of two keeps it. */
export const taken = z.object({
  scope: z.enum(SCOPES),
  department: z.string().nullable(),
  school: z.number().int().nullable(),
  reason: z.string(),
})
export type Taken = z.output<typeof taken>

const WHOLE = { department: null, school: null }

/** What an agent asks for. What another choice needs is left out. */
export const outageForm = z
  .object({
    scope: choice(SCOPES, 'Choisissez les établissements.'),
    ...schoolsAsked,
    reason: paragraphs('Expliquez pourquoi : la seconde personne le lira.', 500),
  })
  .refine(...departmentChosen)
  .refine(...schoolChosen)
  .transform(({ scope, department, school, reason }): Taken => {
    if (scope === 'department') return { ...WHOLE, scope, department: department ?? null, reason }
    return { ...WHOLE, scope, school: scope === 'school' ? (school ?? null) : null, reason }
  })

/** What the same act is about: the same schools are asked for once. */
export const subjectOf = ({ scope, department, school }: Scope): string => [scope, department ?? school].filter(Boolean).join(' ')

/** « Les établissements du département Nord » */
export function scopeInWords({ scope, department }: Pick<Scope, 'scope' | 'department'>, school_label: string | null): string {
  if (scope === 'department') return `Les établissements du département ${DEPARTMENTS[department ?? '']}`
  return scope === 'school' ? (school_label ?? '—') : 'Tous les établissements de la région'
}
