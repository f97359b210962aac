import { places } from '../../../../places.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import { page } from '../../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { DataTable, PageHeading, Pagination, Panel } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { CONSULTATIONS_A_PAGE, factInWords } from '../consultations.ts'
import { consultationsOf } from '../queries.ts'

/** Every time that staff opened or changed one's file. */
export const consultations = page(beneficiarySpace, places.beneficiary.consultations, {
  title: 'Qui a consulté mon dossier',
  async view({ db, actor, query, visit }) {
    const number = pageAsked(query)
    const { rows, total } = await consultationsOf(db, actor, number)
    const past = pastTheEnd(rows, query)
    if (past) return past
    const first = (number - 1) * CONSULTATIONS_A_PAGE + 1
    return (
      <>
        <PageHeading>Qui a consulté mon dossier</PageHeading>
        <p>
          Chaque fois qu’un établissement, un partenaire ou la Région ouvre votre dossier, voit votre photo ou décide de votre demande,
          c’est écrit ici, et personne ne peut l’effacer. Les listes où ne figurent que des noms n’y sont pas.
        </p>
        <Panel>
          <DataTable
            caption="Consultations de mon dossier"
            empty="Personne n’a consulté votre dossier."
            columns={[{ label: 'Date' }, { label: 'Par' }, { label: 'Quoi' }]}
            rows={rows.map(({ at, place, fact }) => [frenchMinute(at), place, factInWords(visit.site.facts, fact)])}
          />
          {total > CONSULTATIONS_A_PAGE && (
            <Pagination
              page={number}
              pages={Math.ceil(total / CONSULTATIONS_A_PAGE)}
              {...(rows.length > 0 && { lines: { first, last: first + rows.length - 1 } })}
              href={(to) => places.beneficiary.consultations.to({ page: to })}
            />
          )}
        </Panel>
        <Actions>
          <ButtonLink href={places.beneficiary.account.to()} kind="quiet">
            Retour
          </ButtonLink>
        </Actions>
      </>
    )
  },
})
