import { places } from '../../../../places.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { rowId } from '../../../../platform/forms/fields.ts'
import { form, page, type Reading, see } from '../../../../platform/http/page.ts'
import type { Beneficiary } from '../../../../spaces/actors.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { Panel, SummaryList } from '../../../../ui/blocks.tsx'
import { ErrorSummary, Form } from '../../../../ui/form.tsx'
import { coursesOf, levelsOf, school, schoolLabel, schoolsTaking } from '../../../schools/schools/index.ts'
import {
  type Application,
  generalSecondaryQuestion,
  isDiplomaAsked,
  type LastYear,
  mustBePossible,
  mustBeTaught,
  SCHOOLING,
  saveApprenticeship,
  saveSchooling,
  situationOf,
} from '../../card-applications/index.ts'
import { ApprenticeshipView } from './apprenticeship.tsx'
import { DIPLOMA } from './diploma.tsx'
import {
  ANOTHER,
  ChooseLevel,
  ChooseSchool,
  CourseFields,
  FromLastYear,
  hrefAt,
  levelForm,
  SCHOOLS_AT_MOST,
  STEP_BEFORE,
  schoolForm,
  YesOrNo,
} from './school-choice.tsx'
import { atStep, goOn, hrefOnTheWay, StepActions, StepHeading, titleOf } from './step.tsx'

/** A pupil's school or an apprentice's CFA. What is chosen so far is in the address; the course and the questions are the form. */
export const schoolingStep = page(beneficiarySpace, places.beneficiary.schooling, {
  title: titleOf(SCHOOLING),
  scripts: ['searchable-select'],
  async view(reading) {
    const application = await atStep(reading, SCHOOLING)
    if (application instanceof Response) return application
    return situationOf(application) === 'apprentice' ? ApprenticeshipView(reading, application) : PupilView(reading, application)
  },
  submit: form(SCHOOLING.schema, async ({ tx, actor, input, visit }) => {
    const query = visit.url.searchParams
    if (input.situation === 'pupil') {
      const { situation: _, ...schooling } = input
      await mustBeTaught(tx, schooling)
      return goOn(SCHOOLING, await saveSchooling(tx, actor, schooling), query)
    }
    const { situation: _, ...apprenticeship } = input
    const application = await saveApprenticeship(tx, actor, apprenticeship)
    await mustBePossible(tx, apprenticeship, application)
    return isDiplomaAsked(application) ? see(hrefOnTheWay(DIPLOMA, query)) : goOn(SCHOOLING, application, query)
  }),
})

async function PupilView({ db, form, query, checked }: Reading<Beneficiary>, application: Application) {
  const answered = application.answers.schooling
  const known = answered ?? application.answers.lastYear?.schooling
  const { chosenSchool, levels, level, courses } = await chosenSoFar(db, query, known)
  return (
    <>
      <ErrorSummary form={form} />
      <StepHeading step={SCHOOLING} />
      {known && !answered && <FromLastYear />}
      {chosenSchool && (
        <Panel title="Votre choix">
          <SummaryList
            items={[
              { label: 'Établissement', value: schoolLabel(chosenSchool), changeHref: hrefAt(query, { etablissement: ANOTHER }) },
              ...(level
                ? [
                    {
                      label: 'Niveau de formation',
                      value: level.label,
                      changeHref:
                        levels.length > 1 ? hrefAt(query, { etablissement: String(chosenSchool.id), niveau: ANOTHER }) : undefined,
                    },
                  ]
                : []),
            ]}
          />
        </Panel>
      )}
      {!chosenSchool ? (
        <ChooseSchool
          form={checked(schoolForm(query))}
          query={query}
          back={STEP_BEFORE}
          hint="Les filières étant différentes d’un LP à un LGT, choisissez l’établissement en conséquence."
          schools={await schoolsTaking(db, 'pupils', '', SCHOOLS_AT_MOST)}
        />
      ) : !level ? (
        <ChooseLevel
          form={checked(levelForm(query))}
          query={query}
          choices={{ etablissement: String(chosenSchool.id) }}
          back={hrefAt(query, { etablissement: ANOTHER })}
          levels={levels}
        />
      ) : (
        <Form form={form} class="panel" action={hrefAt(query, { etablissement: String(chosenSchool.id), niveau: level.code })}>
          <input type="hidden" name="school" value={chosenSchool.id} />
          <input type="hidden" name="level" value={level.code} />
          <CourseFields form={form} courses={courses} known={{ ...known, ...answered }} />
          <YesOrNo
            form={form}
            name="wasInGeneralSecondary"
            legend={generalSecondaryQuestion(application)}
            known={answered?.wasInGeneralSecondary}
          />
          <StepActions step={SCHOOLING} application={application} />
        </Form>
      )}
    </>
  )
}

const asId = rowId('')

/** What the address says is chosen, or what was answered before, as far as the schools still offer it. */
async function chosenSoFar(db: Reader, query: URLSearchParams, known: LastYear['schooling']) {
  const schoolId = query.has('etablissement') ? (asId.safeParse(query.get('etablissement')).data ?? 0) : (known?.school ?? 0)
  const levels = await levelsOf(db, schoolId, 'pupils')
  if (levels.length === 0) return { levels: [], courses: [] }
  const code = query.get('niveau') ?? (schoolId === known?.school ? known.level : undefined)
  const level = levels.length === 1 ? levels[0] : levels.find((offered) => offered.code === code)
  return {
    chosenSchool: await school(db, schoolId),
    levels,
    level,
    courses: level ? await coursesOf(db, schoolId, level.code, 'pupils') : [],
  }
}
