import type { VNode } from 'preact'
import { places } from '../../../../places.ts'
import { ageOn, dayOf, frenchDay, frenchDayOf, frenchMinute } from '../../../../platform/dates.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import type { Decider } from '../../../../spaces/actors.ts'
import { decidesThere } from '../../../../spaces/school-roles.ts'
import { Columns, Panel, type SummaryItem, SummaryList, Tag, Warning } from '../../../../ui/blocks.tsx'
import { type Alike, latinNameLines, PeopleAlike } from '../../../people/beneficiaries/index.ts'
import { schoolLabel } from '../../../schools/schools/index.ts'
import {
  apprenticeQuestion,
  awaitsDecision,
  CFA_QUESTION,
  DIPLOMA_QUESTION,
  elsewhereLabel,
  generalSecondaryQuestion,
  IDENTITY_DAYS,
  mayHandOver,
  SITUATIONS,
} from '../../card-applications/index.ts'
import { type Differs, differsInWords, enrolmentInWords } from '../../enrolment/index.ts'
import { stateInWords } from '../../state-enrolment/index.ts'
import type { ApplicationFile } from '../queries.ts'

interface Reading {
  /** Who may be the same person. */
  alike: readonly Alike[]
  actor: Decider
  now: Date
}

/** A reader is shown nothing that they may not do. */
const decidesForSchool = (actor: Decider): boolean => actor.kind === 'school' && decidesThere(actor)

/** The Region decides, and nobody of the school. */
export const TakenOver = ({ since }: { since: Date }) => (
  <Warning title="La Région décide à la place de votre établissement">
    <p>{`Depuis le ${frenchMinute(since)}, la Région répond à ces demandes. Vous pouvez les lire ; vous serez prévenu quand elles seront de nouveau à vous.`}</p>
  </Warning>
)

/** Who asks for the card, and what proves it: what is read before it is decided on. */
export const panelsOf = (file: ApplicationFile, photo: string, { alike, actor, now }: Reading): VNode => (
  <>
    <PeopleAlike people={alike} reader={actor} />
    <Columns>
      <Panel title="Identité">
        {file.situation !== 'neither' && (
          <p>
            <img class="id-photo" src={photo} alt={`${file.first_name} ${file.last_name}`} width="105" height="135" />
          </p>
        )}
        <SummaryList
          items={[
            { label: 'Civilité', value: file.civility === 'M' ? 'Monsieur' : 'Madame' },
            { label: 'Nom', value: file.last_name },
            { label: 'Prénom', value: file.first_name },
            ...latinNameLines(file),
            { label: 'Date de naissance', value: `${frenchDay(file.birth_date)} (${ageOn(file.birth_date, dayOf(now))} ans)` },
            ...(file.situation === 'neither' ? [{ label: 'Situation', value: SITUATIONS.neither }] : []),
          ]}
        />
      </Panel>
      {file.situation === 'neither' ? (
        <IdentityDocument file={file} />
      ) : (
        <Panel title="Scolarité">
          <SummaryList items={studiesIn(file)} />
        </Panel>
      )}
    </Columns>
    {file.uai !== null && <Enrolment file={file} actor={actor} />}
    <AsTheStateSays file={file} />
    <Handed file={file} actor={actor} />
    {decidesForSchool(actor) && mayHandOver(file, dayOf(now)) && (
      <Panel title="Pas pour vous ?">
        <p>
          <a href={places.school.handOver.to(file)}>Transmettre à un autre établissement</a> : il décidera à votre place.
        </p>
      </Panel>
    )}
    {decidesForSchool(actor) && file.state === 'validated' && (
      <Panel title="Validée par erreur ?">
        <p>
          <a href={places.school.withdrawal.to(file)}>Retirer la validation</a> : dans les heures qui suivent, tant que rien n’est dépensé.
        </p>
      </Panel>
    )}
    {file.given_before && file.situation !== 'neither' && (
      <Warning title="Le montant de cette campagne a déjà été versé">
        <p>
          Cette personne l’a reçu avec un compte qu’elle a fermé. {awaitsDecision(file) && 'Si vous validez, sa carte existe, mais '}
          {awaitsDecision(file) ? 'rien' : 'Rien'} n’est versé une deuxième fois.
        </p>
      </Warning>
    )}
  </>
)

/** What the school's list says of it. */
function Enrolment({ file, actor }: { file: ApplicationFile; actor: Decider }): VNode {
  const { label, tone } = enrolmentInWords(file.enrolment, file.enrolment_why, file.enrolment_differs)
  const differs = (file.enrolment_differs ?? []) as Differs[]
  return (
    <Panel title={actor.kind === 'school' ? 'Sur votre liste' : 'Sur la liste de l’établissement'}>
      <p>
        <Tag tone={tone}>{label}</Tag>{' '}
        {[file.class, differs.length > 0 && `différence : ${differsInWords(differs)}`].filter(Boolean).join(', ')}
      </p>
      {decidesForSchool(actor) && (
        <p>
          {file.enrolment === null ? (
            <a href={places.school.enrolmentLists.to()}>Donner la liste de vos élèves</a>
          ) : (
            <a href={places.school.enrolmentComparison.to(file)}>Comparer avec votre liste</a>
          )}
        </p>
      )}
    </Panel>
  )
}

/** Beside the list of the school: nothing where the State was not asked. */
function AsTheStateSays({ file }: { file: ApplicationFile }): VNode | null {
  if (file.state_answer === null || file.state_asked_at === null) return null
  const { label, tone, words } = stateInWords(file.state_answer, file.state_why, file.state_asked_at)
  return (
    <Panel title="Selon l’Éducation nationale">
      <p>
        <Tag tone={tone}>{label}</Tag> {words}
      </p>
    </Panel>
  )
}

/** The Region decides in the place of the school, or may too because it has let it wait; with what the young person sent, if they did. */
function Handed({ file, actor }: { file: ApplicationFile; actor: Decider }): VNode | null {
  if (actor.kind === 'school' && actor.taken_over_at) return <TakenOver since={actor.taken_over_at} />
  const at = file.taken_over_at ?? file.handed_to_region_at
  if (!at) return null
  const since = frenchDayOf(at)
  if (actor.kind === 'school') {
    return (
      <Warning title="La Région peut aussi répondre">
        <p>{`Cette demande attend depuis longtemps : depuis le ${since}, la Région peut aussi décider. La première décision compte.`}</p>
      </Warning>
    )
  }
  return (
    <Panel title="Certificat de scolarité" wide>
      <p>
        {file.taken_over_at
          ? `La Région décide à la place de cet établissement depuis le ${since}.`
          : `Son établissement n’a pas répondu : la Région peut décider depuis le ${since}. La première décision compte.`}
      </p>
      {file.certificate_sent_at ? (
        <p>
          <img
            class="identity-document"
            src={places.region.requestCertificate.to(file)}
            alt={`Certificat de scolarité de ${file.first_name} ${file.last_name}`}
          />
        </p>
      ) : (
        <p>Le jeune n’a pas envoyé de certificat.</p>
      )}
    </Panel>
  )
}

/** Only the Region decides on it. */
function IdentityDocument({ file }: { file: ApplicationFile }): VNode {
  return (
    <Panel title="Pièce d’identité" wide>
      {file.identity_file_id === null ? (
        <p>{`La pièce d’identité est supprimée : elle n’est gardée que ${IDENTITY_DAYS} jours après la décision.`}</p>
      ) : (
        <>
          <p>
            <img
              class="identity-document"
              src={places.region.requestIdentityDocument.to(file)}
              alt={`Pièce d’identité de ${file.first_name} ${file.last_name}`}
            />
          </p>
          {file.delete_after && <p class="hint">{`Elle sera supprimée le ${frenchDay(file.delete_after)}.`}</p>}
        </>
      )}
    </Panel>
  )
}

/** What was said of one's studies. */
function studiesIn(file: ApplicationFile): SummaryItem[] {
  const { situation, school_elsewhere, uai, school_name, school_town, benefit_rule } = file
  const place = school_elsewhere
    ? elsewhereLabel(school_elsewhere)
    : uai && schoolLabel({ uai, name: school_name ?? '', town: school_town ?? '' })
  return [
    { label: 'Situation', value: SITUATIONS[situation] },
    ...(situation === 'apprentice' ? [{ label: CFA_QUESTION, value: school_elsewhere ? 'Non' : 'Oui' }] : []),
    { label: 'Établissement', value: place },
    { label: 'Niveau de formation', value: file.level_label },
    { label: 'Libellé de la formation', value: file.course_label },
    { label: 'Boursier', value: file.scholarship_holder ? 'Oui' : 'Non' },
    ...(situation === 'pupil'
      ? [{ label: generalSecondaryQuestion(file), value: benefit_rule === 'pupil-returning' ? 'Oui' : 'Non' }]
      : []),
    ...(situation === 'apprentice' ? contractIn(file) : []),
    { label: 'Avantage', value: file.given_before ? 'Déjà versé' : `${frenchEuros(file.amount_cents)} : ${file.benefit_label}` },
  ]
}

function contractIn(file: ApplicationFile): SummaryItem[] {
  const { contract_signed_on, contract_ends_on, apprenticeship } = file
  return [
    { label: 'Date de signature du contrat', value: contract_signed_on && frenchDay(contract_signed_on) },
    { label: 'Date de fin du contrat', value: contract_ends_on && frenchDay(contract_ends_on) },
    ...(apprenticeship ? [{ label: apprenticeQuestion(file), value: apprenticeship.wasApprentice ? 'Oui' : 'Non' }] : []),
    ...(apprenticeship?.wasApprentice ? [{ label: DIPLOMA_QUESTION, value: apprenticeship.otherDiploma ? 'Oui' : 'Non' }] : []),
  ]
}
