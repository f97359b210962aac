import { places } from '../../../../places.ts'
import { frenchDayOf } from '../../../../platform/dates.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { shopFor } from '../../../../spaces/staff.tsx'
import { PageHeading, Panel, Said } from '../../../../ui/blocks.tsx'
import { Actions, Button, ErrorSummary, Form, PasswordField } from '../../../../ui/form.tsx'
import { provePassword } from '../../../people/staff/index.ts'
import { choosePin } from '../choose-pin.ts'
import { choosePinForm } from '../pin.ts'
import { pinOf } from '../queries.ts'

/** What somebody types to take over a till of their shop. */
export const pinPage = page(shopFor('pin.choose'), places.partner.pin, {
  title: 'Code de caisse',
  said: { choix: 'Votre code de caisse est choisi' },
  async view({ db, actor, form, said }) {
    const pin = await pinOf(db, actor)
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>Code de caisse</PageHeading>
        <p>
          Sur une machine que votre gestionnaire ouvre comme caisse, vous choisissez votre nom et tapez ce code : ce que vous encaissez est
          à votre nom. Il ne sert à rien d’autre, et ne remplace pas votre mot de passe. Ne le donnez à personne.
        </p>
        <p>
          {pin
            ? `Vous en avez un depuis le ${frenchDayOf(pin.chosen_at)}. Oublié ou bloqué : choisissez-le de nouveau.`
            : 'Vous n’en avez pas. Changer de mot de passe l’efface.'}
        </p>
        <Panel title={pin ? 'Choisir un autre code' : 'Choisir votre code'}>
          <Form form={form}>
            <PasswordField form={form} name="password" label="Votre mot de passe" autocomplete="current-password" />
            <PasswordField
              form={form}
              name="pin"
              label="Code de caisse"
              hint="4 à 6 chiffres. Ni date, ni chiffres qui se suivent ou se répètent."
              autocomplete="off"
              isPin
            />
            <Actions>
              <Button>Choisir ce code</Button>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(
    choosePinForm,
    { prepare: ({ db, now, actor, visit, input }) => provePassword(db, now, actor, { password: input.password, network: visit.network }) },
    async ({ tx, actor, input, visit }) => {
      await choosePin(tx, actor, { pin: input.pin, key: visit.site.ibanKey })
      return see(places.partner.pin.said('choix'))
    },
  ),
})
