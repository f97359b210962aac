import type { ComponentChildren } from 'preact'
import { places } from '../../../../places.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { frenchDayOf } from '../../../../platform/dates.ts'
import { FormState } from '../../../../platform/forms/state.ts'
import { InfoBox, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, Checkbox, ErrorSummary, Form, RadioGroup, Select, TextField } from '../../../../ui/form.tsx'
import { schoolName } from '../../../schools/schools/index.ts'
import { type Application, CONTACT, hrefOf, SCHOOLING } from '../../card-applications/index.ts'
import { numberGiven } from '../../enrolment/index.ts'
import { hrefOnTheWay, onTheWay } from './step.tsx'

/**
 * What pupils and apprentices choose alike: school, then level, then course, each offering the next (guide, 3.1 and 3.2). Page after page
 * without scripts; all in the form itself with them.
 */

/** In the address: what was chosen is to be chosen again. */
export const ANOTHER = 'autre'

/** The address of this step with these choices made. */
export const hrefAt = (query: URLSearchParams, choices: Record<string, string>): string => hrefOnTheWay(SCHOOLING, query, choices)

/** What a form that GETs carries to the next page. */
export const Carried = ({ query, choices = {} }: { query: URLSearchParams; choices?: Record<string, string> }) => (
  <>
    {Object.entries(onTheWay(query, choices)).map(([name, value]) => (
      <input key={name} type="hidden" name={name} value={value} />
    ))}
  </>
)

/**
 * The forms that only choose what comes next say in the address what was chosen, or that nothing was: a list or a text left empty stands
 * there, a radio does not (`isSent` says that its form was).
 */
export function choiceForm(query: URLSearchParams, messages: Record<string, string>, isSent = false): FormState {
  const names = Object.keys(messages)
  const missing = names.filter((name) => (query.get(name)?.trim() ?? (isSent ? '' : null)) === '')
  const typed = names.some((name) => query.has(name)) ? Object.fromEntries(names.map((name) => [name, query.getAll(name)])) : null
  const errors = missing.map((field) => ({ field, message: messages[field] as string }))
  return new FormState('', '', typed, errors)
}

/** The forms that choose a school and a level, as the address fills them in. */
export const schoolForm = (query: URLSearchParams) => choiceForm(query, { etablissement: 'Choisissez votre établissement.' })
export const levelForm = (query: URLSearchParams) => choiceForm(query, { niveau: 'Choisissez votre niveau de formation.' })

/** What is chosen so far: what the form says that is refused, else what the address says. */
export function chosenIn(form: FormState, query: URLSearchParams): URLSearchParams {
  if (form.errors.length === 0) return query
  const chosen = new URLSearchParams(query)
  for (const [field, name] of Object.entries(IN_ADDRESS)) chosen.set(name, form.value(field))
  return chosen
}

/** The fields of the form, as the address names what they choose. */
const IN_ADDRESS = { cfaInRegion: 'cfa', school: 'etablissement', schoolName: 'nom', schoolTown: 'ville', level: 'niveau' }

/** What asks for one thing after the other, where no script does it in the form. */
export const OneByOne = ({ children }: { children: ComponentChildren }) => <div data-without-script>{children}</div>

/** A school in a list that cannot write small. */
export const schoolInList = (school: { uai: string; name: string; town: string }): string => `${schoolName(school)} (${school.uai})`

/** A school of the directory, or one typed by hand: the code is there for who looks for it. */
export const SchoolSaid = ({ school }: { school: { name: string; town: string; uai?: string | undefined } }) => (
  <>
    {schoolName(school)} {school.uai && <small class="hint">{school.uai}</small>}
  </>
)

interface Offered {
  code: string
  label: string
}

/** The whole form: what a script does in it, the other pages do without one, until all is chosen that it asks for. */
export const WholeForm = ({
  form,
  query,
  choices,
  isChosen,
  children,
}: {
  form: FormState
  query: URLSearchParams
  choices: Record<string, string>
  isChosen: boolean
  children: ComponentChildren
}) => (
  <school-choice data-schools={places.beneficiary.schoolsFound.to()} data-offered={places.beneficiary.coursesFound.to()}>
    <Form form={form} class={isChosen ? 'panel' : 'panel needs-script'} action={hrefAt(query, choices)}>
      {children}
    </Form>
  </school-choice>
)

export const SEARCH_HINT = 'Écrivez son nom, sa ville, ou les deux.'

/** The school, looked for by its name or its town. */
export const SchoolField = ({
  form,
  hint,
  search,
  school,
}: {
  form: FormState
  hint: ComponentChildren
  search: string
  school: { id: number; name: string; town: string } | undefined
}) => (
  <searchable-select data-search={search}>
    <Select
      form={form}
      name="school"
      label="Établissement"
      hint={hint}
      placeholder={SEARCH_HINT}
      known={school && String(school.id)}
      options={school ? [{ value: String(school.id), label: schoolName(school) }] : []}
    />
  </searchable-select>
)

export const LevelField = ({ form, levels, level }: { form: FormState; levels: readonly Offered[]; level: Offered | undefined }) => (
  <Select
    form={form}
    name="level"
    label="Niveau de formation"
    placeholder="Choisissez votre niveau"
    known={level?.code}
    options={levels.map(({ code, label }) => ({ value: code, label }))}
  />
)

interface Choosing {
  form: FormState
  query: URLSearchParams
  /** What was chosen before it. */
  choices?: Record<string, string>
  back: string
}

export function ChooseSchool({
  form,
  query,
  choices,
  back,
  hint,
  schools,
}: Choosing & { hint: string; schools: { id: number; uai: string; name: string; town: string }[] }) {
  return (
    <>
      <ErrorSummary form={form} />
      <Panel>
        <form method="get">
          <Carried query={query} choices={choices} />
          <searchable-select>
            <Select
              form={form}
              name="etablissement"
              label="Établissement"
              hint={hint}
              placeholder="Choisissez votre établissement"
              options={schools.map((offered) => ({ value: String(offered.id), label: schoolInList(offered) }))}
            />
          </searchable-select>
          <ChoiceActions back={back} />
        </form>
      </Panel>
    </>
  )
}

export function ChooseLevel({ form, query, choices, back, levels }: Choosing & { levels: { code: string; label: string }[] }) {
  return (
    <>
      <ErrorSummary form={form} />
      <Panel>
        <form method="get">
          <Carried query={query} choices={choices} />
          <Select
            form={form}
            name="niveau"
            label="Niveau de formation"
            placeholder="Choisissez votre niveau"
            options={levels.map(({ code, label }) => ({ value: code, label }))}
          />
          <ChoiceActions back={back} />
        </form>
      </Panel>
    </>
  )
}

export const ChoiceActions = ({ back, button = 'Choisir' }: { back: string; button?: string }) => (
  <Actions>
    <ButtonLink kind="quiet" href={back}>
      Retour
    </ButtonLink>
    <Button>{button}</Button>
  </Actions>
)

/** « Retour » of the first choice leads to the step before. */
export const STEP_BEFORE = hrefOf(CONTACT)

/** Somebody who asks for the card again finds what they chose then, and may choose otherwise. */
export const FromLastYear = () => (
  <InfoBox title="Repris de votre dernière demande">
    <p>Vérifiez votre établissement et votre formation : changez ce qui n’est plus vrai, puis répondez aux questions.</p>
  </InfoBox>
)

export const CourseFields = ({
  form,
  courses,
  known,
}: {
  form: FormState
  courses: { code: string; label: string }[]
  known: { course?: string; scholarshipHolder?: boolean }
}) => (
  <>
    <searchable-select>
      <Select
        form={form}
        name="course"
        label="Libellé de la formation"
        placeholder="Choisissez votre formation"
        known={known.course}
        options={courses.map(({ code, label }) => ({ value: code, label }))}
      />
    </searchable-select>
    <Checkbox form={form} name="scholarshipHolder" label="Je suis boursier" known={known.scholarshipHolder} />
  </>
)

export const YesOrNo = ({
  form,
  name,
  legend,
  known,
}: {
  form: FormState
  name: string
  legend: string
  known: boolean | null | undefined
}) => (
  <RadioGroup
    form={form}
    name={name}
    legend={legend}
    inline
    known={known === null || known === undefined ? null : known ? 'yes' : 'no'}
    options={[
      { value: 'yes', label: 'Oui' },
      { value: 'no', label: 'Non' },
    ]}
  />
)

const WHERE_IT_IS =
  'Identifiant national, 11 caractères. Il est sur votre certificat de scolarité, vos bulletins ou votre relevé de notes du brevet. Il aide votre établissement à vous trouver sur sa liste. Sans lui, votre demande avance aussi. Nous n’en gardons qu’une empreinte, que personne ne peut lire.'

/** The national number, in the campaigns that accept by the lists of schools. It is never shown again: nothing knows it. */
export async function NumberField({ db, form, application }: { db: Reader; form: FormState; application: Application }) {
  const asked = await numberGiven(db, application)
  if (!asked) return null
  const { given_at } = asked
  return (
    <>
      <TextField
        form={form}
        name="ine"
        label="INE"
        optional
        hint={
          given_at ? `Donné le ${frenchDayOf(given_at)}. Laissez vide pour le garder, ou écrivez-en un autre. ${WHERE_IT_IS}` : WHERE_IT_IS
        }
        autocomplete="off"
        spellcheck={false}
      />
      {given_at && <Checkbox form={form} name="forgetsIne" label="Retirer l’INE que j’ai donné" />}
    </>
  )
}
