import type { FormState } from '../../../../platform/forms/state.ts'
import { PasswordField } from '../../../../ui/form.tsx'
import { PasswordRules } from '../../../../ui/password-rules.tsx'

/** A password chosen, under its rules, and typed again. It opens nothing yet: it is shown again until all is right. */
export const NewPasswordFields = ({ form }: { form: FormState }) => (
  <>
    <PasswordRules field="newPassword" />
    <PasswordField
      form={form}
      name="newPassword"
      label="Nouveau mot de passe"
      autocomplete="new-password"
      describedBy="newPassword-rules"
      keeps
    />
    <PasswordField
      form={form}
      name="confirmation"
      label="Confirmer mot de passe"
      autocomplete="new-password"
      keeps={!form.error('newPassword')}
    />
  </>
)
