import { z } from 'zod'
import { places } from '../../../../places.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { PageHeading, Panel, Said, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { managedPartner, tillsAtWork } from '../../../partners/partners/index.ts'
import { liftLimits, ofPartner, ofUser, outOf, wrongNumbersOf } from '../wrong-numbers.ts'

async function partnerWithTills(db: Reader, id: number) {
  const [partner, tills] = await Promise.all([managedPartner(db, id), tillsAtWork(db, id)])
  return { ...partner, tills }
}

/** A partner calls: its till is refused for the wrong numbers that were typed there. */
export const wrongNumbersPage = page(regionFor('partners.manage'), places.region.partnerWrongNumbers, {
  find: ({ db, params }) => partnerWithTills(db, params.id),
  title: (_, { name }) => `${name} — Numéros faux en caisse`,
  said: { remise: 'Les compteurs sont remis à zéro : la caisse peut reprendre' },
  async view({ db, form, said, now, subject: { id, name: shop, tills } }) {
    const { partner, users } = await wrongNumbersOf(db, id, tills, now)
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>{`${shop} : numéros faux en caisse`}</PageHeading>
        <Panel>
          <p>
            Chaque utilisateur peut se tromper {ofUser(0).max} fois par heure, et toutes les caisses d’un partenaire {ofPartner(0).max} fois
            par jour. Les QR codes des cartes ne comptent jamais : ils s’encaissent même quand la saisie est bloquée ; les tickets, eux,
            attendent.
          </p>
          <SummaryList
            items={[
              { label: 'Tout le partenaire, ces 24 heures', value: outOf(partner, ofPartner(0)) },
              ...users.map(({ name, wrong }) => ({ label: `${name}, cette heure`, value: outOf(wrong, ofUser(0)) })),
            ]}
          />
          <Form form={form}>
            <Actions>
              <ButtonLink href={places.region.partner.to({ id })} kind="quiet">
                Retour
              </ButtonLink>
              <Button>Remettre à zéro</Button>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(z.object({}), async ({ tx, actor, params }) => {
    const { id, tills } = await partnerWithTills(tx, params.id)
    await liftLimits(tx, actor, id, tills)
    return see(places.region.partnerWrongNumbers.said('remise', { id }))
  }),
})
