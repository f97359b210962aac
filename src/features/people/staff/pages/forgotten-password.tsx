import type { VNode } from 'preact'
import { places } from '../../../../places.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { TextField } from '../../../../ui/form.tsx'
import { forgottenPasswordPages } from '../../accounts/index.ts'
import { askStaffReset } from '../ask-reset.ts'
import { STAFF_RESET_MINUTES, staffForgottenPasswordForm } from '../staff.ts'

interface ByEmail {
  places: Parameters<typeof forgottenPasswordPages>[0]['places']
  /** As the title says it: « , professionnels ». */
  whose: string
  hint: string
  isGuardian: boolean
  /** What somebody does who has lost the address too. */
  otherwise: VNode
}

/** The pages of whoever signs in with an address and has forgotten the password. */
export const forgottenByEmail = ({ hint, isGuardian, ...own }: ByEmail) =>
  forgottenPasswordPages({
    ...own,
    words: 'Vous recevrez un mail contenant un lien pour choisir un nouveau mot de passe.',
    fields: (form) => (
      <TextField
        form={form}
        name="email"
        label="Adresse e-mail"
        hint={hint}
        type="email"
        inputmode="email"
        autocomplete="username"
        spellcheck={false}
      />
    ),
    schema: staffForgottenPasswordForm,
    countedBy: ({ email }) => `${isGuardian ? 'guardian-email' : 'email'}:${email.toLowerCase()}`,
    ask: (tx, input) => askStaffReset(tx, { ...input, isGuardian }),
    ifKnown: 'Si cette adresse est celle d’un compte, nous y envoyons un mail.',
    minutes: STAFF_RESET_MINUTES,
    check: 'Vérifiez votre adresse',
  })

export const staffForgottenPassword = forgottenByEmail({
  places: { ask: places.public.staffForgottenPassword, asked: places.public.staffResetAsked, signIn: places.public.staffSignIn },
  whose: ', professionnels',
  hint: 'Celle avec laquelle vous vous connectez.',
  isGuardian: false,
  otherwise: (
    <>
      Si vous n’avez plus accès à cette adresse, appelez le numéro vert <a href={`tel:${OUR_REGION.dialled}`}>{OUR_REGION.phone}</a>.
    </>
  ),
})
