import { z } from 'zod'
import { places } from '../../../../places.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, TextField, Username } from '../../../../ui/form.tsx'
import { NewPasswordFields, newPasswordForm } from '../../../people/accounts/index.ts'
import { guardianAccount } from '../../../people/staff/index.ts'
import { confirmWithAccount, confirmWithNewAccount, isForAnother, proveNewGuardian } from '../confirm.ts'
import { deadGuardianLink, guardianName, shortName } from '../guardian.ts'
import { tieByLink } from '../queries.ts'
import { WhatAGuardianSees } from './what-is-seen.tsx'

const invitationForm = z.discriminatedUnion('action', [
  z.object({ action: z.literal('follow') }),
  newPasswordForm.safeExtend({ action: z.literal('open'), name: guardianName() }),
])

/**
 * Who was named confirms: with a new account, or with theirs once they are signed in. Opening the link does not use it up: a letter box may open
 * it before its owner.
 */
export const guardianInvitation = page(publicSpace, places.public.guardianInvitation, {
  title: 'Confirmer que vous êtes responsable légal',
  async view({ db, now, actor, params, visit, form }) {
    const tie = await tieByLink(db, now, params.token)
    if (!tie) throw deadGuardianLink()
    const account = await guardianAccount(db, tie.email)
    const isSignedIn = actor?.kind === 'guardian' && actor.id === account?.id
    if (account && !isSignedIn) visit.leaveWay()
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>{`${shortName(tie)} vous indique comme responsable légal`}</PageHeading>
        <Panel title="Ce que vous pourrez faire">
          <WhatAGuardianSees whose="sa" />
          <p>{`Vous et ${tie.first_name} pouvez y mettre fin à tout moment. À ses 18 ans, cela s’arrête tout seul.`}</p>
        </Panel>
        {!account ? (
          <Panel title="Créer votre accès">
            <Form form={form}>
              <p class="hint">Tous les champs sont obligatoires.</p>
              <TextField
                form={form}
                name="name"
                label="Votre prénom et votre nom"
                autocomplete="name"
                hint={`${tie.first_name} verra ce nom.`}
              />
              <Username name={tie.email} />
              <NewPasswordFields form={form} />
              <Actions>
                <Button name="action" value="open">
                  Confirmer
                </Button>
              </Actions>
            </Form>
          </Panel>
        ) : isSignedIn ? (
          <Panel title="Suivre aussi ce jeune avec votre compte">
            <Form form={form}>
              <Actions>
                <Button name="action" value="follow">
                  Confirmer
                </Button>
              </Actions>
            </Form>
          </Panel>
        ) : (
          <Panel title="Vous avez déjà un compte">
            <p>Connectez-vous avec l’adresse où ce lien vous a été envoyé : vous reviendrez ici pour confirmer.</p>
            <Actions>
              <ButtonLink href={places.public.guardianSignIn.to()}>Se connecter</ButtonLink>
            </Actions>
          </Panel>
        )}
      </>
    )
  },
  submit: form(
    invitationForm,
    {
      prepare: async ({ db, now, params, input }) =>
        input.action === 'open'
          ? proveNewGuardian(db, now, { token: params.token, name: input.name, newPassword: input.newPassword })
          : null,
    },
    async ({ tx, actor, params, input, prepared }) => {
      if (input.action === 'open' && prepared) {
        await confirmWithNewAccount(tx, { token: params.token, name: input.name, hash: prepared })
        return see(places.public.guardianPasswordChosen.to())
      }
      if (actor?.kind !== 'guardian') throw isForAnother()
      await confirmWithAccount(tx, actor, params.token)
      return see(places.guardian.home.said('confirmation'))
    },
  ),
})
