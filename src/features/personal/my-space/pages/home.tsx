import { places } from '../../../../places.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { dayOf } from '../../../../platform/dates.ts'
import { page } from '../../../../platform/http/page.ts'
import type { Beneficiary } from '../../../../spaces/actors.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { PageHeading, Panel, Reminder, Success } from '../../../../ui/blocks.tsx'
import { AidBox, aidBoxOf } from '../../../aid/aid-form/index.ts'
import { grantToComeTo, walletsOf } from '../../../money/wallets/index.ts'
import { RenewalButton, RenewalWords } from '../../../requests/application-form/index.ts'
import { historyOf, mayRenew, progressOf } from '../../../requests/card-applications/index.ts'
import { currentCampaign, isOver, whatComesAfter } from '../../../scheme/campaigns/index.ts'
import { GoodDealsBox, keyDatesOf, newestGoodDeals } from '../../../scheme/content/index.ts'
import { getsCard, isAnswered, purse, standing } from '../standing.ts'
import { CampaignBox } from './campaign-box.tsx'
import { MyRequest, whoChecks } from './my-request.tsx'
import { MyWallets } from './my-wallets.tsx'

/** The home page of a young person (guide, 3 and 5): the dates to know, their request, their money. */
export const beneficiaryHome = page(beneficiarySpace, places.beneficiary.home, {
  title: 'Mon espace',
  said: { envoi: 'Votre demande est envoyée' },
  async view({ db, actor, now, visit, said }) {
    const today = dayOf(now)
    const { campaign, keyDates, next, progress, answer, wallets, toCome, goodDeals, aid } = await homeOf(db, actor, now)
    const isSent = said !== null && progress?.state === 'submitted'
    const open = wallets.filter((wallet) => wallet.is_open)
    return (
      <>
        {isSent ? (
          <Success title={said}>
            <p>{whoChecks(progress)}</p>
          </Success>
        ) : (
          <PageHeading>Bonjour {actor.first_name}</PageHeading>
        )}
        <CampaignBox campaign={campaign} today={today} next={next} getsCard={getsCard(progress)} keyDates={keyDates} />
        {getsCard(progress) && <Reminder>Vos achats doivent être liés à votre formation.</Reminder>}
        {progress && mayRenew(progress, campaign, today) && (
          <Panel title={`La campagne ${campaign.name} est ouverte`}>
            <RenewalWords campaign={campaign} hasCard={actor.has_card} />
            <RenewalButton csrf={visit.csrf()} />
          </Panel>
        )}
        {progress && <MyRequest {...{ progress, answer, isSent, campaign }} standing={standing(progress, today)} />}
        {actor.has_card && <MyWallets open={open} toCome={toCome} purse={purse({ open, toCome, progress, campaign }, today)} />}
        {aid && <AidBox standing={aid} />}
        <GoodDealsBox deals={goodDeals} />
      </>
    )
  },
})

async function homeOf(db: Reader, beneficiary: Beneficiary, now: Date) {
  const today = dayOf(now)
  const [campaign, progress, wallets, toCome, goodDeals, aid] = await Promise.all([
    currentCampaign(db, today),
    progressOf(db, beneficiary.id),
    beneficiary.has_card ? walletsOf(db, beneficiary.id, now) : [],
    beneficiary.has_card ? grantToComeTo(db, beneficiary.id, now) : undefined,
    newestGoodDeals(db, beneficiary, now),
    aidBoxOf(db, beneficiary, now),
  ])
  const keyDates = await keyDatesOf(db, campaign.id, now)
  const next = isOver(campaign, today) ? await whatComesAfter(db, campaign, today) : undefined
  const answer = progress && isAnswered(standing(progress, today)) ? (await historyOf(db, progress.id)).at(-1) : undefined
  return { campaign, keyDates, next, progress, answer, wallets, toCome, goodDeals, aid }
}
