import { record } from '../../../../platform/audit.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { found, notFound } from '../../../../platform/errors.ts'
import { documentAnswer, pictureAnswer, readFile } from '../../../../platform/files.ts'
import { pageAsked } from '../../../../platform/forms/paging.ts'
import { type Download, download, type Page, page } from '../../../../platform/http/page.ts'
import type { Site } from '../../../../platform/http/site.ts'
import { mustBeHarmlessPdf, pictureOfPage } from '../../../../platform/pdf.ts'
import { PageHeading, Pagination, Panel } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { DOCUMENTS, type DocumentKind } from '../aid.ts'
import { documentsFor } from '../desk.ts'
import { type Decider, requestFor } from '../desk-queries.ts'
import { facts } from '../facts.ts'
import { fileOf } from '../save-answers.ts'
import { type AidDesk, documentHref, fileHref, REGION_DESK, SCHOOL_DESK } from './desks.ts'

/** The documents of a request, for the CFA that checks it: never those of the bank. */
export const schoolAidDocuments = documentsAt(SCHOOL_DESK)

/** Those of any request, for the Region. */
export const regionAidDocuments = documentsAt(REGION_DESK)

interface DocumentPages<Actor> {
  /** All its pages, one at a time, as pictures. */
  pages: Page<Actor>
  image: Download<Actor>
  file: Download<Actor>
}

function documentsAt<Actor extends Decider>(desk: AidDesk<Actor>): DocumentPages<Actor> {
  return {
    pages: page(desk.space, desk.places.aidDocument, {
      title: ({ number, document }) => `${DOCUMENTS[document].label}, demande d’aide ${number}`,
      async view({ db, actor, query, params, visit }) {
        const { file, kind, bytes } = await documentOf(db, actor, params, visit.site)
        const pages = await mustBeHarmlessPdf(bytes, 'document')
        const page = Math.min(pageAsked(query), pages)
        const { label } = DOCUMENTS[kind]
        const href = documentHref(desk, file.number, kind)
        return (
          <>
            <PageHeading>{`${label} de ${file.first_name} ${file.last_name}`}</PageHeading>
            <Panel>
              <img class="identity-document" src={`${href}/image?page=${page}`} alt={`${label}, page ${page} sur ${pages}`} />
              {pages > 1 && <Pagination page={page} pages={pages} href={(other) => `${href}?page=${other}`} />}
              <Actions>
                <ButtonLink kind="quiet" href={fileHref(desk, file.number)}>
                  Retour
                </ButtonLink>
                <ButtonLink kind="quiet" icon="documents" href={`${href}/fichier.pdf`}>
                  Télécharger (PDF)
                </ButtonLink>
              </Actions>
            </Panel>
          </>
        )
      },
    }),
    image: download(desk.space, desk.places.aidDocumentPicture, async ({ db, actor, query, now, params, visit }) => {
      const { file, kind, bytes } = await documentOf(db, actor, params, visit.site)
      const picture = found(await pictureOfPage(bytes, pageAsked(query)))
      await recordReading(db, actor, now, file, kind)
      return pictureAnswer({ media_type: 'image/png', bytes: picture })
    }),
    file: download(desk.space, desk.places.aidDocumentFile, async ({ db, actor, now, params, visit }) => {
      const { file, kind, media_type, bytes } = await documentOf(db, actor, params, visit.site)
      await recordReading(db, actor, now, file, kind)
      return documentAnswer({ media_type, bytes }, `${DOCUMENTS[kind].slug}-${file.number}.pdf`)
    }),
  }
}

async function documentOf(db: Reader, actor: Decider, params: { number: string; document: DocumentKind }, site: Site) {
  const file = await requestFor(db, actor, params.number)
  const kind = found(documentsFor(actor.kind, file).find((kind) => kind === params.document))
  const id = fileOf(file, kind)
  const stored = found(id === null ? undefined : await readFile(db, id, site.ibanKey))
  // Of a closed account, the row is left without what it held.
  if (stored.bytes.length === 0) throw notFound()
  return { file, kind, ...stored }
}

const recordReading = (db: Reader, actor: Decider, at: Date, file: { id: number; beneficiary_id: number }, document: string) =>
  record(db, {
    at,
    fact: facts['aid-request.document-read'],
    staff_id: actor.id,
    beneficiary_id: file.beneficiary_id,
    details: { request: file.id, document },
  })
