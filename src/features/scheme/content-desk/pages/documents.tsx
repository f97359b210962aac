import { z } from 'zod'
import { places } from '../../../../places.ts'
import { dayOf, frenchDayOf } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { documentAnswer, readFile } from '../../../../platform/files.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { download, form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { Panel, SummaryList } from '../../../../ui/blocks.tsx'
import { ButtonLink, FileField, TextField } from '../../../../ui/form.tsx'
import { type DocumentInput, documentForm, sizeInWords, slugOf } from '../../content/index.ts'
import { deleteDocument } from '../delete.ts'
import { documentPolicy } from '../file-policies.ts'
import { documentAtDesk, documentsAtDesk } from '../queries.ts'
import { noFile, saveDocument } from '../save-document.ts'
import { DELETED, Deletion, DeskForm, DeskList, Preview, PublicationFields, StateTag } from './desk.tsx'

export const documentsDesk = page(regionFor('content.write'), places.region.documents, {
  title: 'Documents',
  said: DELETED,
  async view({ db, now, said }) {
    const documents = await documentsAtDesk(db)
    return (
      <DeskList
        title="Documents"
        add="Ajouter un document"
        href={places.region.newDocument.to()}
        said={said}
        columns={[{ label: 'Document' }, { label: 'Taille' }, { label: 'Date du fichier' }]}
        rows={documents.map((document) => [
          <a href={places.region.document.to({ id: document.id })}>{document.name}</a>,
          sizeInWords(document.bytes),
          frenchDayOf(document.created_at),
          <StateTag content={document} today={dayOf(now)} />,
        ])}
      />
    )
  },
})

type Known = NonNullable<Awaited<ReturnType<typeof documentAtDesk>>>

const Fields = ({ form, known }: { form: FormState; known?: Known }) => (
  <>
    <TextField form={form} name="name" label="Nom du document" known={known?.name} />
    <FileField
      form={form}
      name="file"
      label="Fichier"
      hint={`PDF, ${documentPolicy.megabytes} Mo au plus.${known ? ' Laissez vide pour garder le fichier actuel.' : ''}`}
      policy={documentPolicy}
      optional={known !== undefined}
    />
    <PublicationFields form={form} known={known} />
  </>
)

const withFile = { upload: { policy: documentPolicy, chosen: ({ input }: { input: DocumentInput }) => input.file } }

export const newDocument = page(regionFor('content.write'), places.region.newDocument, {
  title: 'Ajouter un document',
  scripts: ['file-check'],
  view: ({ form }) => (
    <DeskForm form={form} title="Ajouter un document" back={places.region.documents.to()} multipart>
      <Fields form={form} />
    </DeskForm>
  ),
  submit: form(
    documentForm,
    { ...withFile, alsoWrong: async ({ typed }) => (typed.file ? [] : noFile().errors) },
    async ({ tx, actor, input, file }) => see(places.region.document.to({ id: await saveDocument(tx, actor, { id: null, input, file }) })),
  ),
})

export const editDocument = page(regionFor('content.write'), places.region.documentChange, {
  title: ({ id }) => `Modifier le document n° ${id}`,
  scripts: ['file-check'],
  async view({ db, form, params }) {
    const known = found(await documentAtDesk(db, params.id))
    return (
      <DeskForm form={form} title="Modifier un document" back={places.region.document.to({ id: known.id })} multipart>
        <Fields form={form} known={known} />
      </DeskForm>
    )
  },
  submit: form(documentForm, withFile, async ({ tx, actor, input, params, file }) =>
    see(places.region.document.to({ id: await saveDocument(tx, actor, { id: params.id, input, file }) })),
  ),
})

export const documentPreview = page(regionFor('content.write'), places.region.document, {
  title: ({ id }) => `Aperçu du document n° ${id}`,
  async view({ db, params, now }) {
    const document = found(await documentAtDesk(db, params.id))
    return (
      <Preview
        title={document.name}
        content={document}
        now={now}
        list={places.region.documents.to()}
        change={places.region.documentChange.to(params)}
        deletion={places.region.documentDeletion.to(params)}
      >
        <Panel>
          <SummaryList
            items={[
              { label: 'Document', value: document.name },
              { label: 'Format', value: 'PDF' },
              { label: 'Taille', value: sizeInWords(document.bytes) },
              { label: 'Date', value: frenchDayOf(document.created_at) },
            ]}
          />
          <p>
            <ButtonLink href={places.region.documentFile.to({ id: document.id })} kind="quiet" icon="documents">
              Télécharger
            </ButtonLink>
          </p>
        </Panel>
      </Preview>
    )
  },
})

export const documentFilePreview = download(regionFor('content.write'), places.region.documentFile, async ({ db, params, visit }) => {
  const document = found(await documentAtDesk(db, params.id))
  return documentAnswer(found(await readFile(db, document.file_id, visit.site)), `${slugOf(document.name)}.pdf`)
})

export const deletingDocument = page(regionFor('content.write'), places.region.documentDeletion, {
  title: ({ id }) => `Supprimer le document n° ${id}`,
  async view({ db, form, params }) {
    const { id, name } = found(await documentAtDesk(db, params.id))
    return <Deletion form={form} title="Supprimer un document" name={name} back={places.region.document.to({ id })} />
  },
  submit: form(z.object({}), async ({ tx, actor, params }) => {
    await deleteDocument(tx, actor, params.id)
    return see(places.region.documents.said('suppression'))
  }),
})
