import { z } from 'zod'
import { places } from '../../../../places.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { documentAnswer, readFile } from '../../../../platform/files.ts'
import { text, uploadedFile } from '../../../../platform/forms/fields.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { download, form, page, see } from '../../../../platform/http/page.ts'
import type { Agent } from '../../../../spaces/actors.ts'
import { may } from '../../../../spaces/roles.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, Lines, PageHeading, Panel, Said, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, FileField, Form, Select, TextArea, TextField } from '../../../../ui/form.tsx'
import { addDocument, addLink, addNote } from '../add.ts'
import { closeIncident } from '../close-incident.ts'
import { documentPolicy } from '../document-policy.ts'
import { facts } from '../facts.ts'
import { addingForm, closingForm, KINDS, type Kind, THINGS, type Thing } from '../incident.ts'
import { documentOf, type Incident, incidentNamed, incidentOf, type Link } from '../queries.ts'
import { StateTag } from './incidents-page.tsx'

const NAMES: Record<Thing, string> = { person: 'Jeune', partner: 'Partenaire', payment: 'Transaction', school: 'Établissement' }

/** One incident, and all that was gathered in it. */
export const incident = page(regionFor('incidents.handle'), places.region.incident, {
  find: ({ db, params }) => incidentOf(db, params.id),
  trace: ({ subject: { id, links } }) =>
    links.flatMap(({ beneficiary_id }) =>
      beneficiary_id === null ? [] : [{ fact: facts['incident.read'], beneficiary_id, details: { incident: id } }],
    ),
  title: ({ id }) => `Incident n° ${id}`,
  said: {
    ouverture: 'L’incident est ouvert : ajoutez ce qu’il concerne',
    ajout: 'C’est ajouté à l’incident',
    note: 'La note est écrite',
    document: 'Le document est gardé',
    cloture: 'L’incident est clos',
  },
  view({ actor, form, subject: incident, said }) {
    const isOpen = incident.closed_at === null
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>{incident.title}</PageHeading>
        <About incident={incident} actor={actor} />
        <Panel>
          <DataTable
            caption="Ce qu’il concerne"
            columns={[{ label: 'Quoi' }, { label: 'Qui ou lequel' }]}
            rows={incident.links.map((link) => [NAMES[link.thing], <Named key="name" link={link} actor={actor} />])}
            empty="Rien pour le moment."
          />
          {isOpen && <AddLink form={form} />}
        </Panel>
        <Panel title="Notes">
          {incident.notes.map((note) => (
            <div key={note.id} class="desk-group">
              <p class="hint">{`${note.staff_name}, le ${frenchMinute(note.at)}`}</p>
              <Lines lines={note.text.split('\n')} />
            </div>
          ))}
          {isOpen && (
            <Form form={form}>
              <TextArea
                form={form}
                name="note"
                label="Nouvelle note"
                hint="Une note ne se modifie pas. 3000 caractères au plus."
                rows={4}
              />
              <Actions>
                <Button name="action" value="note">
                  Ajouter la note
                </Button>
              </Actions>
            </Form>
          )}
        </Panel>
        <Panel>
          <DataTable
            caption="Documents"
            columns={[{ label: 'Document' }, { label: 'Ajouté le' }, { label: 'Par' }]}
            rows={incident.documents.map((document) => [
              <a key="name" href={places.region.incidentDocument.to({ id: incident.id, document: document.id })}>
                {document.name}
              </a>,
              frenchMinute(document.at),
              document.staff_name,
            ])}
            empty="Aucun document."
          />
          {isOpen && (
            <Actions>
              <ButtonLink href={places.region.newIncidentDocument.to({ id: incident.id })} kind="quiet" icon="upload">
                Ajouter un document
              </ButtonLink>
            </Actions>
          )}
        </Panel>
      </>
    )
  },
  submit: form(addingForm, async ({ tx, actor, input, params }) => {
    if (input.action === 'link') await addLink(tx, actor, { ...input, id: params.id })
    else await addNote(tx, actor, { ...input, id: params.id })
    return see(places.region.incident.said(input.action === 'link' ? 'ajout' : 'note', params))
  }),
})

const About = ({ incident, actor }: { incident: Incident; actor: Agent }) => (
  <Panel title={`Incident n° ${incident.id}`}>
    <SummaryList
      items={[
        { label: 'État', value: <StateTag closedAt={incident.closed_at} /> },
        { label: 'Type', value: KINDS[incident.kind as Kind] },
        { label: 'Ouvert', value: `Le ${frenchMinute(incident.opened_at)}, par ${incident.opened_by_name}` },
        ...(incident.closed_at
          ? [
              { label: 'Clos', value: `Le ${frenchMinute(incident.closed_at)}, par ${incident.closed_by_name}` },
              { label: 'Comment il se termine', value: incident.outcome ?? '' },
            ]
          : []),
      ]}
    />
    <Actions>
      <ButtonLink href={places.region.incidents.to()} kind="quiet">
        Tous les incidents
      </ButtonLink>
      {incident.closed_at === null && incident.opened_by !== actor.id && (
        <ButtonLink href={places.region.incidentClosing.to({ id: incident.id })}>Clore l’incident</ButtonLink>
      )}
    </Actions>
    {incident.closed_at === null && incident.opened_by === actor.id && (
      <p class="hint">Vous l’avez ouvert : une autre personne le clora.</p>
    )}
  </Panel>
)

/** Young people are named to whom may read their files; a link leads to what the agent may open. */
function Named({ link, actor }: { link: Link; actor: Agent }) {
  if (link.beneficiary_id !== null) {
    if (!may(actor, 'people.read')) return <>{`Bénéficiaire n° ${link.beneficiary_id}`}</>
    return <a href={places.region.beneficiary.to({ id: link.beneficiary_id })}>{link.name}</a>
  }
  if (link.partner_id !== null && may(actor, 'partners.manage')) {
    return <a href={places.region.partner.to({ id: link.partner_id })}>{link.name}</a>
  }
  if (link.school_id !== null && may(actor, 'schools.manage')) {
    return <a href={places.region.school.to({ id: link.school_id })}>{link.name}</a>
  }
  return <>{link.name}</>
}

const AddLink = ({ form }: { form: FormState }) => (
  <Form form={form}>
    <Select
      form={form}
      name="thing"
      label="Ajouter"
      placeholder="Choisissez ce que vous ajoutez"
      options={Object.entries(THINGS).map(([value, label]) => ({ value, label }))}
    />
    <TextField form={form} name="number" label="Numéro ou code" width={20} autocomplete="off" />
    <Actions>
      <Button kind="quiet" name="action" value="link">
        Ajouter à l’incident
      </Button>
    </Actions>
  </Form>
)

export const newIncidentDocument = page(regionFor('incidents.handle'), places.region.newIncidentDocument, {
  find: ({ db, params }) => incidentNamed(db, params.id),
  title: ({ id }) => `Ajouter un document, incident n° ${id}`,
  scripts: ['file-check'],
  view: ({ form, subject }) => (
    <>
      <ErrorSummary form={form} />
      <PageHeading>Ajouter un document</PageHeading>
      <p>{`Incident n° ${subject.id} : ${subject.title}.`}</p>
      <Panel>
        <Form form={form} multipart>
          <TextField form={form} name="name" label="Ce que c’est" hint="Par exemple : ticket de caisse du 12 mars." autocomplete="off" />
          <FileField
            form={form}
            name="file"
            label="Fichier"
            hint={`${documentPolicy.formats}, ${documentPolicy.megabytes} Mo au plus. Il est gardé chiffré.`}
            policy={documentPolicy}
          />
          <Actions>
            <ButtonLink href={places.region.incident.to({ id: subject.id })} kind="quiet">
              Retour
            </ButtonLink>
            <Button icon="upload">Ajouter</Button>
          </Actions>
        </Form>
      </Panel>
    </>
  ),
  submit: form(
    z.object({ name: text('Dites ce que c’est.', 80), file: uploadedFile('Choisissez un fichier.') }),
    { upload: { policy: documentPolicy, chosen: ({ input }) => input.file } },
    async ({ tx, actor, input, params, file, visit }) => {
      await addDocument(tx, actor, { id: params.id, name: input.name, bytes: file, key: visit.site.ibanKey })
      return see(places.region.incident.said('document', params))
    },
  ),
})

export const incidentDocument = download(
  regionFor('incidents.handle'),
  places.region.incidentDocument,
  {
    find: ({ db, params }) => documentOf(db, params),
    trace: ({ params, subject }) => [
      { fact: facts['incident.document-read'], details: { incident: params.id, document: subject.id } },
      ...subject.people.map((id) => ({ fact: facts['incident.read'], beneficiary_id: Number(id), details: { incident: params.id } })),
    ],
  },
  async ({ db, subject, visit }) =>
    documentAnswer(found(await readFile(db, subject.file_id, visit.site)), `incident-document-${subject.id}.pdf`),
)

export const incidentClosing = page(regionFor('incidents.handle'), places.region.incidentClosing, {
  find: ({ db, params }) => incidentNamed(db, params.id),
  title: ({ id }) => `Clore l’incident n° ${id}`,
  view: ({ form, subject }) => (
    <>
      <ErrorSummary form={form} />
      <PageHeading>Clore l’incident</PageHeading>
      <p>{`Incident n° ${subject.id} : ${subject.title}. Après, plus rien ne s’y ajoute.`}</p>
      <Panel>
        <Form form={form}>
          <TextArea
            form={form}
            name="outcome"
            label="Comment il se termine"
            hint="Ce qui a été décidé et fait. 1000 caractères au plus."
            rows={4}
          />
          <Actions>
            <ButtonLink href={places.region.incident.to({ id: subject.id })} kind="quiet">
              Retour
            </ButtonLink>
            <Button>Clore l’incident</Button>
          </Actions>
        </Form>
      </Panel>
    </>
  ),
  submit: form(closingForm, async ({ tx, actor, input, params }) => {
    await closeIncident(tx, actor, { ...input, id: params.id })
    return see(places.region.incident.said('cloture', params))
  }),
})
