import { places } from '../../../../places.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { shopFor } from '../../../../spaces/staff.tsx'
import { PageHeading, Panel, Said } from '../../../../ui/blocks.tsx'
import { Actions, Button, CheckboxGroup, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { chooseMails, mailsOf } from '../choose.ts'
import { mailsForm, shopMailOptions } from '../mails.ts'

/** Which mails somebody of a shop wants. */
export const shopMails = page(shopFor('mails.choose'), places.partner.mails, {
  title: 'Messages',
  said: { choix: 'Votre choix est enregistré' },
  async view({ db, actor, form, said }) {
    return (
      <>
        <Said>{said}</Said>
        <ErrorSummary form={form} />
        <PageHeading>Messages</PageHeading>
        <Panel>
          <Form form={form}>
            <CheckboxGroup
              form={form}
              name="mails"
              legend="M’écrire par e-mail quand"
              hint="Ce choix est le vôtre : il ne change rien pour les autres personnes du commerce."
              known={await mailsOf(db, actor)}
              options={shopMailOptions}
            />
            <Actions>
              <Button>Enregistrer</Button>
            </Actions>
          </Form>
        </Panel>
        <Panel title="Toujours envoyés">
          <p>
            Certains messages protègent le commerce, et ne se désactivent pas : il est suspendu ou gelé, le compte d’une personne est
            ouvert, fermé ou changé, un autre point de vente rejoint votre structure, un paiement est annulé pour fraude, un compte bancaire
            est proposé, accepté, refusé ou arrêté.
          </p>
        </Panel>
      </>
    )
  },
  submit: form(mailsForm, async ({ tx, actor, input }) => {
    await chooseMails(tx, actor, input.mails)
    return see(places.partner.mails.said('choix'))
  }),
})
