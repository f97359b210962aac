import { z } from 'zod'
import { places } from '../../../../places.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { uploadedFile } from '../../../../platform/forms/fields.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, PageHeading, Panel, Success, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, FileField, Form } from '../../../../ui/form.tsx'
import { IMPORT_COLUMNS, importPartners, partnersPolicy } from '../import.ts'
import { partnerImport, partnerTypes } from '../manage-queries.ts'

export const importPartnersPage = page(regionFor('partners.manage'), places.region.partnersImport, {
  title: 'Importer des partenaires',
  scripts: ['file-check'],
  async view({ db, form }) {
    const types = await partnerTypes(db)
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Importer des partenaires</PageHeading>
        <Panel title="Le fichier">
          <p>
            Un fichier CSV en UTF-8, une ligne par partenaire, des points-virgules entre les colonnes. La première ligne nomme les colonnes
            :
          </p>
          <p>
            <code class="desk-code">{IMPORT_COLUMNS.join(';')}</code>
          </p>
          <ul>
            <li>{`type : ${types.map(({ code }) => code).join(', ')}`}</li>
            <li>prepaiement et paiement_en_ligne : oui ou non</li>
            <li>telephone, email, site, longitude et latitude peuvent être vides</li>
          </ul>
          <p>
            Un partenaire dont le code est connu est modifié, un autre est ajouté. Les lignes fausses sont laissées de côté et vous sont
            dites une à une. Personne n’est retiré ni suspendu.
          </p>
        </Panel>
        <Panel>
          <Form form={form} multipart>
            <FileField
              form={form}
              name="file"
              label="Fichier CSV"
              hint={`${partnersPolicy.megabytes} Mo au plus`}
              policy={partnersPolicy}
            />
            <Actions>
              <ButtonLink href={places.region.partners.to()} kind="quiet">
                Retour
              </ButtonLink>
              <Button icon="upload">Importer</Button>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(
    z.object({ file: uploadedFile('Choisissez un fichier CSV.') }),
    { upload: { policy: partnersPolicy, chosen: ({ input }) => input.file } },
    async ({ tx, actor, input, file }) => {
      const id = await importPartners(tx, actor, { read: file, fileName: input.file.name })
      return see(places.region.partnersImported.to({ id }))
    },
  ),
})

/** What became of each line. */
export const partnersImportedPage = page(regionFor('partners.manage'), places.region.partnersImported, {
  title: ({ id }) => `Import de partenaires n° ${id}`,
  async view({ db, params }) {
    const done = await partnerImport(db, params.id)
    const { refused } = done
    return (
      <>
        <Success title="Le fichier est importé" />
        <Panel>
          <SummaryList
            items={[
              { label: 'Fichier', value: done.file_name },
              { label: 'Importé', value: `Le ${frenchMinute(done.at)}, par ${done.by}` },
              { label: 'Lignes lues', value: done.lines_read },
              { label: 'Partenaires ajoutés', value: done.added },
              { label: 'Partenaires modifiés', value: done.changed },
              { label: 'Lignes sans changement', value: done.lines_read - done.added - done.changed - refused.length },
              { label: 'Lignes refusées', value: refused.length },
            ]}
          />
        </Panel>
        {refused.length > 0 && (
          <>
            <Warning title="Des lignes sont à corriger">
              <p>Corrigez-les dans votre fichier, puis importez-le de nouveau : les lignes déjà importées ne changeront pas.</p>
            </Warning>
            <Panel>
              <DataTable
                caption="Lignes refusées"
                columns={[{ label: 'Ligne', numeric: true }, { label: 'Pourquoi' }]}
                rows={refused.map(({ line, why }) => [line, why])}
              />
            </Panel>
          </>
        )}
        <Actions>
          <ButtonLink href={places.region.partnersImport.to()} kind="quiet">
            Importer un autre fichier
          </ButtonLink>
          <ButtonLink href={places.region.partners.to()}>Tous les partenaires</ButtonLink>
        </Actions>
      </>
    )
  },
})
