import { z } from 'zod'
import { places } from '../../../../places.ts'
import { found } from '../../../../platform/errors.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { schoolFor } from '../../../../spaces/staff.tsx'
import { PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, Select } from '../../../../ui/form.tsx'
import {
  type Columns,
  columnsOf,
  FIELD_NAMES,
  FIELDS,
  type Field,
  guessed,
  pointAtColumns,
} from '../../../schools/enrolment-lists/index.ts'

const column = (field: Field) => {
  const { label, isNeeded } = FIELDS[field]
  const typed = z.string().max(200).default('')
  return isNeeded ? typed.refine((title) => title !== '', `Choisissez la colonne « ${label} ».`) : typed
}

export const columnsForm = z
  .object(Object.fromEntries(FIELD_NAMES.map((field) => [field, column(field)])) as Record<Field, ReturnType<typeof column>>)
  .superRefine((chosen, context) => {
    for (const field of FIELD_NAMES) {
      const other = FIELD_NAMES.find((one) => one !== field && chosen[one] === chosen[field])
      if (chosen[field] && other && FIELD_NAMES.indexOf(other) < FIELD_NAMES.indexOf(field))
        context.addIssue({ code: 'custom', path: [field], message: `Cette colonne est déjà choisie pour « ${FIELDS[other].label} ».` })
    }
  })

/** As they were chosen, without those that the table has not. */
export const columnsIn = (input: z.infer<typeof columnsForm>): Columns =>
  Object.fromEntries(Object.entries(input).filter(([, title]) => title)) as Columns

interface Pointing {
  form: FormState
  table: { titles: string[]; written: string[]; columns: Columns | null }
  /** The page where the file is given. */
  back: string
}

/** Which column says what. */
export function PointAtColumns({ form, table: { titles, written, columns }, back }: Pointing) {
  const known = columns ?? guessed(titles)
  const options = titles.flatMap((title, at) => (title ? [{ value: title, label: written[at] ?? title }] : []))
  return (
    <>
      <ErrorSummary form={form} />
      <PageHeading>Montrer les colonnes de votre fichier</PageHeading>
      <p>
        Nous ne connaissons pas ce tableau. Dites quelle colonne contient quoi : nous le retiendrons pour vos prochains fichiers. Les
        colonnes que vous ne choisissez pas ne sont jamais lues.
      </p>
      <Panel>
        <Form form={form}>
          {FIELD_NAMES.map((field) => (
            <Select
              key={field}
              form={form}
              name={field}
              label={FIELDS[field].label}
              optional={!FIELDS[field].isNeeded}
              placeholder={FIELDS[field].isNeeded ? 'Choisir une colonne' : 'Aucune colonne'}
              known={known[field] ?? null}
              options={options}
            />
          ))}
          <Actions>
            <ButtonLink href={back} kind="quiet">
              Retour
            </ButtonLink>
            <Button>Retenir ces colonnes</Button>
          </Actions>
        </Form>
      </Panel>
    </>
  )
}

/** Of a table that nobody knows: pointed at once, and remembered. */
export const listColumns = page(schoolFor('lists.give'), places.school.listColumns, {
  find: async ({ db, actor }) => found(await columnsOf(db, actor)),
  title: 'Montrer les colonnes de votre fichier',
  view: ({ form, subject }) => <PointAtColumns form={form} table={subject} back={places.school.enrolmentLists.to()} />,
  submit: form(columnsForm, async ({ tx, actor, input }) => {
    await pointAtColumns(tx, actor, columnsIn(input))
    return see(places.school.enrolmentLists.said('colonnes'))
  }),
})
