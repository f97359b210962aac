/** The door of the room. */

export { numbered } from './card.ts'
export { forgetHolder } from './forget.ts'
export { giveCards } from './give.ts'
export { issueQrCode } from './issue-qr-code.ts'
export { declareProblemFor } from './oppose.ts'
export { PhotoToRedo } from './photo-to-redo.tsx'
export { endsSessions, problemForm, REASONS, reasonForm, reasonOf } from './problem.ts'
export { ProblemChoice } from './problem-choice.tsx'
export { cardToDeclare } from './problem-queries.ts'
export { cardByNumber, liveCardOf } from './queries.ts'
export { takeQrCode } from './take-qr-code.ts'
