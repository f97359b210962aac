import { OUR_REGION } from '../../../../platform/region.ts'
import { InfoBox } from '../../../../ui/blocks.tsx'

/** Said where somebody comes to pay. */
export const FrozenMoney = () => (
  <InfoBox title="Votre argent est gelé">
    <p>
      La Région a gelé ce qui est sur votre carte : rien ne paie pour le moment, et rien n’est perdu. Quand elle le dégèlera, vous
      retrouverez les jours passés. Pour savoir pourquoi, appelez le {OUR_REGION.phone}.
    </p>
  </InfoBox>
)
