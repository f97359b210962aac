import type { FormState } from '../../../../platform/forms/state.ts'
import { Actions, Button, Form, TextField } from '../../../../ui/form.tsx'

/** The code that a phone shows. */
export const CodeForm = ({ form, width, hint }: { form: FormState; width: 10 | 20; hint?: string }) => (
  <Form form={form}>
    <TextField
      form={form}
      name="code"
      label="Code à 6 chiffres"
      hint={hint}
      inputmode="numeric"
      autocomplete="one-time-code"
      spellcheck={false}
      width={width}
    />
    <Actions>
      <Button>Continuer</Button>
    </Actions>
  </Form>
)
