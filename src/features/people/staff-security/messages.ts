import { message, SECRET } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { OFFER_MINUTES } from '../staff-sign-in/index.ts'

/** To the number that was typed, which may be anybody's. */
export const phoneToProve = message(
  'guardian-phone-code',
  { who: 'Whoever has the number that was typed', when: 'a guardian wants their codes by SMS there', example: [] },
  () => ({
    subject: 'Code pour recevoir vos codes par SMS',
    paragraphs: [],
    sms: `${OUR_REGION.card} : ${SECRET} est le code qui confirme ce numéro, valable ${OFFER_MINUTES} min. Vous n’avez rien demandé ? Ne le donnez à personne.`,
    secret: 'phone-code',
  }),
)
