import { sql } from 'kysely'
import type { VNode } from 'preact'
import { places } from '../../../../places.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { type Day, frenchDay } from '../../../../platform/dates.ts'
import { UserError } from '../../../../platform/errors.ts'
import type { Space } from '../../../../platform/http/page.ts'
import type { Agent, Decider, SchoolUser } from '../../../../spaces/actors.ts'
import { decidesThere, mayAtSchool } from '../../../../spaces/school-roles.ts'
import { regionFor, schoolFor } from '../../../../spaces/staff.tsx'
import { DataTable, Tag, Warning } from '../../../../ui/blocks.tsx'
import {
  type Decision,
  type Desk,
  deskPages,
  type Filter,
  historyInWords,
  SENT_ON,
  STATE,
  TO_A_SECOND_PERSON,
} from '../../../desks/decisions/index.ts'
import { peopleAlike } from '../../../people/beneficiaries/index.ts'
import { hasStarted } from '../../../scheme/campaigns/index.ts'
import {
  eventInWords,
  historyOf,
  isTimely,
  isTooLate,
  REGION,
  SITUATIONS,
  type Situation,
  type State,
  seePhotos,
} from '../../card-applications/index.ts'
import { DIFFERS, enrolmentInWords } from '../../enrolment/index.ts'
import { acceptApplications, acceptAsShown, acceptOnLists } from '../accept.ts'
import { askForElsewhere } from '../elsewhere.ts'
import { facts } from '../facts.ts'
import { photosShown } from '../photos-shown.ts'
import {
  type ApplicationFile,
  type ApplicationLine,
  applicationsFor,
  fileOf,
  onListsFor,
  schoolsDecidedFor,
  unseenFor,
  unsureAmong,
  waitingFor,
  whatIsAsked,
} from '../queries.ts'
import { refuseApplications } from '../refuse.ts'
import { returnApplications } from '../return.ts'
import { lateInWords, STATES } from '../states.ts'
import { panelsOf, TakenOver } from './panels.tsx'

/** Who an application is from, at the head of a line. */
const OWNERS: Record<Situation, string> = { pupil: 'L’élève', apprentice: 'L’apprenti', neither: 'Le jeune' }

const QUESTIONS: Record<Situation, string> = {
  pupil: 'Cet élève est-il inscrit dans votre établissement ?',
  apprentice: 'Cet apprenti est-il inscrit dans votre établissement ?',
  neither: 'La pièce d’identité est-elle lisible, valable, et au nom de cette personne ?',
}

type CardDecision = Omit<Decision<Decider, ApplicationLine>, 'place'>

const acceptance = {
  slug: 'validation',
  title: 'Valider',
  kind: 'main',
  onFile: 'Valider la demande',
  isTimely: (application, today) => isTimely('validated', application, today),
  done: 'La demande est validée',
  decide: (tx, decider, { numbers }) => acceptApplications(tx, decider, { fileNumbers: numbers }),
} as const satisfies Omit<CardDecision, 'explanation'>

const returning = {
  slug: 'renvoi',
  title: 'Renvoyer pour correction',
  kind: 'main',
  explanation: () => 'La demande revient au jeune, avec votre motif. Il la corrige, puis vous la renvoie.',
  reason: 'Ce qui est à corriger',
  isTimely: (application, today) => isTimely('returned', application, today),
  done: 'La demande est renvoyée pour correction',
  decide: (tx, decider, { numbers, reason }) => returnApplications(tx, decider, { fileNumbers: numbers, reason }),
} as const satisfies CardDecision

const refusal = {
  slug: 'refus',
  title: 'Refuser',
  kind: 'quiet-red',
  explanation: () =>
    'Le jeune est prévenu, avec votre motif. Cette décision est définitive : pour une erreur à corriger, renvoyez plutôt la demande.',
  reason: 'Motif du refus',
  done: 'La demande est refusée',
  decide: (tx, decider, { numbers, reason }) => refuseApplications(tx, decider, { fileNumbers: numbers, reason }),
} as const satisfies CardDecision

const EnrolmentTag = ({ row: { enrolment, enrolment_why, enrolment_differs } }: { row: ApplicationLine | ApplicationFile }) => {
  const { label, tone } = enrolmentInWords(enrolment, enrolment_why, enrolment_differs)
  return <Tag tone={tone}>{label}</Tag>
}

/** What a school's list says of them: an answer that is missing is that of no list. */
const ENROLMENTS: Filter = {
  name: 'inscription',
  label: 'Inscription',
  options: [
    { value: 'trouvee', label: 'Trouvée', condition: sql<boolean>`c.enrolment = 'found' and c.enrolment_differs = '{}'` },
    { value: 'differente', label: 'Différente', condition: sql<boolean>`c.enrolment = 'found' and c.enrolment_differs <> '{}'` },
    { value: 'a-comparer', label: 'À comparer', condition: sql<boolean>`c.enrolment = 'unknown'` },
    { value: 'non-trouvee', label: 'Non trouvée', condition: sql<boolean>`c.enrolment = 'not-found'` },
    { value: 'pas-de-liste', label: 'Pas de liste', condition: sql<boolean>`c.enrolment is null` },
  ],
}

/** Why the Region decides on somebody who has a school. */
const WHY_THE_REGION: Filter = {
  name: 'motif',
  label: 'Pourquoi la Région',
  options: [
    { value: 'a-la-place', label: 'À la place d’établissements', condition: sql<boolean>`c.taken_over_at is not null` },
    { value: 'certificat', label: 'Certificat envoyé', condition: sql<boolean>`c.handed_to_region_at is not null` },
    {
      value: 'sans-etablissement',
      label: 'Aucun établissement de la région',
      condition: sql<boolean>`c.taken_over_at is null and c.handed_to_region_at is null`,
    },
  ],
}

const DIFFERENCES: Filter = {
  name: 'difference',
  label: 'Ce qui diffère',
  options: Object.entries(DIFFERS).map(([value, label]) => ({
    value,
    label: `${label.charAt(0).toUpperCase()}${label.slice(1)}`,
    condition: sql<boolean>`c.enrolment = 'found' and ${value} = any (c.enrolment_differs)`,
  })),
}

async function filtersOf(db: Reader, school: SchoolUser): Promise<Filter[]> {
  const asked = await whatIsAsked(db, school)
  const choice = (name: string, label: string, kind: 'class' | 'course' | 'level', column: string): Filter => ({
    name,
    label,
    options: (asked.get(kind) ?? []).map(({ value }) => ({ value, label: value, condition: sql<boolean>`${sql.ref(column)} = ${value}` })),
  })
  return [
    ENROLMENTS,
    choice('classe', 'Classe', 'class', 'c.class'),
    choice('niveau', 'Niveau', 'level', 'c.level_label'),
    choice('formation', 'Formation', 'course', 'c.course_label'),
    DIFFERENCES,
  ].filter(({ options }) => options.length > 0)
}

const BY_ENROLMENT = ['c.enrolment', 'c.enrolment_differs', 'c.search', 'c.id'] as const

const ofSchool = deskOf(schoolFor('requests.read'), places.school, { title: 'Demandes de carte', questions: QUESTIONS })

/** Under a photo: where they are, and what the list says. */
const UnderPhoto = ({ row }: { row: ApplicationLine }) => (
  <>
    <span>{[row.class, frenchDay(row.birth_date)].filter(Boolean).join(', ')}</span>
    <EnrolmentTag row={row} />
  </>
)

const NOT_SHOWN = 'Aucune de ces photos ne s’est affichée chez vous : faites défiler la page jusqu’à elles, puis recommencez.'

const photoOf = ({ number }: ApplicationLine) => places.school.requestPhoto.to({ number })

/** What of a school's desk its pages and its files have alike. */
export const schoolCases = {
  ...ofSchool,
  deciders: schoolFor('requests.decide'),
  mayDecide: decidesThere,
  notice: (user) => user.taken_over_at && <TakenOver since={user.taken_over_at} />,
  mayTake: (user) => mayAtSchool(user, 'requests.export'),
  orders: {
    inscription: BY_ENROLMENT,
    classe: ['c.class', 'c.search', 'c.id'],
    naissance: ['c.birth_date', 'c.id'],
    formation: ['c.course_label', 'c.search', 'c.id'],
  },
  filters: filtersOf,
} satisfies Partial<Desk<SchoolUser, ApplicationLine, ApplicationFile>>

/** The requests sent to a school, several of which can be decided on at once. */
export const schoolDesk = deskPages<SchoolUser, ApplicationLine, ApplicationFile>({
  ...schoolCases,
  columns: [
    { label: 'Inscription', by: 'inscription', cell: (row) => <EnrolmentTag row={row} /> },
    { label: 'Classe', by: 'classe', cell: (row) => row.class ?? '—' },
    { label: 'Né(e) le', by: 'naissance', cell: ({ birth_date }) => frenchDay(birth_date) },
    { label: 'Formation', by: 'formation', cell: ({ course_label }) => course_label ?? '—' },
    // With a column more, the state would stand outside of a screen: the file says who is an apprentice.
    ...ofSchool.columns.filter(({ label }) => label !== 'Situation' && label !== 'Formation'),
  ],
  tables: [
    { kind: 'CSV', place: places.school.requestsCsv },
    { kind: 'Excel', place: places.school.requestsWorkbook },
  ],
  sheets: [
    {
      place: places.school.photoSheet,
      title: 'Planche contact',
      link: 'Planche contact : photos de celles qui attendent',
      cases: waitingFor,
      introduction:
        'Faites défiler toute la page : la photo de chacun doit s’être affichée. Cochez ceux que vous reconnaissez et qui sont inscrits chez vous, décochez les autres.',
      photo: photoOf,
      words: (row) => <UnderPhoto row={row} />,
      act: {
        slug: acceptance.slug,
        button: 'Valider la sélection',
        done: 'Les demandes choisies sont validées. Vous pouvez encore en retirer : « Retirer des validations récentes », dans la liste',
        perform: acceptAsShown,
      },
      decides: true,
      empty: 'Aucune demande n’attend.',
    },
    {
      place: places.school.unseenPhotos,
      title: 'Photos à regarder',
      link: 'Photos à regarder : validées d’après votre liste',
      cases: unseenFor,
      introduction:
        'Ces demandes sont validées d’après votre liste, mais personne n’a regardé leur photo. Cochez celles où vous reconnaissez l’élève ou l’apprenti : jusque-là, sa carte ne paie qu’avec son QR code. Pour une photo fausse, ouvrez la demande et retirez la validation.',
      photo: photoOf,
      words: (row) => <UnderPhoto row={row} />,
      act: {
        slug: 'photos',
        button: 'J’ai regardé ces photos',
        done: 'Les photos choisies qui se sont affichées sont notées comme regardées',
        async perform(tx, school, numbers) {
          const shown = await photosShown(tx, school, numbers)
          if (shown.size === 0) throw new UserError('photos.not-shown', NOT_SHOWN)
          await seePhotos(tx, school, [...shown])
        },
      },
      empty: 'Aucune photo à regarder.',
    },
  ],
  undoing: { place: places.school.withdrawals, link: 'Retirer des validations récentes' },
  decisions: [
    {
      ...acceptance,
      place: places.school.acceptance,
      explanation: (applications, today) =>
        `Vous attestez que chaque élève ou apprenti est inscrit dans votre établissement. Sa carte ${creditInWords(applications, today)}. Vous pouvez retirer votre validation dans les heures qui suivent, tant que rien n’est dépensé.`,
      several: { place: places.school.acceptances, button: 'Valider la sélection', done: 'Les demandes choisies sont validées' },
      decide: (tx, school, { numbers }) => acceptAsShown(tx, school, numbers),
    },
    {
      ...returning,
      place: places.school.returning,
      several: {
        place: places.school.returnings,
        button: 'Renvoyer pour correction',
        done: 'Les demandes choisies sont renvoyées pour correction',
      },
    },
    {
      ...refusal,
      place: places.school.refusal,
      several: { place: places.school.refusals, button: 'Refuser la sélection', done: 'Les demandes choisies sont refusées' },
    },
  ],
  alsoSaid: { transfert: 'La demande est transmise à l’autre établissement' },
  alsoDone: { retrait: 'La validation est retirée' },
})

/** Among the schools in whose place the Region decides. */
const whichSchool = async (db: Reader): Promise<Filter> => ({
  name: 'etablissement',
  label: 'Établissement remplacé',
  options: (await schoolsDecidedFor(db)).map((label) => ({ value: label, label, condition: sql<boolean>`c.school_label = ${label}` })),
})

/**
 * The requests that the Region decides on: one by one, each with what proves it. In the place of schools, those whom their lists find are accepted by their
 * photos, several at once.
 */
export const regionDesk = deskPages<Agent, ApplicationLine, ApplicationFile>({
  ...deskOf(regionFor('requests.decide'), places.region, {
    title: 'Demandes à valider',
    questions: {
      ...QUESTIONS,
      pupil: 'Cet élève est-il inscrit dans cet établissement ?',
      apprentice: 'Cet apprenti est-il inscrit dans ce CFA ?',
    },
  }),
  columns: [
    { label: 'Situation', cell: ({ situation }) => SITUATIONS[situation] },
    { label: 'Établissement', cell: ({ school_label }) => school_label ?? '—' },
    { label: 'Inscription', by: 'inscription', cell: (row) => (row.situation === 'neither' ? '—' : <EnrolmentTag row={row} />) },
    SENT_ON,
    STATE,
  ],
  orders: { inscription: BY_ENROLMENT },
  filters: async (db) => [WHY_THE_REGION, await whichSchool(db), ENROLMENTS].filter(({ options }) => options.length > 0),
  sheets: [
    {
      place: places.region.photoSheet,
      title: 'Planche contact',
      link: 'Planche contact : trouvées sur les listes des établissements remplacés',
      cases: onListsFor,
      introduction:
        'La Région décide à la place de ces établissements, et leurs listes disent que ces jeunes y sont inscrits, sans aucune différence. Faites défiler toute la page : la photo de chacun doit s’être affichée. Décochez celles qui ne montrent pas bien le visage. Les autres demandes se décident une par une, avec le certificat.',
      photo: ({ number }) => places.region.requestPhoto.to({ number }),
      words: (row) => (
        <>
          <UnderPhoto row={row} />
          <span>{row.school_label}</span>
        </>
      ),
      act: {
        slug: acceptance.slug,
        button: 'Valider la sélection',
        done: 'Les demandes choisies sont validées',
        perform: acceptOnLists,
      },
      decides: true,
      empty: 'Aucune demande à valider d’après une liste.',
    },
  ],
  decisions: [
    {
      ...acceptance,
      place: places.region.acceptance,
      askInstead: askForElsewhere,
      explanation: (applications, today) =>
        `Pour un apprenti d’un CFA hors de la région : une seconde personne de la Région doit aussi valider. Un élève ou un apprenti a sa carte, et elle ${creditInWords(applications, today)}. Pour un jeune ni lycéen, ni apprenti : il accède aux bons plans. Cette décision est définitive.`,
    },
    { ...returning, place: places.region.returning },
    { ...refusal, place: places.region.refusal },
  ],
  alsoDone: { [TO_A_SECOND_PERSON]: 'La validation est demandée à une seconde personne de la Région' },
})

type PhotoPlace = typeof places.school.requestPhoto
type FilePlace = Desk<Decider, ApplicationLine, ApplicationFile>['file']

interface Words {
  title: string
  questions: Record<Situation, string>
}

/** What the desk of a school and that of the Region have alike. */
function deskOf<Actor extends Decider>(
  space: Space<Actor>,
  {
    requests,
    request,
    requestPhoto,
  }: { requests: Desk<Decider, ApplicationLine, ApplicationFile>['list']; requestPhoto: PhotoPlace; request: FilePlace },
  { title, questions }: Words,
): Omit<Desk<Actor, ApplicationLine, ApplicationFile>, 'decisions'> {
  return {
    space,
    title,
    list: requests,
    states: STATES,
    awaited: 'submitted' satisfies State,
    late: lateInWords,
    columns: [
      { label: 'Situation', cell: ({ situation }) => SITUATIONS[situation] },
      { label: 'Formation', cell: ({ course_label }) => course_label ?? '—' },
      SENT_ON,
      STATE,
    ],
    cases: applicationsFor,
    waiting: waitingFor,
    file: request,
    fileTitle: (number) => `Demande ${number}`,
    fileOf,
    trace: ({ id }) => ({ fact: facts['card-application.read'], details: { application_id: id } }),
    subtitle: ({ number, campaign_name }) => `Demande ${number}, campagne ${campaign_name}`,
    panels: async (application, { db, actor, now }) =>
      panelsOf(application, requestPhoto.to(application), { alike: await peopleAlike(db, [application.beneficiary_id]), actor, now }),
    question: (application, today) =>
      isTooLate(application, today)
        ? {
            words: `Les demandes de la campagne ${application.campaign_name} pouvaient être validées jusqu’au ${frenchDay(application.decisions_end_on)} : cette demande ne peut plus être validée. Le jeune fera une demande pour la campagne suivante ; vous pouvez refuser celle-ci, pour qu’elle ne reste pas dans vos demandes à traiter.`,
            only: [refusal.slug],
          }
        : {
            words: `${questions[application.situation]} ${effectOf(application, today)}${application.situation === 'neither' ? ' Cette décision est définitive.' : ''}`,
          },
    history: async (db, _decider, { id, situation }) =>
      historyInWords(await historyOf(db, id), { words: eventInWords, owner: OWNERS[situation], region: REGION }),
    named: (number) => (number ? ` la demande ${number}` : ' les demandes choisies'),
    summary: (applications, tag) => <Decided applications={applications} tag={tag} photo={requestPhoto} />,
    async doubts(applications, { db }) {
      const unsure = await unsureAmong(db, applications)
      return unsure.length > 0 ? <Doubts applications={unsure} file={request} /> : null
    },
    nothingToDecide: {
      title: 'Il n’y a plus rien à décider',
      words: 'Ouvrez la demande pour lire ce qui a été décidé, et par qui.',
    },
    tooLate: ({ campaign_name, decisions_end_on }) => ({
      title: 'Campagne terminée',
      words: `Les demandes de la campagne ${campaign_name} pouvaient être validées jusqu’au ${frenchDay(decisions_end_on)} : elles ne peuvent plus être validées ni renvoyées. Les jeunes feront une demande pour la campagne suivante.`,
    }),
  }
}

interface Decided {
  applications: readonly ApplicationLine[]
  tag: (row: ApplicationLine) => VNode
  photo: PhotoPlace
}

/** Those that are decided on. */
const Decided = ({ applications, tag, photo }: Decided) => (
  <DataTable
    caption={applications.length === 1 ? 'Une demande' : `${applications.length} demandes`}
    columns={[
      { label: 'Photo' },
      { label: 'Nom' },
      { label: 'Né(e) le' },
      { label: 'Formation' },
      { label: 'Inscription' },
      { label: 'État' },
    ]}
    rows={applications.map((application) => [
      application.situation === 'neither' ? null : <ListedPhoto key="photo" row={application} place={photo} />,
      `${application.last_name} ${application.first_name}`,
      frenchDay(application.birth_date),
      application.course_label ?? SITUATIONS[application.situation],
      <EnrolmentTag key="enrolment" row={application} />,
      tag(application),
    ])}
  />
)

/** Fetched, and written down as seen, once it is scrolled to. */
const ListedPhoto = ({ row, place }: { row: ApplicationLine; place: PhotoPlace }) => (
  <img src={place.to(row)} alt={`Portrait de ${row.first_name} ${row.last_name}`} width="70" height="90" loading="lazy" />
)

/** Whose name is like another person's of the same birth date: what is compared is on the file. */
const Doubts = ({ applications, file }: { applications: readonly ApplicationLine[]; file: FilePlace }) => (
  <Warning title="À comparer avant de décider">
    <p>Une autre personne de même date de naissance a un nom qui ressemble. Ouvrez ces demandes pour comparer :</p>
    <ul>
      {applications.map(({ number, last_name, first_name }) => (
        <li key={number}>
          <a href={file.to({ number })}>{`${last_name} ${first_name}`}</a>
        </li>
      ))}
    </ul>
  </Warning>
)

/** When the wallet of what is validated is credited, after « Sa carte ». */
function creditInWords(campaigns: readonly { starts_on: Day }[], today: Day): string {
  const next = campaigns.find((campaign) => !hasStarted(campaign, today))
  if (!next) return 'est créditée aussitôt'
  const later = `sera créditée le ${frenchDay(next.starts_on)}, premier jour de la campagne`
  return campaigns.every((campaign) => !hasStarted(campaign, today))
    ? later
    : `est créditée aussitôt ; celle de la campagne à venir ${later}`
}

/** What validating does, and when. */
const effectOf = (application: ApplicationFile, today: Day): string =>
  application.situation === 'neither'
    ? 'Dès que vous validez, les bons plans lui sont ouverts.'
    : `Dès que vous validez, sa carte existe ; elle ${creditInWords([application], today)}.`
