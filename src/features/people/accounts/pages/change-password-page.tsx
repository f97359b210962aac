import { places } from '../../../../places.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { passwordSpace } from '../../../../spaces/beneficiary.tsx'
import { publicSpace } from '../../../../spaces/public.tsx'
import { InfoBox, PageHeading, Panel, Success } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, PasswordField, Username } from '../../../../ui/form.tsx'
import { changePasswordForm, ofBeneficiary } from '../account.ts'
import { changePassword, proveChange } from '../change-password.ts'
import { isActive, latestFileNumber } from '../queries.ts'
import { NewPasswordFields } from './new-password-fields.tsx'

/** Guide, 2 and 11: the only page that a temporary password opens. */
export const changePasswordPage = page(passwordSpace, places.beneficiary.password, {
  title: 'Modifier le mot de passe',
  async view({ db, actor, form }) {
    const [hasOwn, username] = [await isActive(db, actor.id), await latestFileNumber(db, actor.id)]
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Modifier le mot de passe</PageHeading>
        {hasOwn ? null : (
          <InfoBox>
            <p>
              Saisissez le mot de passe reçu par mail, puis saisissez 2 fois le nouveau mot de passe que vous souhaitez définir pour accéder
              à votre espace.
            </p>
          </InfoBox>
        )}
        <Panel>
          <Form form={form}>
            <p class="hint">Tous les champs sont obligatoires.</p>
            <Username name={username} />
            <PasswordField
              form={form}
              name="currentPassword"
              label="Ancien mot de passe ou mot de passe provisoire"
              autocomplete="current-password"
              keeps={!hasOwn}
            />
            <NewPasswordFields form={form} />
            <Actions>
              {hasOwn ? (
                <ButtonLink href={places.beneficiary.home.to()} kind="quiet">
                  Retour
                </ButtonLink>
              ) : null}
              <Button>Suivant</Button>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(
    changePasswordForm,
    { prepare: ({ db, now, actor, visit, input }) => proveChange(db, now, actor, { ...input, network: visit.network }) },
    async ({ tx, actor, visit, prepared }) => {
      await changePassword(tx, actor, prepared)
      visit.setSession(null)
      visit.rememberBrowserOf(ofBeneficiary(actor.id), prepared.chosen.hash)
      return see(places.public.passwordChanged.to())
    },
  ),
})

export const passwordChangedPage = page(publicSpace, places.public.passwordChanged, {
  title: 'Mot de passe modifié',
  view: () => (
    <>
      <PageHeading>Informations</PageHeading>
      <Success level={2} title="Votre mot de passe a été changé avec succès !">
        <p>Connectez-vous avec votre nouveau mot de passe.</p>
      </Success>
      <Actions>
        <ButtonLink href={places.public.signIn.to()}>OK</ButtonLink>
      </Actions>
    </>
  ),
})
