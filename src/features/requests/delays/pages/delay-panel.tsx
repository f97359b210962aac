import { places } from '../../../../places.ts'
import { frenchDayOf } from '../../../../platform/dates.ts'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { delayInWords, isCertificateAsked, type Waiting } from '../delay.ts'

/** What somebody may do of a request that their school lets wait, and what they read of it. */
export const Delay = ({ waiting, now }: { waiting: Waiting; now: Date }) => (
  <>
    {isCertificateAsked(waiting, now) && (
      <>
        <p>
          {waiting.taken_over_at
            ? 'La Région répond à la place de votre établissement. Pour l’aider à vérifier que vous y êtes inscrit, vous pouvez lui envoyer un certificat de scolarité.'
            : 'Votre établissement tarde : vous pouvez envoyer un certificat de scolarité à la Région. Elle pourra répondre à sa place.'}
        </p>
        <Actions>
          <ButtonLink href={places.beneficiary.certificate.to()}>Envoyer un certificat de scolarité</ButtonLink>
        </Actions>
      </>
    )}
    <ul>
      {delayInWords(waiting, now).map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
    {waiting.certificate_sent_at && (
      <p>
        <a
          href={places.beneficiary.certificate.to()}
        >{`Voir le certificat envoyé à la Région le ${frenchDayOf(waiting.certificate_sent_at)}`}</a>
      </p>
    )}
  </>
)
