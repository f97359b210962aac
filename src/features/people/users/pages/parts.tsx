import type { ComponentChildren } from 'preact'
import type { FormState } from '../../../../platform/forms/state.ts'
import { InfoBox, Panel, Tag } from '../../../../ui/blocks.tsx'
import { Actions, Button, Form, TextField } from '../../../../ui/form.tsx'

interface Account {
  is_invited: boolean
  closed_at: Date | null
}

export function StateTag({ user }: { user: Account }) {
  if (user.closed_at) return <Tag tone="bad">Fermé</Tag>
  return user.is_invited ? <Tag tone="info">Invité</Tag> : <Tag tone="good">Ouvert</Tag>
}

/** What the page of an account says once each is done. */
export const DONE = { roles: 'roles', link: 'lien', close: 'fermeture', reopen: 'reouverture' } as const

export const SAID = {
  invitation: 'L’invitation est envoyée',
  lien: 'Le lien est envoyé',
  roles: 'Les rôles sont enregistrés',
  fermeture: 'Le compte est fermé',
  reouverture: 'Le compte est de nouveau ouvert',
} as const

export const WhoFields = ({ form, hint }: { form: FormState; hint: string }) => (
  <>
    <TextField form={form} name="name" label="Nom" hint={hint} autocomplete="off" />
    <TextField form={form} name="email" label="Adresse e-mail" type="email" inputmode="email" autocomplete="off" spellcheck={false} />
  </>
)

/** In the place of what may be changed: nobody changes their own. `another`: who else does. */
export const ownAccount = (another: string) => (
  <InfoBox title="C’est votre compte">
    <p>{`Un autre ${another} ou la Région peut le changer.`}</p>
  </InfoBox>
)

/** What may be done to an account; `powers`: the fields that say what its owner may do. */
export const OneAccount = ({ form, user, powers }: { form: FormState; user: Account; powers: ComponentChildren }) =>
  user.closed_at ? (
    <Panel title="Changer">
      <Form form={form}>
        <Actions>
          <Button name="action" value="reopen">
            Rouvrir le compte
          </Button>
        </Actions>
      </Form>
    </Panel>
  ) : (
    <>
      <Panel title="Ce qu’il peut faire">
        <Form form={form}>
          {powers}
          <Actions>
            <Button name="action" value="roles">
              Enregistrer
            </Button>
          </Actions>
        </Form>
      </Panel>
      <Panel title="Son compte">
        <Form form={form}>
          <Actions>
            <Button kind="quiet" name="action" value="link">
              {user.is_invited ? 'Renvoyer l’invitation' : 'Envoyer un lien pour changer de mot de passe'}
            </Button>
            <Button kind="quiet-red" name="action" value="close">
              Fermer le compte
            </Button>
          </Actions>
          <p class="hint">Un compte fermé est déconnecté aussitôt. Il peut être rouvert.</p>
        </Form>
      </Panel>
    </>
  )
