import { places } from '../../../../places.ts'
import { dayOf, frenchDay, frenchMinute } from '../../../../platform/dates.ts'
import { page } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { Gauge, InfoBox, PageHeading, Panel, Reminder, Stages, Success, Warning } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { AidBox, aidBoxOf } from '../../../aid/apprentice-aid/index.ts'
import { PhotoToRedo } from '../../../card/cards/index.ts'
import { grantToComeTo, walletsOf } from '../../../money/wallets/index.ts'
import {
  type Answers,
  firstOpenStep,
  historyOf,
  hrefOf,
  IDENTITY_DOCUMENT,
  isDecided,
  isEditable,
  mayRenew,
  progressOf,
  REGION,
  RenewalButton,
  RenewalWords,
  situationOf,
  stages,
} from '../../../requests/card-applications/index.ts'
import { currentCampaign, hasStarted, isOver, whatComesAfter } from '../../../scheme/campaigns/index.ts'
import { GoodDealsBox, KeyDates, keyDatesOf, newestGoodDeals } from '../../../scheme/content/index.ts'

/** The home page of a young person (guide, 3 and 5): the dates to know, their request, their money. */
export const beneficiaryHome = page(beneficiarySpace, places.beneficiary.home, {
  title: 'Mon espace',
  said: { envoi: 'Votre demande est envoyée' },
  async view({ db, actor, now, visit, said }) {
    const today = dayOf(now)
    const [campaign, progress, wallets, toCome, goodDeals, aid] = await Promise.all([
      currentCampaign(db, today),
      progressOf(db, actor.id),
      actor.has_card ? walletsOf(db, actor.id, now) : [],
      actor.has_card ? grantToComeTo(db, actor.id, now) : undefined,
      newestGoodDeals(db, actor, now),
      aidBoxOf(db, actor, now),
    ])
    const keyDates = await keyDatesOf(db, campaign.id, now)
    const next = isOver(campaign, today) ? await whatComesAfter(db, campaign, today) : undefined
    const answer =
      progress && (progress.state === 'returned' || progress.state === 'refused') ? (await historyOf(db, progress.id)).at(-1) : undefined
    const isRenewable = progress !== undefined && mayRenew(progress, campaign, today)
    const isLate = progress !== undefined && isOver(progress, today) && !isDecided(progress)
    const open = wallets.filter((wallet) => wallet.is_open)
    const getsCard = !progress || situationOf(progress) !== 'neither'
    const checking =
      progress?.school_id === null
        ? `${REGION} vérifie votre demande. Vous n’avez rien à faire : nous vous prévenons dès qu’elle a répondu.`
        : 'Votre établissement vérifie que vous y êtes inscrit. Vous n’avez rien à faire : nous vous prévenons dès qu’il a répondu.'
    return (
      <>
        {said && progress?.state === 'submitted' ? (
          <Success title={said}>
            <p>{checking}</p>
          </Success>
        ) : (
          <PageHeading>Bonjour {actor.first_name}</PageHeading>
        )}
        <InfoBox title={`Génération #HDF, campagne ${campaign.name}`}>
          {next && <p>{`La campagne ${campaign.name} s’est terminée le ${frenchDay(campaign.ends_on)}. ${next}`}</p>}
          {getsCard && !next && (
            <p>
              {`Votre carte ${hasStarted(campaign, today) ? 'est' : 'sera'} utilisable du `}
              <strong>{frenchDay(campaign.starts_on)}</strong> au <strong>{frenchDay(campaign.ends_on)}</strong>. Les prépaiements sont à
              utiliser jusqu’au <strong>{frenchDay(campaign.prepayments_expire_on)}</strong> inclus.
            </p>
          )}
          <KeyDates dates={keyDates} />
        </InfoBox>
        {getsCard && <Reminder>Vos achats doivent être liés à votre formation.</Reminder>}
        {isRenewable && (
          <Panel title={`La campagne ${campaign.name} est ouverte`}>
            <RenewalWords campaign={campaign} hasCard={actor.has_card} />
            <RenewalButton csrf={visit.csrf()} />
          </Panel>
        )}
        {progress && (
          <Panel title={titleOf(progress, campaign)}>
            <Stages stages={stages(progress)} />
            {progress.set_aside_reason && <PhotoToRedo reason={progress.set_aside_reason} />}
            {answer && (
              <Warning title={progress.state === 'returned' ? 'Votre demande est à corriger' : 'Votre demande est refusée'}>
                <p>« {answer.reason} »</p>
                <p>
                  {`${answer.school_name ?? REGION}, le ${frenchMinute(answer.at)}. `}
                  {progress.state === 'returned'
                    ? !isLate && 'Corrigez votre demande, puis renvoyez-la : vos réponses sont conservées.'
                    : `Si vous pensez que c’est une erreur, ${getsCard ? 'adressez-vous à votre établissement ou ' : ''}appelez le 0800 026 080.`}
                </p>
              </Warning>
            )}
            {isLate && (
              <p>
                {`La campagne ${progress.campaign_name} s’est terminée le ${frenchDay(progress.ends_on)}${progress.state === 'submitted' ? ' avant la réponse' : ''} : vous ferez votre demande dans la campagne suivante, avec les réponses que vous avez déjà données.`}
              </p>
            )}
            {progress.state === 'submitted' && !said && !isLate && <p>{checking}</p>}
            {progress.state === 'submitted' && !getsCard && !isLate && (
              <p>
                <a href={hrefOf(IDENTITY_DOCUMENT)}>Voir ou remplacer ma pièce d’identité</a>
              </p>
            )}
            {progress.state === 'validated' && !getsCard && (
              <>
                <p>Votre demande est validée : les Bons Plans Génération #HDF vous sont ouverts.</p>
                <Actions>
                  <ButtonLink href={places.beneficiary.goodDeals.to()}>Voir les bons plans</ButtonLink>
                </Actions>
              </>
            )}
            {isEditable(progress) && !isLate && (
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
            {open.map((wallet) => (
              <Gauge key={wallet.id} label={wallet.label} left={wallet.balance_cents} total={wallet.granted_cents}>
                <p class="hint">{`À utiliser jusqu’au ${frenchDay(wallet.closes_on)} inclus (${wallet.campaign_name})`}</p>
              </Gauge>
            ))}
            {toCome && (
              <p>
                <strong>{frenchEuros(toCome.amount_cents)}</strong>
                {` seront sur votre carte le ${frenchDay(toCome.starts_on)} (${toCome.label}) : vous pourrez payer à partir de ce jour.`}
              </p>
            )}
            {open.length === 0 && !toCome && (
              <p>
                {progress?.state === 'validated' && progress.campaign_id === campaign.id && !next
                  ? 'Aucun montant n’est versé sur votre carte cette année.'
                  : 'Aucun montant n’est sur votre carte en ce moment.'}
              </p>
            )}
            <Actions>
              <ButtonLink href={places.beneficiary.card.to()} icon="card">
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

/** A request of another campaign than the one that the page is about says which. */
function titleOf(progress: { answers: Answers; campaign_id: number; campaign_name: string }, campaign: { id: number }): string {
  const title = situationOf(progress) === 'neither' ? 'Ma demande' : 'Ma demande de carte'
  return progress.campaign_id === campaign.id ? title : `${title}, campagne ${progress.campaign_name}`
}
