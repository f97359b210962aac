import { places } from '../../../../places.ts'
import { page } from '../../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { Panel } from '../../../../ui/blocks.tsx'
import { givenAlready, MEALS, wholeEuros } from '../../apprentice-aid/index.ts'
import { atStep, StepHeading, StepLinks, titleOf } from './step.tsx'

export const mealsStep = page(beneficiarySpace, places.beneficiary.aidMeals, {
  title: titleOf(MEALS),
  async view({ db, actor, now }) {
    const filling = await atStep(db, actor, now, MEALS)
    if (filling instanceof Response) return filling
    return (
      <>
        <StepHeading step={MEALS} />
        <Panel>
          <p>L’aide à la restauration est forfaitaire.</p>
          <p>
            Elle est fixée à <strong>{wholeEuros(filling.parameters.meals_cents)}</strong> par année de formation.
          </p>
          {givenAlready(filling.current, filling.given).meals && (
            <p>Elle vous est déjà accordée pour cette année de formation, avec un autre contrat : elle ne l’est pas une seconde fois.</p>
          )}
          <StepLinks step={MEALS} draft={filling.draft} />
        </Panel>
      </>
    )
  },
})
