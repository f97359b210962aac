import { places } from '../../../../places.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import { page } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, PageHeading, Pagination, Panel } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { KINDS, kindsOf } from '../kinds.ts'
import { importsOf } from '../queries.ts'
import { StateTag } from './state-tag.tsx'

/** The files that were sent, and where others are sent. */
export const importList = page(regionFor('schools.manage', 'partners.manage', 'reference-data.import'), places.region.imports, {
  title: 'Imports de fichiers',
  async view({ db, actor, query }) {
    const kinds = kindsOf(actor)
    const number = pageAsked(query)
    const { rows, hasMore } = await importsOf(db, kinds, number)
    const past = pastTheEnd(rows, query)
    if (past) return past
    return (
      <>
        <PageHeading>Imports de fichiers</PageHeading>
        <p>
          Un fichier est d’abord lu : vous voyez ce qu’il changerait et ce qui est faux, ligne par ligne. Rien ne change avant qu’il soit
          accepté.
        </p>
        <Panel title="Importer un fichier">
          <Actions>
            {kinds.map((kind) => (
              <ButtonLink key={kind} href={KINDS[kind].place.to()} kind="quiet">
                {KINDS[kind].title}
              </ButtonLink>
            ))}
          </Actions>
        </Panel>
        <Panel>
          <DataTable
            caption="Fichiers envoyés, du plus récent au plus ancien"
            columns={[
              { label: 'Fichier' },
              { label: 'Données' },
              { label: 'Envoyé le' },
              { label: 'Par' },
              { label: 'État' },
              { label: 'Lignes refusées', numeric: true },
            ]}
            empty="Aucun fichier envoyé."
            rows={rows.map((sent) => [
              <a key="file" href={places.region.import.to({ id: sent.id })}>
                {sent.file_name}
                <span class="unseen">{` : import n° ${sent.id}`}</span>
              </a>,
              KINDS[sent.kind].title,
              frenchMinute(sent.sent_at),
              sent.sent_by_name,
              <StateTag key="state" state={sent.state} />,
              sent.refused.toLocaleString('fr-FR'),
            ])}
          />
          {(hasMore || number > 1) && (
            <Pagination page={number} pages={hasMore ? number + 1 : number} href={(to) => places.region.imports.to({ page: to })} />
          )}
        </Panel>
      </>
    )
  },
})
