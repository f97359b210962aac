import { places } from '../../../../places.ts'
import type { Day } from '../../../../platform/dates.ts'
import { dayOf, frenchDay } from '../../../../platform/dates.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { Columns, DataTable, InfoBox, Money, PageHeading, Panel, Said, SummaryList, Tag } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { aYearLater, datesForm } from '../campaign.ts'
import { aidSubject, benefitsSubject, datesSubject, type Subject } from '../change.ts'
import { nextOf } from '../prepare.ts'
import { aidOf, benefitsOf, campaignById, campaigns, datesOf, latestCampaign } from '../queries.ts'
import { prepareOrAsk } from '../two-people.ts'
import { DateFields } from './fields.tsx'

function StateTag({ campaign, today }: { campaign: { applications_open_on: Day; starts_on: Day; ends_on: Day }; today: Day }) {
  if (today < campaign.applications_open_on) return <Tag>À venir</Tag>
  if (today < campaign.starts_on) return <Tag tone="info">Demandes ouvertes</Tag>
  if (today <= campaign.ends_on) return <Tag tone="good">En cours</Tag>
  return <Tag>Terminée</Tag>
}

export const campaignList = page(regionFor('campaigns.manage'), places.region.campaigns, {
  title: 'Campagnes',
  said: { demande: 'La campagne est demandée : un autre administrateur doit l’accepter' },
  async view({ db, now, said }) {
    const rows = await campaigns(db)
    const today = dayOf(now)
    return (
      <>
        <Said>{said}</Said>
        <PageHeading>Campagnes</PageHeading>
        <Panel>
          <DataTable
            caption="Toutes les campagnes"
            empty="Aucune campagne : personne ne peut encore s’inscrire."
            columns={[
              { label: 'Campagne' },
              { label: 'État' },
              { label: 'Dates' },
              { label: 'Demandes à valider', numeric: true },
              { label: 'Porte-monnaie accordés', numeric: true },
              { label: 'Total accordé', numeric: true },
            ]}
            rows={rows.map((campaign) => [
              <a key="name" href={places.region.campaign.to({ id: campaign.id })}>
                {campaign.name}
              </a>,
              <StateTag key="state" campaign={campaign} today={today} />,
              `Du ${frenchDay(campaign.starts_on)} au ${frenchDay(campaign.ends_on)}`,
              campaign.waiting,
              campaign.wallets,
              <Money key="granted" cents={campaign.granted_cents} />,
            ])}
          />
          <Actions>
            {rows.length > 0 ? (
              <ButtonLink href={places.region.nextCampaign.to()}>Préparer la campagne suivante</ButtonLink>
            ) : (
              <ButtonLink href={places.region.firstCampaign.to()}>Préparer la première campagne</ButtonLink>
            )}
          </Actions>
        </Panel>
      </>
    )
  },
})

export const campaignPage = page(regionFor('campaigns.manage'), places.region.campaign, {
  find: ({ db, params }) => campaignById(db, params.id),
  title: (_, { name }) => `Campagne ${name}`,
  said: {
    enregistrement: 'Les changements sont enregistrés',
    demande: 'C’est demandé : un autre administrateur doit l’accepter',
    preparation: 'La campagne est préparée : vérifiez ses montants',
  },
  async view({ db, now, subject: campaign, said }) {
    const { id } = campaign
    const [dates, benefits, aid] = await Promise.all([datesOf(db, id), benefitsOf(db, id), aidOf(db, id)])
    return (
      <>
        <Said>{said}</Said>
        <PageHeading>{`Campagne ${campaign.name}`}</PageHeading>
        <p>
          <StateTag campaign={campaign} today={dayOf(now)} />
        </p>
        <Columns>
          <Part title="Dates et règles" href={places.region.campaignDates.to({ id })} subject={datesSubject} values={dates} />
          <Part title="Montants accordés" href={places.region.campaignBenefits.to({ id })} subject={benefitsSubject} values={benefits} />
          <Part title="Aide THR" href={places.region.campaignAid.to({ id })} subject={aidSubject} values={aid} />
          <Panel title="Où elle en est">
            <SummaryList
              items={[
                { label: 'Demandes à valider', value: campaign.waiting },
                { label: 'Porte-monnaie accordés', value: campaign.wallets },
                { label: 'Total accordé', value: <Money cents={campaign.granted_cents} /> },
              ]}
            />
            <Actions>
              <ButtonLink href={places.region.deadlines.to({ id })} kind="quiet">
                Déplacer le dernier jour de porte-monnaie
              </ButtonLink>
            </Actions>
          </Panel>
        </Columns>
        <Actions>
          <ButtonLink href={places.region.campaigns.to()} kind="quiet">
            Toutes les campagnes
          </ButtonLink>
        </Actions>
      </>
    )
  },
})

function Part<Values>({ title, href, subject, values }: { title: string; href: string; subject: Subject<Values>; values: Values }) {
  return (
    <Panel title={title}>
      <SummaryList
        items={subject
          .lines(values)
          .filter(([, words]) => words !== 'Aucune')
          .map(([label, value]) => ({ label, value }))}
      />
      <Actions>
        <ButtonLink href={href} kind="quiet">
          Modifier<span class="unseen">{` : ${title}`}</span>
        </ButtonLink>
      </Actions>
    </Panel>
  )
}

/** What the latest one gives, a year later. */
export const nextCampaign = page(regionFor('campaigns.manage'), places.region.nextCampaign, {
  title: 'Préparer la campagne suivante',
  async view({ db, form }) {
    const latest = await latestCampaign(db)
    if (!latest) return see(places.region.firstCampaign.to())
    const dates = await datesOf(db, latest.id)
    const startsOn = aYearLater(dates.startsOn)
    const year = Number(startsOn.slice(0, 4))
    const known = datesSubject.typed({
      ...dates,
      name: `${year}-${year + 1}`,
      applicationsOpenOn: aYearLater(dates.applicationsOpenOn),
      startsOn,
      schoolsBeginOn: dates.schoolsBeginOn && aYearLater(dates.schoolsBeginOn),
      prepaymentsExpireOn: aYearLater(dates.prepaymentsExpireOn),
      endsOn: aYearLater(dates.endsOn),
    })
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Préparer la campagne suivante</PageHeading>
        <InfoBox title="Ce qui va se passer">
          <ul>
            <li>{`Les montants et l’aide THR de la campagne ${latest.name} sont copiés. Vous pourrez les modifier avant l’ouverture.`}</li>
            <li>
              Rien ne change pour les jeunes avant l’ouverture des demandes. Si elles ouvrent aujourd’hui, un autre administrateur doit
              d’abord l’accepter.
            </li>
            <li>Le jour du début, toutes les demandes déjà validées sont créditées.</li>
            <li>{`La campagne ${latest.name} et ses porte-monnaie ne changent pas.`}</li>
          </ul>
        </InfoBox>
        <Panel>
          <Form form={form}>
            <DateFields form={form} known={known} />
            <Actions>
              <ButtonLink href={places.region.campaigns.to()} kind="quiet">
                Retour
              </ButtonLink>
              <Button>Préparer cette campagne</Button>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(datesForm, async ({ tx, actor, input }) => prepared(await prepareOrAsk(tx, actor, await nextOf(tx, input)))),
})

/** Where one goes from the form of a new campaign. */
export const prepared = (id: number | null): Response =>
  see(id === null ? places.region.campaigns.said('demande') : places.region.campaign.said('preparation', { id }))
