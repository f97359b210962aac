import { z } from 'zod'
import { across, degrees, optionalDay, optionalText, text, tick, wholePosition } from '../../../platform/forms/fields.ts'

/** How the young person studies there: by the school's own classes, or by apprenticeship. */
export type By = 'pupils' | 'apprentices'

const CHECK_LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ'

/** Whether this is a school's national number: seven digits and the letter that checks them. */
export const isUai = (value: string): boolean => /^\d{7}[A-Z]$/.test(value) && value[7] === CHECK_LETTERS[Number(value.slice(0, 7)) % 23]

/** A school as the guide writes it in a list: « [0600020W] - [LYCEE MARIE CURIE] - [NOGENT-SUR-OISE] ». */
export const schoolLabel = ({ uai, name, town }: { uai: string; name: string; town: string }): string =>
  `[${uai}] - [${name.toLocaleUpperCase('fr')}] - [${town.toLocaleUpperCase('fr')}]`

/** A school as its pupils say it: « Lycée Marie Curie, Nogent-sur-Oise ». */
export const schoolName = ({ name, town }: { name: string; town: string }): string => `${name}, ${town}`

const label = (missing: string) => text(missing, 120)

export const levelForm = z.object({ label: label('Saisissez le nom du niveau.') })

export const newLevelForm = levelForm.extend({
  code: text('Saisissez le code du niveau.', 5)
    .transform((typed) => typed.toUpperCase())
    .pipe(z.string().regex(/^[A-Z0-9_]{2,5}$/, 'Écrivez ce code en 2 à 5 lettres ou chiffres, par exemple 400 ou 2GT.')),
})

export const courseForm = z.object({
  label: label('Saisissez le libellé de la formation.'),
  levelCode: text('Choisissez le niveau.', 5),
  open: tick(),
})

export const newCourseForm = courseForm.omit({ open: true }).extend({
  code: text('Saisissez le code de la formation.', 12)
    .transform((typed) => typed.toUpperCase())
    .pipe(z.string().regex(/^[A-Z0-9_]{6,12}$/, 'Écrivez ce code en 6 à 12 lettres ou chiffres, par exemple 40031213.')),
})

/** What kinds of schools there are, as the directory names them. */
export const SCHOOL_KINDS = ['lycée', 'lycée professionnel', 'EREA', 'CFA', 'MFR'] as const

const details = {
  name: text('Saisissez le nom de l’établissement.', 120),
  kind: text('Choisissez le type d’établissement.', 40),
  street: optionalText(150),
  postcode: optionalText(10).refine((typed) => typed === null || /^\d{5}$/.test(typed), 'Saisissez les 5 chiffres du code postal.'),
  town: text('Saisissez la ville.', 80),
  longitude: degrees(180),
  latitude: degrees(90),
  inRegion: tick(),
  takesPupils: tick(),
  takesApprentices: tick(),
}

const takesSomebody = across(['takesPupils', 'takesApprentices'], ({ takesPupils, takesApprentices }) => takesPupils || takesApprentices, {
  field: 'takesPupils',
  message: 'Cochez qui cet établissement accueille : des lycéens, des apprentis ou les deux.',
})

export const schoolForm = z
  .object({ ...details, closesOn: optionalDay() })
  .refine(...wholePosition)
  .refine(...takesSomebody)
export type SchoolDetails = Omit<z.output<typeof schoolForm>, 'closesOn'>
export type SchoolChange = z.output<typeof schoolForm>

export const newSchoolForm = z
  .object({
    uai: text('Saisissez le numéro UAI.', 12)
      .transform((typed) => typed.replaceAll(' ', '').toUpperCase())
      .pipe(z.string().refine(isUai, 'Vérifiez ce numéro : 7 chiffres, puis leur lettre de contrôle. Par exemple : 0600020W')),
    ...details,
  })
  .refine(...wholePosition)
  .refine(...takesSomebody)
export type NewSchool = z.output<typeof newSchoolForm>
