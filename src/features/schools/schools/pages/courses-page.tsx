import { places } from '../../../../places.ts'
import { choiceAsked, listed, orderAsked, pageAsked, pastTheEnd, wordsAsked } from '../../../../platform/forms/paging.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { PageHeading, Panel, Said, Tag } from '../../../../ui/blocks.tsx'
import { DeskList } from '../../../../ui/desk-list.tsx'
import { Actions, Button, ButtonLink, Checkbox, ErrorSummary, Form, Select, TextField } from '../../../../ui/form.tsx'
import { COURSE_ORDERS, courseByCode, courseList, levelsCounted } from '../manage-queries.ts'
import { addCourse, changeCourse } from '../save-courses.ts'
import { courseForm, newCourseForm } from '../school.ts'

/** All courses, of whatever school: what each teaches is on its own page. */
export const coursesPage = page(regionFor('schools.manage'), places.region.courses, {
  title: 'Formations',
  said: {
    ajout: 'La formation est ajoutée : dites maintenant quels établissements l’enseignent',
    modification: 'La formation est modifiée',
  },
  async view({ db, query, said }) {
    const order = orderAsked(query, COURSE_ORDERS, 'niveau')
    const asked = { words: wordsAsked(query), state: choiceAsked(query, 'etat', ['open', 'closed']), page: pageAsked(query), order }
    const { rows, total } = await courseList(db, asked)
    const past = pastTheEnd(rows, query)
    if (past) return past
    return (
      <>
        <Said>{said}</Said>
        <DeskList
          title="Formations"
          words={asked.words}
          wordsLabel="Libellé, niveau ou code"
          choice={{
            name: 'etat',
            value: asked.state,
            label: 'État',
            all: 'Toutes',
            options: [
              { value: 'open', label: 'Ouvertes' },
              { value: 'closed', label: 'Fermées' },
            ],
          }}
          actions={
            <>
              <ButtonLink href={places.region.newCourse.to()}>Ajouter une formation</ButtonLink>
              <ButtonLink href={places.region.levels.to()} kind="quiet">
                Niveaux
              </ButtonLink>
              <ButtonLink href={places.region.schools.to()} kind="quiet">
                Établissements
              </ButtonLink>
            </>
          }
          found={{
            listed: listed(query, { total, order }),
            caption: total > 1 ? `${total} formations` : `${total} formation`,
            empty: 'Aucune formation trouvée.',
            columns: [
              { label: 'Code', by: 'code' },
              { label: 'Libellé', by: 'libelle' },
              { label: 'Niveau', by: 'niveau' },
              { label: 'État' },
            ],
            rows: rows.map(({ code, label, level, open }) => [
              code,
              <a key="label" href={places.region.course.to({ code })}>
                {label}
              </a>,
              level,
              <Tag key="state" tone={open ? 'good' : 'neutral'}>
                {open ? 'Ouverte' : 'Fermée'}
              </Tag>,
            ]),
          }}
        />
      </>
    )
  },
})

type Levels = Awaited<ReturnType<typeof levelsCounted>>

const Fields = ({ form, levels, known }: { form: FormState; levels: Levels; known?: { label: string; level_code: string } }) => (
  <>
    <TextField form={form} name="label" label="Libellé" hint="Par exemple : Terminale générale" known={known?.label} autocomplete="off" />
    <Select
      form={form}
      name="levelCode"
      label="Niveau"
      placeholder="Choisir un niveau"
      known={known?.level_code}
      options={levels.map(({ code, label }) => ({ value: code, label: `${label} (${code})` }))}
    />
  </>
)

const Buttons = ({ button }: { button: string }) => (
  <Actions>
    <ButtonLink href={places.region.courses.to()} kind="quiet">
      Retour
    </ButtonLink>
    <Button>{button}</Button>
  </Actions>
)

export const newCoursePage = page(regionFor('schools.manage'), places.region.newCourse, {
  title: 'Ajouter une formation',
  async view({ db, form }) {
    const levels = await levelsCounted(db)
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Ajouter une formation</PageHeading>
        {levels.length === 0 && (
          <p>
            Il n’y a encore aucun niveau : <a href={places.region.levels.to()}>ajoutez d’abord un niveau</a>.
          </p>
        )}
        <Panel>
          <Form form={form}>
            <TextField
              form={form}
              name="code"
              label="Code"
              hint="Celui du fichier national, par exemple 40031213."
              width={20}
              autocomplete="off"
            />
            <Fields form={form} levels={levels} />
            <Buttons button="Ajouter cette formation" />
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(newCourseForm, async ({ tx, actor, input }) => {
    await addCourse(tx, actor, input)
    return see(places.region.courses.said('ajout'))
  }),
})

export const coursePage = page(regionFor('schools.manage'), places.region.course, {
  find: ({ db, params }) => courseByCode(db, params.code),
  title: (_, { code }) => `Formation ${code}`,
  async view({ db, form, subject: course }) {
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>{`Formation ${course.code}`}</PageHeading>
        <p>{course.schools > 1 ? `${course.schools} établissements l’enseignent.` : `${course.schools} établissement l’enseigne.`}</p>
        <Panel>
          <Form form={form}>
            <Fields form={form} levels={await levelsCounted(db)} known={course} />
            <Checkbox form={form} name="open" label="Peut être choisie dans une demande" known={course.open} />
            <p class="hint">Fermée, elle n’est plus proposée à personne. Les demandes déjà faites ne changent pas.</p>
            <Buttons button="Enregistrer" />
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(courseForm, async ({ tx, actor, params, input }) => {
    await changeCourse(tx, actor, { code: params.code, ...input })
    return see(places.region.courses.said('modification'))
  }),
})
