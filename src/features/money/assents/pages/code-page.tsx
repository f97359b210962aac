import { places } from '../../../../places.ts'
import { frenchDayOf } from '../../../../platform/dates.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { PageHeading, Panel, Said } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, PasswordField, Username } from '../../../../ui/form.tsx'
import { latestFileNumber, mustKnowPassword } from '../../../people/accounts/index.ts'
import { chooseCodeForm } from '../assent.ts'
import { choosePaymentCode } from '../choose-code.ts'
import { paymentCodeOf } from '../queries.ts'

/** Four figures that the owner of a card types at a till, when they have no phone. */
export const paymentCodePage = page(beneficiarySpace, places.beneficiary.paymentCode, {
  title: 'Code de paiement',
  said: { choix: 'Votre code de paiement est choisi' },
  async view({ db, actor, form, said }) {
    if (!actor.has_card) return see(places.beneficiary.home.to())
    const code = await paymentCodeOf(db, actor.id)
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>Code de paiement</PageHeading>
        <p>
          Sans téléphone, vous payez avec le numéro de votre carte. Au-dessus d’un montant par jour, la caisse demande votre accord : vous
          tapez alors ces 4 chiffres vous-même. Ne les donnez à personne, pas même au caissier.
        </p>
        <p>
          {code
            ? `Vous en avez un depuis le ${frenchDayOf(code.chosen_at)}. Oublié ou bloqué : choisissez-le de nouveau.`
            : 'Vous n’en avez pas encore. Changer de mot de passe l’efface.'}
        </p>
        <Panel title={code ? 'Choisir un autre code' : 'Choisir votre code'}>
          <Form form={form}>
            <Username name={await latestFileNumber(db, actor.id)} />
            <PasswordField form={form} name="password" label="Votre mot de passe" autocomplete="current-password" />
            <PasswordField
              form={form}
              name="pin"
              label="Code de paiement"
              hint="4 chiffres. Ni date, ni année, ni chiffres qui se suivent ou se répètent."
              autocomplete="off"
              isPin
            />
            <Actions>
              <ButtonLink href={places.beneficiary.card.to()} kind="quiet">
                Retour
              </ButtonLink>
              <Button>Choisir ce code</Button>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(
    chooseCodeForm,
    {
      prepare: ({ db, now, actor, visit, input }) => mustKnowPassword(db, now, actor, { password: input.password, network: visit.network }),
    },
    async ({ tx, actor, input, visit }) => {
      await choosePaymentCode(tx, actor, { pin: input.pin, key: visit.site.ibanKey })
      return see(places.beneficiary.paymentCode.said('choix'))
    },
  ),
})
