import { z } from 'zod'
import { places } from '../../../../places.ts'
import { dayOf } from '../../../../platform/dates.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { shopFor } from '../../../../spaces/staff.tsx'
import { InfoBox, PageHeading, Panel, Said } from '../../../../ui/blocks.tsx'
import { Actions, Button, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { waitingAbout, withdraw } from '../../../desks/two-people/index.ts'
import { alsoWrongDay, departureForm } from '../departures.ts'
import { askDeparture, mustStay, partnerDeparture } from '../leave.ts'
import { departureOf, standingOf } from '../queries.ts'
import { Asking, Steps } from './departure-parts.tsx'

const acts = new Map([[partnerDeparture.kind, partnerDeparture]])

const submitted = z.discriminatedUnion('action', [
  departureForm.extend({ action: z.literal('ask') }),
  z.object({ action: z.literal('withdraw') }),
])

/** A shop that leaves: its manager asks for it, and follows it. */
export const ownDeparture = page(shopFor('agreement.accept'), places.partner.departure, {
  title: 'Quitter le dispositif',
  said: { demande: 'La demande est envoyée à la Région', retrait: 'La demande est retirée' },
  async view({ db, now, actor, form, said }) {
    const [standing, departure, act] = await Promise.all([
      standingOf(db, actor.partner_id),
      departureOf(db, actor.partner_id),
      waitingAbout(db, now, partnerDeparture, actor.partner_id),
    ])
    const isUnderWay = departure !== undefined && !departure.ended_at
    return (
      <>
        <Said>{said}</Said>
        <ErrorSummary form={form} />
        <PageHeading>Quitter le dispositif</PageHeading>
        {isUnderWay && (
          <Panel title={`${actor.partner_name} s’en va`}>
            <Steps departure={departure} standing={standing} />
            <p>Pour rester, ou changer de jour, appelez le numéro vert {OUR_REGION.phone}.</p>
          </Panel>
        )}
        {act && !isUnderWay && (
          <InfoBox title={act.started_by === actor.id ? 'Votre demande attend la Région' : 'Une demande de départ attend la Région'}>
            <p>{`Demandée par ${act.started_by_name}. Rien ne change avant la réponse. La Région peut vous appeler.`}</p>
            {act.started_by === actor.id && (
              <Form form={form}>
                <Actions>
                  <Button name="action" value="withdraw" kind="quiet-red">
                    Retirer la demande
                  </Button>
                </Actions>
              </Form>
            )}
          </InfoBox>
        )}
        {!act && !isUnderWay && <Asking form={form} back={places.partner.agreement.to()} standing={standing} />}
      </>
    )
  },
  submit: form(
    submitted,
    { alsoWrong: async ({ now, typed }) => (typed.action === 'ask' ? alsoWrongDay(typed.lastDay, dayOf(now)) : []) },
    async ({ tx, actor, input, now }) => {
      if (input.action === 'ask') {
        await askDeparture(tx, actor, { ...input, id: actor.partner_id })
        return see(places.partner.departure.said('demande'))
      }
      const act = await waitingAbout(tx, now, partnerDeparture, actor.partner_id)
      if (act) await withdraw(tx, actor, { acts, id: act.id })
      else await mustStay(tx, actor.partner_id)
      return see(places.partner.departure.said('retrait'))
    },
  ),
})
