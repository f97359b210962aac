import type { ComponentChildren } from 'preact'
import { places } from '../../../../places.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { frenchDay, frenchDayOf } from '../../../../platform/dates.ts'
import { page } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import type { Agent } from '../../../../spaces/actors.ts'
import { may, type Permission } from '../../../../spaces/roles.ts'
import { regionSpace } from '../../../../spaces/staff.tsx'
import { Columns, PageHeading, Panel, type SummaryItem, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { waitingFor } from '../../../desks/two-people/index.ts'
import { ageInDays } from '../../../requests/delays/index.ts'
import { schoolsTakenOver } from '../../../requests/outages/index.ts'
import { acts } from '../../two-people/index.ts'
import { alertsToLookAt } from '../../vigilance/index.ts'
import { dataRequestsWaiting, messagesNotSent, schoolsInDistress, waitsAtTheDesks, waitsForFinance, waitsForPartners } from '../waiting.ts'

/** What waits for an agent of that role, since when, and the way to it. */
export const regionHome = page(regionSpace, places.region.home, {
  title: 'Accueil de la Région',
  async view({ db, now, actor }) {
    let read: Front | undefined
    const front = () => (read ??= waitsAtTheDesks(db, now))
    const panels = (await Promise.all(DESKS.map((desk) => panelOf(desk, { db, now, actor, front })))).filter((panel) => panel !== null)
    return (
      <>
        <PageHeading>Accueil de la Région</PageHeading>
        <Columns>{panels}</Columns>
        {panels.length === 0 && <p>Rien n’attend de vous pour l’instant.</p>}
        <Actions>
          <ButtonLink href={places.region.figures.to()} kind="quiet">
            Voir les chiffres de la campagne
          </ButtonLink>
        </Actions>
      </>
    )
  },
})

type Front = ReturnType<typeof waitsAtTheDesks>

interface Looking {
  db: Reader
  now: Date
  actor: Agent
  /** Read once for all the desks that it is of. */
  front(): Front
}

/** What waits at one desk, for whoever may do one of these; for every agent without any. */
interface Desk {
  for?: readonly Permission[]
  panel(looking: Looking): Promise<ComponentChildren>
}

const panelOf = (desk: Desk, looking: Looking) =>
  desk.for && !desk.for.some((permission) => may(looking.actor, permission)) ? null : desk.panel(looking)

/** A day, and how long ago it was. */
const sinceIn = (now: Date, since: Date | null): string => {
  if (!since) return '—'
  const days = ageInDays(since, now)
  return days === 0 ? frenchDayOf(since) : `${frenchDayOf(since)}, il y a ${days} ${days > 1 ? 'jours' : 'jour'}`
}

/** How many, and since when where there are some. */
const counted = (now: Date, label: string, count: number, oldest: string, since: Date | null): SummaryItem[] => [
  { label, value: count },
  ...(count > 0 ? [{ label: oldest, value: sinceIn(now, since) }] : []),
]

const WaitsPanel = ({ title, items, children }: { title: string; items: SummaryItem[]; children: ComponentChildren }) => (
  <Panel title={title}>
    <SummaryList items={items} />
    <Actions>{children}</Actions>
  </Panel>
)

const DESKS: readonly Desk[] = [
  { panel: toFinish },
  { for: ['vigilance.read'], panel: alerts },
  { for: ['requests.decide'], panel: requests },
  { for: ['schools.manage'], panel: schools },
  { for: ['partners.manage'], panel: joining },
  { for: ['questions.answer'], panel: questions },
  { for: ['cards.make'], panel: cards },
  { for: ['aid.decide'], panel: aid },
  { for: ['settlements.read'], panel: settlements },
  { for: ['messages.read'], panel: messages },
  { for: ['data.protect'], panel: dataRequests },
  { for: ['content.write'], panel: contents },
]

async function toFinish({ db, now, actor }: Looking) {
  const { count, since } = await waitingFor(db, now, actor, acts)
  if (count === 0) return null
  return (
    <WaitsPanel title="À valider à deux" items={counted(now, 'Actes qui attendent votre réponse', count, 'Le plus ancien', since)}>
      <ButtonLink href={places.region.actsOfTwo.to()}>Répondre</ButtonLink>
    </WaitsPanel>
  )
}

async function alerts({ db, now }: Looking) {
  const { count, since } = await alertsToLookAt(db)
  if (count === 0) return null
  return (
    <WaitsPanel title="Vigilance" items={counted(now, 'Alertes à regarder', count, 'La plus ancienne', since)}>
      <ButtonLink href={places.region.alerts.to()}>Regarder</ButtonLink>
    </WaitsPanel>
  )
}

async function requests({ now, front }: Looking) {
  const waiting = await front()
  return (
    <WaitsPanel
      title="Demandes"
      items={[
        ...counted(now, 'Demandes à valider par la Région', waiting.applications, 'Envoi de la plus ancienne', waiting.applications_since),
        ...counted(
          now,
          'Changements de contrat à confirmer',
          waiting.contract_changes,
          'Déclaration du plus ancien',
          waiting.contract_changes_since,
        ),
      ]}
    >
      <ButtonLink href={places.region.requests.to()}>Voir les demandes à valider</ButtonLink>
      {waiting.contract_changes > 0 && (
        <ButtonLink href={places.region.contractChanges.to()} kind="quiet">
          Voir les changements de contrat
        </ButtonLink>
      )}
    </WaitsPanel>
  )
}

async function schools({ db, now }: Looking) {
  const { count, requests: late, since } = await schoolsInDistress(db, now)
  const taken = await schoolsTakenOver(db)
  return (
    <WaitsPanel
      title="Établissements en difficulté"
      items={[
        ...counted(now, 'Établissements en retard, passé le second rappel', count, 'Depuis le', since),
        ...(count > 0 ? [{ label: 'Demandes qui y attendent', value: late }] : []),
        ...(taken.count > 0
          ? counted(now, 'Établissements à la place desquels la Région décide', taken.count, 'Depuis le', taken.since)
          : []),
      ]}
    >
      <ButtonLink href={places.region.slowSchools.to()}>Voir les établissements qui font attendre</ButtonLink>
      {taken.count > 0 && (
        <ButtonLink kind="quiet" href={places.region.outages.to()}>
          Voir où la Région décide
        </ButtonLink>
      )}
    </WaitsPanel>
  )
}

async function joining({ now, front }: Looking) {
  const waiting = await front()
  if (waiting.joining === 0 && waiting.agreements === 0) return null
  const late = { label: 'Partenaires qui n’ont pas accepté la convention à temps', value: waiting.agreements }
  return (
    <WaitsPanel
      title="Partenaires"
      items={[
        ...counted(now, 'Demandes pour devenir partenaire', waiting.joining, 'Envoi de la plus ancienne', waiting.joining_since),
        ...(waiting.agreements > 0 ? [late] : []),
      ]}
    >
      {waiting.joining > 0 && <ButtonLink href={places.region.joiningApplications.to()}>Examiner</ButtonLink>}
      {waiting.agreements > 0 && (
        <ButtonLink href={places.region.agreementsAwaited.to()} kind="quiet">
          Qui n’a pas accepté
        </ButtonLink>
      )}
    </WaitsPanel>
  )
}

async function questions({ now, front }: Looking) {
  const waiting = await front()
  return (
    <WaitsPanel
      title="Questions"
      items={counted(now, 'Questions sans réponse', waiting.questions, 'Réception de la plus ancienne', waiting.questions_since)}
    >
      <ButtonLink href={places.region.questions.to()}>Répondre aux questions</ButtonLink>
    </WaitsPanel>
  )
}

async function cards({ front }: Looking) {
  const waiting = await front()
  return (
    <WaitsPanel
      title="Cartes"
      items={[
        { label: 'Cartes à fabriquer, hors lot', value: waiting.cards },
        { label: 'Lots en fabrication', value: waiting.batches_to_make },
        { label: 'Lots à expédier', value: waiting.batches_to_ship },
      ]}
    >
      <ButtonLink href={places.region.cards.to()}>Voir les cartes à fabriquer</ButtonLink>
    </WaitsPanel>
  )
}

async function aid({ db, now }: Looking) {
  const waiting = await waitsForFinance(db)
  return (
    <WaitsPanel
      title="Aides THR"
      items={[
        ...counted(now, 'Demandes à vérifier', waiting.to_check, 'Envoi de la plus ancienne', waiting.to_check_since),
        { label: 'Demandes acceptées, hors lot', value: waiting.to_pay },
        { label: 'Montant à virer', value: frenchEuros(waiting.to_pay_cents) },
        ...counted(
          now,
          'Lots validés, à transmettre à la banque',
          waiting.to_take_out,
          'Validation du plus ancien',
          waiting.to_take_out_since,
        ),
        ...counted(now, 'Virements sans réponse de la banque', waiting.unanswered, 'Fichier du plus ancien', waiting.unanswered_since),
      ]}
    >
      <ButtonLink href={places.region.aidRequests.to()}>Voir les demandes d’aide</ButtonLink>
      <ButtonLink href={places.region.aidBatches.to()} kind="quiet">
        Voir les virements
      </ButtonLink>
    </WaitsPanel>
  )
}

async function settlements({ db, now }: Looking) {
  const waiting = await waitsForPartners(db)
  return (
    <WaitsPanel
      title="Reversements"
      items={[
        { label: 'Dû aux partenaires', value: frenchEuros(waiting.due_cents) },
        ...counted(now, 'Partenaires à qui la Région doit', waiting.partners, 'Transaction la plus ancienne', waiting.due_since),
        ...counted(now, 'Reversements à valider', waiting.to_release, 'Préparation du plus ancien', waiting.to_release_since),
        ...counted(
          now,
          'Reversements validés, virements à faire',
          waiting.to_transfer,
          'Validation du plus ancien',
          waiting.to_transfer_since,
        ),
      ]}
    >
      <ButtonLink href={places.region.settlements.to()}>Voir les reversements</ButtonLink>
    </WaitsPanel>
  )
}

async function messages({ db, now }: Looking) {
  const { failed, queued } = await messagesNotSent(db)
  return (
    <WaitsPanel
      title="Messages"
      items={[
        ...counted(now, 'Messages en échec', failed.count, 'Le plus ancien', failed.since),
        ...counted(now, 'Messages qui attendent de partir', queued.count, 'Le plus ancien en attente', queued.since),
      ]}
    >
      <ButtonLink href={places.region.messages.to({ etat: 'failed' })}>Voir les messages en échec</ButtonLink>
    </WaitsPanel>
  )
}

async function dataRequests({ db }: Looking) {
  const { count, due_on } = await dataRequestsWaiting(db)
  return (
    <WaitsPanel
      title="Protection des données"
      items={[
        { label: 'Demandes à répondre', value: count },
        ...(due_on ? [{ label: 'Prochaine échéance', value: frenchDay(due_on) }] : []),
      ]}
    >
      <ButtonLink href={places.region.dataRequests.to()}>Voir le registre</ButtonLink>
    </WaitsPanel>
  )
}

async function contents() {
  return (
    <Panel title="Contenus">
      <p>Bons plans, documents, questions fréquentes et dates clés que les jeunes lisent.</p>
      <Actions>
        <ButtonLink href={places.region.contents.to()}>Voir les contenus</ButtonLink>
      </Actions>
    </Panel>
  )
}
