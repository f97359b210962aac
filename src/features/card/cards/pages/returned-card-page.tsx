import { z } from 'zod'
import { places } from '../../../../places.ts'
import { frenchDayOf } from '../../../../platform/dates.ts'
import { mustTick } from '../../../../platform/forms/fields.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { PageHeading, Panel, Said, Success, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, Checkbox, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { addressLines } from '../../../people/addresses/index.ts'
import { numbered } from '../card.ts'
import { confirmAddress } from '../confirm-address.ts'
import { returnedCardOf } from '../queries.ts'

/** The post brought their card back: where is it to be posted again? */
export const returnedCard = page(beneficiarySpace, places.beneficiary.returnedCard, {
  title: 'Votre carte nous est revenue',
  said: { adresse: 'Votre adresse est enregistrée', confirmation: 'C’est noté : votre carte repart avec le prochain envoi' },
  async view({ db, actor, form, said }) {
    const card = await returnedCardOf(db, actor.id)
    if (!card) return see(places.beneficiary.home.to())
    if (card.address_confirmed_at) return <Confirmed said={said} />
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>Votre carte nous est revenue</PageHeading>
        <Panel>
          <p>
            {`La poste nous a rendu votre carte ${numbered(card.number)} le ${frenchDayOf(card.recorded_at)} : elle n’a pas pu vous la remettre. Vérifiez votre adresse, et que votre nom est sur la boîte aux lettres.`}
          </p>
          <SummaryList
            items={[
              {
                label: 'Adresse d’envoi',
                value: card.address
                  ? addressLines(card.address).map((line) => <div key={line}>{line}</div>)
                  : 'Aucune adresse connue : saisissez la vôtre.',
                changeHref: places.beneficiary.accountAddress.to({ retour: 'carte-revenue' }),
              },
            ]}
          />
          <Form form={form}>
            <Checkbox
              form={form}
              name="isAddressRight"
              label="Je confirme que cette adresse est la bonne et que mon nom est sur la boîte aux lettres"
            />
            <Actions>
              <ButtonLink href={places.beneficiary.home.to()} kind="quiet">
                Retour
              </ButtonLink>
              <Button>Renvoyer ma carte</Button>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(
    z.object({ isAddressRight: mustTick('Vérifiez votre adresse, puis cochez la case pour la confirmer.') }),
    async ({ tx, actor }) => {
      await confirmAddress(tx, actor)
      return see(places.beneficiary.returnedCard.said('confirmation'))
    },
  ),
})

const Confirmed = ({ said }: { said: string | null }) => (
  <>
    {said ? <Success title={said} /> : <PageHeading>Votre carte repart bientôt</PageHeading>}
    <Panel>
      <p>Nous vous prévenons quand elle part. En attendant, vous pouvez payer avec votre QR code.</p>
      <Actions>
        <ButtonLink href={places.beneficiary.card.to()}>Ma carte</ButtonLink>
      </Actions>
    </Panel>
  </>
)
