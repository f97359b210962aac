import type { FormState } from '../../../platform/forms/state.ts'
import { Actions, Button, Form, Select } from '../../../ui/form.tsx'
import { REASONS } from './problem.ts'

export const PROBLEM_HREF = '/espace/ma-carte/probleme'

/** « Un problème de carte ? » (guide, 7.3): leads to the page that says what declaring does. */
export const ProblemChoice = ({ form }: { form: FormState }) => (
  <Form form={form} action={PROBLEM_HREF}>
    <Select
      form={form}
      name="reason"
      label="Choisir l’une des situations suivantes :"
      placeholder="Choisir un motif"
      options={REASONS.map(({ slug, label }) => ({ value: slug, label }))}
    />
    <Actions>
      <Button kind="red">Déclarer</Button>
    </Actions>
  </Form>
)
