import { places } from '../../../../places.ts'
import { type Day, frenchDayOf } from '../../../../platform/dates.ts'
import { Warning } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { askedUntilInWords } from '../renewals.ts'

/** On the shop's home page, for its managers: a text waits for them. */
export const ToAccept = ({ text, today }: { text: { agreed_at: Date; accept_by: Day }; today: Day }) => (
  <Warning title="Convention : un texte à accepter">
    <p>{`La Région l’a mis en vigueur le ${frenchDayOf(text.agreed_at)}. Lisez-le, et acceptez-le avec un code reçu par mail. Votre caisse marche en attendant.`}</p>
    <p>{askedUntilInWords(text.accept_by, today)}</p>
    <Actions>
      <ButtonLink href={places.partner.agreement.to()}>Lire et accepter</ButtonLink>
    </Actions>
  </Warning>
)
