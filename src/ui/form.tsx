import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { dayTyped } from '../platform/dates.ts'
import { type FormState, type PASSWORD_FIELDS, SEARCH } from '../platform/forms/state.ts'
import { Icon, type IconName } from './icon.tsx'

/** A field's id: what the error summary links to. In a group it is that of the first field. */
const idOf = (name: string) => name.replace(/\[\]$/, '')

interface FieldProps {
  form: FormState
  name: string
  label: string
  hint?: ComponentChildren
}

interface Described {
  id: string
  error: string | undefined
  hint: ComponentChildren
  hintId?: string
}

function described({ form, name, hint }: Pick<FieldProps, 'form' | 'name' | 'hint'>): Described {
  const id = idOf(name)
  return { id, hint, error: form.error(id) }
}

/** The ids of what explains a field, in the order in which it is read. */
const explainedBy = ({ id, error, hint, hintId = `${id}-hint` }: Described, more?: string) =>
  [hint && hintId, more, error && `${id}-error`].filter(Boolean).join(' ') || undefined

function Explanations({ id, error, hint, hintId = `${id}-hint` }: Described) {
  return (
    <>
      {hint && (
        <p class="hint" id={hintId}>
          {hint}
        </p>
      )}
      {error && (
        <p class="error" id={`${id}-error`}>
          <span class="unseen">Erreur : </span>
          {error}
        </p>
      )}
    </>
  )
}

const fieldClass = (error: string | undefined) => (error ? 'field field-wrong' : 'field')

const Optional = () => <span class="optional"> (facultatif)</span>

/** A POST form to the page's own address, or to `action`. It carries the token and the id that the server made. */
export const Form = ({
  form,
  action,
  multipart,
  class: className,
  children,
}: {
  form: FormState
  action?: string
  multipart?: boolean
  class?: string
  children: ComponentChildren
}) => (
  <form method="post" action={action} enctype={multipart ? 'multipart/form-data' : undefined} class={className} novalidate>
    <input type="hidden" name="_csrf" value={form.csrf} />
    <input type="hidden" name="_id" value={form.id} />
    {Object.keys(form.kept.files).length > 0 && <input type="hidden" name="_kept" value="files" />}
    {children}
  </form>
)

/**
 * A GET form that narrows a list. Its fields take a `new FormState('', '', typed)` made from the query; they are all
 * `optional`, and it does not say so.
 */
export const SearchForm = ({ action, children }: { action?: string; children: ComponentChildren }) => (
  // biome-ignore lint/a11y/useSemanticElements: the browsers of the guide do not know <search>
  <form method="get" action={action} class="search-form" role="search" novalidate>
    {children}
  </form>
)

/** The same, where people are looked for: its words stand in no address. Its place says which are hidden. */
export const HidingSearchForm = ({ action, children }: { action?: string; children: ComponentChildren }) => (
  // biome-ignore lint/a11y/useSemanticElements: the browsers of the guide do not know <search>
  <form method="post" action={`${action ?? ''}?${SEARCH}`} class="search-form" role="search" novalidate>
    {children}
  </form>
)

/** For somebody whose session had ended when they sent this form, or who was asked something before: it is as they left it. */
const GivenBack = () => (
  <div class="box box-info" role="status" tabindex={-1} data-focus>
    <h2 class="box-title">Voici ce que vous aviez saisi</h2>
    <p>Rien n’a encore été enregistré. Vérifiez ce formulaire, puis envoyez-le.</p>
  </div>
)

/**
 * What is wrong, on top of the page, or that what was typed before is there again; else nothing. `labels` go before messages that would read the same; `elsewhere` says where
 * the fields are that another page has.
 */
export function ErrorSummary({
  form,
  labels = {},
  elsewhere = {},
}: {
  form: FormState
  labels?: Record<string, string>
  elsewhere?: Record<string, string>
}) {
  if (form.errors.length === 0) return form.kept.isGivenBack ? <GivenBack /> : null
  return (
    <div class="box box-wrong" role="alert" tabindex={-1} data-focus>
      <h2 class="box-title">Il y a un problème</h2>
      <ul class="plain">
        {form.errors.map(({ field, message }) => (
          <li key={field}>
            {field === null ? (
              message
            ) : (
              <a href={`${elsewhere[field] ?? ''}#${field}`}>{labels[field] ? `${labels[field]} : ${message}` : message}</a>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Said once above the fields of a form. */
export const RequiredNote = () => <p class="hint">Tous les champs sont obligatoires, sauf ceux marqués « facultatif ».</p>

export interface TextFieldProps extends FieldProps {
  known?: string | null
  optional?: boolean
  /** As for a list: see `Select`. */
  sometimes?: boolean
  autocomplete?: string
  inputmode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email' | 'search'
  type?: 'text' | 'email' | 'tel' | 'search'
  /** How many characters the field looks made for. */
  width?: 4 | 10 | 20
  prefix?: string
  suffix?: string
  spellcheck?: boolean
  /** Where what is typed or scanned goes at once, also when something was wrong: what is said of it is said with the field. */
  takesCursor?: boolean | undefined
}

export function TextField(props: TextFieldProps) {
  const { form, name, label, known, optional, type = 'text', width, prefix, suffix } = props
  const about = described(props)
  const input = (
    <input
      class={width ? `input input-${width}` : 'input'}
      id={about.id}
      name={name}
      type={type}
      list={undefined}
      value={form.value(name, known)}
      autocomplete={props.autocomplete}
      inputmode={props.inputmode}
      spellcheck={props.spellcheck}
      autofocus={props.takesCursor}
      data-focus={props.takesCursor || undefined}
      aria-required={optional || props.sometimes ? undefined : 'true'}
      aria-invalid={about.error ? 'true' : undefined}
      aria-describedby={explainedBy(about)}
    />
  )
  return (
    <div class={fieldClass(about.error)}>
      <label for={about.id}>
        {label}
        {optional && <Optional />}
      </label>
      <Explanations {...about} />
      {prefix || suffix ? (
        <div class="affixed">
          {prefix && <span aria-hidden="true">{prefix}</span>}
          {input}
          {suffix && <span aria-hidden="true">{suffix}</span>}
        </div>
      ) : (
        input
      )}
    </div>
  )
}

/** An amount in euros, as typed; `known` in the form « 12,50 ». */
export const MoneyField = (props: FieldProps & { known?: string | null; optional?: boolean; takesCursor?: boolean }) => (
  <TextField {...props} inputmode="decimal" width={10} suffix="€" autocomplete="off" />
)

/** For password managers, which keep a password under the name that its form has: whose password it is. Nobody types there. */
export const Username = ({ name }: { name: string }) => (
  <input type="text" name="username" value={name} autocomplete="username" readonly hidden />
)

/**
 * A password. The site's script adds the button that shows it. `describedBy`: the id of `<PasswordRules>`. `keeps`: what was typed is
 * shown again, unless it is what is wrong: a new one, or a temporary one, never one that opens an account for good.
 */
export function PasswordField(
  props: Omit<FieldProps, 'name'> & {
    name: (typeof PASSWORD_FIELDS)[number]
    autocomplete: 'current-password' | 'new-password' | 'off'
    describedBy?: string
    keeps?: boolean
    /** Of figures alone. */
    isPin?: boolean
    takesCursor?: boolean
  },
) {
  const about = described(props)
  return (
    <div class={fieldClass(about.error)}>
      <label for={about.id}>{props.label}</label>
      <Explanations {...about} />
      <div class="password" data-password>
        <input
          class="input"
          id={about.id}
          name={props.name}
          type="password"
          value={props.keeps && !about.error ? props.form.value(props.name) : undefined}
          autocomplete={props.autocomplete}
          autocapitalize="none"
          spellcheck={false}
          inputmode={props.isPin ? 'numeric' : undefined}
          maxLength={props.isPin ? 6 : undefined}
          autofocus={props.takesCursor}
          data-focus={props.takesCursor || undefined}
          aria-invalid={about.error ? 'true' : undefined}
          aria-describedby={explainedBy(about, props.describedBy)}
        />
      </div>
    </div>
  )
}

const DATE_PARTS = [
  { part: 'day', inAddress: 'jour', label: 'Jour', width: 2 },
  { part: 'month', inAddress: 'mois', label: 'Mois', width: 2 },
  { part: 'year', inAddress: 'annee', label: 'Année', width: 4 },
] as const

/** A date that was pasted whole into one field of it goes to the three; what was typed otherwise stays as it was. */
function spread(fields: string[]): string[] {
  const [day = '', month = '', year = ''] = fields
  const pasted = fields.some((field) => field.length > 4) && dayTyped({ day, month, year })
  return pasted ? pasted.split('-').reverse() : fields
}

/** A date typed in three fields: `name.day`, `name.month`, `name.year`. `known` is `YYYY-MM-DD`. */
/** `asked`: of a form that GETs, whose names stand in an address. `sometimes`: as for a list. */
export function DateField(
  props: FieldProps & { known?: string | null; birthDate?: boolean; optional?: boolean; sometimes?: boolean; asked?: boolean },
) {
  const { form, name, known } = props
  const about = described(props)
  const [year = '', month = '', day = ''] = known?.split('-') ?? []
  const parts = { day, month, year }
  const typed = spread(DATE_PARTS.map(({ part, inAddress }) => form.value(`${name}.${props.asked ? inAddress : part}`, parts[part])))
  return (
    <fieldset class={fieldClass(about.error)} aria-describedby={explainedBy(about)}>
      <legend>
        {props.label}
        {props.optional && <Optional />}
      </legend>
      <Explanations {...about} />
      <div class="date">
        {DATE_PARTS.map(({ part, inAddress, label, width }, index) => {
          const id = index === 0 ? about.id : `${about.id}.${part}`
          const partName = `${name}.${props.asked ? inAddress : part}`
          return (
            <div key={part}>
              <label for={id}>{label}</label>
              <input
                class={`input input-${width}`}
                id={id}
                name={partName}
                type="text"
                inputmode="numeric"
                autocomplete={props.birthDate ? `bday-${part}` : 'off'}
                value={typed[index]}
                aria-required={props.optional || props.sometimes ? undefined : 'true'}
                aria-invalid={about.error ? 'true' : undefined}
              />
            </div>
          )
        })}
      </div>
    </fieldset>
  )
}

export interface Option {
  value: string
  label: ComponentChildren
  hint?: ComponentChildren
}

export function RadioGroup(
  props: Omit<FieldProps, 'label'> & {
    legend: ComponentChildren
    known?: string | null
    options: readonly Option[]
    inline?: boolean
    optional?: boolean
    sometimes?: boolean
  },
) {
  const { form, name } = props
  const about = described(props)
  return (
    <fieldset
      class={fieldClass(about.error)}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: unlike a plain group, this one can be required and wrong
      role="radiogroup"
      aria-required={props.optional || props.sometimes ? undefined : 'true'}
      aria-invalid={about.error ? 'true' : undefined}
      aria-describedby={explainedBy(about)}
    >
      <legend>
        {props.legend}
        {props.optional && <Optional />}
      </legend>
      <Explanations {...about} />
      <div class={props.inline ? 'choices choices-inline' : 'choices'}>
        {props.options.map((option, index) => (
          <Choice
            key={option.value}
            type="radio"
            id={index === 0 ? about.id : `${about.id}-${option.value}`}
            name={name}
            checked={form.chosen(name, option.value, props.known === option.value)}
            {...option}
          />
        ))}
      </div>
    </fieldset>
  )
}

function Choice({
  type,
  id,
  name,
  checked,
  value,
  label,
  hint,
  error,
}: Option & { type: 'radio' | 'checkbox'; id: string; name: string; checked: boolean; error?: string }) {
  // In a group an error belongs to the group; here it belongs to this box.
  // The first box of a group bears the id of the group, which may have a hint of its own.
  const about = { id, error, hint, hintId: `${id}-choice-hint` }
  return (
    <div class="choice">
      <input
        type={type}
        id={id}
        name={name}
        value={value}
        checked={checked}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={explainedBy(about)}
      />
      <label for={id}>{label}</label>
      <Explanations {...about} />
    </div>
  )
}

/** Several boxes of which some are ticked: it sends `name[]`, once for each. */
export function CheckboxGroup(
  props: Omit<FieldProps, 'label'> & { legend: ComponentChildren; known?: readonly string[]; options: readonly Option[] },
) {
  const { form, name } = props
  const about = described(props)
  return (
    <fieldset class={fieldClass(about.error)} aria-describedby={explainedBy(about)}>
      <legend>{props.legend}</legend>
      <Explanations {...about} />
      <div class="choices">
        {props.options.map((option, index) => (
          <Choice
            key={option.value}
            type="checkbox"
            id={index === 0 ? about.id : `${about.id}-${option.value}`}
            name={`${name}[]`}
            checked={form.chosen(`${name}[]`, option.value, props.known?.includes(option.value))}
            {...option}
          />
        ))}
      </div>
    </fieldset>
  )
}

/** One box to tick. It sends `on`, or what it stands for: ticked for something else, it is not ticked. */
export function Checkbox(props: Omit<FieldProps, 'label'> & { label: ComponentChildren; known?: boolean; value?: string }) {
  const { id, error } = described(props)
  const { value = 'on' } = props
  return (
    <div class={fieldClass(error)}>
      <Choice
        type="checkbox"
        id={id}
        name={props.name}
        value={value}
        checked={props.form.chosen(props.name, value, props.known)}
        label={props.label}
        hint={props.hint}
        error={error}
      />
    </div>
  )
}

/** What there is to choose from; a text says itself. */
type Choices = readonly (string | { value: string; label: string })[]

const sentBy = (choice: Choices[number]): string => (typeof choice === 'string' ? choice : choice.value)

const Options = ({ options, placeholder, chosen }: { options: Choices; placeholder: string | undefined; chosen: string }) => (
  <>
    {placeholder !== undefined && <option value="">{placeholder}</option>}
    {options.map((choice) => (
      <option key={sentBy(choice)} value={sentBy(choice)} selected={sentBy(choice) === chosen}>
        {typeof choice === 'string' ? choice : choice.label}
      </option>
    ))}
  </>
)

/** A longer list costs more than the rest of its page: one that is the same for everybody is drawn once for each choice. */
const DRAWN_EACH_TIME = 50

const drawn = new WeakMap<Choices, Map<string, { __html: string }>>()

function drawnOnce(options: Choices, placeholder: string | undefined, chosen: string): { __html: string } {
  const ofList = drawn.get(options) ?? new Map<string, { __html: string }>()
  drawn.set(options, ofList)
  const selected = options.some((choice) => sentBy(choice) === chosen) ? chosen : ''
  const key = `${placeholder} ${selected}`
  const known = ofList.get(key) ?? { __html: renderToString(<Options {...{ options, placeholder, chosen: selected }} />) }
  ofList.set(key, known)
  return known
}

/**
 * A closed list. `placeholder` is its first line, which sends nothing chosen. `sometimes`: some answers need it and others do not, as its
 * hint or its label says.
 */
export function Select(
  props: FieldProps & {
    known?: string | null
    options: Choices
    placeholder?: string
    optional?: boolean
    sometimes?: boolean
    autocomplete?: string
  },
) {
  const { form, name, optional, options, placeholder } = props
  const about = described(props)
  const chosen = form.value(name, props.known)
  return (
    <div class={fieldClass(about.error)}>
      <label for={about.id}>
        {props.label}
        {optional && <Optional />}
      </label>
      <Explanations {...about} />
      <select
        class="input select"
        id={about.id}
        name={name}
        autocomplete={props.autocomplete}
        aria-required={optional || props.sometimes ? undefined : 'true'}
        aria-invalid={about.error ? 'true' : undefined}
        aria-describedby={explainedBy(about)}
        dangerouslySetInnerHTML={options.length > DRAWN_EACH_TIME ? drawnOnce(options, placeholder, chosen) : undefined}
      >
        {options.length > DRAWN_EACH_TIME ? null : <Options {...{ options, placeholder, chosen }} />}
      </select>
    </div>
  )
}

/** Both telephones, of which one is enough. */
export const PhoneFields = ({ form, fixed, mobile }: { form: FormState; fixed?: string | null; mobile?: string | null }) => (
  <fieldset class="field">
    <legend>Téléphones</legend>
    <p class="hint">Au moins un champ obligatoire : le fixe ou le portable. Un numéro d’un autre pays commence par + et son indicatif.</p>
    {(
      [
        ['fixedPhone', 'Téléphone fixe', 'home tel', fixed],
        ['mobilePhone', 'Téléphone portable', 'mobile tel', mobile],
      ] as const
    ).map(([name, label, autocomplete, known]) => (
      <TextField
        key={name}
        form={form}
        name={name}
        label={label}
        optional
        type="tel"
        inputmode="tel"
        autocomplete={autocomplete}
        width={20}
        known={known}
      />
    ))}
  </fieldset>
)

/** Several lines. `sometimes`: as for a list. `isScanned`: a scanner types there, so the cursor is in it when the page opens. */
export function TextArea(
  props: FieldProps & { known?: string | null; optional?: boolean; sometimes?: boolean; rows?: number; isScanned?: boolean },
) {
  const about = described(props)
  return (
    <div class={fieldClass(about.error)}>
      <label for={about.id}>
        {props.label}
        {props.optional && <Optional />}
      </label>
      <Explanations {...about} />
      <textarea
        class="input"
        id={about.id}
        name={props.name}
        rows={props.rows ?? 5}
        data-focus={props.isScanned}
        aria-required={props.optional || props.sometimes ? undefined : 'true'}
        aria-invalid={about.error ? 'true' : undefined}
        aria-describedby={explainedBy(about)}
      >
        {props.form.value(props.name, props.known)}
      </textarea>
    </div>
  )
}

/** A file to send: the form must be `multipart`. `capture` opens the camera of a phone. */
/** A file that the policy takes: the browser says so before it is sent, the server looks again. */
export function FileField(
  props: FieldProps & {
    policy: { accept: string; formats: string; megabytes: number }
    capture?: 'user' | 'environment'
    optional?: boolean
  },
) {
  const { accept, formats, megabytes } = props.policy
  const about = described(props)
  const kept = props.form.kept.files[props.name]
  return (
    <div class={fieldClass(about.error)}>
      <label for={about.id}>
        {props.label}
        {props.optional && <Optional />}
      </label>
      <Explanations {...about} />
      {kept && (
        <p class="kept-file" id={`${about.id}-kept`}>
          Gardé : <strong>{kept}</strong>. Choisissez un fichier seulement pour le remplacer.
        </p>
      )}
      <input
        class="file"
        id={about.id}
        name={props.name}
        type="file"
        accept={props.capture ? 'image/*' : accept}
        capture={props.capture}
        data-formats={formats}
        data-megabytes={megabytes}
        aria-invalid={about.error ? 'true' : undefined}
        aria-describedby={explainedBy(about, kept && `${about.id}-kept`)}
      />
    </div>
  )
}

export type ButtonKind = 'main' | 'red' | 'quiet' | 'quiet-red'

/** Sends its form. The text says what happens; in a table add what it is about in `<span class="unseen">`. */
export const Button = ({
  kind = 'main',
  icon,
  name,
  value,
  formaction,
  children,
}: {
  kind?: ButtonKind
  icon?: IconName
  name?: string
  value?: string
  formaction?: string
  children: ComponentChildren
}) => (
  <button class={`button button-${kind}`} type="submit" name={name} value={value} formaction={formaction}>
    {icon && <Icon name={icon} />}
    <span>{children}</span>
  </button>
)

/** A link that looks like a button: it goes somewhere, it changes nothing. */
export const ButtonLink = ({
  href,
  kind = 'main',
  icon,
  children,
}: {
  href: string
  kind?: ButtonKind
  icon?: IconName
  children: ComponentChildren
}) => (
  <a class={`button button-${kind}`} href={href}>
    {icon && <Icon name={icon} />}
    <span>{children}</span>
  </a>
)

/** Prints the page; there is no such button without scripts. */
export const PrintButton = ({ children }: { children: ComponentChildren }) => (
  <button class="button button-quiet needs-script" type="button" data-print>
    <span>{children}</span>
  </button>
)

/** A row of buttons: « Retour » first (a quiet ButtonLink), then what goes on. */
export const Actions = ({ children }: { children: ComponentChildren }) => <div class="actions">{children}</div>
