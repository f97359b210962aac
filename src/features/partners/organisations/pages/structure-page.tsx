import { places } from '../../../../places.ts'
import { found } from '../../../../platform/errors.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, RequiredNote, TextField } from '../../../../ui/form.tsx'
import { waitingAbout } from '../../../desks/two-people/index.ts'
import { organisationOf } from '../queries.ts'
import { organisationForm, spacedSiret } from '../siret.ts'
import { askForStructure, structureChange } from '../structure.ts'
import { StructureAsked } from './structure-asked.tsx'

/** The SIRET of a partner, and whose it is. */
export const partnerStructure = page(regionFor('partners.manage'), places.region.partnerStructure, {
  find: async ({ db, params: { id } }) => {
    const [partner, organisation] = await Promise.all([
      db.selectFrom('partner_directory').select('name').where('id', '=', id).executeTakeFirst(),
      organisationOf(db, id),
    ])
    return { ...found(partner), organisation }
  },
  title: (_, { name }) => `${name} — Structure`,
  view: async ({ db, now, form, params, subject: { name, organisation } }) => (
    <>
      <ErrorSummary form={form} />
      <PageHeading>{`Structure de ${name}`}</PageHeading>
      <StructureAsked act={await waitingAbout(db, now, structureChange, params.id)} />
      <p>
        La structure est l’entreprise ou l’association qui est payée. Les neuf premiers chiffres du SIRET (le SIREN) disent laquelle : les
        points de vente d’une même structure ont le même SIREN. Une autre personne doit accepter ce que vous saisissez.
      </p>
      <Panel>
        <Form form={form}>
          <RequiredNote />
          <TextField
            form={form}
            name="siret"
            label="SIRET du point de vente"
            hint="14 chiffres, par exemple 732 829 320 00074."
            known={organisation && spacedSiret(organisation.siret)}
            inputmode="numeric"
            width={20}
            autocomplete="off"
          />
          <TextField
            form={form}
            name="legalName"
            label="Raison sociale"
            hint="Le nom de la structure sur ses papiers, pas l’enseigne du magasin."
            known={organisation?.legal_name}
            autocomplete="off"
          />
          <Actions>
            <ButtonLink href={places.region.partner.to(params)} kind="quiet">
              Retour
            </ButtonLink>
            <Button>Demander à une seconde personne</Button>
          </Actions>
        </Form>
      </Panel>
    </>
  ),
  submit: form(organisationForm, async ({ tx, actor, params, input }) => {
    await askForStructure(tx, actor, { partner_id: params.id, ...input })
    return see(places.region.partner.said('structure', params))
  }),
})
