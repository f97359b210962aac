import type { FormState } from '../../../../platform/forms/state.ts'
import { Select, TextArea } from '../../../../ui/form.tsx'
import { COMMENT_HINT, REASONS } from '../withdrawal.ts'

/** Why a validation is taken back. */
export const WhyFields = ({ form }: { form: FormState }) => (
  <>
    <Select
      form={form}
      name="reason"
      label="Motif"
      hint="Le jeune le lit."
      placeholder="Choisissez un motif"
      options={Object.entries(REASONS).map(([value, label]) => ({ value, label }))}
    />
    <TextArea form={form} name="comment" label="Commentaire" hint={COMMENT_HINT} rows={3} />
  </>
)
