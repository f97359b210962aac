import { z } from 'zod'
import { places } from '../../../../places.ts'
import { choiceAsked, pageAsked, pastTheEnd, wordsAsked } from '../../../../platform/forms/paging.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { Columns, PageHeading, Panel, Said, SummaryList, Tag, Warning } from '../../../../ui/blocks.tsx'
import { DeskList } from '../../../../ui/desk-list.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { MANAGED_A_PAGE, managedSchool, managedSchools, officeOf, taughtAt } from '../manage-queries.ts'
import { openSchool } from '../save.ts'

const StateTag = ({ open }: { open: boolean }) => (open ? <Tag tone="good">Ouvert</Tag> : <Tag tone="bad">Fermé</Tag>)

const welcomed = (school: { takes_pupils: boolean; takes_apprentices: boolean }): string =>
  [...(school.takes_pupils ? ['lycéens'] : []), ...(school.takes_apprentices ? ['apprentis'] : [])].join(', ') || 'personne'

export const manageSchools = page(regionFor('support'), places.region.schools, {
  title: 'Établissements',
  async view({ db, query }) {
    const asked = { words: wordsAsked(query), state: choiceAsked(query, 'etat', ['open', 'closed']), page: pageAsked(query) }
    const { rows, total } = await managedSchools(db, asked)
    const past = pastTheEnd(rows, query)
    if (past) return past
    return (
      <DeskList
        title="Établissements"
        href={(to) => places.region.schools.to({ recherche: asked.words, etat: asked.state, page: to })}
        asked={asked}
        wordsLabel="Nom, ville ou numéro UAI"
        choice={{
          name: 'etat',
          value: asked.state,
          label: 'État',
          all: 'Tous',
          options: [
            { value: 'open', label: 'Ouverts' },
            { value: 'closed', label: 'Fermés' },
          ],
        }}
        actions={<ButtonLink href={places.region.newSchool.to()}>Ajouter un établissement</ButtonLink>}
        found={{
          caption: total > 1 ? `${total} établissements` : `${total} établissement`,
          empty: 'Aucun établissement trouvé.',
          columns: [{ label: 'UAI' }, { label: 'Nom' }, { label: 'Type' }, { label: 'Ville' }, { label: 'Accueille' }, { label: 'État' }],
          rows: rows.map((school) => [
            school.uai,
            <a key="name" href={places.region.school.to({ id: school.id })}>
              {school.name}
            </a>,
            school.kind,
            school.town,
            welcomed(school),
            <StateTag key="state" open={school.open} />,
          ]),
          pages: Math.ceil(total / MANAGED_A_PAGE),
        }}
      />
    )
  },
})

export const manageSchool = page(regionFor('support'), places.region.school, {
  find: ({ db, params }) => managedSchool(db, params.id),
  title: (_, school) => `${school.name} — Établissement`,
  said: {
  ajout: 'L’établissement est ajouté : dites maintenant ce qu’il enseigne',
  modification: 'Les changements sont enregistrés',
  fermeture: 'L’établissement est fermé',
  ouverture: 'L’établissement est de nouveau ouvert',
},
  async view({ db, form, subject: school, said }) {
    const [courses, office] = await Promise.all([taughtAt(db, school.id), officeOf(db, school.id)])
    const counted = (byApprenticeship: boolean) => courses.filter((course) => course.by_apprenticeship === byApprenticeship).length
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>{school.name}</PageHeading>
        <p>
          <StateTag open={school.open} /> {`Établissement ${school.uai}`}
        </p>
        <Columns>
          <Panel title="Fiche">
            <SummaryList
              items={[
                { label: 'Type', value: school.kind },
                { label: 'Adresse', value: [school.street, school.postcode, school.town].filter(Boolean).join(', ') },
                {
                  label: 'Position',
                  value:
                    school.latitude === null
                      ? 'Inconnue'
                      : `${school.latitude} ; ${school.longitude} (latitude ; longitude)`.replaceAll('.', ','),
                },
                { label: 'En Hauts-de-France', value: school.in_region ? 'Oui' : 'Non' },
                { label: 'Accueille', value: welcomed(school) },
                { label: 'Demandes de carte à traiter', value: school.waiting },
              ]}
            />
            <Actions>
              <ButtonLink href={places.region.schoolChange.to({ id: school.id })} kind="quiet">
                Modifier
              </ButtonLink>
              {school.open && (
                <ButtonLink href={places.region.schoolClosing.to({ id: school.id })} kind="quiet-red">
                  Fermer
                </ButtonLink>
              )}
            </Actions>
            {!school.open && (
              <Form form={form}>
                <Actions>
                  <Button>Rouvrir</Button>
                </Actions>
              </Form>
            )}
          </Panel>
          <Panel title="Formations">
            <SummaryList
              items={[
                { label: 'Enseignées aux lycéens', value: counted(false) },
                { label: 'Enseignées en apprentissage', value: counted(true) },
              ]}
            />
            <Actions>
              <ButtonLink href={places.region.schoolCourses.to({ id: school.id })} kind="quiet">
                Voir et modifier les formations
              </ButtonLink>
            </Actions>
          </Panel>
          <Panel title="Comptes">
            {office.length === 0 ? (
              <p>Personne ne peut encore valider de demande pour cet établissement.</p>
            ) : (
              <ul>
                {office.map((member) => (
                  <li key={member.id}>
                    {member.name}, {member.email} {member.closed_at && '(fermé)'}
                  </li>
                ))}
              </ul>
            )}
          </Panel>
        </Columns>
        <Actions>
          <ButtonLink href={places.region.schools.to()} kind="quiet">
            Tous les établissements
          </ButtonLink>
        </Actions>
      </>
    )
  },
  submit: form(z.object({}), async ({ tx, actor, params }) => {
    await openSchool(tx, actor, { id: params.id, open: true })
    return see(places.region.school.said('ouverture', params))
  }),
})

/** What it will do, then the button. */
export const closeSchoolPage = page(regionFor('support'), places.region.schoolClosing, {
  title: ({ id }) => `Fermer l’établissement n° ${id}`,
  async view({ db, params, form }) {
    const { id, name, open, waiting } = await managedSchool(db, params.id)
    if (!open) return see(places.region.school.to({ id }))
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>{`Fermer ${name}`}</PageHeading>
        <Warning title="Ce qui va se passer">
          <ul>
            <li>Dès maintenant, personne ne peut plus choisir cet établissement dans une demande.</li>
            <li>
              {waiting > 1 ? `${waiting} demandes déjà envoyées restent` : `${waiting} demande déjà envoyée reste`} à traiter par
              l’établissement.
            </li>
            <li>Les cartes et les porte-monnaie de ses élèves ne changent pas, ni les comptes de son personnel.</li>
          </ul>
        </Warning>
        <Form form={form}>
          <Actions>
            <ButtonLink href={places.region.school.to({ id })} kind="quiet">
              Retour
            </ButtonLink>
            <Button kind="quiet-red">Fermer cet établissement</Button>
          </Actions>
        </Form>
      </>
    )
  },
  submit: form(z.object({}), async ({ tx, actor, params }) => {
    await openSchool(tx, actor, { id: params.id, open: false })
    return see(places.region.school.said('fermeture', params))
  }),
})
