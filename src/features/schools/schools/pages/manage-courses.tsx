import { z } from 'zod'
import { places } from '../../../../places.ts'
import { UserError } from '../../../../platform/errors.ts'
import { choice } from '../../../../platform/forms/fields.ts'
import { wordsAsked } from '../../../../platform/forms/paging.ts'
import { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, PageHeading, Panel, Said, Tag } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, RadioGroup, SearchForm, TextField } from '../../../../ui/form.tsx'
import { coursesFound, managedSchool, taughtAt } from '../manage-queries.ts'
import { addCourses, removeCourses } from '../save.ts'

const COURSES_AT_MOST = 500
/** A code, and with what is taught already, how: « 40031213:apprentices ». */
const COURSE_NAME_LENGTH = 40
const ticked = z
  .array(z.string().max(COURSE_NAME_LENGTH))
  .max(COURSES_AT_MOST)
  .optional()
  .transform((codes) => codes ?? [])

const coursesForm = z.object({
  action: choice(['add', 'remove'], 'Choisissez ce que vous voulez faire.'),
  way: z.enum(['pupils', 'apprentices']).optional(),
  codes: ticked,
})

/** How a course taught in one way is named in the form. */
const nameOf = (course: { code: string; by_apprenticeship: boolean }) =>
  `${course.code}:${course.by_apprenticeship ? 'apprentices' : 'pupils'}`

const CoursesToAdd = ({
  form,
  found,
  school,
}: {
  form: FormState
  found: Awaited<ReturnType<typeof coursesFound>>
  school: { takes_pupils: boolean }
}) => (
  <Form form={form} class="whole-width">
    <DataTable
      caption={`Formations trouvées : ${found.length}`}
      columns={[{ label: 'Choix' }, { label: 'Formation' }, { label: 'Niveau' }, { label: 'Code' }]}
      rows={found.map((course) => [
        <input key="tick" class="tick" type="checkbox" name="codes[]" value={course.code} aria-label={`Choisir ${course.label}`} />,
        course.label,
        course.level,
        course.code,
      ])}
    />
    <RadioGroup
      form={form}
      name="way"
      legend="Enseignées"
      known={school.takes_pupils ? 'pupils' : 'apprentices'}
      inline
      options={[
        { value: 'pupils', label: 'aux lycéens' },
        { value: 'apprentices', label: 'en apprentissage' },
      ]}
    />
    <Actions>
      <Button name="action" value="add">
        Ajouter la sélection
      </Button>
    </Actions>
  </Form>
)

const CoursesTaught = ({ form, taught, back }: { form: FormState; taught: Awaited<ReturnType<typeof taughtAt>>; back: string }) => (
  <Panel>
    <Form form={form} class="whole-width">
      <DataTable
        caption={`Formations enseignées : ${taught.length}`}
        columns={[{ label: 'Choix' }, { label: 'Formation' }, { label: 'Niveau' }, { label: 'Code' }, { label: 'Voie' }]}
        rows={taught.map((course) => [
          <input
            key="tick"
            class="tick"
            type="checkbox"
            name="codes[]"
            value={nameOf(course)}
            aria-label={`Choisir ${course.label}, ${course.by_apprenticeship ? 'apprentissage' : 'lycéens'}`}
          />,
          course.label,
          course.level,
          course.code,
          <Tag key="way" tone={course.by_apprenticeship ? 'info' : 'neutral'}>
            {course.by_apprenticeship ? 'Apprentissage' : 'Lycéens'}
          </Tag>,
        ])}
        empty="Aucune formation : personne ne peut encore choisir cet établissement."
      />
      <Actions>
        <ButtonLink href={back} kind="quiet">
          Retour
        </ButtonLink>
        {taught.length > 0 && (
          <Button kind="quiet-red" name="action" value="remove">
            Retirer la sélection
          </Button>
        )}
      </Actions>
      {taught.length > 0 && <p class="hint">Une formation retirée ne peut plus être choisie. Les demandes déjà faites ne changent pas.</p>}
    </Form>
  </Panel>
)

export const schoolCoursesPage = page(regionFor('schools.manage'), places.region.schoolCourses, {
  title: ({ id }) => `Formations de l’établissement n° ${id}`,
  said: { formations: 'Les formations sont enregistrées' },
  async view({ db, params, query, form, said }) {
    const school = await managedSchool(db, params.id)
    const words = wordsAsked(query)
    const [taught, found] = await Promise.all([taughtAt(db, school.id), words ? coursesFound(db, words) : []])
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>Formations de l’établissement</PageHeading>
        <p>{`${school.name}, ${school.town} (${school.uai})`}</p>
        <Panel title="Ajouter des formations">
          <SearchForm>
            <TextField
              form={new FormState('', '', { recherche: [words] })}
              name="recherche"
              label="Libellé, niveau ou code"
              type="search"
              optional
            />
            <Actions>
              <Button icon="search" kind={found.length > 0 ? 'quiet' : 'main'}>
                Chercher une formation
              </Button>
            </Actions>
          </SearchForm>
          {words && found.length === 0 && (
            <p>
              Aucune formation trouvée. <a href={places.region.courses.to()}>Voir toutes les formations, ou en ajouter une</a>
            </p>
          )}
          {found.length > 0 && <CoursesToAdd form={form} found={found} school={school} />}
        </Panel>
        <CoursesTaught form={form} taught={taught} back={places.region.school.to({ id: school.id })} />
      </>
    )
  },
  submit: form(coursesForm, async ({ tx, actor, params, input }) => {
    const school_id = params.id
    if (input.codes.length === 0) throw new UserError('school.no-course-chosen', 'Cochez au moins une formation.')
    if (input.action === 'add')
      await addCourses(tx, actor, { school_id, codes: input.codes, by_apprenticeship: input.way === 'apprentices' })
    else {
      const courses = input.codes.map((name) => {
        const [code = '', way] = name.split(':')
        return { code, by_apprenticeship: way === 'apprentices' }
      })
      await removeCourses(tx, actor, { school_id, courses })
    }
    return see(places.region.schoolCourses.said('formations', { id: school_id }))
  }),
})
