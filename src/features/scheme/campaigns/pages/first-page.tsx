import { z } from 'zod'
import { places } from '../../../../places.ts'
import { dayOf } from '../../../../platform/dates.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { InfoBox, PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { aidForm, benefitsForm, datesForm } from '../campaign.ts'
import { aidSubject, benefitsSubject, datesSubject } from '../change.ts'
import { datesAtFirst, GUIDE_AID, GUIDE_BENEFITS } from '../first.ts'
import { latestCampaign } from '../queries.ts'
import { prepareOrAsk } from '../two-people.ts'
import { prepared } from './campaigns.tsx'
import { AidFields, BenefitFields, DateFields } from './fields.tsx'

/** There is none to copy: the form holds what the guide says. */
export const firstCampaign = page(regionFor('campaigns.manage'), places.region.firstCampaign, {
  title: 'Préparer la première campagne',
  async view({ db, now, form }) {
    if (await latestCampaign(db)) return see(places.region.nextCampaign.to())
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Préparer la première campagne</PageHeading>
        <InfoBox title="Ce qui va se passer">
          <ul>
            <li>Les montants, les tranches et les délais sont ceux du guide. Changez ce qui a changé.</li>
            <li>Les inscriptions et les demandes ouvrent d’elles-mêmes le jour dit. Jusque-là, vous pouvez tout modifier.</li>
            <li>Si elles ouvrent aujourd’hui, un autre administrateur doit d’abord accepter la campagne.</li>
          </ul>
        </InfoBox>
        <Form form={form}>
          <Panel title="Dates et règles">
            <DateFields form={form} known={datesSubject.typed(datesAtFirst(dayOf(now)))} />
          </Panel>
          <Panel title="Montants accordés">
            <BenefitFields form={form} known={benefitsSubject.typed(GUIDE_BENEFITS)} />
          </Panel>
          <Panel title="Aide THR">
            <AidFields form={form} known={aidSubject.typed(GUIDE_AID)} />
          </Panel>
          <Actions>
            <ButtonLink href={places.region.campaigns.to()} kind="quiet">
              Retour
            </ButtonLink>
            <Button>Préparer cette campagne</Button>
          </Actions>
        </Form>
      </>
    )
  },
  submit: form(z.intersection(z.intersection(datesForm, benefitsForm), aidForm), async ({ tx, actor, input }) =>
    prepared(await prepareOrAsk(tx, actor, input)),
  ),
})
