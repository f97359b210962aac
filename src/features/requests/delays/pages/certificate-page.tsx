import { places } from '../../../../places.ts'
import { frenchDayOf } from '../../../../platform/dates.ts'
import { storedPicture, storeFile } from '../../../../platform/files.ts'
import { download, form, page, see } from '../../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { regionFor } from '../../../../spaces/staff.tsx'
import { PageHeading, Panel, Said } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, FileField, Form } from '../../../../ui/form.tsx'
import { certificateForm, certificatePolicy, maySendCertificate } from '../delay.ts'
import { facts } from '../facts.ts'
import { certificateFor, ownCertificateOf, ownWaiting } from '../queries.ts'
import { CERTIFICATE_KEPT_DAYS } from '../retention.ts'
import { sendCertificate, tooEarly } from '../send-certificate.ts'

/** Somebody whose school does not answer sends what proves that they are there. */
export const certificate = page(beneficiarySpace, places.beneficiary.certificate, {
  title: 'Certificat de scolarité',
  said: { envoi: 'Votre certificat est envoyé à la Région' },
  scripts: ['file-check'],
  async view({ db, actor, now, form, said }) {
    const waiting = await ownWaiting(db, actor)
    if (!waiting || !maySendCertificate(waiting, now)) return see(places.beneficiary.home.to())
    const sentAt = waiting.certificate_sent_at
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>Certificat de scolarité</PageHeading>
        {sentAt && (
          <Panel title={`Envoyé le ${frenchDayOf(sentAt)}`}>
            <p>
              {waiting.taken_over_at ? 'La Région vous répondra.' : 'La Région vous répondra, ou votre établissement s’il est plus rapide.'}{' '}
              Est-il entier et lisible ? Sinon, envoyez-en un autre.
            </p>
            <p>
              <img class="identity-document" src={places.beneficiary.ownCertificate.to()} alt="Votre certificat de scolarité" />
            </p>
          </Panel>
        )}
        <Form form={form} multipart class="panel">
          {!sentAt && (
            <p>
              {waiting.taken_over_at
                ? 'La Région répond à la place de votre établissement. Un certificat de scolarité de cette année l’aide à vérifier que vous y êtes inscrit.'
                : 'Votre établissement n’a pas encore répondu. Demandez-lui un certificat de scolarité de cette année, puis envoyez-le à la Région : elle pourra répondre à sa place.'}
            </p>
          )}
          <FileField
            form={form}
            name="certificate"
            label={sentAt ? 'Un autre certificat de scolarité' : 'Certificat de scolarité'}
            hint={`PDF ou photo, ${certificatePolicy.megabytes} Mo au plus.`}
            policy={certificatePolicy}
          />
          <p class="hint">
            {`Seuls les agents de la Région qui valident les demandes le voient. Il est supprimé ${CERTIFICATE_KEPT_DAYS} jours après la réponse.`}
          </p>
          <Actions>
            <ButtonLink kind="quiet" href={places.beneficiary.home.to()}>
              Retour
            </ButtonLink>
            <Button>Envoyer à la Région</Button>
          </Actions>
        </Form>
      </>
    )
  },
  submit: form(
    certificateForm,
    {
      async prepare({ db, actor, now }) {
        const waiting = await ownWaiting(db, actor)
        if (!waiting || !maySendCertificate(waiting, now)) throw tooEarly(waiting)
      },
      upload: { policy: certificatePolicy, chosen: ({ input }) => input.certificate },
    },
    async ({ tx, actor, file, visit }) => {
      await sendCertificate(tx, actor, await storeFile(tx, certificatePolicy, file, visit.site.ibanKey))
      return see(places.beneficiary.certificate.said('envoi'))
    },
  ),
})

/** What one sent oneself. */
export const ownCertificate = download(beneficiarySpace, places.beneficiary.ownCertificate, async ({ db, actor, visit }) =>
  storedPicture(db, await ownCertificateOf(db, actor), visit.site),
)

/** The certificate of a request that the Region decides on; each reading is written down. */
export const requestCertificate = download(
  regionFor('requests.decide'),
  places.region.requestCertificate,
  {
    find: ({ db, params }) => certificateFor(db, params.number),
    trace: ({ subject: { application_id, beneficiary_id } }) => ({
      fact: facts['certificate.read'],
      beneficiary_id,
      details: { application_id },
    }),
  },
  ({ db, subject, visit }) => storedPicture(db, subject.file_id, visit.site),
)
