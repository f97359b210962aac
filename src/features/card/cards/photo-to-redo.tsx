import { places } from '../../../places.ts'
import { Warning } from '../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../ui/form.tsx'

/** Said to the owner of a card that was set aside. */
export const PhotoToRedo = ({ reason }: { reason: string }) => (
  <Warning title="Votre photo est à refaire">
    <p>« {reason} »</p>
    <p>Votre carte n’est pas fabriquée tant que vous n’en avez pas envoyé une autre.</p>
    <Actions>
      <ButtonLink href={places.beneficiary.newPhoto.to()} icon="camera">
        Envoyer une autre photo
      </ButtonLink>
    </Actions>
  </Warning>
)
