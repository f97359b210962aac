import { dayOf, frenchDay, frenchMinute } from '../../../platform/dates.ts'
import { page } from '../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../spaces/beneficiary.tsx'
import { Gauge, InfoBox, PageHeading, Panel, Reminder, Stages, Success, Warning } from '../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../ui/form.tsx'
import { AidBox, aidBoxOf } from '../../apprentice-aid/index.ts'
import { currentCampaign } from '../../campaigns/index.ts'
import { GoodDealsBox, KeyDates, keyDatesOf, newestGoodDeals } from '../../content/index.ts'
import { walletsOf } from '../../wallets/index.ts'
import { firstOpenStep, hrefOf, IDENTITY_DOCUMENT, isEditable, situationOf, stages } from '../application.ts'
import { historyOf, progressOf } from '../queries.ts'
import { REGION } from './schooling-words.ts'

/** The home page of a young person (guide, 3 and 5): the dates to know, their request, their money. */
export const beneficiaryHome = page(beneficiarySpace, {
  title: 'Mon espace',
  async view({ db, actor, now, query }) {
    const [campaign, progress, wallets, goodDeals, aid] = await Promise.all([
      currentCampaign(db, dayOf(now)),
      progressOf(db, actor.id),
      actor.has_card ? walletsOf(db, actor.id, now) : [],
      newestGoodDeals(db, actor, now),
      aidBoxOf(db, actor, now),
    ])
    const keyDates = await keyDatesOf(db, campaign.id, now)
    const answer =
      progress && (progress.state === 'returned' || progress.state === 'refused') ? (await historyOf(db, progress.id)).at(-1) : undefined
    const isSent = query.has('envoyee') && progress?.state === 'submitted'
    const getsCard = !progress || situationOf(progress) !== 'neither'
    const checking =
      progress?.school_id === null
        ? `${REGION} vérifie votre demande. Vous n’avez rien à faire : nous vous prévenons dès qu’elle a répondu.`
        : 'Votre établissement vérifie que vous y êtes inscrit. Vous n’avez rien à faire : nous vous prévenons dès qu’il a répondu.'
    return (
      <>
        {isSent ? (
          <Success title="Votre demande est envoyée">
            <p>{checking}</p>
          </Success>
        ) : (
          <PageHeading>Bonjour {actor.first_name}</PageHeading>
        )}
        <InfoBox title={`Génération #HDF, campagne ${campaign.name}`}>
          {getsCard && (
            <p>
              Votre carte est utilisable du <strong>{frenchDay(campaign.starts_on)}</strong> au{' '}
              <strong>{frenchDay(campaign.ends_on)}</strong>. Les prépaiements sont à utiliser avant le{' '}
              <strong>{frenchDay(campaign.prepayments_expire_on)}</strong>.
            </p>
          )}
          <KeyDates dates={keyDates} />
        </InfoBox>
        {getsCard && <Reminder>Vos achats doivent être liés à votre formation.</Reminder>}
        {progress && (
          <Panel title={getsCard ? 'Ma demande de carte' : 'Ma demande'}>
            <Stages stages={stages(progress)} />
            {answer && (
              <Warning title={progress.state === 'returned' ? 'Votre demande est à corriger' : 'Votre demande est refusée'}>
                <p>« {answer.reason} »</p>
                <p>
                  {`${answer.school_name ?? REGION}, le ${frenchMinute(answer.at)}. `}
                  {progress.state === 'returned'
                    ? 'Corrigez votre demande, puis renvoyez-la : vos réponses sont conservées.'
                    : `Si vous pensez que c’est une erreur, ${getsCard ? 'adressez-vous à votre établissement ou ' : ''}appelez le 0800 026 080.`}
                </p>
              </Warning>
            )}
            {progress.state === 'submitted' && !isSent && <p>{checking}</p>}
            {progress.state === 'submitted' && !getsCard && (
              <p>
                <a href={hrefOf(IDENTITY_DOCUMENT)}>Voir ou remplacer ma pièce d’identité</a>
              </p>
            )}
            {progress.state === 'validated' && !getsCard && (
              <>
                <p>Votre demande est validée : les Bons Plans Génération #HDF vous sont ouverts.</p>
                <Actions>
                  <ButtonLink href="/espace/bons-plans">Voir les bons plans</ButtonLink>
                </Actions>
              </>
            )}
            {isEditable(progress) && (
              <Actions>
                <ButtonLink href={hrefOf(firstOpenStep(progress))}>
                  {progress.state === 'returned' ? 'Corriger ma demande' : 'Poursuivre ma demande'}
                </ButtonLink>
              </Actions>
            )}
          </Panel>
        )}
        {actor.has_card && (
          <Panel title="Mes aides">
            {wallets.map((wallet) => (
              <Gauge key={wallet.id} label={wallet.label} left={wallet.balance_cents} total={wallet.granted_cents} />
            ))}
            {wallets.length === 0 && <p>Aucun montant n’est versé sur votre carte cette année.</p>}
            <Actions>
              <ButtonLink href="/espace/ma-carte" icon="card">
                Ma carte
              </ButtonLink>
            </Actions>
          </Panel>
        )}
        {aid && <AidBox standing={aid} />}
        <GoodDealsBox deals={goodDeals} />
      </>
    )
  },
})
