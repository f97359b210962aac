import type { Reader } from '../../../../platform/database/index.ts'
import { found, notFound } from '../../../../platform/errors.ts'
import { documentAnswer, pictureAnswer, readFile } from '../../../../platform/files.ts'
import { pageAsked } from '../../../../platform/forms/paging.ts'
import { type Download, download, type Page, page } from '../../../../platform/http/page.ts'
import type { Visit } from '../../../../platform/http/visit.ts'
import { mustBeHarmlessPdf, pictureOfPage } from '../../../../platform/pdf.ts'
import type { Decider } from '../../../../spaces/actors.ts'
import { PageHeading, Pagination, Panel } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { DOCUMENTS, documentAt, fileOf } from '../../apprentice-aid/index.ts'
import { facts } from '../facts.ts'
import { documentsFor } from '../grounds.ts'
import { requestFor } from '../queries.ts'
import { documentHref, fileHref, type Place, REGION, SCHOOL } from './places.ts'

/** The documents of a request, for the CFA that checks it: never those of the bank. */
export const schoolAidDocuments = documentsAt(SCHOOL)

/** Those of any request, for the Region. */
export const regionAidDocuments = documentsAt(REGION)

interface DocumentPages<Actor> {
  /** All its pages, one at a time, as pictures. */
  pages: Page<Actor>
  image: Download<Actor>
  file: Download<Actor>
}

function documentsAt<Actor extends Decider>(place: Place<Actor>): DocumentPages<Actor> {
  return {
    pages: page(place.space, {
      title: ({ number, document }) => `${DOCUMENTS[found(documentAt(document))].label}, demande d’aide ${number}`,
      async view({ db, actor, query, visit }) {
        const { file, kind, bytes } = await documentOf(db, actor, visit)
        const pages = await mustBeHarmlessPdf(bytes, 'document')
        const page = Math.min(pageAsked(query), pages)
        const { label } = DOCUMENTS[kind]
        const href = documentHref(place, file.number, kind)
        return (
          <>
            <PageHeading>{`${label} de ${file.first_name} ${file.last_name}`}</PageHeading>
            <Panel>
              <img class="identity-document" src={`${href}/image?page=${page}`} alt={`${label}, page ${page} sur ${pages}`} />
              {pages > 1 && <Pagination page={page} pages={pages} href={(other) => `${href}?page=${other}`} />}
              <Actions>
                <ButtonLink kind="quiet" href={fileHref(place, file.number)}>
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
    image: download(
      place.space,
      {
        find: async ({ db, actor, query, visit }) => {
          const document = await documentOf(db, actor, visit)
          return { ...document, picture: found(await pictureOfPage(document.bytes, pageAsked(query))) }
        },
        trace: ({ subject }) => reading(subject),
      },
      async ({ subject: { picture } }) => pictureAnswer({ media_type: 'image/png', bytes: picture }),
    ),
    file: download(
      place.space,
      { find: ({ db, actor, visit }) => documentOf(db, actor, visit), trace: ({ subject }) => reading(subject) },
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

async function documentOf(db: Reader, actor: Decider, { params, site }: Visit) {
  const file = await requestFor(db, actor, params.number ?? '')
  const kind = found(documentsFor(actor.kind, file).find((kind) => kind === documentAt(params.document)))
  const id = fileOf(file, kind)
  const stored = found(id === null ? undefined : await readFile(db, id, site.ibanKey))
  // Of a closed account, the row is left without what it held.
  if (stored.bytes.length === 0) throw notFound()
  return { file, kind, ...stored }
}
