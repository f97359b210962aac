import { z } from 'zod'
import { places } from '../../../../places.ts'
import { dayOf, frenchDay } from '../../../../platform/dates.ts'
import { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { currentCampaign } from '../../../scheme/campaigns/index.ts'
import { hrefOf, mayRenew, progressOf, renewApplication, SITUATION } from '../../card-applications/index.ts'

/** « Renouveler ma demande »: the card lasts the whole schooling, and is asked for again each campaign. */
export const renewal = page(beneficiarySpace, places.beneficiary.renewal, {
  title: 'Renouveler ma demande',
  async view({ db, actor, now, visit, form }) {
    const today = dayOf(now)
    const [campaign, latest] = await Promise.all([currentCampaign(db, today), progressOf(db, actor.id)])
    const isOpen = latest !== undefined && mayRenew(latest, campaign, today)
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Renouveler ma demande</PageHeading>
        <Panel>
          {isOpen ? (
            <>
              <RenewalWords campaign={campaign} hasCard={actor.has_card} />
              <p>
                Vos réponses qui n’ont pas changé sont reprises : vous les vérifiez, et vous répondez de nouveau aux questions de l’année.
                Votre demande aura un nouveau numéro de dossier ; l’ancien vous connecte toujours.
              </p>
              <RenewalButton csrf={visit.csrf()} />
            </>
          ) : (
            <>
              <p>
                {latest?.campaign_id === campaign.id
                  ? `Votre demande de la campagne ${campaign.name} est déjà ouverte : il n’y a rien à renouveler.`
                  : 'Il n’y a rien à renouveler pour le moment.'}
              </p>
              <Actions>
                <ButtonLink href={places.beneficiary.home.to()}>Suivre ma demande</ButtonLink>
              </Actions>
            </>
          )}
        </Panel>
      </>
    )
  },
  submit: form(z.object({}), async ({ tx, actor }) => {
    await renewApplication(tx, actor)
    return see(hrefOf(SITUATION))
  }),
})

/** What the new campaign asks of them, and what stays. */
export const RenewalWords = ({ campaign, hasCard }: { campaign: { name: string; ends_on: string }; hasCard: boolean }) => (
  <p>
    {`La campagne ${campaign.name} est ouverte jusqu’au ${frenchDay(campaign.ends_on)} inclus. Faites votre demande pour avoir vos aides de cette année${hasCard ? ' : votre carte reste la même, gardez-la' : ''}.`}
  </p>
)

export const RenewalButton = ({ csrf }: { csrf: string }) => (
  <Form form={new FormState(csrf, '')} action={places.beneficiary.renewal.to()}>
    <Actions>
      <Button>Renouveler ma demande</Button>
    </Actions>
  </Form>
)
