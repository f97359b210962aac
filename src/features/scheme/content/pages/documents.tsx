import { places } from '../../../../places.ts'
import { frenchDayOf } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { documentAnswer, readFile } from '../../../../platform/files.ts'
import { download, page } from '../../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { DataTable, PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { ButtonLink } from '../../../../ui/form.tsx'
import { sizeInWords, slugOf } from '../content.ts'
import { publishedDocument, publishedDocuments } from '../queries.ts'

/** What there is to download (guide, 8). */
export const myDocuments = page(beneficiarySpace, places.beneficiary.documents, {
  title: 'Mes documents',
  async view({ db, now }) {
    const documents = await publishedDocuments(db, now)
    return (
      <>
        <PageHeading>Mes documents</PageHeading>
        <Panel>
          <DataTable
            caption="Documents à télécharger"
            columns={[{ label: 'Document' }, { label: 'Format' }, { label: 'Taille' }, { label: 'Date' }, { label: 'Télécharger' }]}
            rows={documents.map(({ id, name, bytes, created_at }) => [
              name,
              'PDF',
              sizeInWords(bytes),
              frenchDayOf(created_at),
              <ButtonLink href={places.beneficiary.documentFile.to({ id })} kind="quiet" icon="documents">
                Télécharger<span class="unseen">{` ${name}`}</span>
              </ButtonLink>,
            ])}
            empty="Aucun document n’est publié pour le moment."
          />
        </Panel>
      </>
    )
  },
})

export const documentFile = download(beneficiarySpace, places.beneficiary.documentFile, async ({ db, params, now, visit }) => {
  const document = found(await publishedDocument(db, params.id, now))
  return documentAnswer(found(await readFile(db, document.file_id, visit.site)), `${slugOf(document.name)}.pdf`)
})
