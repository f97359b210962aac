import type { VNode } from 'preact'
import { record } from '../../../../platform/audit.ts'
import { ageOn, dayOf, frenchDay, frenchDayOf, frenchMinute } from '../../../../platform/dates.ts'
import { FormState } from '../../../../platform/forms/state.ts'
import { page } from '../../../../platform/http/page.ts'
import { Columns, DataTable, PageHeading, Panel, Success, type SummaryItem, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, Form } from '../../../../ui/form.tsx'
import { DOCUMENTS, frenchKilometres, isLodgingEligible, LODGING_KINDS, totalCents, wholeEuros } from '../aid.ts'
import { maskedIban } from '../bank.ts'
import { awaits, DOUBTS_TO_CHECK, documentsFor, isToCheck, LODGED, transportOf } from '../desk.ts'
import { type Decider, nextFor, type RequestFile, requestFor } from '../desk-queries.ts'
import { type AidEvent, eventInWords } from '../events.ts'
import { facts } from '../facts.ts'
import { historyOf, paidBefore } from '../queries.ts'
import { DONE } from './desk-decisions.tsx'
import { type AidDesk, documentHref, fileHref, REGION_DESK, SCHOOL_DESK } from './desks.ts'
import { linesOf } from './information.tsx'
import { StateTag } from './state-tag.tsx'

/** What is between the apprentice, the Region and the bank. */
const REGIONS_OWN = new Set<AidEvent>(['distance-checked', 'put-in-payment', 'taken-out-of-payment', 'rejected-by-bank'])

const REGION = 'Région Hauts-de-France'

/** One request, as the CFA that checks it reads it: who, the contract, the lodging, what proves them. Each reading is written down. */
export const schoolAidFile = filePage(SCHOOL_DESK, {
  question: 'Cet apprenti est-il inscrit dans votre établissement, avec ce contrat ? Si oui, la Région traite ensuite sa demande.',
  accept: 'Confirmer l’inscription',
  panels: () => null,
})

/** One request, whole, as the Region reads it. */
export const regionAidFile = filePage(REGION_DESK, {
  question:
    'Les pièces, la distance et les coordonnées bancaires sont-elles justes ? Une demande acceptée part au prochain lot de virements.',
  accept: 'Accepter la demande',
  panels: (file, href) => (
    <>
      <Panel title="Transport">
        <SummaryList items={transportIn(file)} />
        {isToCheck(file) && (
          <Warning title="Distance à vérifier">
            <p>{sentence(file.distance_doubts.map((doubt) => DOUBTS_TO_CHECK[doubt]).join(' ; '))}</p>
          </Warning>
        )}
        {awaits('agent', file) && (
          <Actions>
            <ButtonLink kind={isToCheck(file) ? 'main' : 'quiet'} href={`${href}/distance`}>
              Confirmer ou corriger la distance
            </ButtonLink>
          </Actions>
        )}
      </Panel>
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
    </>
  ),
})

interface FileWords {
  question: string
  accept: string
  panels(file: RequestFile, href: string): VNode | null
}

function filePage<Actor extends Decider>(desk: AidDesk<Actor>, { question, accept, panels }: FileWords) {
  return page(desk.space, desk.places.aidRequest, {
    title: ({ number }) => `Demande d’aide ${number}`,
    said: DONE,
    async view({ db, actor, now, params, said, visit }) {
      const file = await requestFor(db, actor, params.number)
      const { id, number, beneficiary_id } = file
      await record(db, { at: now, fact: facts['aid-request.read'], staff_id: actor.id, beneficiary_id, details: { request: id } })
      const [history, next, before] = await Promise.all([
        historyOf(db, id),
        nextFor(db, actor, number),
        actor.kind === 'agent' ? paidBefore(db, beneficiary_id) : [],
      ])
      const href = fileHref(desk, number)
      const mayAccept = actor.kind === 'school' || !isToCheck(file)
      return (
        <>
          {said && <Success title={said} level={2} />}
          <PageHeading>{`${file.first_name} ${file.last_name}`}</PageHeading>
          <p>
            <StateTag kind={actor.kind} state={file.state} />{' '}
            {`Demande d’aide THR ${number}, envoyée le ${file.submitted_at ? frenchDayOf(file.submitted_at) : ''}`}
          </p>
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
          <Columns>
            <Panel title="Apprenti">
              <SummaryList
                items={[
                  { label: 'Civilité', value: file.civility === 'M' ? 'Monsieur' : 'Madame' },
                  { label: 'Nom', value: file.last_name },
                  { label: 'Prénom', value: file.first_name },
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
            {panels(file, href)}
            {actor.kind === 'agent' && (
              <Panel title="Montants">
                <SummaryList items={amountsIn(file)} />
              </Panel>
            )}
            <Panel title="Documents" wide>
              {file.iban_last4 === '' && <p>{ERASED}</p>}
              <ul class="plain aid-documents">
                {(file.iban_last4 === '' ? [] : documentsFor(actor.kind, file)).map((kind) => (
                  <li key={kind} class="aid-document">
                    <a href={documentHref(desk, number, kind)}>
                      <img
                        class="identity-document"
                        src={`${documentHref(desk, number, kind)}/image`}
                        alt={`${DOCUMENTS[kind].label} : voir toutes les pages`}
                        loading="lazy"
                      />
                    </a>
                    <p>
                      {DOCUMENTS[kind].label} :{' '}
                      <a href={`${documentHref(desk, number, kind)}/fichier.pdf`}>
                        télécharger<span class="unseen"> {DOCUMENTS[kind].label}</span> (PDF)
                      </a>
                    </p>
                  </li>
                ))}
              </ul>
            </Panel>
          </Columns>
          {awaits(actor.kind, file) && (
            <Panel title="Votre décision">
              <p>{mayAccept ? question : 'La distance est à vérifier : confirmez-la ou corrigez-la avant d’accepter la demande.'}</p>
              <Form form={new FormState(visit.csrf(), '')} action={`${href}/validation`}>
                <Actions>
                  {mayAccept && <Button icon="check">{accept}</Button>}
                  <ButtonLink kind="quiet" href={`${href}/renvoi`}>
                    Renvoyer pour correction
                  </ButtonLink>
                  <ButtonLink kind="quiet-red" href={`${href}/refus`}>
                    Refuser
                  </ButtonLink>
                </Actions>
              </Form>
            </Panel>
          )}
          <Panel>
            <DataTable
              caption="Historique"
              columns={[{ label: 'Date' }, { label: 'Événement' }, { label: 'Par' }, { label: 'Motif' }]}
              rows={history
                .filter(({ event }) => actor.kind === 'agent' || !REGIONS_OWN.has(event))
                .map((event) => [
                  frenchMinute(event.at),
                  eventInWords[event.event],
                  event.staff_name ? `${event.staff_name}, ${event.school_name ?? REGION}` : 'L’apprenti',
                  event.reason ?? '—',
                ])}
            />
          </Panel>
          <Actions>
            <ButtonLink kind="quiet" href={desk.list}>
              Toutes les demandes
            </ButtonLink>
            {next && <ButtonLink href={fileHref(desk, next.number)}>Demande suivante à traiter</ButtonLink>}
          </Actions>
        </>
      )
    },
  })
}

/** The bank account goes with them: its end is the sign that they went. */
const ERASED = 'Les documents et le compte bancaire sont effacés : la demande est terminée depuis longtemps, ou le compte est fermé.'

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
    { label: 'Domicile', value: linesOf(file.home_lines ?? []) },
    { label: 'Adresse du CFA', value: linesOf(file.cfa_lines ?? []) },
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
