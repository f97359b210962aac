import { z } from 'zod'
import { places } from '../../../../places.ts'
import { frenchDayOf, frenchMinute } from '../../../../platform/dates.ts'
import { LINES_A_PAGE, listed, orderAsked, pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { InfoBox, PageHeading, Panel, Said, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { List } from '../../../../ui/list.tsx'
import { ageInDays, inDays, LATE } from '../delay.ts'
import { waitingSchool, waitingSchools } from '../queries.ts'
import { remindSchool } from '../remind.ts'

/** All of them are read and sorted by what waits. */
const ORDER = { attente: ['since'] } as const

/** The schools that let requests wait, the oldest request first. */
export const slowSchools = page(regionFor('requests.decide'), places.region.slowSchools, {
  title: 'Établissements qui font attendre',
  async view({ db, now, query }) {
    const all = await waitingSchools(db, now)
    const rows = all.slice((pageAsked(query) - 1) * LINES_A_PAGE, pageAsked(query) * LINES_A_PAGE)
    const past = pastTheEnd(rows, query)
    if (past) return past
    return (
      <>
        <PageHeading>Établissements qui font attendre</PageHeading>
        <p>{`Par âge de la plus ancienne demande. ${LATE}`}</p>
        <Panel>
          <List
            listed={listed(query, { total: all.length, order: orderAsked(query, ORDER, 'attente') })}
            caption={`Établissements : ${all.length}`}
            columns={[
              { label: 'Établissement' },
              { label: 'Demandes', numeric: true },
              { label: 'En retard', numeric: true },
              { label: 'La plus ancienne attend depuis', numeric: true },
              { label: 'Dernier rappel' },
            ]}
            empty="Aucune demande n’attend dans un établissement."
            rows={rows.map((school) => [
              <a key="name" href={places.region.slowSchool.to(school)}>{`${school.name}, ${school.town}`}</a>,
              school.waiting,
              school.late,
              inDays(ageInDays(school.since, now)),
              school.reminded_at ? frenchDayOf(school.reminded_at) : '—',
            ])}
          />
          <Actions>
            <ButtonLink kind="quiet" href={places.region.outages.to()}>
              Décider à la place d’établissements
            </ButtonLink>
          </Actions>
        </Panel>
      </>
    )
  },
})

/** One of them: the Region reminds it, or decides in its place. */
export const slowSchool = page(regionFor('requests.decide'), places.region.slowSchool, {
  find: ({ db, now, params }) => waitingSchool(db, now, params.id),
  title: (_params, school) => `Demandes qui attendent, ${school.name}`,
  said: { rappel: 'Le rappel est envoyé à ceux qui décident dans l’établissement, et à son chef' },
  view({ form, now, said, subject: school }) {
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>{`${school.name}, ${school.town}`}</PageHeading>
        <Panel title="Demandes qui attendent">
          <SummaryList
            items={[
              { label: 'Demandes', value: school.waiting },
              { label: 'En retard', value: school.late },
              {
                label: 'La plus ancienne attend depuis',
                value: `le ${frenchDayOf(school.since)} : ${inDays(ageInDays(school.since, now))}`,
              },
              { label: 'Dernier rappel', value: school.reminded_at ? frenchMinute(school.reminded_at) : '—' },
              { label: 'Fiche', value: <a href={places.region.school.to(school)}>{school.uai}</a> },
            ]}
          />
        </Panel>
        <Form form={form} class="panel">
          <InfoBox>
            <p>
              Un rappel part par e-mail à ceux qui décident dans l’établissement, et à son chef, une fois par jour au plus. Les jeunes
              lisent qu’il est parti.
            </p>
            <p>
              Décider à sa place : une seconde personne de la Région doit être d’accord. L’établissement lit ses demandes, et n’en décide
              plus jusqu’à ce qu’elles lui soient rendues.
            </p>
          </InfoBox>
          <Actions>
            <ButtonLink kind="quiet" href={places.region.slowSchools.to()}>
              Tous les établissements
            </ButtonLink>
            <ButtonLink kind="quiet" href={places.region.schoolLists.to({ id: school.id })}>
              Donner sa liste
            </ButtonLink>
            <ButtonLink kind="quiet" href={places.region.newOutage.to({ etablissement: school.id })}>
              Décider à sa place
            </ButtonLink>
            <Button>Envoyer un rappel</Button>
          </Actions>
        </Form>
      </>
    )
  },
  submit: form(z.object({}), async ({ tx, actor, params: { id }, visit }) => {
    await remindSchool(tx, actor, { id, publicUrl: visit.site.config.publicUrl })
    return see(places.region.slowSchool.said('rappel', { id }))
  }),
})
