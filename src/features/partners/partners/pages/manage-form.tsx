import { places } from '../../../../places.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, Checkbox, ErrorSummary, Form, RequiredNote, Select, TextField } from '../../../../ui/form.tsx'
import { PlaceFields } from '../../../../ui/place-fields.tsx'
import { managedPartner, partnerTypes } from '../manage-queries.ts'
import { newPartnerForm, partnerForm } from '../partner.ts'
import { addPartner, changePartner } from '../save.ts'

export const addPartnerPage = page(regionFor('support'), places.region.newPartner, {
  title: 'Ajouter un partenaire',
  async view({ db, form }) {
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Ajouter un partenaire</PageHeading>
        <Panel>
          <Form form={form}>
            <RequiredNote />
            <TextField
              form={form}
              name="code"
              label="Code"
              hint="En lettres et en chiffres, par exemple L212."
              width={10}
              autocomplete="off"
            />
            <Fields form={form} types={await partnerTypes(db)} />
            <Actions>
              <ButtonLink href={places.region.partners.to()} kind="quiet">
                Retour
              </ButtonLink>
              <Button>Ajouter ce partenaire</Button>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(newPartnerForm, async ({ tx, actor, input }) =>
    see(places.region.partner.said('ajout', { id: await addPartner(tx, actor, input) })),
  ),
})

export const changePartnerPage = page(regionFor('support'), places.region.partnerChange, {
  title: ({ id }) => `Modifier le partenaire n° ${id}`,
  async view({ db, params, form }) {
    const partner = await managedPartner(db, params.id)
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>{`Modifier ${partner.name}`}</PageHeading>
        <p>{`Partenaire ${partner.code}. Les changements se voient aussitôt sur le site ; les transactions passées ne changent pas.`}</p>
        <Panel>
          <Form form={form}>
            <RequiredNote />
            <Fields form={form} types={await partnerTypes(db)} partner={partner} />
            <Actions>
              <ButtonLink href={places.region.partner.to({ id: partner.id })} kind="quiet">
                Retour
              </ButtonLink>
              <Button>Enregistrer</Button>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(partnerForm, async ({ tx, actor, params, input }) => {
    await changePartner(tx, actor, { id: params.id, ...input })
    return see(places.region.partner.said('modification', params))
  }),
})

function Fields({
  form,
  types,
  partner,
}: {
  form: FormState
  types: Awaited<ReturnType<typeof partnerTypes>>
  partner?: Awaited<ReturnType<typeof managedPartner>>
}) {
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
