import type { VNode } from 'preact'
import type { Reader } from '../../../../platform/database/index.ts'
import { rowId } from '../../../../platform/forms/fields.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import type { Reading } from '../../../../platform/http/page.ts'
import type { Beneficiary } from '../../../../spaces/actors.ts'
import { Panel, SummaryList } from '../../../../ui/blocks.tsx'
import { DateField, ErrorSummary, Form, RadioGroup, TextField } from '../../../../ui/form.tsx'
import {
  allCourses,
  allLevels,
  coursesOf,
  levelsOf,
  type SchoolRow,
  school,
  schoolLabel,
  schoolsElsewhere,
  schoolsTaking,
} from '../../../schools/schools/index.ts'
import { type LastYear, SCHOOLING } from '../application.ts'
import type { Application } from '../queries.ts'
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
import { apprenticeQuestion, CFA_QUESTION, elsewhereLabel } from './schooling-words.ts'
import { StepActions, StepHeading } from './step.tsx'

const FOUND_AT_MOST = 20

/** What was answered, or what is shown of the year before. */
type Known = LastYear['apprenticeship']

/** Where the CFA is, which one, the level; then the course, the contract and the question (guide, 3.2). */
export async function ApprenticeshipView({ db, form, query, checked }: Reading<Beneficiary>, application: Application): Promise<VNode> {
  const answered = application.answers.apprenticeship
  const known = answered ?? application.answers.lastYear?.apprenticeship
  const chosen = await chosenSoFar(db, query, known)
  const { place, choices, levels, level, courses } = chosen
  return (
    <>
      <ErrorSummary form={form} />
      <StepHeading step={SCHOOLING} />
      {known && !answered && <FromLastYear />}
      {choices.cfa && (
        <Panel title="Votre choix">
          <SummaryList
            items={[
              { label: CFA_QUESTION, value: choices.cfa === 'yes' ? 'Oui' : 'Non', changeHref: hrefAt(query, { cfa: ANOTHER }) },
              ...(place
                ? [{ label: 'Établissement', value: place, changeHref: hrefAt(query, { cfa: choices.cfa, etablissement: ANOTHER }) }]
                : []),
              ...(level
                ? [
                    {
                      label: 'Niveau de formation',
                      value: level.label,
                      changeHref: levels.length > 1 ? hrefAt(query, { ...choices, niveau: ANOTHER }) : undefined,
                    },
                  ]
                : []),
            ]}
          />
        </Panel>
      )}
      {!choices.cfa ? (
        <ChooseWhere form={checked(whereForm(query))} query={query} />
      ) : !place && choices.cfa === 'yes' ? (
        <ChooseSchool
          form={checked(schoolForm(query))}
          query={query}
          choices={choices}
          back={hrefAt(query, { cfa: ANOTHER })}
          hint="CFA, UFA ou École de Production de la région."
          schools={await schoolsTaking(db, 'apprentices', '', SCHOOLS_AT_MOST)}
        />
      ) : !place && query.has('saisie') ? (
        <TypeSchool form={checked(typedSchoolForm(query))} query={query} />
      ) : !place ? (
        <FindSchool
          search={checked(wordsForm(query))}
          choice={checked(foundForm(query))}
          query={query}
          found={await foundElsewhere(db, query)}
        />
      ) : !level ? (
        <ChooseLevel
          form={checked(levelForm(query))}
          query={query}
          choices={choices}
          back={hrefAt(query, { cfa: choices.cfa, etablissement: ANOTHER })}
          levels={levels}
        />
      ) : (
        <Form form={form} class="panel" action={hrefAt(query, { ...choices, niveau: level.code })}>
          <input type="hidden" name="situation" value="apprentice" />
          <input type="hidden" name="cfaInRegion" value={choices.cfa} />
          {choices.etablissement && <input type="hidden" name="school" value={choices.etablissement} />}
          {choices.nom && <input type="hidden" name="schoolName" value={choices.nom} />}
          {choices.ville && <input type="hidden" name="schoolTown" value={choices.ville} />}
          <input type="hidden" name="level" value={level.code} />
          <CourseFields form={form} courses={courses} known={{ ...known, ...answered }} />
          <ContractFields form={form} known={known} />
          <YesOrNo form={form} name="wasApprentice" legend={apprenticeQuestion(application)} known={answered?.wasApprentice} />
          <StepActions step={SCHOOLING} application={application} />
        </Form>
      )}
    </>
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
  const words = query.get('words')?.trim()
  return words ? schoolsElsewhere(db, words, FOUND_AT_MOST) : []
}

interface Offered {
  code: string
  label: string
}

interface Chosen {
  /** As the address says it. */
  choices: { cfa?: 'yes' | 'no'; etablissement?: string; nom?: string; ville?: string }
  /** The school, in words. */
  place?: string
  levels: Offered[]
  level?: Offered | undefined
  courses: Offered[]
}

/** What the address says is chosen, or what was answered before, as far as it can still be. */
async function chosenSoFar(db: Reader, query: URLSearchParams, known: Known): Promise<Chosen> {
  const nothing = { levels: [], courses: [] }
  const said = query.get('cfa') ?? (known && !query.has('envoye') && (known.cfaInRegion ? 'yes' : 'no'))
  if (said !== 'yes' && said !== 'no') return { ...nothing, choices: {} }
  const isHere = said === 'yes'
  const before = known?.cfaInRegion === isHere ? known : undefined
  const place = await placeChosen(db, query, isHere, before)
  const levels = !place ? [] : isHere ? await levelsOf(db, Number(place.choices.etablissement), 'apprentices') : await allLevels(db)
  if (!place || levels.length === 0) return { ...nothing, choices: { cfa: said } }
  const code = query.get('niveau') ?? (place.isSame ? before?.level : undefined)
  const level = levels.length === 1 ? levels[0] : levels.find((offered) => offered.code === code)
  const courses = !level
    ? []
    : isHere
      ? await coursesOf(db, Number(place.choices.etablissement), level.code, 'apprentices')
      : await allCourses(db, level.code)
  return { choices: { cfa: said, ...place.choices }, place: place.label, levels, level, courses }
}

const asId = rowId('')

/** The school chosen, of the directory or typed; `isSame` as before. */
async function placeChosen(db: Reader, query: URLSearchParams, isHere: boolean, before: Known) {
  const isAsked = query.has('school') || query.has('hand') || query.has('name')
  const id = isAsked ? asId.safeParse(query.get('school')).data : before?.school
  const row = id ? await school(db, id) : undefined
  if (row?.open && row.in_region === isHere) {
    return { choices: { etablissement: String(row.id) }, label: schoolLabel(row), isSame: row.id === before?.school }
  }
  const typed = isAsked ? { name: typedIn(query, 'nom', 100), town: typedIn(query, 'ville', 60) } : before?.typedSchool
  if (isHere || !typed?.name || !typed.town) return undefined
  const { name, town } = typed
  const isSame = before?.typedSchool?.name === name && before.typedSchool.town === town
  return { choices: { nom: name, ville: town }, label: elsewhereLabel(typed), isSame }
}

const typedIn = (query: URLSearchParams, name: string, longest: number) =>
  (query.get(name) ?? '').trim().replace(/\s+/g, ' ').slice(0, longest)
