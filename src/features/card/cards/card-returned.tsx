import { places } from '../../../places.ts'
import { Warning } from '../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../ui/form.tsx'

/** Said to whose card the post brought back: what they have to do, then that it leaves again. */
export const CardReturned = ({ card }: { card: { address_confirmed_at: Date | null } }) =>
  card.address_confirmed_at ? (
    <Warning title="Votre carte repart bientôt">
      <p>La poste nous l’avait rendue. Elle est renvoyée à l’adresse que vous avez confirmée, avec le prochain envoi.</p>
    </Warning>
  ) : (
    <Warning title="Votre carte nous est revenue">
      <p>
        La poste n’a pas pu vous la remettre. Vérifiez votre adresse : votre carte repart ensuite. En attendant, payez avec votre QR code.
      </p>
      <Actions>
        <ButtonLink href={places.beneficiary.returnedCard.to()}>Vérifier mon adresse</ButtonLink>
      </Actions>
    </Warning>
  )
