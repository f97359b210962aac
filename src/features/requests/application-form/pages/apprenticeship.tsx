import type { VNode } from 'preact'
import { places } from '../../../../places.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import type { Reading } from '../../../../platform/http/page.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import type { Beneficiary } from '../../../../spaces/actors.ts'
import { Panel, SummaryList } from '../../../../ui/blocks.tsx'
import { DateField, ErrorSummary, RadioGroup, TextField } from '../../../../ui/form.tsx'
import { everySchoolTaking, type SchoolRow, schoolsElsewhere } from '../../../schools/schools/index.ts'
import { type Application, apprenticeQuestion, CFA_QUESTION, DIPLOMA_QUESTION, SCHOOLING } from '../../card-applications/index.ts'
import { type Asked, askedNext, type Chosen, chosenSoFar, type Known } from './apprenticeship-choice.ts'
import {
  ANOTHER,
  Carried,
  ChoiceActions,
  ChooseLevel,
  ChooseSchool,
  CourseFields,
  choiceForm,
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
  schoolInList,
  WholeForm,
  YesOrNo,
} from './school-choice.tsx'
import { StepActions, StepHeading } from './step.tsx'

const FOUND_AT_MOST = 20

const HERE = 'CFA, UFA ou École de Production de la région.'
const ELSEWHERE = 'Ex : CFA des métiers Reims'

/** Where the CFA is, which one, the level; then the course, the contract and the question (guide, 3.2): one thing at a time. */
export async function ApprenticeshipView(reading: Reading<Beneficiary>, application: Application): Promise<VNode> {
  const { db, form, query } = reading
  const answered = application.answers.apprenticeship
  const known = answered ?? application.answers.lastYear?.apprenticeship
  const chosen = await chosenSoFar(db, chosenIn(form, query), known)
  const next = askedNext(chosen, query)
  return (
    <>
      <ErrorSummary form={form} />
      <StepHeading step={SCHOOLING} />
      {known && !answered && <FromLastYear />}
      <OneByOne>
        <ChosenSoFar query={query} chosen={chosen} />
        {next !== 'course' && (await ASK[next]({ reading, chosen }))}
      </OneByOne>
      <WholeForm form={form} query={query} choices={choicesOf(chosen)} isChosen={next === 'course'}>
        <input type="hidden" name="situation" value="apprentice" />
        <div class="needs-script">
          <Place form={form} chosen={chosen} isTyped={query.has('saisie')} />
          <LevelField form={form} levels={chosen.levels} level={chosen.level} />
        </div>
        <CourseFields form={form} courses={chosen.courses} known={{ ...known, ...answered }} />
        <ContractFields form={form} known={known} />
        <YesOrNo form={form} name="wasApprentice" legend={apprenticeQuestion(application)} known={answered?.wasApprentice} />
        <Diploma form={form} known={answered?.otherDiploma} />
        {await NumberField({ db, form, application })}
        <StepActions step={SCHOOLING} application={application} />
      </WholeForm>
    </>
  )
}

/** The choices as an address has them. */
const choicesOf = ({ choices, level }: Chosen): Record<string, string> => ({ ...choices, ...(level && { niveau: level.code }) })

interface Choosing {
  reading: Reading<Beneficiary>
  chosen: Chosen
}

const ASK: Record<Exclude<Asked, 'course'>, (choosing: Choosing) => VNode | Promise<VNode>> = {
  where: ({ reading: { query, checked } }) => <ChooseWhere form={checked(whereForm(query))} query={query} />,
  'school-here': async ({ reading: { db, query, checked } }) => (
    <ChooseSchool
      form={checked(schoolForm(query))}
      query={query}
      choices={{ cfa: 'yes' }}
      back={hrefAt(query, { cfa: ANOTHER })}
      hint={HERE}
      schools={await everySchoolTaking(db, 'apprentices')}
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
            ? [
                {
                  label: 'Établissement',
                  value: <SchoolSaid school={place} />,
                  changeHref: hrefAt(query, { cfa: choices.cfa, etablissement: ANOTHER }),
                },
              ]
            : []),
          ...(level ? [{ label: 'Niveau de formation', value: level.label, changeHref: ofLevels }] : []),
        ]}
      />
    </Panel>
  )
}

/** Where the CFA is, and which one: of a list that the page's script looks in, or written by hand when it is elsewhere. */
function Place({ form, chosen: { choices, place }, isTyped }: { form: FormState; chosen: Chosen; isTyped: boolean }) {
  const listed = place?.id === undefined ? undefined : { ...place, id: place.id }
  const byHand = listed ? undefined : place
  return (
    <>
      <YesOrNo form={form} name="cfaInRegion" legend={CFA_QUESTION} known={choices.cfa && choices.cfa === 'yes'} />
      <div data-part="list">
        <SchoolField
          form={form}
          hint={
            <>
              {SEARCH_HINT} <span data-cfa="yes">{HERE}</span>
              <span data-cfa="no">{ELSEWHERE}</span>
            </>
          }
          search={places.beneficiary.schoolsFound.to({ cfa: choices.cfa })}
          school={listed}
        />
        <p class="field" data-part="to-hand">
          <button class="button button-quiet" type="button">
            {NOT_LISTED}
          </button>
        </p>
      </div>
      <div data-part="by-hand" data-open={isTyped || byHand ? '' : undefined}>
        <TextField form={form} name="schoolName" label="Nom de votre établissement" known={byHand?.name} autocomplete="off" />
        <TextField form={form} name="schoolTown" label="Ville de votre établissement" known={byHand?.town} autocomplete="off" />
        <p class="field" data-part="to-list">
          <button class="button button-quiet" type="button">
            Chercher dans la liste
          </button>
        </p>
      </div>
    </>
  )
}

/** The second question, where a script shows it when it is asked: the others get a page of its own. */
const Diploma = ({ form, known }: { form: FormState; known: boolean | null | undefined }) => (
  <div class="needs-script" data-part="diploma" data-known={known === null || known === undefined ? undefined : known ? 'yes' : 'no'}>
    <YesOrNo form={form} name="otherDiploma" legend={DIPLOMA_QUESTION} known={null} />
  </div>
)

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
  choiceForm(query, { cfa: `Dites si votre CFA se situe en région ${OUR_REGION.name}.` }, query.has('envoye'))

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
          <TextField form={search} name="recherche" label="Nom ou ville de votre établissement" hint={ELSEWHERE} autocomplete="off" />
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
                options={found.map((offered) => ({ value: String(offered.id), label: schoolInList(offered) }))}
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
