import type { ComponentProps } from 'preact'
import { type Day, frenchDay } from '../../../../platform/dates.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { InfoBox } from '../../../../ui/blocks.tsx'
import { hasStarted } from '../../../scheme/campaigns/index.ts'
import { KeyDates } from '../../../scheme/content/index.ts'

interface Props {
  campaign: { name: string; starts_on: Day; ends_on: Day; prepayments_expire_on: Day }
  /** The days of their own wallet, when they were moved; else the campaign's. */
  days: { closes_on: Day; prepayments_expire_on: Day } | undefined
  today: Day
  /** What comes after the campaign, once it is over. */
  next: string | undefined
  mayPay: boolean
  keyDates: ComponentProps<typeof KeyDates>['dates']
}

/** The campaign under way, as far as it concerns who looks: until when a card pays, and the dates to know. */
export const CampaignBox = ({ campaign, days, today, next, mayPay, keyDates }: Props) =>
  next || mayPay || keyDates.length > 0 ? (
    <InfoBox title={`${OUR_REGION.card}, campagne ${campaign.name}`}>
      {next && <p>{`La campagne ${campaign.name} s’est terminée le ${frenchDay(campaign.ends_on)}. ${next}`}</p>}
      {mayPay && !next && (
        <p>
          {`Votre carte ${hasStarted(campaign, today) ? 'est' : 'sera'} utilisable du `}
          <strong>{frenchDay(campaign.starts_on)}</strong> au <strong>{frenchDay(days?.closes_on ?? campaign.ends_on)}</strong>. Les
          prépaiements sont à utiliser jusqu’au <strong>{frenchDay(days?.prepayments_expire_on ?? campaign.prepayments_expire_on)}</strong>{' '}
          inclus.
        </p>
      )}
      <KeyDates dates={keyDates} />
    </InfoBox>
  ) : null
