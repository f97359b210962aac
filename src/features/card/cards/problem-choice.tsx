import { places } from '../../../places.ts'
import type { FormState } from '../../../platform/forms/state.ts'
import { Actions, Button, Form, Select } from '../../../ui/form.tsx'
import { REASONS } from './problem.ts'

/** « Un problème de carte ? » (guide, 7.3): leads to the page that says what declaring does. */
export const ProblemChoice = ({ form }: { form: FormState }) => (
  <Form form={form} action={places.beneficiary.cardProblem.to()}>
    <Select
      form={form}
      name="reason"
      label="Choisir l’une des situations suivantes :"
      placeholder="Choisir un motif"
      options={REASONS.map(({ reason, label }) => ({ value: reason, label }))}
    />
    <Actions>
      <Button kind="red">Déclarer</Button>
    </Actions>
  </Form>
)
