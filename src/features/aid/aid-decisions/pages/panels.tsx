import type { VNode } from 'preact'
import { places } from '../../../../places.ts'
import { maskedIban } from '../../../../platform/bank-details.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { ageOn, dayOf, frenchDay, frenchMinute } from '../../../../platform/dates.ts'
import type { Agent, SchoolUser } from '../../../../spaces/actors.ts'
import { Columns, Lines, Panel, type SummaryItem, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { latinNameLines, PeopleAlike, peopleAlike } from '../../../people/beneficiaries/index.ts'
import { contractWarning } from '../../../requests/enrolment/index.ts'
import {
  DOCUMENTS,
  frenchKilometres,
  isLodgingEligible,
  LODGING_KINDS,
  paidBefore,
  totalCents,
  wholeEuros,
} from '../../apprentice-aid/index.ts'
import { DOUBTS_TO_CHECK, documentsFor, isToCheck, LODGED, transportOf } from '../grounds.ts'
import type { RequestFile } from '../queries.ts'
import { AWAITED } from '../states.ts'

interface Reading {
  db: Reader
  now: Date
}

/** What a CFA reads: who, the contract, the lodging, what proves them. */
export const panelsForSchool = async (file: RequestFile, { db, actor, now }: Reading & { actor: SchoolUser }): Promise<VNode> => (
  <>
    <PeopleAlike people={await peopleAlike(db, [file.beneficiary_id])} reader={actor} />
    {await contractWarning(db, file)}
    <Columns>
      <Who file={file} now={now} />
      <Documents file={file} at={places.school} kind="school" />
    </Columns>
  </>
)

/** What the Region reads: the same, the distance, the bank account, the amounts, and what was paid to the same person before. */
export async function panelsForRegion(file: RequestFile, { db, actor, now }: Reading & { actor: Agent }): Promise<VNode> {
  const [before, alike] = await Promise.all([paidBefore(db, file.beneficiary_id), peopleAlike(db, [file.beneficiary_id])])
  return (
    <>
      {before.length > 0 && (
        <Warning title="Une aide a déjà été versée à cette personne, avec un compte qu’elle a fermé">
          <p>Comparez les contrats : l’aide est versée une fois par année de contrat.</p>
          <ul>
            {before.map((paid) => (
              <li key={paid.number}>
                {`Demande ${paid.number} : année ${paid.contract_year} du contrat signé le ${frenchDay(paid.contract_signed_on)}`}
              </li>
            ))}
          </ul>
        </Warning>
      )}
      <PeopleAlike people={alike} reader={actor} />
      <Columns>
        <Who file={file} now={now} />
        <TransportPanel file={file} />
        <BankPanel file={file} />
        <Panel title="Montants">
          <SummaryList items={amountsIn(file)} />
        </Panel>
        <Documents file={file} at={places.region} kind="agent" />
      </Columns>
    </>
  )
}

const Who = ({ file, now }: { file: RequestFile; now: Date }) => (
  <>
    <Panel title="Apprenti">
      <SummaryList
        items={[
          { label: 'Civilité', value: file.civility === 'M' ? 'Monsieur' : 'Madame' },
          { label: 'Nom', value: file.last_name },
          { label: 'Prénom', value: file.first_name },
          ...latinNameLines(file),
          { label: 'Date de naissance', value: `${frenchDay(file.birth_date)} (${ageOn(file.birth_date, dayOf(now))} ans)` },
        ]}
      />
    </Panel>
    <Panel title="Contrat">
      <SummaryList
        items={[
          {
            label: 'CFA',
            value: [file.school_name, file.school_town].filter(Boolean).join(', '),
          },
          ...(file.level_label ? [{ label: 'Niveau de formation', value: file.level_label }] : []),
          ...(file.course_label ? [{ label: 'Libellé de la formation', value: file.course_label }] : []),
          { label: 'Date de signature du contrat', value: frenchDay(file.contract_signed_on) },
          { label: 'Date de fin du contrat', value: file.contract_ends_on && frenchDay(file.contract_ends_on) },
          { label: 'Année du contrat', value: file.contract_year },
        ]}
      />
    </Panel>
    <Panel title="Hébergement">
      <SummaryList
        items={[
          { label: 'Situation', value: file.lodging_situation && LODGED[file.lodging_situation] },
          ...(file.lodging_kind ? [{ label: 'Logement', value: LODGING_KINDS[file.lodging_kind].label }] : []),
          { label: 'Aide à l’hébergement', value: isLodgingEligible(file) ? 'Demandée' : 'Pas de droit' },
        ]}
      />
    </Panel>
  </>
)

const TransportPanel = ({ file }: { file: RequestFile }) => (
  <Panel title="Transport">
    <SummaryList items={transportIn(file)} />
    {isToCheck(file) && (
      <Warning title="Distance à vérifier">
        <p>{sentence(file.distance_doubts.map((doubt) => DOUBTS_TO_CHECK[doubt]).join(' ; '))}</p>
      </Warning>
    )}
    {file.state === AWAITED.agent && (
      <Actions>
        <ButtonLink kind={isToCheck(file) ? 'main' : 'quiet'} href={places.region.aidDistance.to(file)}>
          Confirmer ou corriger la distance
        </ButtonLink>
      </Actions>
    )}
  </Panel>
)

const BankPanel = ({ file }: { file: RequestFile }) => (
  <Panel title="Coordonnées bancaires">
    <SummaryList
      items={[
        { label: 'Titulaire', value: file.bank_holder },
        { label: 'N° IBAN', value: maskedIban({ iban_first4: file.iban_first4 ?? '', iban_last4: file.iban_last4 ?? '' }) },
        { label: 'BIC', value: file.bic },
        { label: 'Domiciliation bancaire', value: file.bank_name },
      ]}
    />
    {file.bank_holder_differs && (
      <Warning title="Titulaire à vérifier">
        <p>{`Le nom du titulaire ne semble pas être celui de ${file.first_name} ${file.last_name} : comparez-le avec le RIB.`}</p>
      </Warning>
    )}
  </Panel>
)

/** The bank account goes with them: its end is the sign that they went. */
const ERASED = 'Les documents et le compte bancaire sont effacés : la demande est terminée depuis longtemps, ou le compte est fermé.'

interface OfAFile {
  file: RequestFile
  at: Pick<typeof places.school, 'aidDocument' | 'aidDocumentPicture' | 'aidDocumentFile'>
  kind: 'school' | 'agent'
}

function Documents({ file, at, kind: decider }: OfAFile) {
  const isErased = file.iban_last4 === ''
  const { number } = file
  const documents = isErased ? [] : documentsFor(decider, file)
  return (
    <Panel title="Documents" wide>
      {isErased && <p>{ERASED}</p>}
      <ul class="plain aid-documents">
        {documents.map((kind) => (
          <li key={kind} class="aid-document">
            <a href={at.aidDocument.to({ number, document: kind })}>
              <img
                class="identity-document"
                src={at.aidDocumentPicture.to({ number, document: kind })}
                alt={`${DOCUMENTS[kind].label} : voir toutes les pages`}
                loading="lazy"
              />
            </a>
            <p>
              {DOCUMENTS[kind].label} :{' '}
              <a href={at.aidDocumentFile.to({ number, document: kind })}>
                télécharger<span class="unseen"> {DOCUMENTS[kind].label}</span> (PDF)
              </a>
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** Words that begin and end as a sentence. */
const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`

const PROVIDERS: Record<string, string> = {
  valhalla: 'itinéraire en voiture, Valhalla',
  osrm: 'itinéraire en voiture, OSRM',
  geoplateforme: 'itinéraire en voiture, Géoplateforme',
  'great-circle': 'estimation à vol d’oiseau',
}

function transportIn(file: RequestFile): SummaryItem[] {
  const { distance_m, distance_checked_m, distance_contest } = file
  return [
    { label: 'Domicile', value: <Lines lines={file.home_lines ?? []} /> },
    { label: 'Adresse du CFA', value: <Lines lines={file.cfa_lines ?? []} /> },
    {
      label: 'Distance mesurée',
      value:
        distance_m === null
          ? 'Inconnue'
          : `${frenchKilometres(distance_m)}, soit ${wholeEuros(transportOf(file, distance_m))} (${PROVIDERS[file.distance_provider ?? '']}, le ${frenchDay(file.distance_measured_on ?? '')})`,
    },
    ...(distance_contest === null ? [] : [{ label: 'L’apprenti conteste', value: `« ${distance_contest} »` }]),
    ...(distance_checked_m === null || file.distance_checked_at === null
      ? []
      : [
          {
            label: 'Distance retenue',
            value: `${frenchKilometres(distance_checked_m)}, soit ${wholeEuros(transportOf(file, distance_checked_m))} : ${file.distance_check_reason} (${file.distance_checked_by_name}, le ${frenchMinute(file.distance_checked_at)})`,
          },
        ]),
  ]
}

function amountsIn({ transport_cents, meals_cents, lodging_cents }: RequestFile): SummaryItem[] {
  const amounts = { transport_cents, meals_cents: meals_cents ?? 0, lodging_cents: lodging_cents ?? 0 }
  return [
    { label: 'Transport', value: transport_cents === null ? 'Selon la distance, à déterminer' : wholeEuros(transport_cents) },
    { label: 'Restauration', value: wholeEuros(amounts.meals_cents) },
    { label: 'Hébergement', value: wholeEuros(amounts.lodging_cents) },
    { label: 'Total', value: <strong>{wholeEuros(totalCents(amounts))}</strong> },
  ]
}
