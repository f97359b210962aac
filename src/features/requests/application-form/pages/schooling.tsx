import { z } from 'zod'
import { places } from '../../../../places.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { rowId } from '../../../../platform/forms/fields.ts'
import { form, page, type Reading, scriptAnswer, see } from '../../../../platform/http/page.ts'
import type { Beneficiary } from '../../../../spaces/actors.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { Panel, SummaryList } from '../../../../ui/blocks.tsx'
import { ErrorSummary } from '../../../../ui/form.tsx'
import {
  coursesOf,
  everySchoolTaking,
  levelsOf,
  school,
  schoolName,
  schoolsElsewhere,
  schoolsTaking,
} from '../../../schools/schools/index.ts'
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
import { giveNumber, numberForm } from '../../enrolment/index.ts'
import { ApprenticeshipView } from './apprenticeship.tsx'
import { chosenSoFar as chosenByApprentice } from './apprenticeship-choice.ts'
import { DIPLOMA } from './diploma.tsx'
import {
  ANOTHER,
  ChooseLevel,
  ChooseSchool,
  CourseFields,
  chosenIn,
  FromLastYear,
  hrefAt,
  LevelField,
  levelForm,
  NumberField,
  OneByOne,
  SchoolField,
  SchoolSaid,
  SEARCH_HINT,
  STEP_BEFORE,
  schoolForm,
  WholeForm,
  YesOrNo,
} from './school-choice.tsx'
import { atStep, goOn, hrefOnTheWay, StepActions, StepHeading, titleOf } from './step.tsx'

/** A pupil's school or an apprentice's CFA. What is chosen so far is in the address; the course and the questions are the form. */
export const schoolingStep = page(beneficiarySpace, places.beneficiary.schooling, {
  title: titleOf(SCHOOLING),
  scripts: ['searchable-select', 'school-choice'],
  async view(reading) {
    const application = await atStep(reading, SCHOOLING)
    if (application instanceof Response) return application
    return situationOf(application) === 'apprentice' ? ApprenticeshipView(reading, application) : PupilView(reading, application)
  },
  submit: form(z.intersection(SCHOOLING.schema, numberForm), async ({ tx, actor, input, visit }) => {
    const query = visit.url.searchParams
    const { ine, forgetsIne, ...said } = input
    const keep = (application: Application) => giveNumber(tx, actor, application, { ine, forgetsIne }, visit.site.ibanKey)
    if (said.situation === 'pupil') {
      const { situation: _, ...schooling } = said
      await mustBeTaught(tx, schooling)
      const application = await saveSchooling(tx, actor, schooling)
      await keep(application)
      return goOn(SCHOOLING, application, query)
    }
    const { situation: _, ...apprenticeship } = said
    const application = await saveApprenticeship(tx, actor, apprenticeship)
    await mustBePossible(tx, apprenticeship, application)
    await keep(application)
    const isAnswered = !isDiplomaAsked(application) || apprenticeship.otherDiploma !== undefined
    return isAnswered ? goOn(SCHOOLING, application, query) : see(hrefOnTheWay(DIPLOMA, query))
  }),
})

const HINT = 'Les filières étant différentes d’un LP à un LGT, choisissez l’établissement en conséquence.'

async function PupilView(reading: Reading<Beneficiary>, application: Application) {
  const { db, form, query } = reading
  const answered = application.answers.schooling
  const known = answered ?? application.answers.lastYear?.schooling
  const chosen = await chosenSoFar(db, chosenIn(form, query), known)
  const { chosenSchool, levels, level, courses } = chosen
  const choices = { ...(chosenSchool && { etablissement: String(chosenSchool.id) }), ...(level && { niveau: level.code }) }
  return (
    <>
      <ErrorSummary form={form} />
      <StepHeading step={SCHOOLING} />
      {known && !answered && <FromLastYear />}
      <OneByOne>
        <ChosenSoFar query={query} chosen={chosen} />
        {await askNext(reading, chosen)}
      </OneByOne>
      <WholeForm form={form} query={query} choices={choices} isChosen={level !== undefined}>
        <div class="needs-script">
          <SchoolField form={form} hint={`${SEARCH_HINT} ${HINT}`} search={places.beneficiary.schoolsFound.to()} school={chosenSchool} />
          <LevelField form={form} levels={levels} level={level} />
        </div>
        <CourseFields form={form} courses={courses} known={{ ...known, ...answered }} />
        <YesOrNo
          form={form}
          name="wasInGeneralSecondary"
          legend={generalSecondaryQuestion(application)}
          known={answered?.wasInGeneralSecondary}
        />
        {await NumberField({ db, form, application })}
        <StepActions step={SCHOOLING} application={application} />
      </WholeForm>
    </>
  )
}

type ChosenByPupil = Awaited<ReturnType<typeof chosenSoFar>>

function ChosenSoFar({ query, chosen: { chosenSchool, levels, level } }: { query: URLSearchParams; chosen: ChosenByPupil }) {
  if (!chosenSchool) return null
  const ofLevels = levels.length > 1 ? hrefAt(query, { etablissement: String(chosenSchool.id), niveau: ANOTHER }) : undefined
  return (
    <Panel title="Votre choix">
      <SummaryList
        items={[
          {
            label: 'Établissement',
            value: <SchoolSaid school={chosenSchool} />,
            changeHref: hrefAt(query, { etablissement: ANOTHER }),
          },
          ...(level ? [{ label: 'Niveau de formation', value: level.label, changeHref: ofLevels }] : []),
        ]}
      />
    </Panel>
  )
}

/** What is asked before the form; nothing once all is chosen. */
async function askNext({ db, query, checked }: Reading<Beneficiary>, { chosenSchool, levels, level }: ChosenByPupil) {
  if (level) return null
  if (chosenSchool) {
    return (
      <ChooseLevel
        form={checked(levelForm(query))}
        query={query}
        choices={{ etablissement: String(chosenSchool.id) }}
        back={hrefAt(query, { etablissement: ANOTHER })}
        levels={levels}
      />
    )
  }
  const schools = await everySchoolTaking(db, 'pupils')
  return <ChooseSchool form={checked(schoolForm(query))} query={query} back={STEP_BEFORE} hint={HINT} schools={schools} />
}

const asId = rowId('')

/** What is said to be chosen, or what was answered before, as far as the schools still offer it. */
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

const FOUND_AT_MOST = 20

/** The schools that look like what is typed, for the page's script: of an apprentice, `cfa` says whether in the Region. */
export const schoolsFound = scriptAnswer(beneficiarySpace, places.beneficiary.schoolsFound, async ({ db, query }) => {
  const words = query.get('recherche') ?? ''
  const cfa = query.get('cfa')
  const found =
    cfa === 'no'
      ? await schoolsElsewhere(db, words, FOUND_AT_MOST)
      : await schoolsTaking(db, cfa ? 'apprentices' : 'pupils', words, FOUND_AT_MOST)
  return Response.json(found.map((row) => ({ value: String(row.id), label: schoolName(row), detail: row.uai })))
})

/** The levels of what is chosen, and the courses of its level, for the page's script. */
export const coursesFound = scriptAnswer(beneficiarySpace, places.beneficiary.coursesFound, async ({ db, query }) => {
  const { levels, level, courses } = query.has('cfa')
    ? await chosenByApprentice(db, query, undefined)
    : await chosenSoFar(db, query, undefined)
  return Response.json({ levels, level: level?.code, courses })
})
