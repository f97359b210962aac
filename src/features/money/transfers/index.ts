/** The door of the room: how a settlement is paid, and what is answered. */
export { transfersAgain } from './pay-again.ts'
export { answerTurn } from './turn.ts'
