import { places } from '../../../../places.ts'
import { maskedIban } from '../../../../platform/bank-details.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { Money, Panel, SummaryList, Tag } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink, Checkbox, Select, TextField } from '../../../../ui/form.tsx'
import { PlaceFields, positionInWords } from '../../../../ui/place-fields.tsx'
import { registerPages } from '../../../desks/registers/index.ts'
import {
  exchangesCounted,
  type ManagedPartner,
  managedPartner,
  managedPartners,
  PARTNER_ORDERS,
  partnerTypes,
  payingOf,
  tillsOf,
} from '../manage-queries.ts'
import { askToOpen } from '../opening.ts'
import { newPartnerForm, partnerForm } from '../partner.ts'
import { addPartner, changePartner, suspendPartner } from '../save.ts'

const accepted = (partner: { accepts_prepayments: boolean; accepts_online_payments: boolean }): string =>
  [
    'Carte',
    ...(partner.accepts_prepayments ? ['prépaiements'] : []),
    ...(partner.accepts_online_payments ? ['paiements en ligne'] : []),
  ].join(', ')

/** The partners, as the Region runs them. */
export const partnerRegister = registerPages({
  space: regionFor('partners.manage'),
  places: {
    list: places.region.partners,
    add: places.region.newPartner,
    one: places.region.partner,
    change: places.region.partnerChange,
    closing: places.region.partnerSuspension,
  },
  noun: { one: 'partenaire', many: 'partenaires', the: 'le partenaire', this: 'ce partenaire' },

  wordsLabel: 'Nom, code ou ville',
  open: { state: 'active', label: 'Actif', filter: 'Actifs' },
  closed: { state: 'suspended', label: 'Suspendu', filter: 'Suspendus' },
  isOpen: ({ active }) => active,
  find: managedPartners,
  orders: PARTNER_ORDERS,
  firstOrder: 'nom',
  number: {
    label: 'Code',
    by: 'code',
    of: ({ code }) => code,
    field: (form) => (
      <TextField form={form} name="code" label="Code" hint="En lettres et en chiffres, par exemple L212." width={10} autocomplete="off" />
    ),
  },
  columns: [
    { label: 'Type', cell: ({ type }) => type },
    { label: 'Ville', by: 'ville', cell: ({ town }) => town },
    { label: 'Accepte', cell: accepted },
  ],
  moreActions: (
    <>
      <ButtonLink href={places.region.partnersImport.to()} kind="quiet" icon="upload">
        Importer un fichier
      </ButtonLink>
      <ButtonLink href={places.region.joiningApplications.to()} kind="quiet">
        Demandes pour devenir partenaire
      </ButtonLink>
      <ButtonLink href={places.region.departures.to()} kind="quiet">
        Départs
      </ButtonLink>
      <ButtonLink href={places.region.partnerTypes.to()} kind="quiet">
        Types de partenaires
      </ButtonLink>
    </>
  ),

  one: managedPartner,
  summary: (partner) => [
    { label: 'Type', value: partner.type },
    { label: 'Adresse', value: `${partner.street}, ${partner.postcode} ${partner.town}` },
    { label: 'Téléphone', value: partner.phone ?? '—' },
    { label: 'Adresse e-mail', value: partner.email ?? '—' },
    { label: 'Site internet', value: partner.website ?? '—' },
    { label: 'Position', value: positionInWords(partner) ?? 'Absent de la carte' },
    { label: 'Accepte', value: accepted(partner) },
  ],
  panels: async (db, partner) => (
    <>
      {await paying(db, partner)}
      <Freezing partner={partner} />
      <Leaving partner={partner} />
      <Panel title="Caisses">
        <p>Une caisse refuse les numéros saisis quand trop étaient faux.</p>
        <Actions>
          <ButtonLink href={places.region.partnerWrongNumbers.to({ id: partner.id })} kind="quiet">
            Numéros faux en caisse
          </ButtonLink>
        </Actions>
      </Panel>
      {await exchanges(db, partner)}
    </>
  ),
  alsoSaid: {
    gel: 'Le partenaire est gelé',
    degel: 'Le partenaire est dégelé',
    structure: 'La structure est demandée : une seconde personne doit l’accepter',
  },
  accounts: tillsOf,
  noAccount: 'Personne ne peut encore encaisser pour ce partenaire.',
  invitation: ({ code }) => places.region.invitation.to({ partenaire: code }),

  fields: async (form, db, partner) => <Fields form={form} types={await partnerTypes(db)} partner={partner} />,
  newForm: newPartnerForm,
  add: addPartner,
  added: 'Le partenaire est ajouté : une seconde personne doit l’ouvrir',
  form: partnerForm,
  change: (tx, agent, id, input) => changePartner(tx, agent, { id, ...input }),
  changesAreSeen: 'Les changements se voient aussitôt sur le site ; les transactions passées ne changent pas.',
  closing: {
    verb: 'Suspendre',
    done: { slug: 'suspension', words: 'Le partenaire est suspendu' },
    consequences: ({ waiting }) => (
      <>
        <li>Dès maintenant, ce partenaire n’encaisse plus de carte et ne reçoit ni prépaiement ni paiement en ligne.</li>
        <li>Il n’apparaît plus dans « Où utiliser ma carte ».</li>
        <li>
          {waiting.count > 1 ? `${waiting.count} prépaiements en attente` : `${waiting.count} prépaiement en attente`} (
          <Money cents={waiting.cents} />) : il peut encore les encaisser, et leurs propriétaires les annuler.
        </li>
        <li>Ses transactions passées ne changent pas.</li>
      </>
    ),
  },
  opening: { verb: 'Réactiver', done: { slug: 'retour', words: 'La réactivation est demandée à une seconde personne' } },
  async setOpen(tx, agent, { id, open }) {
    await (open ? askToOpen(tx, agent, id) : suspendPartner(tx, agent, id))
  },
})

async function paying(db: Reader, { id }: ManagedPartner) {
  const { siret, legal_name, holder, iban_first4, iban_last4, usable_from, waits } = await payingOf(db, id)
  return (
    <Panel title="Structure et compte bancaire">
      <SummaryList
        items={[
          { label: 'Raison sociale', value: legal_name ?? '—' },
          { label: 'SIRET', value: siret ?? 'À donner' },
          {
            label: 'Compte payé',
            value:
              iban_first4 && iban_last4 ? `${maskedIban({ iban_first4, iban_last4 })}, ${holder}` : 'Aucun : ce qui est dû attend un RIB',
          },
          ...(usable_from ? [{ label: 'Virements possibles', value: `Depuis le ${frenchMinute(usable_from)}` }] : []),
          ...(waits ? [{ label: 'En attente', value: <Tag tone="info">Un compte attend une seconde personne</Tag> }] : []),
        ]}
      />
      <Actions>
        <ButtonLink href={places.region.partnerStructure.to({ id })} kind="quiet">
          {siret ? 'Corriger la structure' : 'Saisir le SIRET'}
        </ButtonLink>
        <ButtonLink href={places.region.partnerAccount.to({ id })} kind="quiet">
          Compte bancaire
        </ButtonLink>
      </Actions>
    </Panel>
  )
}

const Freezing = ({ partner: { id, frozen_at } }: { partner: ManagedPartner }) => (
  <Panel title="Gel">
    <p>
      {frozen_at ? (
        <Tag tone="bad">{`Gelé depuis le ${frenchMinute(frozen_at)}`}</Tag>
      ) : (
        'Ce partenaire n’est pas gelé. Un partenaire gelé n’encaisse rien, et ce qui lui est dû est retenu.'
      )}
    </p>
    <Actions>
      {frozen_at ? (
        <ButtonLink href={places.region.partnerUnfreezing.to({ id })} kind="quiet">
          Dégeler
        </ButtonLink>
      ) : (
        <ButtonLink href={places.region.partnerFreezing.to({ id })} kind="quiet-red">
          Geler
        </ButtonLink>
      )}
    </Actions>
  </Panel>
)

const Leaving = ({ partner: { id } }: { partner: ManagedPartner }) => (
  <Panel title="Départ">
    <p>Un partenaire qui s’en va est fermé dans l’ordre : un dernier jour, les prépaiements rendus, tout payé, puis ses accès fermés.</p>
    <Actions>
      <ButtonLink href={places.region.partnerDeparture.to({ id })} kind="quiet">
        Départ du partenaire
      </ButtonLink>
    </Actions>
  </Panel>
)

async function exchanges(db: Reader, { id }: ManagedPartner) {
  const { questions, notes } = await exchangesCounted(db, id)
  return (
    <Panel title="Questions et notes">
      <SummaryList
        items={[
          { label: 'Questions rattachées', value: questions },
          { label: 'Notes des agents', value: notes },
        ]}
      />
      <Actions>
        <ButtonLink kind="quiet" href={places.region.partnerExchanges.to({ id })}>
          Lire, ou laisser une note
        </ButtonLink>
      </Actions>
    </Panel>
  )
}

interface Typed {
  form: FormState
  types: Awaited<ReturnType<typeof partnerTypes>>
  partner: ManagedPartner | undefined
}

function Fields({ form, types, partner }: Typed) {
  return (
    <>
      <TextField form={form} name="name" label="Nom" known={partner?.name} autocomplete="off" />
      <Select
        form={form}
        name="typeCode"
        label="Type"
        placeholder="Choisir un type"
        known={partner?.type_code}
        options={types.map(({ code, label }) => ({ value: code, label }))}
      />
      <PlaceFields
        form={form}
        place={partner}
        position={{
          latitude: '49,8941',
          longitude: '2,2958',
          use: 'Sans position, le partenaire est dans la liste, pas sur la carte.',
        }}
      />
      <TextField
        form={form}
        name="phone"
        label="Téléphone"
        known={partner?.phone}
        type="tel"
        inputmode="tel"
        width={20}
        optional
        autocomplete="off"
      />
      <TextField form={form} name="email" label="Adresse e-mail" known={partner?.email} type="email" optional autocomplete="off" />
      <TextField
        form={form}
        name="website"
        label="Site internet"
        hint="Par exemple : https://www.exemple.fr"
        known={partner?.website}
        optional
        autocomplete="off"
      />
      <Checkbox form={form} name="acceptsPrepayments" label="Accepte les prépaiements" known={partner?.accepts_prepayments ?? false} />
      <Checkbox
        form={form}
        name="acceptsOnlinePayments"
        label="Accepte les paiements en ligne"
        known={partner?.accepts_online_payments ?? false}
      />
    </>
  )
}
