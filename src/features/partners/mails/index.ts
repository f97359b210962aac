/** The door of the room: how a shop is written about its money. */
export { HOW_TO_STOP } from './mails.ts'
export { tellShopOf, tellShops, warnShops } from './tell-shops.ts'
