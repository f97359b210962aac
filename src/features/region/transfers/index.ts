/** The door of the room: how a settlement or a batch of aids is paid, and what is answered. */
export { fileCancelling } from './cancel-file.ts'
export { transfersAgain } from './pay-again.ts'
export { answerTurn } from './turn.ts'
