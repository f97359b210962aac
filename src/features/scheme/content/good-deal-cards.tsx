import { places } from '../../../places.ts'
import { frenchDay } from '../../../platform/dates.ts'
import { Panel, Tag } from '../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../ui/form.tsx'
import { GOOD_DEAL_PICTURE, validityInWords } from './content.ts'
import { Prose } from './prose.tsx'
import type { GoodDeal } from './queries.ts'

const { width, height } = GOOD_DEAL_PICTURE

/** Its address changes with the picture, so that a browser may keep it. */
const pictureOf = (picture: PicturePlace, { id, picture_file_id }: GoodDeal) => picture.to({ id }, { v: picture_file_id.slice(0, 8) })

type PicturePlace = typeof places.beneficiary.goodDealPicture

const HoldersOnly = () => <Tag tone="info">Demande validée</Tag>

/** Good deals side by side, each leading to its page. `level`: of their headings; on a page of their own they begin to tell. */
export const GoodDealCards = ({ deals, level }: { deals: readonly GoodDeal[]; level: 2 | 3 }) => {
  const Heading = `h${level}` as const
  return (
    <ul class="deals plain">
      {deals.map((deal) => (
        <li key={deal.id} class="deal">
          <img
            class="deal-picture"
            src={pictureOf(places.beneficiary.goodDealPicture, deal)}
            alt=""
            width={width}
            height={height}
            loading="lazy"
          />
          <div class="deal-words">
            <Heading class="deal-title">
              <a href={places.beneficiary.goodDeal.to({ id: deal.id })}>{deal.title}</a>
            </Heading>
            <p>{deal.offered_by}</p>
            <p class="hint">{validityInWords(deal)}</p>
            {level === 2 && <p>{deal.body.split('\n', 1)[0]}</p>}
            <p class="deal-foot">
              {deal.for_holders_only && <HoldersOnly />}
              {deal.published_from && <span class="hint">{`Publié le ${frenchDay(deal.published_from)}`}</span>}
            </p>
          </div>
        </li>
      ))}
    </ul>
  )
}

/** A good deal whole. `picture`: where its picture is read. */
export const GoodDealWhole = ({ deal, picture }: { deal: GoodDeal; picture: PicturePlace }) => (
  <article class="panel deal-whole">
    <img class="deal-picture" src={pictureOf(picture, deal)} alt="" width={width} height={height} />
    <div>
      <p>
        <strong>
          {deal.partner_code ? <a href={places.public.partner.to({ code: deal.partner_code })}>{deal.offered_by}</a> : deal.offered_by}
        </strong>
        <br />
        {validityInWords(deal)}
      </p>
      {deal.for_holders_only && (
        <p>
          <HoldersOnly />
        </p>
      )}
      <Prose text={deal.body} />
      {deal.url && (
        <p>
          En savoir plus : <a href={deal.url}>{deal.url.replace(/^https?:\/\//, '')}</a>
        </p>
      )}
      {deal.published_from && <p class="hint">{`Publié le ${frenchDay(deal.published_from)}`}</p>}
    </div>
  </article>
)

/** The newest good deals on the home page (guide, 5). */
export const GoodDealsBox = ({ deals }: { deals: readonly GoodDeal[] }) =>
  deals.length > 0 ? (
    <Panel title="Bons plans">
      <GoodDealCards deals={deals} level={3} />
      <Actions>
        <ButtonLink href={places.beneficiary.goodDeals.to()} kind="quiet">
          Voir tous les bons plans
        </ButtonLink>
      </Actions>
    </Panel>
  ) : null
