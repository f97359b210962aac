/** The door of the room: who takes the card, and what they accept. */

export { freezePartner, thawPartner } from './freeze.ts'
export { partnersImporter } from './import.ts'
export { beginLeaving, leave, stayAfterAll } from './leave.ts'
export { exchangesCounted, managedPartner, managedPartners, PARTNER_ORDERS, tillsAtWork } from './manage-queries.ts'
export { partnerOpening } from './opening.ts'
export { type Accepting, type Partner, partnerCode, partnerFields, partnerLabel } from './partner.ts'
export { partnerAccepting, partnersOf, townsOfPartners } from './queries.ts'
export { takeOnPartner } from './save.ts'
