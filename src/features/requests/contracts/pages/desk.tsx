import { places } from '../../../../places.ts'
import { frenchDay, frenchDayOf } from '../../../../platform/dates.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import type { Agent, Decider, SchoolUser } from '../../../../spaces/actors.ts'
import { mayAtSchool } from '../../../../spaces/school-roles.ts'
import { regionFor, schoolFor } from '../../../../spaces/staff.tsx'
import { Panel, SummaryList } from '../../../../ui/blocks.tsx'
import { type Decision, type Desk, deskPages, SENT_ON, STATE } from '../../../desks/decisions/index.ts'
import { contractWarning } from '../../enrolment/index.ts'
import { confirmChange } from '../confirm.ts'
import { AWAITED, statesFor } from '../contract.ts'
import { facts } from '../facts.ts'
import { type ChangeFile, type ChangeLine, changeFor, changesFor, changesWaitingFor } from '../queries.ts'
import { refuseChange } from '../refuse.ts'
import { changeInWords } from './words.tsx'

const confirmation = {
  slug: 'confirmation',
  title: 'Confirmer le changement',
  kind: 'main',
  explanation: () => 'Vous attestez que le contrat a changé ainsi. Les dates de l’aide THR suivent, et l’apprenti est prévenu.',
  done: 'Votre confirmation est enregistrée',
  decide: (tx, decider, { numbers: [number = ''] }) => confirmChange(tx, decider, { number }),
} as const satisfies Omit<Decision<Decider, ChangeLine>, 'place'>

const refusal = {
  slug: 'refus',
  title: 'Refuser',
  kind: 'quiet-red',
  explanation: () => 'L’apprenti est prévenu, avec votre motif. Il peut déclarer son changement de nouveau.',
  reason: 'Motif du refus',
  done: 'Le changement est refusé',
  decide: (tx, decider, { numbers: [number = ''], reason }) => refuseChange(tx, decider, { number, reason }),
} as const satisfies Omit<Decision<Decider, ChangeLine>, 'place'>

/** What the desk of a CFA and that of the Region have alike. */
const alike = {
  title: 'Changements de contrat',
  cases: changesFor,
  waiting: changesWaitingFor,
  fileTitle: (number) => `Changement de contrat ${number}`,
  fileOf: changeFor,
  trace: ({ id }) => ({ fact: facts['contract-change.read'], details: { change: id } }),
  subtitle: ({ number, submitted_at }) => `Changement de contrat ${number}, déclaré le ${frenchDayOf(submitted_at)}`,
  panels: (file) => <Facts file={file} />,
  named: (number) => `, changement de contrat ${number}`,
  summary: (rows, tag) => (
    <>
      {rows.map((row) => (
        <SummaryList
          key={row.number}
          items={[
            { label: 'Apprenti', value: `${row.last_name} ${row.first_name}` },
            { label: 'Changement', value: changeInWords(row) },
            { label: 'État', value: tag(row) },
          ]}
        />
      ))}
    </>
  ),
  history: async (_db, _decider, file) => historyOf(file),
  nothingToDecide: { title: 'Il n’y a rien à décider', words: 'Ouvrez le changement pour lire ce qui a été décidé.' },
} as const satisfies Partial<Desk<Decider, ChangeLine, ChangeFile>>

const COLUMNS: Desk<Decider, ChangeLine, ChangeFile>['columns'] = [
  { label: 'Changement', cell: (row) => changeInWords(row) },
  SENT_ON,
  STATE,
]

/** What a CFA's own apprentices declared. */
export const schoolContractDesk = deskPages<SchoolUser, ChangeLine, ChangeFile>({
  ...alike,
  space: schoolFor('requests.read'),
  deciders: schoolFor('requests.decide'),
  mayDecide: (user) => mayAtSchool(user, 'requests.decide'),
  list: places.school.contractChanges,
  file: places.school.contractChange,
  states: statesFor('school'),
  awaited: AWAITED.school,
  columns: COLUMNS,
  panels: async (file, { db }) => (
    <>
      {await contractWarning(db, { ...file, contract_ends_on: file.contract_ends_on ?? file.ended_on })}
      <Facts file={file} />
    </>
  ),
  question: () => ({ words: 'Le contrat de cet apprenti a-t-il changé ainsi, et est-il dans votre établissement ?' }),
  decisions: [
    { ...confirmation, place: places.school.contractConfirmation },
    { ...refusal, place: places.school.contractRefusal },
  ],
})

/** What all apprentices declared: those of a CFA outside the Region wait here, for two agents. */
export const regionContractDesk = deskPages<Agent, ChangeLine, ChangeFile>({
  ...alike,
  space: regionFor('requests.decide'),
  list: places.region.contractChanges,
  file: places.region.contractChange,
  states: statesFor('agent'),
  awaited: AWAITED.agent,
  columns: [...COLUMNS, { label: 'CFA', cell: ({ cfa_label }) => cfa_label }],
  question: (file) => ({
    words: file.first_agent_id
      ? `${file.first_agent_name} l’a confirmé. Un autre agent doit le confirmer à son tour pour qu’il compte.`
      : 'Le CFA étant hors de la région, deux agents confirment ce changement. Avez-vous vu le contrat, ou son CFA vous l’a-t-il dit ?',
  }),
  decisions: [
    { ...confirmation, place: places.region.contractConfirmation },
    { ...refusal, place: places.region.contractRefusal },
  ],
})

const Facts = ({ file }: { file: ChangeFile }) => (
  <Panel title="Ce qui change">
    <SummaryList
      items={[
        { label: 'Date de naissance', value: file.birth_date ? frenchDay(file.birth_date) : '—' },
        ...(file.ended_on
          ? [
              {
                label: `Contrat signé le ${frenchDay(file.ended_contract_signed_on ?? '')}`,
                value: `Terminé le ${frenchDay(file.ended_on)}`,
              },
            ]
          : []),
        ...(file.contract_signed_on
          ? [
              { label: 'Nouveau contrat signé le', value: frenchDay(file.contract_signed_on) },
              { label: 'Jusqu’au', value: frenchDay(file.contract_ends_on ?? '') },
              { label: 'Autre diplôme', value: file.other_diploma ? 'Oui' : 'Non' },
            ]
          : []),
        { label: 'CFA', value: file.cfa_label },
      ]}
    />
  </Panel>
)

const historyOf = (file: ChangeFile) => [
  { at: file.declared_at, words: 'Changement déclaré', by: file.declared_by_name ?? 'L’apprenti', reason: null },
  ...(file.decided_at
    ? [
        {
          at: file.decided_at,
          words: file.state === 'confirmed' ? 'Changement confirmé' : 'Changement refusé',
          by: `${file.decided_by_name}, ${file.school_name ?? `Région ${OUR_REGION.name}`}`,
          reason: file.reason,
        },
      ]
    : []),
]
