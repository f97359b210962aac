import { places } from '../../../../places.ts'
import { InfoBox } from '../../../../ui/blocks.tsx'

/** Asked of who is under 15, on their home page: nothing waits for it. */
export const NameAGuardian = () => (
  <InfoBox title="Vous avez moins de 15 ans">
    <p>
      Vous pouvez indiquer un parent ou un autre responsable légal : il suivra votre demande avec vous. Votre demande n’attend pas sa
      réponse. <a href={places.beneficiary.guardians.to()}>Indiquer un responsable légal</a>
    </p>
  </InfoBox>
)
