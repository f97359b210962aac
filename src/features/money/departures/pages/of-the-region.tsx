import { z } from 'zod'
import { places } from '../../../../places.ts'
import { dayOf, frenchDay } from '../../../../platform/dates.ts'
import { pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, InfoBox, PageHeading, Pagination, Panel, Said } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { waitingAbout } from '../../../desks/two-people/index.ts'
import { callOffDeparture } from '../call-off.ts'
import { alsoWrongDay, departureForm, dueInWords, stepOf } from '../departures.ts'
import { askDeparture, partnerDeparture as departureAct } from '../leave.ts'
import { DEPARTURES_A_PAGE, departureOf, departuresPage, standingOf } from '../queries.ts'
import { Asking, Steps } from './departure-parts.tsx'

const space = regionFor('partners.manage')

const submitted = z.discriminatedUnion('action', [
  departureForm.extend({ action: z.literal('ask') }),
  z.object({ action: z.literal('call-off') }),
])

/** A partner that leaves: asked for, and followed to its end. */
export const partnerDeparture = page(space, places.region.partnerDeparture, {
  find: async ({ db, params }) => standingOf(db, params.id),
  title: (_, { name }) => `Départ de ${name}`,
  said: { demande: 'Le départ est demandé : une autre personne doit l’accepter', annulation: 'Le départ est annulé' },
  async view({ db, now, form, params, said, subject: standing }) {
    const [departure, act] = await Promise.all([departureOf(db, params.id), waitingAbout(db, now, departureAct, params.id)])
    const isUnderWay = departure !== undefined && !departure.ended_at
    return (
      <>
        <Said>{said}</Said>
        <ErrorSummary form={form} />
        <PageHeading>{`Départ de ${standing.name} (${standing.code})`}</PageHeading>
        {departure && (
          <Panel title={isUnderWay ? 'Départ en cours' : 'Dernier départ'}>
            <Steps departure={departure} standing={standing} />
            <p>{`Demandé par ${departure.asked_by_name}, accepté par ${departure.agreed_by_name}.`}</p>
            {isUnderWay && (
              <Form form={form}>
                <p>
                  Tant que ce départ est en cours, le partenaire ne se rouvre pas pour de bon : annulez d’abord le départ, puis
                  réactivez-le.
                </p>
                <Actions>
                  <Button name="action" value="call-off" kind="quiet-red">
                    Annuler le départ
                  </Button>
                </Actions>
              </Form>
            )}
          </Panel>
        )}
        {act && (
          <InfoBox title="Un départ attend une seconde personne">
            <p>{`Demandé par ${act.started_by_name}.`}</p>
            <Actions>
              <ButtonLink href={places.region.actOfTwo.to({ id: act.id })} kind="quiet">
                Voir la demande
              </ButtonLink>
            </Actions>
          </InfoBox>
        )}
        {!act && !isUnderWay && <Asking form={form} back={places.region.partner.to(params)} standing={standing} />}
        <Actions>
          <ButtonLink href={places.region.partner.to(params)} kind="quiet">
            Le partenaire
          </ButtonLink>
          <ButtonLink href={places.region.departures.to()} kind="quiet">
            Tous les départs
          </ButtonLink>
        </Actions>
      </>
    )
  },
  submit: form(
    submitted,
    { alsoWrong: async ({ now, typed }) => (typed.action === 'ask' ? alsoWrongDay(typed.lastDay, dayOf(now)) : []) },
    async ({ tx, actor, input, params }) => {
      if (input.action === 'ask') {
        await askDeparture(tx, actor, { ...input, ...params })
        return see(places.region.partnerDeparture.said('demande', params))
      }
      await callOffDeparture(tx, actor, params.id)
      return see(places.region.partnerDeparture.said('annulation', params))
    },
  ),
})

/** The partners that leave, and those that have left. */
export const departures = page(space, places.region.departures, {
  title: 'Départs de partenaires',
  async view({ db, query }) {
    const number = pageAsked(query)
    const { rows, total } = await departuresPage(db, number)
    const past = pastTheEnd(rows, query)
    if (past) return past
    return (
      <>
        <PageHeading>Départs de partenaires</PageHeading>
        <Panel>
          <DataTable
            caption={`Partenaires qui s’en vont, puis partis : ${total}`}
            columns={[{ label: 'Partenaire' }, { label: 'Dernier jour' }, { label: 'Où en est le départ' }, { label: 'Solde' }]}
            rows={rows.map((row) => [
              <a key="name" href={places.region.partnerDeparture.to({ id: row.partner_id })}>{`${row.name} (${row.code})`}</a>,
              frenchDay(row.last_day),
              stepOf(row, row),
              dueInWords(row.due_cents),
            ])}
            empty="Aucun."
          />
          <Pagination
            page={number}
            pages={Math.max(1, Math.ceil(total / DEPARTURES_A_PAGE))}
            href={(to) => places.region.departures.to({ page: to })}
          />
        </Panel>
      </>
    )
  },
})
