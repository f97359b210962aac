import type { VNode } from 'preact'
import type { Reader } from '../../../../platform/database/index.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import type { Reading } from '../../../../platform/http/page.ts'
import type { Beneficiary } from '../../../../spaces/actors.ts'
import { Panel, SummaryList } from '../../../../ui/blocks.tsx'
import { DateField, ErrorSummary, Form, RadioGroup, TextField } from '../../../../ui/form.tsx'
import { type SchoolRow, schoolLabel, schoolsElsewhere, schoolsTaking } from '../../../schools/schools/index.ts'
import { type Application, apprenticeQuestion, CFA_QUESTION, SCHOOLING } from '../../card-applications/index.ts'
import { type Asked, askedNext, type Chosen, chosenSoFar, type Known } from './apprenticeship-choice.ts'
import {
  ANOTHER,
  Carried,
  ChoiceActions,
  ChooseLevel,
  ChooseSchool,
  CourseFields,
  choiceForm,
  FromLastYear,
  hrefAt,
  levelForm,
  SCHOOLS_AT_MOST,
  STEP_BEFORE,
  schoolForm,
  YesOrNo,
} from './school-choice.tsx'

import { StepActions, StepHeading } from './step.tsx'

const FOUND_AT_MOST = 20

/** Where the CFA is, which one, the level; then the course, the contract and the question (guide, 3.2): one thing at a time. */
export async function ApprenticeshipView(reading: Reading<Beneficiary>, application: Application): Promise<VNode> {
  const { db, form, query } = reading
  const answered = application.answers.apprenticeship
  const known = answered ?? application.answers.lastYear?.apprenticeship
  const chosen = await chosenSoFar(db, query, known)
  return (
    <>
      <ErrorSummary form={form} />
      <StepHeading step={SCHOOLING} />
      {known && !answered && <FromLastYear />}
      <ChosenSoFar query={query} chosen={chosen} />
      {await ASK[askedNext(chosen, query)]({ reading, application, known, chosen })}
    </>
  )
}

interface Choosing {
  reading: Reading<Beneficiary>
  application: Application
  known: Known
  chosen: Chosen
}

const ASK: Record<Asked, (choosing: Choosing) => VNode | Promise<VNode>> = {
  where: ({ reading: { query, checked } }) => <ChooseWhere form={checked(whereForm(query))} query={query} />,
  'school-here': async ({ reading: { db, query, checked } }) => (
    <ChooseSchool
      form={checked(schoolForm(query))}
      query={query}
      choices={{ cfa: 'yes' }}
      back={hrefAt(query, { cfa: ANOTHER })}
      hint="CFA, UFA ou École de Production de la région."
      schools={await schoolsTaking(db, 'apprentices', '', SCHOOLS_AT_MOST)}
    />
  ),
  'school-by-hand': ({ reading: { query, checked } }) => <TypeSchool form={checked(typedSchoolForm(query))} query={query} />,
  'school-elsewhere': async ({ reading: { db, query, checked } }) => (
    <FindSchool
      search={checked(wordsForm(query))}
      choice={checked(foundForm(query))}
      query={query}
      found={await foundElsewhere(db, query)}
    />
  ),
  level: ({ reading: { query, checked }, chosen: { choices, levels } }) => (
    <ChooseLevel
      form={checked(levelForm(query))}
      query={query}
      choices={choices}
      back={hrefAt(query, { cfa: choices.cfa ?? ANOTHER, etablissement: ANOTHER })}
      levels={levels}
    />
  ),
  course: Course,
}

function ChosenSoFar({ query, chosen: { choices, place, levels, level } }: { query: URLSearchParams; chosen: Chosen }) {
  if (!choices.cfa) return null
  const ofLevels = levels.length > 1 ? hrefAt(query, { ...choices, niveau: ANOTHER }) : undefined
  return (
    <Panel title="Votre choix">
      <SummaryList
        items={[
          { label: CFA_QUESTION, value: choices.cfa === 'yes' ? 'Oui' : 'Non', changeHref: hrefAt(query, { cfa: ANOTHER }) },
          ...(place
            ? [{ label: 'Établissement', value: place, changeHref: hrefAt(query, { cfa: choices.cfa, etablissement: ANOTHER }) }]
            : []),
          ...(level ? [{ label: 'Niveau de formation', value: level.label, changeHref: ofLevels }] : []),
        ]}
      />
    </Panel>
  )
}

function Course({ reading: { form, query }, application, known, chosen: { choices, level, courses } }: Choosing) {
  const answered = application.answers.apprenticeship
  const carried = {
    cfaInRegion: choices.cfa,
    school: choices.etablissement,
    schoolName: choices.nom,
    schoolTown: choices.ville,
    level: level?.code,
  }
  return (
    <Form form={form} class="panel" action={hrefAt(query, { ...choices, ...(level && { niveau: level.code }) })}>
      <input type="hidden" name="situation" value="apprentice" />
      {Object.entries(carried).map(([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />)}
      <CourseFields form={form} courses={courses} known={{ ...known, ...answered }} />
      <ContractFields form={form} known={known} />
      <YesOrNo form={form} name="wasApprentice" legend={apprenticeQuestion(application)} known={answered?.wasApprentice} />
      <StepActions step={SCHOOLING} application={application} />
    </Form>
  )
}

/** The guide shows where these dates are by hovering a sign: here it is written (RGAA). */
const ContractFields = ({ form, known }: { form: FormState; known: Known }) => (
  <>
    <p class="block-title">Renseignez les dates de signature et de fin de votre contrat</p>
    <p class="hint">
      Ces informations sont obligatoires pour effectuer votre demande. Si vous ne disposez pas de ces dates, veuillez contacter votre CFA.
    </p>
    <DateField
      form={form}
      name="contractSignedOn"
      label="Date de signature de votre contrat"
      hint="Sur votre contrat d’apprentissage, cadre « Le contrat », ligne « Date de conclusion ». Par exemple : 03 01 2022."
      known={known?.contractSignedOn}
    />
    <DateField
      form={form}
      name="contractEndsOn"
      label="Date de fin de votre contrat"
      hint="Dans le même cadre, ligne « Date de fin du contrat ou de la période d’apprentissage ». Par exemple : 30 06 2022."
      known={known?.contractEndsOn}
    />
  </>
)

const whereForm = (query: URLSearchParams) =>
  choiceForm(query, { cfa: 'Dites si votre CFA se situe en région Hauts-de-France.' }, query.has('envoye'))

const wordsForm = (query: URLSearchParams) =>
  choiceForm(query, { recherche: 'Saisissez le nom de votre établissement, sa ville, ou les deux.' })

const foundForm = (query: URLSearchParams) =>
  choiceForm(query, { etablissement: 'Choisissez votre établissement.' }, query.has('recherche') && query.has('envoye'))

const typedSchoolForm = (query: URLSearchParams) =>
  choiceForm(query, { nom: 'Saisissez le nom de votre établissement.', ville: 'Saisissez la ville de votre établissement.' })

function ChooseWhere({ form, query }: { form: FormState; query: URLSearchParams }) {
  return (
    <>
      <ErrorSummary form={form} />
      <Panel>
        <form method="get">
          <Carried query={query} choices={{ envoye: 'oui' }} />
          <YesOrNo form={form} name="cfa" legend={CFA_QUESTION} known={null} />
          <ChoiceActions back={STEP_BEFORE} />
        </form>
      </Panel>
    </>
  )
}

const NOT_LISTED = 'Mon établissement n’est pas dans la liste'

function FindSchool({
  search,
  choice,
  query,
  found,
}: {
  search: FormState
  choice: FormState
  query: URLSearchParams
  found: SchoolRow[]
}) {
  const words = query.get('recherche')?.trim()
  return (
    <>
      <ErrorSummary form={search.errors.length > 0 ? search : choice} />
      <Panel>
        <form method="get">
          <Carried query={query} choices={{ cfa: 'no' }} />
          <TextField
            form={search}
            name="recherche"
            label="Nom ou ville de votre établissement"
            hint="Ex : CFA des métiers Reims"
            autocomplete="off"
          />
          <ChoiceActions back={hrefAt(query, { cfa: ANOTHER })} button="Chercher" />
        </form>
      </Panel>
      {words && (
        <Panel title={found.length > 0 ? 'Établissements trouvés' : 'Aucun établissement trouvé'}>
          {found.length > 0 ? (
            <form method="get">
              <Carried query={query} choices={{ cfa: 'no', recherche: words, envoye: 'oui' }} />
              <RadioGroup
                form={choice}
                name="etablissement"
                legend="Choisissez votre établissement"
                options={found.map((offered) => ({ value: String(offered.id), label: schoolLabel(offered) }))}
              />
              <ChoiceActions back={hrefAt(query, { cfa: 'no', etablissement: ANOTHER })} />
            </form>
          ) : (
            <p role="status">Aucun établissement hors de la région ne ressemble à « {words} ». Vérifiez ce que vous avez écrit.</p>
          )}
        </Panel>
      )}
      <p>
        <a href={hrefAt(query, { cfa: 'no', saisie: 'oui' })}>{NOT_LISTED}</a>
      </p>
    </>
  )
}

function TypeSchool({ form, query }: { form: FormState; query: URLSearchParams }) {
  return (
    <>
      <ErrorSummary form={form} />
      <Panel title={NOT_LISTED}>
        <form method="get">
          <Carried query={query} choices={{ cfa: 'no', saisie: 'oui' }} />
          <TextField form={form} name="nom" label="Nom de votre établissement" autocomplete="off" />
          <TextField form={form} name="ville" label="Ville de votre établissement" autocomplete="off" />
          <ChoiceActions back={hrefAt(query, { cfa: 'no', etablissement: ANOTHER })} />
        </form>
      </Panel>
    </>
  )
}

async function foundElsewhere(db: Reader, query: URLSearchParams): Promise<SchoolRow[]> {
  const words = query.get('recherche')?.trim()
  return words ? schoolsElsewhere(db, words, FOUND_AT_MOST) : []
}
