import { places } from '../../../places.ts'
/** The photo of a card in a list of them: fetched, and written down as read, once it is scrolled to. */
export const PhotoInList = ({ card }: { card: { number: string; last_name: string; first_name: string } }) => (
  <img
    src={places.region.cardPhotoInList.to({ number: card.number })}
    alt={`Portrait de ${card.first_name} ${card.last_name}`}
    width="70"
    height="90"
    loading="lazy"
  />
)

/** Leads to what is done about a photo that cannot be printed. */
export const AskAnotherPhoto = ({ card }: { card: { number: string; last_name: string; first_name: string } }) => (
  <a href={places.region.settingAside.to({ number: card.number })}>
    Photo à refaire<span class="unseen">{` : ${card.first_name} ${card.last_name}`}</span>
  </a>
)
