import { FormState } from '../../../../platform/forms/state.ts'
import { InfoBox, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, Checkbox, ErrorSummary, RadioGroup, Select } from '../../../../ui/form.tsx'
import { schoolLabel } from '../../../schools/schools/index.ts'
import { CONTACT, hrefOf, SCHOOLING } from '../../card-applications/index.ts'
import { hrefOnTheWay, onTheWay } from './step.tsx'

/** What pupils and apprentices choose alike: school, then level, then course, each offering the next (guide, 3.1 and 3.2). */

/** More than the Region has: they are 428. */
export const SCHOOLS_AT_MOST = 1000

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
              options={schools.map((offered) => ({ value: String(offered.id), label: schoolLabel(offered) }))}
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
