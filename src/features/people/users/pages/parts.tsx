import type { ComponentChildren } from 'preact'
import { frenchDayOf, frenchMinute } from '../../../../platform/dates.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { InfoBox, Panel, Tag } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, Form, TextField } from '../../../../ui/form.tsx'
import { type Protection, RESET_HOURS } from '../../staff-sign-in/index.ts'

interface Account {
  is_invited: boolean
  closed_at: Date | null
  /** Of the account altogether: the Region closed it, or nobody used it. */
  account_closed_at: Date | null
}

export function StateTag({ user }: { user: Account }) {
  if (user.closed_at) return <Tag tone="bad">Fermé</Tag>
  return user.is_invited ? <Tag tone="info">Invité</Tag> : <Tag tone="good">Ouvert</Tag>
}

/** When whoever works here was last seen; of whoever has left it is said no more, since they may work elsewhere. */
export const seenOn = ({ closed_at, seen_at }: Pick<Account, 'closed_at'> & { seen_at: Date | null }): string => {
  if (closed_at) return '—'
  return seen_at ? frenchDayOf(seen_at) : 'Jamais'
}

/** What the page of an account says once each is done. */
export const DONE = {
  roles: 'roles',
  link: 'lien',
  close: 'fermeture',
  reopen: 'reouverture',
  reset: 'double-authentification',
  keep: 'double-authentification-gardee',
} as const

export const SAID = {
  invitation: 'L’invitation est envoyée',
  lien: 'Le lien est envoyé',
  roles: 'Les rôles sont enregistrés',
  fermeture: 'Le compte est fermé',
  reouverture: 'Le compte est de nouveau ouvert',
  'double-authentification': 'La réinitialisation est demandée, et son titulaire prévenu',
  'double-authentification-gardee': 'La double authentification ne sera pas réinitialisée',
} as const

interface InvitingProps {
  form: FormState
  hint: string
  powers: ComponentChildren
  back: string
}

/** Who is invited; `powers`: the fields that say what they may do, `back`: the address of those who work there. */
export const Inviting = ({ form, hint, powers, back }: InvitingProps) => (
  <Panel>
    <Form form={form}>
      <TextField form={form} name="name" label="Nom" hint={hint} autocomplete="off" />
      <TextField form={form} name="email" label="Adresse e-mail" type="email" inputmode="email" autocomplete="off" spellcheck={false} />
      {powers}
      <Actions>
        <ButtonLink href={back} kind="quiet">
          Retour
        </ButtonLink>
        <Button>Envoyer l’invitation</Button>
      </Actions>
    </Form>
  </Panel>
)

/** In the place of what may be changed: nobody changes their own. `another`: who else does. */
export const ownAccount = (another: string) => (
  <InfoBox title="C’est votre compte">
    <p>{`Un autre ${another} ou la Région peut le changer.`}</p>
  </InfoBox>
)

/** When somebody was last seen, and how their account is protected, as its page says it. */
export const howTheySignIn = ({ seen_at, protection: { since, resets_at } }: { seen_at: Date | null; protection: Protection }) => [
  { label: 'Vu pour la dernière fois', value: seen_at ? `Le ${frenchMinute(seen_at)}` : 'Jamais' },
  { label: 'Double authentification', value: since ? `Activée le ${frenchDayOf(since)}` : 'Désactivée' },
  ...(resets_at ? [{ label: 'Réinitialisation le', value: frenchMinute(resets_at) }] : []),
]

interface OneAccountProps {
  form: FormState
  user: Account & { email: string; protection: Protection }
  powers: ComponentChildren
}

/** What may be done to an account; `powers`: the fields that say what its owner may do. What the Region has closed, it alone opens again. */
export const OneAccount = ({ form, user, powers }: OneAccountProps) =>
  user.account_closed_at ? (
    <InfoBox title="Compte fermé">
      <p>La Région a fermé ce compte, ou il ne servait plus. Pour le rouvrir, appelez le {OUR_REGION.phone}.</p>
    </InfoBox>
  ) : user.closed_at ? (
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
            {user.protection.since && (
              <Button kind="quiet" name="action" value={user.protection.resets_at ? 'keep' : 'reset'}>
                {user.protection.resets_at ? 'Ne pas réinitialiser la double authentification' : 'Réinitialiser la double authentification'}
              </Button>
            )}
            <Button kind="quiet-red" name="action" value="close">
              Fermer le compte
            </Button>
          </Actions>
          <p class="hint">Un compte fermé est déconnecté aussitôt. Il peut être rouvert.</p>
          {user.protection.since && (
            <p class="hint">{`Téléphone et codes de secours perdus ? La réinitialisation n’a lieu que ${RESET_HOURS} heures après : un mail l’annonce aussitôt à ${user.email}, qui l’arrête en se connectant.`}</p>
          )}
        </Form>
      </Panel>
    </>
  )
