import { z } from 'zod'
import { places } from '../../../../places.ts'
import { rowId } from '../../../../platform/forms/fields.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { shopFor } from '../../../../spaces/staff.tsx'
import { DataTable, PageHeading, Panel, Said } from '../../../../ui/blocks.tsx'
import { Actions, Button, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { tillsAtWork } from '../../../partners/partners/index.ts'
import { liftLimitOfUser, ofPartner, ofUser, outOf, wrongNumbersOf } from '../wrong-numbers.ts'

/** A user has typed so many wrong numbers that their till waits: the manager knows them. */
export const wrongNumbersOfUsers = page(shopFor('users.manage'), places.partner.wrongNumbers, {
  title: 'Numéros faux',
  said: { remise: 'Le compteur est remis à zéro : cet utilisateur peut reprendre' },
  async view({ db, actor, form, said, now }) {
    const { partner, users } = await wrongNumbersOf(db, actor.partner_id, await tillsAtWork(db, actor.partner_id), now)
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>Numéros faux</PageHeading>
        <p>
          {`Chacun peut se tromper ${ofUser(0).max} fois par heure en saisissant un numéro de carte ou de ticket ; les QR codes des cartes ne comptent jamais. Vous pouvez remettre le compteur d’une personne à zéro une fois par jour. Celui du commerce (${outOf(partner, ofPartner(0))} sur 24 heures), seule la Région le remet à zéro : ${OUR_REGION.phone}.`}
        </p>
        <Panel>
          <DataTable
            caption="Numéros faux, cette heure"
            columns={[{ label: 'Utilisateur' }, { label: 'Numéros faux' }, { label: 'Action' }]}
            rows={users.map(({ id, name, wrong }) => [
              name,
              outOf(wrong, ofUser(0)),
              wrong > 0 && (
                <Form key="lift" form={form}>
                  <input type="hidden" name="userId" value={id} />
                  <Actions>
                    <Button kind="quiet">
                      Remettre à zéro<span class="unseen">{` pour ${name}`}</span>
                    </Button>
                  </Actions>
                </Form>
              ),
            ])}
          />
        </Panel>
        <p>
          <a href={places.partner.users.to()}>Utilisateurs</a>
        </p>
      </>
    )
  },
  submit: form(z.object({ userId: rowId('Choisissez un utilisateur.') }), async ({ tx, actor, input }) => {
    await liftLimitOfUser(tx, actor, input.userId, await tillsAtWork(tx, actor.partner_id))
    return see(places.partner.wrongNumbers.said('remise'))
  }),
})
