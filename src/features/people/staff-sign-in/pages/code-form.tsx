import type { FormState } from '../../../../platform/forms/state.ts'
import { Actions, Button, Form, TextField } from '../../../../ui/form.tsx'

/** The code that a phone shows, or the one that takes its place. */
export const CodeForm = ({ form, width, hint, isRecovery }: { form: FormState; width: 10 | 20; hint?: string; isRecovery?: boolean }) => (
  <Form form={form}>
    <TextField
      form={form}
      name="code"
      label={isRecovery ? 'Code de secours, à 10 chiffres' : 'Code à 6 chiffres'}
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
