import { places } from '../../../../places.ts'
import { found } from '../../../../platform/errors.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, PageHeading, Panel, Said } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, TextField } from '../../../../ui/form.tsx'
import { levelsCounted } from '../manage-queries.ts'
import { addLevel, renameLevel } from '../save-courses.ts'
import { levelForm, newLevelForm } from '../school.ts'

export const levelsPage = page(regionFor('schools.manage'), places.region.levels, {
  title: 'Niveaux de formation',
  said: { ajout: 'Le niveau est ajouté', modification: 'Le niveau est renommé' },
  async view({ db, form, said }) {
    const levels = await levelsCounted(db)
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>Niveaux de formation</PageHeading>
        <Panel>
          <DataTable
            caption="Tous les niveaux"
            empty="Aucun niveau : ajoutez-en un, ou importez le fichier national des formations."
            columns={[{ label: 'Code' }, { label: 'Nom' }, { label: 'Formations', numeric: true }]}
            rows={levels.map(({ code, label, courses }) => [
              code,
              <a key="label" href={places.region.level.to({ code })}>
                {label}
              </a>,
              courses,
            ])}
          />
        </Panel>
        <Panel title="Ajouter un niveau">
          <Form form={form}>
            <TextField
              form={form}
              name="code"
              label="Code"
              hint="Celui du fichier national, par exemple 400 ou 2GT."
              width={10}
              autocomplete="off"
            />
            <TextField form={form} name="label" label="Nom du niveau" hint="Par exemple : Terminale générale" autocomplete="off" />
            <Actions>
              <ButtonLink href={places.region.courses.to()} kind="quiet">
                Toutes les formations
              </ButtonLink>
              <Button>Ajouter ce niveau</Button>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(newLevelForm, async ({ tx, actor, input }) => {
    await addLevel(tx, actor, input)
    return see(places.region.levels.said('ajout'))
  }),
})

export const levelPage = page(regionFor('schools.manage'), places.region.level, {
  find: async ({ db, params }) => found((await levelsCounted(db)).find(({ code }) => code === params.code)),
  title: (_, { code }) => `Renommer le niveau ${code}`,
  view: ({ form, subject: level }) => (
    <>
      <ErrorSummary form={form} />
      <PageHeading>{`Renommer le niveau ${level.code}`}</PageHeading>
      <p>Il est montré sous ce nom aussitôt. Un import du fichier national lui rend le nom que ce fichier lui donne.</p>
      <Panel>
        <Form form={form}>
          <TextField form={form} name="label" label="Nom du niveau" known={level.label} autocomplete="off" />
          <Actions>
            <ButtonLink href={places.region.levels.to()} kind="quiet">
              Retour
            </ButtonLink>
            <Button>Enregistrer</Button>
          </Actions>
        </Form>
      </Panel>
    </>
  ),
  submit: form(levelForm, async ({ tx, actor, params, input }) => {
    await renameLevel(tx, actor, { code: params.code, ...input })
    return see(places.region.levels.said('modification'))
  }),
})
