import { places } from '../../../../places.ts'
import { frenchDayOf } from '../../../../platform/dates.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import type { Decider } from '../../../../spaces/actors.ts'
import { mayAtSchool } from '../../../../spaces/school-roles.ts'
import { regionFor, schoolFor } from '../../../../spaces/staff.tsx'
import { Money, SummaryList, Tag } from '../../../../ui/blocks.tsx'
import { type Decision, type Desk, deskPages, historyInWords, SENT_ON, STATE, TO_A_SECOND_PERSON } from '../../../desks/decisions/index.ts'
import { type AidEvent, eventInWords, historyOf, totalCents } from '../../apprentice-aid/index.ts'
import { acceptRequest } from '../accept.ts'
import { acceptBySchool } from '../accept-by-school.ts'
import { facts } from '../facts.ts'
import { isToCheck } from '../grounds.ts'
import { type RequestFile, type RequestLine, requestFor, requestsFor, waitingFor } from '../queries.ts'
import { refuseRequest } from '../refuse.ts'
import { returnRequest } from '../return.ts'
import { askForSecond } from '../second-person.ts'
import { AWAITED, statesFor } from '../states.ts'
import { panelsForRegion, panelsForSchool } from './panels.tsx'

const returning = {
  slug: 'renvoi',
  title: 'Renvoyer pour correction',
  kind: 'main',
  explanation: () => 'La demande revient au jeune, avec votre motif. Il la corrige, puis la renvoie.',
  reason: 'Ce qui est à corriger',
  done: 'La demande est renvoyée pour correction',
  decide: (tx, decider, { numbers: [number = ''], reason }) => returnRequest(tx, decider, { number, reason }),
} as const satisfies Omit<Decision<Decider, RequestLine>, 'place'>

const refusal = {
  slug: 'refus',
  title: 'Refuser',
  kind: 'quiet-red',
  explanation: () =>
    'Le jeune est prévenu, avec votre motif. Cette décision est définitive : pour une erreur à corriger, renvoyez plutôt la demande.',
  reason: 'Motif du refus',
  done: 'La demande est refusée',
  decide: (tx, decider, { numbers: [number = ''], reason }) => refuseRequest(tx, decider, { number, reason }),
} as const satisfies Omit<Decision<Decider, RequestLine>, 'place'>

/** What the desk of a CFA and that of the Region have alike. */
const alike = {
  title: 'Aides THR',
  cases: requestsFor,
  waiting: waitingFor,
  fileTitle: (number) => `Demande d’aide ${number}`,
  fileOf: requestFor,
  trace: ({ id }) => ({ fact: facts['aid-request.read'], details: { request: id } }),
  subtitle: ({ number, submitted_at }) => `Demande d’aide THR ${number}, envoyée le ${submitted_at ? frenchDayOf(submitted_at) : ''}`,
  named: (number) => `, demande d’aide ${number}`,
  summary: (requests, tag) => (
    <>
      {requests.map((request) => (
        <SummaryList
          key={request.number}
          items={[
            { label: 'Apprenti', value: `${request.last_name} ${request.first_name}` },
            { label: 'Demande', value: `${request.number}, envoyée le ${request.submitted_at ? frenchDayOf(request.submitted_at) : ''}` },
            { label: 'État', value: tag(request) },
          ]}
        />
      ))}
    </>
  ),
  nothingToDecide: {
    title: 'Il n’y a rien à décider',
    words: 'Ouvrez la demande pour lire où elle en est, et ce qui a été décidé.',
  },
} as const satisfies Partial<Desk<Decider, RequestLine, RequestFile>>

const COLUMNS: Desk<Decider, RequestLine, RequestFile>['columns'] = [
  {
    label: 'Demande',
    by: 'numero',
    cell: ({ number, contract_year }) => (contract_year > 1 ? `${number}, année ${contract_year}` : number),
  },
  SENT_ON,
  STATE,
]

/** The requests of a CFA's own apprentices. */
export const schoolAidDesk = deskPages({
  ...alike,
  space: schoolFor('requests.read'),
  deciders: schoolFor('requests.decide'),
  mayDecide: (user) => mayAtSchool(user, 'requests.decide'),
  list: places.school.aidRequests,
  file: places.school.aidRequest,
  states: statesFor('school'),
  awaited: AWAITED.school,
  columns: COLUMNS,
  panels: panelsForSchool,
  question: () => ({
    words: 'Cet apprenti est-il inscrit dans votre établissement, avec ce contrat ? Si oui, la Région traite ensuite sa demande.',
  }),
  history: async (db, _school, { id }) =>
    historyInWords(
      (await historyOf(db, id)).filter(({ event }) => !REGIONS_OWN.has(event)),
      SAID,
    ),
  decisions: [
    {
      place: places.school.aidAcceptance,
      slug: 'validation',
      title: 'Confirmer l’inscription',
      kind: 'main',
      explanation: () =>
        'Vous attestez que cet apprenti est inscrit dans votre établissement, avec ce contrat. La Région traite ensuite sa demande.',
      done: 'La demande est validée',
      decide: (tx, school, { numbers: [number = ''] }) => acceptBySchool(tx, school, { number }),
    },
    { ...returning, place: places.school.aidReturning },
    { ...refusal, place: places.school.aidRefusal },
  ],
})

/** The requests of all apprentices, those of a CFA elsewhere among them. */
export const regionAidDesk = deskPages({
  ...alike,
  space: regionFor('aid.decide'),
  list: places.region.aidRequests,
  file: places.region.aidRequest,
  states: statesFor('agent'),
  awaited: AWAITED.agent,
  columns: [
    ...COLUMNS,
    { label: 'CFA', cell: ({ school_name }) => school_name ?? 'Hors de la région' },
    { label: 'À vérifier', cell: (request) => <ToCheck request={request} /> },
    { label: 'Montant', numeric: true, cell: (request) => <Amount request={request} /> },
  ],
  panels: panelsForRegion,
  question: (file) =>
    isToCheck(file)
      ? {
          words: 'La distance est à vérifier : confirmez-la ou corrigez-la avant d’accepter la demande.',
          only: [returning.slug, refusal.slug],
        }
      : {
          words:
            'Les pièces, la distance et les coordonnées bancaires sont-elles justes ? Une demande acceptée part au prochain lot de virements.',
        },
  history: async (db, _agent, { id }) => historyInWords(await historyOf(db, id), SAID),
  alsoDone: {
    distance: 'La distance retenue est enregistrée',
    [TO_A_SECOND_PERSON]: 'L’acceptation est demandée à une seconde personne',
  },
  decisions: [
    {
      place: places.region.aidAcceptance,
      slug: 'validation',
      title: 'Accepter la demande',
      kind: 'main',
      explanation: () => 'La demande part au prochain lot de virements. Cette décision est définitive.',
      done: 'La demande est validée',
      askInstead: askForSecond,
      decide: (tx, agent, { numbers: [number = ''] }) => acceptRequest(tx, agent, { number }),
    },
    { ...returning, place: places.region.aidReturning },
    { ...refusal, place: places.region.aidRefusal },
  ],
})

/** What is between the apprentice, the Region and the bank. */
const REGIONS_OWN = new Set<AidEvent>(['distance-checked', 'put-in-payment', 'taken-out-of-payment', 'rejected-by-bank'])

const SAID = { words: eventInWords, owner: 'L’apprenti', region: `Région ${OUR_REGION.name}` }

function ToCheck({ request }: { request: RequestLine }) {
  const subjects = [isToCheck(request) && 'Distance', request.bank_holder_differs && 'Titulaire'].filter((subject) => subject !== false)
  return subjects.length > 0 ? <Tag tone="warning">{subjects.join(', ')}</Tag> : <>—</>
}

function Amount({ request }: { request: RequestLine }) {
  const { transport_cents, meals_cents, lodging_cents } = request
  return <Money cents={totalCents({ transport_cents, meals_cents: meals_cents ?? 0, lodging_cents: lodging_cents ?? 0 })} />
}
