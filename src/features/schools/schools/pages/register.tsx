import type { VNode } from 'preact'
import { places } from '../../../../places.ts'
import type { Db } from '../../../../platform/database/index.ts'
import { frenchDay } from '../../../../platform/dates.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { Panel, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink, Checkbox, DateField, Select, TextField } from '../../../../ui/form.tsx'
import { PlaceFields, positionInWords } from '../../../../ui/place-fields.tsx'
import { registerPages } from '../../../desks/registers/index.ts'
import { type ManagedSchool, managedSchool, managedSchools, officeOf, SCHOOL_ORDERS, taughtAt } from '../manage-queries.ts'
import { askToOpen } from '../opening.ts'
import { addSchool, changeSchool, closeSchool } from '../save.ts'
import { newSchoolForm, SCHOOL_KINDS, schoolForm } from '../school.ts'

const welcomed = (school: { takes_pupils: boolean; takes_apprentices: boolean }): string =>
  [...(school.takes_pupils ? ['lycéens'] : []), ...(school.takes_apprentices ? ['apprentis'] : [])].join(', ') || 'personne'

/** The schools, as the Region runs them. */
export const schoolRegister = registerPages({
  space: regionFor('schools.manage'),
  places: {
    list: places.region.schools,
    add: places.region.newSchool,
    one: places.region.school,
    change: places.region.schoolChange,
    closing: places.region.schoolClosing,
  },
  noun: { one: 'établissement', many: 'établissements', the: 'l’établissement', this: 'cet établissement' },

  wordsLabel: 'Nom, ville ou numéro UAI',
  open: { state: 'open', label: 'Ouvert', filter: 'Ouverts' },
  closed: { state: 'closed', label: 'Fermé', filter: 'Fermés' },
  isOpen: ({ open }) => open,
  find: managedSchools,
  orders: SCHOOL_ORDERS,
  firstOrder: 'ville',
  number: {
    label: 'UAI',
    by: 'uai',
    of: ({ uai }) => uai,
    field: (form) => (
      <TextField
        form={form}
        name="uai"
        label="Numéro UAI"
        hint="7 chiffres, puis la lettre qui les contrôle. Par exemple : 0600020W"
        width={10}
        autocomplete="off"
        spellcheck={false}
      />
    ),
  },
  columns: [
    { label: 'Type', cell: ({ kind }) => kind },
    { label: 'Ville', by: 'ville', cell: ({ town }) => town },
    { label: 'Accueille', cell: welcomed },
  ],

  moreActions: (
    <>
      <ButtonLink href={places.region.courses.to()} kind="quiet">
        Niveaux et formations
      </ButtonLink>
      <ButtonLink href={places.region.schoolsImport.to()} kind="quiet">
        Importer un fichier
      </ButtonLink>
    </>
  ),

  one: managedSchool,
  summary: (school) => [
    { label: 'Type', value: school.kind },
    { label: 'Adresse', value: [school.street, school.postcode, school.town].filter(Boolean).join(', ') },
    { label: 'Position', value: positionInWords(school) ?? 'Inconnue' },
    { label: 'Dans la région', value: school.in_region ? 'Oui' : 'Non' },
    { label: 'Accueille', value: welcomed(school) },
    ...(school.open && school.closes_on
      ? [
          {
            label: school.closes_on_decided_at ? 'Ferme' : 'Ferme, d’après le fichier national',
            value: `Le ${frenchDay(school.closes_on)}`,
          },
        ]
      : []),
    { label: 'Demandes de carte à traiter', value: school.waiting },
  ],
  panels: courses,
  accounts: officeOf,
  noAccount: 'Personne ne peut encore valider de demande pour cet établissement.',
  invitation: ({ uai }) => places.region.invitation.to({ etablissement: uai }),

  fields: (form, _db, school) => <Fields form={form} school={school} />,
  newForm: newSchoolForm,
  add: addSchool,
  added: 'L’établissement est ajouté : une seconde personne doit l’ouvrir. Dites maintenant ce qu’il enseigne',
  form: schoolForm,
  change: (tx, agent, id, input) => changeSchool(tx, agent, { id, ...input }),
  changesAreSeen: 'Les changements se voient aussitôt dans les demandes de carte.',
  closing: {
    verb: 'Fermer',
    done: { slug: 'fermeture', words: 'L’établissement est fermé' },
    consequences: ({ waiting }) => (
      <>
        <li>Dès maintenant, personne ne peut plus choisir cet établissement dans une demande.</li>
        <li>
          {waiting > 1 ? `${waiting} demandes déjà envoyées restent` : `${waiting} demande déjà envoyée reste`} à traiter par
          l’établissement.
        </li>
        <li>Les cartes et les porte-monnaie de ses élèves ne changent pas, ni les comptes de son personnel.</li>
      </>
    ),
  },
  opening: { verb: 'Rouvrir', done: { slug: 'ouverture', words: 'La réouverture est demandée à une seconde personne' } },
  async setOpen(tx, agent, { id, open }) {
    await (open ? askToOpen(tx, agent, id) : closeSchool(tx, agent, id))
  },
})

/** What it teaches, counted. */
async function courses(db: Db, school: ManagedSchool): Promise<VNode> {
  const taught = await taughtAt(db, school.id)
  const counted = (byApprenticeship: boolean) => taught.filter((course) => course.by_apprenticeship === byApprenticeship).length
  return (
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
        <ButtonLink href={places.region.schoolLists.to({ id: school.id })} kind="quiet">
          Liste des élèves
        </ButtonLink>
      </Actions>
    </Panel>
  )
}

function Fields({ form, school }: { form: FormState; school: ManagedSchool | undefined }) {
  const kinds = [...new Set([...SCHOOL_KINDS, ...(school ? [school.kind] : [])])]
  return (
    <>
      <TextField form={form} name="name" label="Nom" known={school?.name} autocomplete="off" />
      <Select
        form={form}
        name="kind"
        label="Type"
        placeholder="Choisir un type"
        known={school?.kind}
        options={kinds.map((kind) => ({ value: kind, label: kind }))}
      />
      <PlaceFields
        form={form}
        place={school}
        isTownEnough
        position={{ latitude: '49,2758', longitude: '2,4683', use: 'Elle sert à mesurer la distance des apprentis.' }}
      />
      {school && (
        <DateField
          form={form}
          name="closesOn"
          label="Dernier jour"
          hint="Si l’établissement doit fermer : à partir de ce jour, personne ne peut plus le choisir. Un import ne change plus cette date."
          optional
          known={school.closes_on}
        />
      )}
      <Checkbox form={form} name="takesPupils" label="Accueille des lycéens" known={school?.takes_pupils ?? false} />
      <Checkbox form={form} name="takesApprentices" label="Accueille des apprentis" known={school?.takes_apprentices ?? false} />
      <Checkbox form={form} name="inRegion" label="Est dans la région" known={school?.in_region ?? true} />
    </>
  )
}
