import { places } from '../../../../places.ts'
import { dayOf, frenchDayOf } from '../../../../platform/dates.ts'
import { choiceAsked } from '../../../../platform/forms/paging.ts'
import { page } from '../../../../platform/http/page.ts'
import { schoolFor } from '../../../../spaces/staff.tsx'
import { Columns, DataTable, PageHeading, Panel, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { ageInDays, waitingSchools } from '../../delays/index.ts'
import { type Decided, decidersOf, type Group, type Grouping, groupsOf, hasClasses, type Month, monthsOf } from '../queries.ts'

/** As addresses name them. */
const GROUPINGS = { classe: 'class', niveau: 'level' } as const satisfies Record<string, Grouping>
const NAMES = ['classe', 'niveau'] as const

const sumOf = (groups: readonly Group[], of: (group: Group) => number): number => groups.reduce((sum, group) => sum + of(group), 0)

const decidedIn = ({ validated, refused, returned }: Group): number => validated + refused + returned

/** How old the oldest is; before the first day of school nobody waits yet. */
const ageInWords = (since: Date | null, now: Date): string => {
  if (!since || since > now) return '—'
  const days = ageInDays(since, now)
  return `${days} ${days > 1 ? 'jours' : 'jour'}`
}

const oldestIn = (groups: readonly Group[]): Date | null =>
  groups.reduce<Date | null>((oldest, { since }) => (since && (!oldest || since < oldest) ? since : oldest), null)

/** What the head of a school reads of its requests: numbers, no name of a pupil. */
export const progressPage = page(schoolFor('progress.read'), places.school.progress, {
  title: 'Avancement',
  async view({ db, now, actor, query }) {
    const isByClass = await hasClasses(db, actor)
    const by = isByClass ? (choiceAsked(query, 'par', NAMES) ?? 'classe') : 'niveau'
    const [groups, deciders, months, [waiting]] = await Promise.all([
      groupsOf(db, actor, GROUPINGS[by], dayOf(now)),
      decidersOf(db, actor, now),
      monthsOf(db, actor, now),
      waitingSchools(db, now, null, actor.school_id),
    ])
    return (
      <>
        <PageHeading>Avancement</PageHeading>
        <Columns>
          <Panel title="Demandes de carte">
            <SummaryList
              items={[
                { label: 'Reçues', value: sumOf(groups, ({ received }) => received) },
                { label: 'Décidées', value: sumOf(groups, decidedIn) },
                { label: 'En attente', value: sumOf(groups, (group) => group.waiting) },
                { label: 'La plus ancienne attend depuis', value: ageInWords(oldestIn(groups), now) },
                { label: 'En retard, passé le second rappel', value: waiting?.late ?? 0 },
              ]}
            />
            <Actions>
              <ButtonLink kind="quiet" href={places.school.requests.to()}>
                Voir les demandes
              </ButtonLink>
            </Actions>
          </Panel>
          <Panel>
            <Months {...months} />
          </Panel>
        </Columns>
        <Panel>
          {isByClass && (
            <p>
              {by === 'classe' ? (
                <a href={places.school.progress.to({ par: 'niveau' })}>Voir par niveau</a>
              ) : (
                <a href={places.school.progress.to({ par: 'classe' })}>Voir par classe</a>
              )}
            </p>
          )}
          <Groups groups={groups} by={by} now={now} />
        </Panel>
        <Panel>
          <Deciders deciders={deciders} />
        </Panel>
      </>
    )
  },
})

const Months = ({ current, before }: { current: Month; before: Month }) => (
  <DataTable
    caption="Ce mois-ci, et le mois dernier entier"
    columns={[{ label: 'Demandes' }, { label: 'Ce mois', numeric: true }, { label: 'Mois dernier', numeric: true }]}
    rows={[
      ['Reçues', current.received, before.received],
      ['Décidées', current.decided, before.decided],
    ]}
  />
)

const Groups = ({ groups, by, now }: { groups: readonly Group[]; by: (typeof NAMES)[number]; now: Date }) => (
  <DataTable
    caption={by === 'classe' ? 'Par classe, d’après votre liste' : 'Par niveau de formation'}
    columns={[
      { label: by === 'classe' ? 'Classe' : 'Niveau' },
      { label: 'Reçues', numeric: true },
      { label: 'Décidées', numeric: true },
      { label: 'En attente', numeric: true },
      { label: 'Depuis', numeric: true },
    ]}
    empty="Aucune demande pour l’instant."
    rows={groups.map((group) => [
      group.name ?? (by === 'classe' ? 'Pas sur la liste' : 'Non indiqué'),
      group.received,
      decidedIn(group),
      group.waiting,
      ageInWords(group.since, now),
    ])}
  />
)

const Deciders = ({ deciders }: { deciders: readonly Decided[] }) => (
  <DataTable
    caption="Qui a décidé"
    columns={[{ label: 'Nom' }, { label: 'Décisions', numeric: true }, { label: 'Ce mois', numeric: true }, { label: 'La dernière' }]}
    empty="Personne n’a encore décidé."
    rows={deciders.map(({ name, is_elsewhere, decisions, this_month, last_at }) => [
      name ?? (is_elsewhere ? 'Un autre établissement, avant' : 'La Région'),
      decisions,
      this_month,
      frenchDayOf(last_at),
    ])}
  />
)
