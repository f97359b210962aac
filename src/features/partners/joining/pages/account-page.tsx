import { places } from '../../../../places.ts'
import { maskedIban } from '../../../../platform/bank-details.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { InfoBox, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, RequiredNote } from '../../../../ui/form.tsx'
import { AccountFields } from '../../bank-accounts/index.ts'
import { accountForm } from '../joining.ts'
import { saveAccount } from '../save-answers.ts'
import { atStep, StepHeading } from './step.tsx'

/** To which account the shop asks to be paid. */
export const accountPage = page(publicSpace, places.public.joiningAccount, {
  find: ({ db, params }) => atStep(db, params.token, 'account'),
  title: 'Votre compte bancaire — Devenir partenaire',
  view: ({ form, params, subject: application }) => {
    const { iban_first4, iban_last4, holder } = application
    return (
      <>
        <ErrorSummary form={form} />
        <StepHeading step="account" title="Votre compte bancaire" application={application} />
        <p>La Région y verse ce que vos clients ont payé avec la carte. L’IBAN est chiffré, et n’est jamais montré en entier.</p>
        {iban_first4 && iban_last4 && (
          <InfoBox title="Déjà donné">
            <p>{`${maskedIban({ iban_first4, iban_last4 })}, au nom de ${holder}.`}</p>
            <p>
              <a href={places.public.joiningDocument.to(params)}>Continuer avec ce compte</a>, ou saisissez-en un autre.
            </p>
          </InfoBox>
        )}
        <Panel>
          <Form form={form}>
            <RequiredNote />
            <AccountFields form={form} />
            <Actions>
              <ButtonLink href={places.public.joiningShop.to(params)} kind="quiet">
                Retour
              </ButtonLink>
              <Button>Continuer</Button>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(accountForm, async ({ tx, params: { token }, input, visit }) => {
    const application = await atStep(tx, token, 'account')
    if (application instanceof Response) return application
    await saveAccount(tx, application, { ...input, key: visit.site.ibanKey })
    return see(places.public.joiningDocument.to({ token }))
  }),
})
