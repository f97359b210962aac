import { places } from '../../../../places.ts'
import { found } from '../../../../platform/errors.ts'
import { pictureAnswer, readFile } from '../../../../platform/files.ts'
import { pageAsked, pastTheEnd, wordsAsked } from '../../../../platform/forms/paging.ts'
import { FormState } from '../../../../platform/forms/state.ts'
import { download, page } from '../../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { InfoBox, PageHeading, Pagination } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, SearchForm, TextField } from '../../../../ui/form.tsx'
import { GoodDealCards, GoodDealWhole } from '../good-deal-cards.tsx'
import { applicationOnTheWay, GOOD_DEALS_A_PAGE, goodDealFor, searchGoodDeals } from '../queries.ts'

/** Every good deal that its reader may use (guide, 5). */
export const goodDealsPage = page(beneficiarySpace, places.beneficiary.goodDeals, {
  title: 'Bons plans',
  async view({ db, actor, query, now }) {
    const words = wordsAsked(query)
    const asked = pageAsked(query)
    const [{ rows, total }, onTheWay] = await Promise.all([
      searchGoodDeals(db, actor, { words, page: asked, now }),
      applicationOnTheWay(db, actor),
    ])
    const past = pastTheEnd(rows, query)
    if (past) return past
    return (
      <>
        <PageHeading>Bons plans</PageHeading>
        <SearchForm>
          <TextField form={new FormState('', '', { recherche: [words] })} name="recherche" label="Rechercher" type="search" optional />
          <Actions>
            <Button icon="search">Rechercher</Button>
          </Actions>
        </SearchForm>
        {onTheWay && <NotAllYet {...onTheWay} />}
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

/** Why some good deals are not shown yet, and what to do about it (guide, 3.3). */
function NotAllYet({ state, needs_document }: { state: 'draft' | 'submitted' | 'returned' | 'refused'; needs_document: boolean | null }) {
  const reserved = 'Certains bons plans sont réservés aux jeunes dont la demande est validée.'
  if (state === 'submitted' || state === 'refused') {
    const answer =
      state === 'submitted' ? 'en cours de vérification : nous vous prévenons de la réponse' : 'refusée : votre page d’accueil dit pourquoi'
    return (
      <InfoBox>
        <p>{`${reserved} La vôtre est ${answer}.`}</p>
      </InfoBox>
    )
  }
  return (
    <InfoBox>
      <p>
        {reserved}
        {needs_document && ' Nous avons besoin d’un justificatif d’identité avant de vous laisser accéder à ces bons plans.'}
      </p>
      <Actions>
        <ButtonLink href={needs_document ? places.beneficiary.identityDocument.to() : places.beneficiary.home.to()}>
          {needs_document ? 'Envoyer mon justificatif' : state === 'returned' ? 'Corriger ma demande' : 'Poursuivre ma demande'}
        </ButtonLink>
      </Actions>
    </InfoBox>
  )
}

function foundInWords(total: number): string {
  if (total === 0) return 'Aucun bon plan trouvé'
  return total === 1 ? '1 bon plan trouvé' : `${total} bons plans trouvés`
}

export const goodDealPage = page(beneficiarySpace, places.beneficiary.goodDeal, {
  find: async ({ db, actor, params, now }) => found(await goodDealFor(db, actor, params.id, now)),
  title: (_, { title }) => `${title} — Bons plans`,
  view({ subject: deal }) {
    return (
      <>
        <PageHeading>{deal.title}</PageHeading>
        <GoodDealWhole deal={deal} picture={places.beneficiary.goodDealPicture} />
        <Actions>
          <ButtonLink href={places.beneficiary.goodDeals.to()} kind="quiet">
            Voir tous les bons plans
          </ButtonLink>
        </Actions>
      </>
    )
  },
})

export const goodDealPicture = download(beneficiarySpace, places.beneficiary.goodDealPicture, async ({ db, actor, params, now, visit }) => {
  const { picture_file_id } = found(await goodDealFor(db, actor, params.id, now))
  const answer = pictureAnswer(found(await readFile(db, picture_file_id, visit.site)))
  answer.headers.set('Cache-Control', 'private, max-age=604800')
  return answer
})
