import { places } from '../../../../places.ts'
import { frenchDayOf } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { documentAnswer } from '../../../../platform/files.ts'
import { download, page, see } from '../../../../platform/http/page.ts'
import { takeTry } from '../../../../platform/limits.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { InfoBox, PageHeading, Panel, Said, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { proofOf, proofPdf } from '../../agreements/index.ts'
import { partyOf, proofsFor } from '../joining.ts'
import { type Application, applicationBy } from '../queries.ts'
import { whereNext } from './step.tsx'

/** Where an application is, for whoever has its address. */
export const statePage = page(publicSpace, places.public.joiningState, {
  find: async ({ db, params: { token } }) => {
    const application = await applicationBy(db, token)
    return application.state === 'begun' ? see(whereNext(token, application)) : application
  },
  title: 'Votre demande pour devenir partenaire',
  said: { envoi: 'Votre demande est envoyée' },
  view: ({ params, said, subject: application }) => (
    <>
      <Said>{said}</Said>
      <PageHeading>{`Demande n° ${application.id}`}</PageHeading>
      <State application={application} />
      <Panel title="Ce que vous avez envoyé">
        <SummaryList
          items={[
            { label: 'Point de vente', value: application.name },
            { label: 'Raison sociale', value: application.legal_name },
            { label: 'Gestionnaire', value: `${application.manager_name}, ${application.manager_email}` },
            { label: 'Envoyée', value: application.sent_at ? `Le ${frenchDayOf(application.sent_at)}` : '—' },
          ]}
        />
        <Actions>
          <ButtonLink href={places.public.joiningProof.to(params)} icon="documents">
            Garder la convention (PDF)
          </ButtonLink>
        </Actions>
        <p class="hint">Avec son texte, et la preuve de votre accord. Cette page reste à l’adresse reçue par mail : gardez-la pour vous.</p>
      </Panel>
    </>
  ),
})

function State({ application: { state, refusal, ended_at } }: { application: Application }) {
  if (state === 'accepted')
    return (
      <InfoBox title={`La Région a signé le ${ended_at ? frenchDayOf(ended_at) : ''}`}>
        <p>
          Vous êtes partenaire. Choisissez votre mot de passe par le lien reçu par mail, puis{' '}
          <a href={places.public.staffSignIn.to()}>connectez-vous</a>.
        </p>
      </InfoBox>
    )
  if (state === 'refused')
    return (
      <Warning title="La Région a refusé cette demande">
        <p>{refusal}</p>
        <p>
          Si vous pouvez y répondre, <a href={places.public.joining.to()}>envoyez une nouvelle demande</a>.
        </p>
      </Warning>
    )
  return (
    <InfoBox title="La Région regarde votre demande">
      <p>Deux personnes la vérifient l’une après l’autre. Vous recevrez un mail à chaque étape ; elles peuvent aussi vous appeler.</p>
    </InfoBox>
  )
}

/** The agreement, with what proves it. */
export const proof = download(publicSpace, places.public.joiningProof, { isSlow: true }, async ({ db, now, visit, params: { token } }) => {
  const application = await applicationBy(db, token)
  await takeTry(db, proofsFor(visit.network), now)
  const { id } = application
  const bytes = await proofPdf(found(await proofOf(db, { application_id: id })), partyOf(application))
  return documentAnswer({ media_type: 'application/pdf', bytes }, `convention-${id}.pdf`)
})
