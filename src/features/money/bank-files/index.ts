/** The door of the room: what a bank is given, and what it answers. */
export { nextBankDay } from './bank-days.ts'
export { MADE_UP_PAYER, type Payer, transfersFile } from './transfers.ts'
