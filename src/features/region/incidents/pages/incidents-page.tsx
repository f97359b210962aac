import { places } from '../../../../places.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { choiceAsked, listed, orderAsked, pageAsked, pastTheEnd, wordsAsked } from '../../../../platform/forms/paging.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { PageHeading, Panel, Tag } from '../../../../ui/blocks.tsx'
import { DeskList } from '../../../../ui/desk-list.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, Select, TextArea, TextField } from '../../../../ui/form.tsx'
import { KINDS, type Kind, openingForm } from '../incident.ts'
import { openIncident } from '../open-incident.ts'
import { INCIDENT_ORDERS, INCIDENTS_A_PAGE, incidentsFound, STATES } from '../queries.ts'

const STATE_WORDS = { ouverts: 'Ouverts', clos: 'Clos' } as const

export const StateTag = ({ closedAt }: { closedAt: Date | null }) => (closedAt ? <Tag>Clos</Tag> : <Tag tone="warning">Ouvert</Tag>)

/** Every incident, and those that are looked for. */
export const incidents = page(regionFor('incidents.handle'), places.region.incidents, {
  title: 'Incidents',
  async view({ db, query }) {
    const order = orderAsked(query, INCIDENT_ORDERS, '-ouverture')
    const asked = { words: wordsAsked(query), state: choiceAsked(query, 'etat', STATES), page: pageAsked(query), order }
    const { rows, total } = await incidentsFound(db, asked)
    const past = pastTheEnd(rows, query)
    if (past) return past
    return (
      <DeskList
        title="Incidents"
        words={asked.words}
        wordsLabel="Mots, ou numéro de dossier, de carte, de transaction, code partenaire, UAI"
        choice={{
          name: 'etat',
          value: asked.state,
          label: 'État',
          all: 'Tous',
          options: STATES.map((value) => ({ value, label: STATE_WORDS[value] })),
        }}
        actions={<ButtonLink href={places.region.newIncident.to()}>Ouvrir un incident</ButtonLink>}
        found={{
          listed: listed(query, { total, aPage: INCIDENTS_A_PAGE, order }),
          caption: `${asked.state === null ? 'Incidents' : STATE_WORDS[asked.state]} : ${total}`,
          columns: [{ label: 'Incident' }, { label: 'Type' }, { label: 'Ouvert le', by: 'ouverture' }, { label: 'Par' }, { label: 'État' }],
          rows: rows.map((incident) => [
            <a key="title" href={places.region.incident.to({ id: incident.id })}>{`n° ${incident.id} : ${incident.title}`}</a>,
            KINDS[incident.kind as Kind],
            frenchMinute(incident.opened_at),
            incident.opened_by_name,
            <StateTag key="state" closedAt={incident.closed_at} />,
          ]),
          empty: 'Aucun incident.',
        }}
      />
    )
  },
})

export const newIncident = page(regionFor('incidents.handle'), places.region.newIncident, {
  title: 'Ouvrir un incident',
  view: ({ form }) => (
    <>
      <ErrorSummary form={form} />
      <PageHeading>Ouvrir un incident</PageHeading>
      <p>Vous y ajouterez ensuite les personnes, les paiements, le partenaire et les documents. Une autre personne le clora.</p>
      <Panel>
        <Form form={form}>
          <TextField form={form} name="title" label="Titre" hint="En quelques mots, sans nom de personne." autocomplete="off" />
          <Select
            form={form}
            name="kind"
            label="Type"
            placeholder="Choisissez le type"
            options={Object.entries(KINDS).map(([value, label]) => ({ value, label }))}
          />
          <TextArea form={form} name="note" label="Ce qui s’est passé" hint="Les faits, dans l’ordre. 3000 caractères au plus." rows={6} />
          <Actions>
            <ButtonLink href={places.region.incidents.to()} kind="quiet">
              Retour
            </ButtonLink>
            <Button>Ouvrir l’incident</Button>
          </Actions>
        </Form>
      </Panel>
    </>
  ),
  submit: form(openingForm, async ({ tx, actor, input }) =>
    see(places.region.incident.said('ouverture', { id: await openIncident(tx, actor, input) })),
  ),
})
