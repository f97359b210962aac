import { places } from '../../../../places.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, Checkbox, ErrorSummary, Form, RequiredNote, Select, TextField } from '../../../../ui/form.tsx'
import { PlaceFields } from '../../../../ui/place-fields.tsx'
import { managedSchool } from '../manage-queries.ts'
import { addSchool, changeSchool } from '../save.ts'
import { newSchoolForm, SCHOOL_KINDS, schoolForm } from '../school.ts'

export const addSchoolPage = page(regionFor('support'), places.region.newSchool, {
  title: 'Ajouter un établissement',
  view: ({ form }) => (
    <>
      <ErrorSummary form={form} />
      <PageHeading>Ajouter un établissement</PageHeading>
      <Panel>
        <Form form={form}>
          <RequiredNote />
          <TextField
            form={form}
            name="uai"
            label="Numéro UAI"
            hint="7 chiffres, puis la lettre qui les contrôle. Par exemple : 0600020W"
            width={10}
            autocomplete="off"
            spellcheck={false}
          />
          <Fields form={form} />
          <Actions>
            <ButtonLink href={places.region.schools.to()} kind="quiet">
              Retour
            </ButtonLink>
            <Button>Ajouter cet établissement</Button>
          </Actions>
        </Form>
      </Panel>
    </>
  ),
  submit: form(newSchoolForm, async ({ tx, actor, input }) =>
    see(places.region.school.said('ajout', { id: await addSchool(tx, actor, input) })),
  ),
})

export const changeSchoolPage = page(regionFor('support'), places.region.schoolChange, {
  title: ({ id }) => `Modifier l’établissement n° ${id}`,
  async view({ db, params, form }) {
    const school = await managedSchool(db, params.id)
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>{`Modifier ${school.name}`}</PageHeading>
        <p>{`Établissement ${school.uai}. Les changements se voient aussitôt dans les demandes de carte.`}</p>
        <Panel>
          <Form form={form}>
            <RequiredNote />
            <Fields form={form} school={school} />
            <Actions>
              <ButtonLink href={places.region.school.to({ id: school.id })} kind="quiet">
                Retour
              </ButtonLink>
              <Button>Enregistrer</Button>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(schoolForm, async ({ tx, actor, params, input }) => {
    await changeSchool(tx, actor, { id: params.id, ...input })
    return see(places.region.school.said('modification', params))
  }),
})

function Fields({ form, school }: { form: FormState; school?: Awaited<ReturnType<typeof managedSchool>> }) {
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
      <Checkbox form={form} name="takesPupils" label="Accueille des lycéens" known={school?.takes_pupils ?? false} />
      <Checkbox form={form} name="takesApprentices" label="Accueille des apprentis" known={school?.takes_apprentices ?? false} />
      <Checkbox form={form} name="inRegion" label="Est en Hauts-de-France" known={school?.in_region ?? true} />
    </>
  )
}
