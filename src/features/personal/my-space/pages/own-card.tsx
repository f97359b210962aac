import { places } from '../../../../places.ts'
import type { Beneficiary } from '../../../../spaces/actors.ts'
import { CardFace } from '../../../../ui/blocks.tsx'
import { nameOnCard } from '../../../people/beneficiaries/index.ts'

/** The card of whoever is looking, as their photo and number make it. */
export const OwnCard = ({ owner, card }: { owner: Beneficiary; card: { number: string; campaign_name: string | null } }) => (
  <CardFace
    name={nameOnCard(owner)}
    number={card.number}
    photoUrl={places.beneficiary.cardPhoto.to()}
    validity={card.campaign_name ?? ''}
  />
)
