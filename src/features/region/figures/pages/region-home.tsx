import { places } from '../../../../places.ts'
import { frenchDayOf } from '../../../../platform/dates.ts'
import { page } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import type { Agent } from '../../../../spaces/actors.ts'
import { may } from '../../../../spaces/roles.ts'
import { regionSpace } from '../../../../spaces/staff.tsx'
import { Columns, PageHeading, Panel, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { waitingFor } from '../../../desks/two-people/index.ts'
import { acts } from '../../two-people/index.ts'
import { alertsToLookAt } from '../../vigilance/index.ts'
import { waitsAtTheDesks, waitsForFinance } from '../waiting.ts'

/** What waits for an agent of that role, and the way to it. */
export const regionHome = page(regionSpace, places.region.home, {
  title: 'Accueil de la Région',
  async view({ db, now, actor }) {
    const [toFinish, front, finance, alerts] = await Promise.all([
      waitingFor(db, now, actor, acts),
      may(actor, 'requests.decide') || may(actor, 'questions.answer') ? waitsAtTheDesks(db, actor) : null,
      may(actor, 'aid.decide') ? waitsForFinance(db) : null,
      may(actor, 'vigilance.read') ? alertsToLookAt(db) : null,
    ])
    return (
      <>
        <PageHeading>Accueil de la Région</PageHeading>
        <Columns>
          {toFinish.count > 0 && <ToFinish waiting={toFinish} />}
          {alerts && alerts.count > 0 && <Alerts waiting={alerts} />}
          {front && <AtTheDesks agent={actor} waiting={front} />}
          {finance && <ForFinance waiting={finance} />}
          {may(actor, 'content.write') && (
            <Panel title="Contenus">
              <p>Bons plans, documents, questions fréquentes et dates clés que les jeunes lisent.</p>
              <Actions>
                <ButtonLink href={places.region.contents.to()}>Voir les contenus</ButtonLink>
              </Actions>
            </Panel>
          )}
        </Columns>
      </>
    )
  },
})

const dayOrNone = (since: Date | null): string => (since ? frenchDayOf(since) : '—')

const ToFinish = ({ waiting }: { waiting: Awaited<ReturnType<typeof waitingFor>> }) => (
  <Panel title="À valider à deux">
    <SummaryList
      items={[
        { label: 'Actes qui attendent votre réponse', value: waiting.count },
        { label: 'Le plus ancien', value: dayOrNone(waiting.since) },
      ]}
    />
    <Actions>
      <ButtonLink href={places.region.actsOfTwo.to()}>Répondre</ButtonLink>
    </Actions>
  </Panel>
)

const Alerts = ({ waiting }: { waiting: Awaited<ReturnType<typeof alertsToLookAt>> }) => (
  <Panel title="Vigilance">
    <SummaryList
      items={[
        { label: 'Alertes à regarder', value: waiting.count },
        { label: 'La plus ancienne', value: dayOrNone(waiting.since) },
      ]}
    />
    <Actions>
      <ButtonLink href={places.region.alerts.to()}>Regarder</ButtonLink>
    </Actions>
  </Panel>
)

type Waiting = Awaited<ReturnType<typeof waitsAtTheDesks>>

const AtTheDesks = ({ agent, waiting }: { agent: Agent; waiting: Waiting }) => (
  <>
    {may(agent, 'requests.decide') && <Requests waiting={waiting} />}
    {may(agent, 'questions.answer') && <Questions waiting={waiting} />}
    {may(agent, 'cards.make') && <Cards waiting={waiting} />}
  </>
)

const Requests = ({ waiting }: { waiting: Waiting }) => (
  <Panel title="Demandes">
    <SummaryList
      items={[
        { label: 'Demandes à valider par la Région', value: waiting.applications },
        { label: 'Envoi de la plus ancienne', value: dayOrNone(waiting.applications_since) },
      ]}
    />
    <Actions>
      <ButtonLink href={places.region.requests.to()}>Voir les demandes à valider</ButtonLink>
    </Actions>
  </Panel>
)

const Questions = ({ waiting }: { waiting: Waiting }) => (
  <Panel title="Questions">
    <SummaryList
      items={[
        { label: 'Questions sans réponse', value: waiting.questions },
        { label: 'Réception de la plus ancienne', value: dayOrNone(waiting.questions_since) },
      ]}
    />
    <Actions>
      <ButtonLink href={places.region.questions.to()}>Répondre aux questions</ButtonLink>
    </Actions>
  </Panel>
)

const Cards = ({ waiting }: { waiting: Waiting }) => (
  <Panel title="Cartes">
    <SummaryList
      items={[
        { label: 'Cartes à fabriquer, hors lot', value: waiting.cards },
        { label: 'Lots en fabrication', value: waiting.batches_to_make },
        { label: 'Lots à expédier', value: waiting.batches_to_ship },
      ]}
    />
    <Actions>
      <ButtonLink href={places.region.cards.to()}>Voir les cartes à fabriquer</ButtonLink>
    </Actions>
  </Panel>
)

const ForFinance = ({ waiting }: { waiting: Awaited<ReturnType<typeof waitsForFinance>> }) => (
  <Panel title="Aides THR">
    <SummaryList
      items={[
        { label: 'Demandes à vérifier', value: waiting.to_check },
        { label: 'Envoi de la plus ancienne', value: dayOrNone(waiting.to_check_since) },
        { label: 'Demandes acceptées, hors lot', value: waiting.to_pay },
        { label: 'Montant à payer', value: frenchEuros(waiting.to_pay_cents) },
      ]}
    />
    <Actions>
      <ButtonLink href={places.region.aidRequests.to()}>Voir les demandes d’aide</ButtonLink>
      <ButtonLink href={places.region.aidBatches.to()} kind="quiet">
        Voir les paiements
      </ButtonLink>
    </Actions>
  </Panel>
)
