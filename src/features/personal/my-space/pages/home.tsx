import { places } from '../../../../places.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { dayOf } from '../../../../platform/dates.ts'
import { page } from '../../../../platform/http/page.ts'
import type { Beneficiary } from '../../../../spaces/actors.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { PageHeading, Panel, Reminder, Success } from '../../../../ui/blocks.tsx'
import { AidBox, aidBoxOf } from '../../../aid/aid-form/index.ts'
import { CardReturned, returnedCardOf } from '../../../card/cards/index.ts'
import { AssentsAsked } from '../../../money/assents/index.ts'
import { RenewalButton, RenewalWords } from '../../../requests/application-form/index.ts'
import { historyOf, mayRenew, progressOf } from '../../../requests/card-applications/index.ts'
import { waitingOf } from '../../../requests/delays/index.ts'
import { currentCampaign, isOver, whatComesAfter } from '../../../scheme/campaigns/index.ts'
import { GoodDealsBox, keyDatesOf, newestGoodDeals } from '../../../scheme/content/index.ts'
import { isGuardianAsked as isGuardianAskedOf, NameAGuardian } from '../../guardians/index.ts'
import { myMoneyOf } from '../my-money.ts'
import { concerning, getsCard, isAnswered, mayPay, purse, standing } from '../standing.ts'
import { CampaignBox } from './campaign-box.tsx'
import { InstallHint } from './install-hint.tsx'
import { asksNothing, MyRequest, whoChecks } from './my-request.tsx'
import { MyWallets } from './my-wallets.tsx'

/**
 * The home page of a young person (guide, 3 and 5). First what they came for: money to spend, or what is asked of them. Then what is on its
 * way; what is finished is folded.
 */
export const beneficiaryHome = page(beneficiarySpace, places.beneficiary.home, {
  title: 'Mon espace',
  said: { envoi: 'Votre demande est envoyée' },
  async view({ db, actor, now, visit, said }) {
    const today = dayOf(now)
    const home = await homeOf(db, actor, now)
    const { campaign, days, returned, asked, keyDates, next, progress, about, goodDeals, isGuardianAsked } = home
    const isSent = said !== null && progress?.state === 'submitted'
    return (
      <>
        {isSent ? (
          <Success title={said}>
            <p>{whoChecks(progress)}</p>
          </Success>
        ) : (
          <PageHeading>Bonjour {actor.first_name}</PageHeading>
        )}
        <AssentsAsked asked={asked} csrf={visit.csrf()} />
        {returned && <CardReturned card={returned} />}
        <WhatTheyCameFor {...home} hasCard={actor.has_card} isSent={isSent} csrf={visit.csrf()} />
        {getsCard(progress) && <Reminder>Vos achats doivent être liés à votre formation.</Reminder>}
        {isGuardianAsked && <NameAGuardian />}
        <CampaignBox campaign={campaign} days={days} today={today} next={next} mayPay={mayPay(about)} keyDates={keyDates} />
        {actor.has_card && <InstallHint />}
        <GoodDealsBox deals={goodDeals} />
      </>
    )
  },
})

interface CameFor extends Awaited<ReturnType<typeof homeOf>> {
  hasCard: boolean
  isSent: boolean
  csrf: string
}

/** Money that can be spent, or what is asked of them, first; a request that is accepted last. */
function WhatTheyCameFor({ campaign, progress, about, answer, waiting, now, open, toCome, aid, hasCard, isSent, csrf }: CameFor) {
  const { standing, purse } = about
  const money = purse && <MyWallets open={open} toCome={toCome} purse={purse} />
  const request = progress && standing && <MyRequest {...{ progress, answer, waiting, now, isSent, campaign, standing }} />
  const isAccepted = progress !== undefined && asksNothing(progress, standing)
  return (
    <>
      {open.length > 0 && money}
      {about.mayRenew && (
        <Panel title={`La campagne ${campaign.name} est ouverte`}>
          <RenewalWords campaign={campaign} hasCard={hasCard} />
          <RenewalButton csrf={csrf} />
        </Panel>
      )}
      {!isAccepted && request}
      {open.length === 0 && money}
      {aid && <AidBox standing={aid} />}
      {isAccepted && request}
    </>
  )
}

async function homeOf(db: Reader, beneficiary: Beneficiary, now: Date) {
  const today = dayOf(now)
  const [campaign, progress, { wallets, toCome, asked }, returned, goodDeals, aid, isGuardianAsked] = await Promise.all([
    currentCampaign(db, today),
    progressOf(db, beneficiary.id),
    myMoneyOf(db, beneficiary, now),
    beneficiary.has_card ? returnedCardOf(db, beneficiary.id) : undefined,
    newestGoodDeals(db, beneficiary, now),
    aidBoxOf(db, beneficiary, now),
    isGuardianAskedOf(db, beneficiary, now),
  ])
  const open = wallets.filter((wallet) => wallet.is_open)
  const about = {
    standing: progress && standing(progress, today),
    mayRenew: progress !== undefined && mayRenew(progress, campaign, today),
    purse: beneficiary.has_card ? purse({ open, toCome, progress, campaign }, today) : undefined,
    isApprentice: aid !== undefined,
  }
  const waiting = about.standing === 'being-checked' && progress ? await waitingOf(db, progress.id) : undefined
  const keyDates = await keyDatesOf(db, campaign.id, concerning(about), now)
  const next = isOver(campaign, today) ? await whatComesAfter(db, campaign, today) : undefined
  const answer = progress && about.standing && isAnswered(about.standing) ? (await historyOf(db, progress.id)).at(-1) : undefined
  const days = open.find(({ campaign_name }) => campaign_name === campaign.name)
  return {
    campaign,
    days,
    returned,
    asked,
    keyDates,
    next,
    progress,
    about,
    answer,
    waiting,
    now,
    open,
    toCome,
    goodDeals,
    aid,
    isGuardianAsked,
  }
}
