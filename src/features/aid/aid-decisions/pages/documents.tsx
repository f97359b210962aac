import { places } from '../../../../places.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { found, notFound } from '../../../../platform/errors.ts'
import { documentAnswer, pictureAnswer, readFile } from '../../../../platform/files.ts'
import { pageAsked } from '../../../../platform/forms/paging.ts'
import { type Download, download, type Page, page, type Space } from '../../../../platform/http/page.ts'
import type { Site } from '../../../../platform/http/site.ts'
import { drawnAgain, mustBeHarmlessPdf, pictureOfPage } from '../../../../platform/pdf.ts'
import type { Decider } from '../../../../spaces/actors.ts'
import { regionFor, schoolFor } from '../../../../spaces/staff.tsx'
import { PageHeading, Pagination, Panel } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { DOCUMENTS, type DocumentKind, fileOf } from '../../apprentice-aid/index.ts'
import { facts } from '../facts.ts'
import { documentsFor } from '../grounds.ts'
import { requestFor } from '../queries.ts'

/** The documents of a request, for the CFA that checks it: never those of the bank. */
export const schoolAidDocuments = documentsAt(schoolFor('requests.read'), places.school)

/** Those of any request, for the Region. */
export const regionAidDocuments = documentsAt(regionFor('aid.decide'), places.region)

interface DocumentPages<Actor> {
  /** All its pages, one at a time, as pictures. */
  pages: Page<Actor>
  image: Download<Actor>
  file: Download<Actor>
}

type AidPlaces = Pick<typeof places.school, 'aidRequest' | 'aidDocument' | 'aidDocumentPicture' | 'aidDocumentFile'>

/** What an address names. */
interface Named {
  number: string
  document: DocumentKind
}

function documentsAt<Actor extends Decider>(space: Space<Actor>, at: AidPlaces): DocumentPages<Actor> {
  return {
    pages: page(space, at.aidDocument, {
      title: ({ number, document }) => `${DOCUMENTS[document].label}, demande d’aide ${number}`,
      async view({ db, actor, query, params, visit }) {
        const { file, kind, bytes } = await documentOf(db, actor, params, visit.site)
        const pages = await mustBeHarmlessPdf(bytes, 'document', {})
        const page = Math.min(pageAsked(query), pages)
        const { label } = DOCUMENTS[kind]
        return (
          <>
            <PageHeading>{`${label} de ${file.first_name} ${file.last_name}`}</PageHeading>
            <Panel>
              <img class="identity-document" src={at.aidDocumentPicture.to(params, { page })} alt={`${label}, page ${page} sur ${pages}`} />
              {pages > 1 && <Pagination page={page} pages={pages} href={(other) => at.aidDocument.to(params, { page: other })} />}
              <Actions>
                <ButtonLink kind="quiet" href={at.aidRequest.to(params)}>
                  Retour
                </ButtonLink>
                <ButtonLink kind="quiet" icon="documents" href={at.aidDocumentFile.to(params)}>
                  Télécharger (PDF)
                </ButtonLink>
              </Actions>
            </Panel>
          </>
        )
      },
    }),
    image: download(
      space,
      at.aidDocumentPicture,
      {
        isSlow: true,
        find: async ({ db, actor, params, query, visit }) => {
          const document = await documentOf(db, actor, params, visit.site)
          return { ...document, picture: found(await pictureOfPage(document.bytes, pageAsked(query))) }
        },
        trace: ({ subject }) => reading(subject),
      },
      async ({ subject: { picture } }) => pictureAnswer({ media_type: 'image/png', bytes: picture }),
    ),
    file: download(
      space,
      at.aidDocumentFile,
      {
        isSlow: true,
        find: async ({ db, actor, params, visit }) => {
          const document = await documentOf(db, actor, params, visit.site)
          // What came from outside is opened on no desk: what is drawn of it is.
          return { ...document, bytes: await drawnAgain(document.bytes) }
        },
        trace: ({ subject }) => reading(subject),
      },
      async ({ subject: { file, kind, media_type, bytes } }) =>
        documentAnswer({ media_type, bytes }, `${DOCUMENTS[kind].slug}-${file.number}.pdf`),
    ),
  }
}

/** Each reading of a document is written down. */
const reading = ({ file, kind }: Awaited<ReturnType<typeof documentOf>>) => ({
  fact: facts['aid-request.document-read'],
  beneficiary_id: file.beneficiary_id,
  details: { request: file.id, document: kind },
})

async function documentOf(db: Reader, actor: Decider, params: Named, site: Site) {
  const file = await requestFor(db, actor, params.number)
  const kind = found(documentsFor(actor.kind, file).find((kind) => kind === params.document))
  const id = fileOf(file, kind)
  const stored = found(id === null ? undefined : await readFile(db, id, site))
  // Of a closed account, the row is left without what it held.
  if (stored.bytes.length === 0) throw notFound()
  return { file, kind, ...stored }
}
