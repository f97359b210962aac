import { z } from 'zod'
import { paragraphs } from '../../../../platform/forms/fields.ts'

const A_COUNT = 'Indiquez un nombre entier, sans virgule : par exemple 60.'

/** A count as it is typed, a million at most. */
export const countTyped = () =>
  z
    .string({ error: A_COUNT })
    .transform((typed) => typed.replace(/[\s\u202f\u00a0]/g, ''))
    .pipe(z.string().regex(/^\d{1,6}$/, A_COUNT))
    .transform(Number)

export const reasonTyped = (missing: string) => paragraphs(missing, 1000)
