/** The door of the room: what a bank is given, and what it answers. */
export type { AnswerKind } from './answer.ts'
export { nextBankDay } from './bank-days.ts'
export { answerPolicy, type SentAnswer } from './read-answer.ts'
export { REASON_CHOICES, type Reason, reasonOf } from './reasons.ts'
export { RETURN_TITLES } from './returned-table.ts'
export { linesSaid, type SaidOfTransfer, type SaidOfWhole, wholesSaid } from './said.ts'
export { fileName, MADE_UP_PAYER, type Payer, TRANSFERS_A_FILE, type Transfer, transfersFiles } from './transfers.ts'
