import { z } from 'zod'
import { places } from '../../../../places.ts'
import { dayOf, frenchMinute } from '../../../../platform/dates.ts'
import { paragraphs } from '../../../../platform/forms/fields.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import type { Agent } from '../../../../spaces/actors.ts'
import { may } from '../../../../spaces/roles.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, InfoBox, PageHeading, Panel, SummaryList, Tag } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, RadioGroup, TextArea } from '../../../../ui/form.tsx'
import { waitingAbout } from '../../../desks/two-people/index.ts'
import { DepartmentSelect, SchoolSelect } from '../../../money/deadlines/index.ts'
import { askToGiveBack, givingBack } from '../give-back.ts'
import { outageForm, scopeInWords } from '../outage.ts'
import { allOutages, campaignsGoingOn, type Outage, outageById, requestsOf, schoolsOfTheRegion } from '../queries.ts'
import { askToTakeOver } from '../take-over.ts'

/** In whose place the Region decides, and in whose it did. */
export const outages = page(regionFor('requests.decide'), places.region.outages, {
  title: 'Décider à la place d’établissements',
  async view({ db }) {
    const all = await allOutages(db)
    return (
      <>
        <PageHeading>Décider à la place d’établissements</PageHeading>
        <p>Quand des établissements ne peuvent pas répondre, la Région décide à leur place, puis leur rend leurs demandes.</p>
        <Panel>
          <DataTable
            caption="En cours d’abord, puis de la plus récente à la plus ancienne"
            columns={[{ label: 'Établissements' }, { label: 'Combien', numeric: true }, { label: 'Depuis le' }, { label: 'Rendus le' }]}
            rows={all.map((outage) => [
              <a key="outage" href={places.region.outage.to(outage)}>
                {scopeInWords(outage, outage.school_label)}
                <span class="unseen">{` : n° ${outage.id}`}</span>
              </a>,
              outage.schools,
              frenchMinute(outage.taken_at),
              outage.given_back_at ? frenchMinute(outage.given_back_at) : <Tag tone="warning">En cours</Tag>,
            ])}
            empty="La Région ne décide à la place d’aucun établissement."
          />
          <Actions>
            <ButtonLink kind="quiet" href={places.region.slowSchools.to()}>
              Établissements qui font attendre
            </ButtonLink>
            <ButtonLink href={places.region.newOutage.to()}>Décider à leur place</ButtonLink>
          </Actions>
        </Panel>
      </>
    )
  },
})

/** Whose requests the Region would decide on, and why: a second agent agrees. */
export const newOutage = page(regionFor('requests.decide'), places.region.newOutage, {
  title: 'Décider à la place d’établissements : demander',
  scripts: ['searchable-select'],
  async view({ db, form, query }) {
    const schools = await schoolsOfTheRegion(db)
    const school = query.get('etablissement')
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Décider à leur place</PageHeading>
        <InfoBox>
          <p>
            Une seconde personne de la Région doit être d’accord. Les établissements pourront lire leurs demandes, et n’en décideront plus
            jusqu’à ce qu’elles leur soient rendues.
          </p>
        </InfoBox>
        <Panel>
          <Form form={form}>
            <RadioGroup
              form={form}
              name="scope"
              legend="Quels établissements ?"
              known={school ? 'school' : null}
              options={[
                { value: 'school', label: 'Un établissement' },
                { value: 'department', label: 'Ceux d’un département' },
                { value: 'all', label: 'Tous ceux de la région' },
              ]}
            />
            <SchoolSelect form={form} known={school} schools={schools} />
            <DepartmentSelect form={form} />
            <TextArea
              form={form}
              name="reason"
              label="Pourquoi"
              hint="La seconde personne le lit, et cela reste : n’y écrivez pas de nom. 500 caractères au plus."
              rows={3}
            />
            <Actions>
              <ButtonLink href={places.region.outages.to()} kind="quiet">
                Retour
              </ButtonLink>
              <Button>Demander à une seconde personne</Button>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(outageForm, async ({ tx, actor, input }) => see(places.region.actOfTwo.to({ id: await askToTakeOver(tx, actor, input) }))),
})

/** One of them: what waits and what was decided, and how it ends. */
export const outage = page(regionFor('requests.decide'), places.region.outage, {
  find: ({ db, params }) => outageById(db, params.id),
  title: ({ id }) => `Décider à la place d’établissements, n° ${id}`,
  async view({ db, now, actor, form, subject }) {
    const isOver = subject.given_back_at !== null
    const [requests, waiting, campaigns] = await Promise.all([
      requestsOf(db, subject.id, now),
      waitingAbout(db, now, givingBack, subject.id),
      campaignsGoingOn(db, dayOf(now)),
    ])
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>{scopeInWords(subject, subject.school_label)}</PageHeading>
        <Panel title={isOver ? 'Rendus' : 'La Région décide à leur place'}>
          <SummaryList items={itemsOf(subject, requests)} />
          {!isOver && (
            <Actions>
              <ButtonLink href={places.region.requests.to({ motif: 'a-la-place' })}>Voir les demandes à valider</ButtonLink>
            </Actions>
          )}
        </Panel>
        {!isOver && <LastDay outage={subject} actor={actor} campaigns={campaigns} />}
        {waiting && (
          <Panel title="Rendre aux établissements">
            <p>{`${waiting.started_by_name} l’a demandé le ${frenchMinute(waiting.started_at)}.`}</p>
            <Actions>
              <ButtonLink kind="quiet" href={places.region.actOfTwo.to({ id: waiting.id })}>
                Voir ce qui attend une seconde personne
              </ButtonLink>
            </Actions>
          </Panel>
        )}
        {!isOver && !waiting && (
          <Panel title="Rendre aux établissements">
            <p>Une seconde personne doit être d’accord. Les établissements décideront alors de ce qui attend encore.</p>
            <Form form={form}>
              <TextArea form={form} name="reason" label="Pourquoi" hint="La seconde personne le lit : n’y écrivez pas de nom." rows={3} />
              <Actions>
                <Button>Demander à les rendre</Button>
              </Actions>
            </Form>
          </Panel>
        )}
        <Actions>
          <ButtonLink kind="quiet" href={places.region.outages.to()}>
            Tout ce que la Région a pris en charge
          </ButtonLink>
        </Actions>
      </>
    )
  },
  submit: form(
    z.object({ reason: paragraphs('Expliquez pourquoi : la seconde personne le lira.', 500) }),
    async ({ tx, actor, params, input: { reason } }) =>
      see(places.region.actOfTwo.to({ id: await askToGiveBack(tx, actor, { id: params.id, reason }) })),
  ),
})

const itemsOf = (outage: Outage, requests: Awaited<ReturnType<typeof requestsOf>>) => [
  { label: 'Établissements', value: outage.schools },
  { label: 'Pourquoi', value: outage.reason },
  { label: 'Depuis le', value: frenchMinute(outage.taken_at) },
  { label: 'Demandé par', value: `${outage.asked_by_name}, accepté par ${outage.agreed_by_name}` },
  ...(outage.given_back_at
    ? [
        { label: 'Rendus le', value: frenchMinute(outage.given_back_at) },
        { label: 'Rendus par', value: `${outage.back_asked_by_name}, accepté par ${outage.back_agreed_by_name}` },
      ]
    : []),
  { label: 'Demandes qui y attendent', value: requests.waiting },
  { label: 'Avec un certificat de scolarité', value: requests.certificates },
  { label: 'Demandes décidées pendant ce temps', value: requests.decided },
  { label: 'Messages', value: outage.is_told ? 'Tous partis' : 'En cours, entre 8 h et 21 h' },
]

interface WhoseLastDay {
  outage: Outage
  actor: Agent
  campaigns: { id: number; name: string }[]
}

/** Its form, filled in for these schools: an act of two of its own. */
const LastDay = ({ outage, actor, campaigns }: WhoseLastDay) => (
  <Panel title="Dernier jour des porte-monnaie">
    <p>Un retard prend des jours aux jeunes : le dernier jour de leur porte-monnaie peut être déplacé, par deux administrateurs.</p>
    {may(actor, 'campaigns.manage') ? (
      <Actions>
        {campaigns.map(({ id, name }) => (
          <ButtonLink key={id} kind="quiet" href={places.region.newDeadline.to({ id }, { motif: 'panne', ...whoseLastDay(outage) })}>
            {`Déplacer le dernier jour, campagne ${name}`}
          </ButtonLink>
        ))}
      </Actions>
    ) : (
      <p>Demandez-le à un administrateur.</p>
    )}
  </Panel>
)

const whoseLastDay = ({ scope, department, school_id }: Outage) =>
  ({
    school: { etablissement: school_id },
    department: { departement: department },
    all: { tous: 'oui' },
  })[scope]
