import type { FormState } from '../platform/forms/state.ts'
import { Panel } from './blocks.tsx'
import { Actions, Button, Form, TextField, type TextFieldProps } from './form.tsx'

interface Scanning {
  form: FormState
  title?: string
  action?: string
  field: Pick<TextFieldProps, 'name' | 'label' | 'hint' | 'inputmode' | 'width' | 'spellcheck'>
  /** Something was just taken. */
  isTaken?: boolean
}

/** What a page of the till is better with. */
export const TILL_SCRIPTS = ['till-scanner', 'till-sound'] as const

/** One field that a scanner, a camera or a hand fills: it has the cursor. */
export const ScanForm = ({ form, title, action, field, isTaken }: Scanning) => (
  <Panel title={title}>
    <Form form={form} action={action}>
      <div class="till-tools">
        <till-scanner for={field.name} />
        <till-sound data-outcome={isTaken ? 'success' : refused(form)} />
      </div>
      <TextField form={form} {...field} autocomplete="off" takesCursor />
      <Actions>
        <Button>Continuer</Button>
      </Actions>
    </Form>
  </Panel>
)

const refused = ({ errors }: FormState) => (errors.length > 0 ? ('refusal' as const) : undefined)
