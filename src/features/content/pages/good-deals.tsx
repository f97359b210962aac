import { found } from '../../../platform/errors.ts'
import { pictureAnswer, readFile } from '../../../platform/files.ts'
import { pageAsked, wordsAsked } from '../../../platform/forms/paging.ts'
import { FormState } from '../../../platform/forms/state.ts'
import { download, page } from '../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../spaces/beneficiary.tsx'
import { PageHeading, Pagination } from '../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, SearchForm, TextField } from '../../../ui/form.tsx'
import { GoodDealCards, GoodDealWhole } from '../good-deal-cards.tsx'
import { GOOD_DEALS_A_PAGE, goodDealFor, searchGoodDeals } from '../queries.ts'

/** Every good deal that its reader may use (guide, 5). */
export const goodDealsPage = page(beneficiarySpace, {
  title: 'Bons plans',
  async view({ db, actor, query, now }) {
    const words = wordsAsked(query, 'recherche')
    const asked = pageAsked(query)
    const { rows, total } = await searchGoodDeals(db, actor, { words, page: asked, now })
    return (
      <>
        <PageHeading>Bons plans</PageHeading>
        <SearchForm>
          <TextField form={new FormState('', '', { recherche: [words] })} name="recherche" label="Rechercher" type="search" optional />
          <Actions>
            <Button icon="search">Rechercher</Button>
          </Actions>
        </SearchForm>
        {!actor.has_card && <p>Certains bons plans sont réservés aux titulaires de la carte : vous les verrez ici dès que vous l’aurez.</p>}
        {words && <p role="status">{foundInWords(total)}</p>}
        {!words && total === 0 && <p>Aucun bon plan n’est publié pour le moment.</p>}
        <GoodDealCards deals={rows} level={2} />
        {total > GOOD_DEALS_A_PAGE && (
          <Pagination
            page={asked}
            pages={Math.ceil(total / GOOD_DEALS_A_PAGE)}
            href={(to) => `?${new URLSearchParams({ recherche: words, page: String(to) })}`}
          />
        )}
      </>
    )
  },
})

function foundInWords(total: number): string {
  if (total === 0) return 'Aucun bon plan trouvé'
  return total === 1 ? '1 bon plan trouvé' : `${total} bons plans trouvés`
}

export const goodDealPage = page(beneficiarySpace, {
  title: 'Bon plan',
  async view({ db, actor, params, now }) {
    const deal = found(await goodDealFor(db, actor, Number(params.id), now))
    return (
      <>
        <PageHeading>{deal.title}</PageHeading>
        <GoodDealWhole deal={deal} place="/espace/bons-plans" />
        <Actions>
          <ButtonLink href="/espace/bons-plans" kind="quiet">
            Voir tous les bons plans
          </ButtonLink>
        </Actions>
      </>
    )
  },
})

export const goodDealPicture = download(beneficiarySpace, async ({ db, actor, params, now }) => {
  const { picture_file_id } = found(await goodDealFor(db, actor, Number(params.id), now))
  const answer = pictureAnswer(found(await readFile(db, picture_file_id)))
  answer.headers.set('Cache-Control', 'private, max-age=604800')
  return answer
})
