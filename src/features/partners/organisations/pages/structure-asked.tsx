import { places } from '../../../../places.ts'
import { InfoBox } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'

/** What was typed already waits for somebody else. */
export const StructureAsked = ({ act }: { act: { id: number } | undefined }) =>
  act ? (
    <InfoBox title="Un SIRET attend une seconde personne">
      <Actions>
        <ButtonLink href={places.region.actOfTwo.to({ id: act.id })} kind="quiet">
          Voir la demande
        </ButtonLink>
      </Actions>
    </InfoBox>
  ) : null
