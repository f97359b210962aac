import { places } from '../../../../places.ts'
import { found } from '../../../../platform/errors.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, PageHeading, Panel, Said } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, TextField } from '../../../../ui/form.tsx'
import { partnerTypesCounted } from '../manage-queries.ts'
import { partnerTypeForm } from '../partner.ts'
import { addPartnerType, renamePartnerType } from '../save-type.ts'

/** What people choose among to find a partner, and what a file of partners says of each. */
export const partnerTypesPage = page(regionFor('partners.manage'), places.region.partnerTypes, {
  title: 'Types de partenaires',
  said: { ajout: 'Le type est ajouté', modification: 'Le type est renommé' },
  async view({ db, form, said }) {
    const types = await partnerTypesCounted(db)
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>Types de partenaires</PageHeading>
        <Panel>
          <DataTable
            caption="Tous les types"
            empty="Aucun type : ajoutez-en un avant d’ajouter des partenaires."
            columns={[{ label: 'Nom' }, { label: 'Dans les fichiers d’import' }, { label: 'Partenaires', numeric: true }]}
            rows={types.map(({ code, label, partners }) => [
              <a key="label" href={places.region.partnerType.to({ code })}>
                {label}
              </a>,
              code,
              partners,
            ])}
          />
        </Panel>
        <Panel title="Ajouter un type">
          <Form form={form}>
            <TextField form={form} name="label" label="Nom du type" hint="Par exemple : Librairie" autocomplete="off" />
            <Actions>
              <ButtonLink href={places.region.partners.to()} kind="quiet">
                Tous les partenaires
              </ButtonLink>
              <Button>Ajouter ce type</Button>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(partnerTypeForm, async ({ tx, actor, input }) => {
    await addPartnerType(tx, actor, input)
    return see(places.region.partnerTypes.said('ajout'))
  }),
})

export const partnerTypePage = page(regionFor('partners.manage'), places.region.partnerType, {
  find: async ({ db, params }) => found((await partnerTypesCounted(db)).find(({ code }) => code === params.code)),
  title: (_, { label }) => `Renommer le type « ${label} »`,
  view: ({ form, subject: type }) => (
    <>
      <ErrorSummary form={form} />
      <PageHeading>Renommer un type de partenaires</PageHeading>
      <p>{`Ses partenaires (${type.partners}) seront aussitôt montrés sous ce nom. Les fichiers d’import continuent de l’appeler « ${type.code} ».`}</p>
      <Panel>
        <Form form={form}>
          <TextField form={form} name="label" label="Nom du type" known={type.label} autocomplete="off" />
          <Actions>
            <ButtonLink href={places.region.partnerTypes.to()} kind="quiet">
              Retour
            </ButtonLink>
            <Button>Enregistrer</Button>
          </Actions>
        </Form>
      </Panel>
    </>
  ),
  submit: form(partnerTypeForm, async ({ tx, actor, params, input }) => {
    await renamePartnerType(tx, actor, { code: params.code, ...input })
    return see(places.region.partnerTypes.said('modification'))
  }),
})
