/** Who is there on the opening day: everybody has a card and a wallet, has spent some of it, and has one password. */
export const PEOPLE = 250_000
/** Each wallet has its grant and seven movements: two million in all. */
export const MOVEMENTS_EACH = 8
export const PARTNERS = 3_000
export const TOWNS = 320
export const TILLS = 300
export const PASSWORD = 'Beffroi2026'

/** The last of them are asked for another photo. */
export const PHOTOS_TO_REDO = 1_000
/** After them come some who are asked for an identity document. */
export const IDENTITIES_TO_SEND = 200

export const cardNumberOf = (person: number) => `${10_000_000 + person}`
export const townOf = (partner: number) => `Ville ${1 + (partner % TOWNS)}`
/** Of those who made a prepayment: every other one. */
export const ticketOf = (person: number) => `${100_000_000_000 + person}`
