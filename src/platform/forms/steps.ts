import type { NoParams, Place } from '../http/place.ts'

/** One page of a form that has several: where it is, when it is asked, and when it is answered. `Name`: what its query may ask. */
export interface Step<Draft, Name extends string = never> {
  place: Place<NoParams, Name, never>
  number: number
  title: string
  asked(draft: Draft): boolean
  answered(draft: Draft): boolean
}

/** How one goes through these steps. Sending the form is what ends its last one. */
export function wayThrough<Draft, Name extends string>(steps: readonly Step<Draft, Name>[], last: Step<Draft, Name>) {
  const stepsOf = (draft: Draft) => steps.filter((step) => step.asked(draft))
  const firstOpenStep = (draft: Draft): Step<Draft, Name> => stepsOf(draft).find((step) => !step.answered(draft)) ?? last
  return {
    /** The first step that still needs an answer: where one goes on from. */
    firstOpenStep,
    /** A step opens once those before it are answered. */
    mayOpen: (step: Step<Draft, Name>, draft: Draft): boolean => step.asked(draft) && step.number <= firstOpenStep(draft).number,
    /** The next that is asked, open or not. */
    nextStep: (step: Step<Draft, Name>, draft: Draft): Step<Draft, Name> =>
      stepsOf(draft).find(({ number }) => number > step.number) ?? last,
    /** The step that « Retour » leads to; none before the first. */
    stepBefore: (step: Step<Draft, Name>, draft: Draft): Step<Draft, Name> | undefined =>
      stepsOf(draft).findLast(({ number }) => number < step.number),
  }
}
