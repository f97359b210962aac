import type { VNode } from 'preact'
import { record } from '../../../../platform/audit.ts'
import { ageOn, type Day, dayOf, frenchDay, frenchMinute } from '../../../../platform/dates.ts'
import { FormState } from '../../../../platform/forms/state.ts'
import { page } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { Columns, DataTable, PageHeading, Panel, Success, type SummaryItem, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, Form } from '../../../../ui/form.tsx'
import { isOver } from '../../../scheme/campaigns/index.ts'
import { schoolLabel } from '../../../schools/schools/index.ts'
import { awaitsDecision, IDENTITY_DAYS, type Situation } from '../application.ts'
import { eventInWords } from '../events.ts'
import { facts } from '../facts.ts'
import { type Decider, type File, fileOf, historyOf, nextToDecide } from '../queries.ts'
import { DONE } from './decisions.tsx'
import { creditInWords, type Desk, REGION_DESK, SCHOOL_DESK } from './desk.ts'
import {
  apprenticeQuestion,
  CFA_QUESTION,
  DIPLOMA_QUESTION,
  elsewhereLabel,
  generalSecondaryQuestion,
  REGION,
  SITUATIONS,
} from './schooling-words.ts'
import { StateTag } from './state-tag.tsx'

/** Who an application is from, at the head of a line. */
const OWNERS: Record<Situation, string> = { pupil: 'L’élève', apprentice: 'L’apprenti', neither: 'Le jeune' }

const QUESTIONS: Record<Situation, string> = {
  pupil: 'Cet élève est-il inscrit dans votre établissement ?',
  apprentice: 'Cet apprenti est-il inscrit dans votre établissement ?',
  neither: 'La pièce d’identité est-elle lisible, valable, et au nom de cette personne ?',
}

/** One request, as the school that decides on it reads it. Each reading is written down. */
export const schoolFile = filePage(SCHOOL_DESK, QUESTIONS)

/** One request that falls to the Region. */
export const regionFile = filePage(REGION_DESK, {
  ...QUESTIONS,
  apprentice: 'Cet apprenti est-il inscrit dans ce CFA, hors de la région ?',
})

function filePage<Actor extends Decider>(desk: Desk<Actor>, questions: Record<Situation, string>) {
  return page(desk.space, desk.places.request, {
    title: ({ number }) => `Demande ${number}`,
    async view({ db, actor, now, params, query, visit }) {
      const file = await fileOf(db, actor, params.number)
      await record(db, {
        at: now,
        fact: facts['card-application.read'],
        staff_id: actor.id,
        beneficiary_id: file.beneficiary_id,
        details: { application_id: file.id },
      })
      const [history, next] = await Promise.all([historyOf(db, file.id), nextToDecide(db, actor, file.file_number, dayOf(now))])
      const href = desk.file(file.file_number)
      const isLate = isOver(file, dayOf(now))
      const done = DONE[query.get('done') ?? '']
      return (
        <>
          {done && !awaitsDecision(file) && <Success title={done.one} level={2} />}
          <PageHeading>{`${file.first_name} ${file.last_name}`}</PageHeading>
          <p>
            <StateTag state={file.state} isLate={isLate} /> {`Demande ${file.file_number}, campagne ${file.campaign_name}`}
          </p>
          <Columns>
            <Panel title="Identité">
              {file.situation !== 'neither' && (
                <p>
                  <img class="id-photo" src={`${href}/photo`} alt={`${file.first_name} ${file.last_name}`} width="105" height="135" />
                </p>
              )}
              <SummaryList
                items={[
                  { label: 'Civilité', value: file.civility === 'M' ? 'Monsieur' : 'Madame' },
                  { label: 'Nom', value: file.last_name },
                  { label: 'Prénom', value: file.first_name },
                  { label: 'Date de naissance', value: `${frenchDay(file.birth_date)} (${ageOn(file.birth_date, dayOf(now))} ans)` },
                  ...(file.situation === 'neither' ? [{ label: 'Situation', value: SITUATIONS.neither }] : []),
                ]}
              />
            </Panel>
            {file.situation === 'neither' ? (
              <IdentityDocument file={file} href={href} />
            ) : (
              <Panel title="Scolarité">
                <SummaryList items={studiesIn(file)} />
              </Panel>
            )}
          </Columns>
          {file.given_before && file.situation !== 'neither' && (
            <Warning title="Le montant de cette campagne a déjà été versé">
              <p>
                Cette personne l’a reçu avec un compte qu’elle a fermé. {awaitsDecision(file) && 'Si vous validez, sa carte existe, mais '}
                {awaitsDecision(file) ? 'rien' : 'Rien'} n’est versé une deuxième fois.
              </p>
            </Warning>
          )}
          {awaitsDecision(file) && isLate && (
            <Panel title="Votre décision">
              <p>
                {`La campagne ${file.campaign_name} s’est terminée le ${frenchDay(file.ends_on)} : cette demande ne peut plus être validée. Le jeune fera une demande pour la campagne suivante ; vous pouvez refuser celle-ci, pour qu’elle ne reste pas dans vos demandes à traiter.`}
              </p>
              <Actions>
                <ButtonLink kind="quiet-red" href={`${href}/refus`}>
                  Refuser
                </ButtonLink>
              </Actions>
            </Panel>
          )}
          {awaitsDecision(file) && !isLate && (
            <Panel title="Votre décision">
              <p>{`${questions[file.situation]} ${effectOf(file, dayOf(now))} Cette décision est définitive.`}</p>
              <Form form={new FormState(visit.csrf(), '')} action={`${href}/validation`}>
                <Actions>
                  <Button icon="check">Valider la demande</Button>
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
              rows={history.map((event) => [
                frenchMinute(event.at),
                eventInWords[event.event],
                event.staff_name ? `${event.staff_name}, ${event.school_name ?? REGION}` : OWNERS[file.situation],
                event.reason ?? '—',
              ])}
            />
          </Panel>
          <Actions>
            <ButtonLink kind="quiet" href={desk.list}>
              Toutes les demandes
            </ButtonLink>
            {next && <ButtonLink href={desk.file(next.file_number)}>Demande suivante à traiter</ButtonLink>}
          </Actions>
        </>
      )
    },
  })
}

/** What validating does, and when. */
const effectOf = (file: File, today: Day): string =>
  file.situation === 'neither'
    ? 'Dès que vous validez, les bons plans lui sont ouverts.'
    : `Dès que vous validez, sa carte existe ; elle ${creditInWords([file], today)}.`

function IdentityDocument({ file, href }: { file: File; href: string }): VNode {
  return (
    <Panel title="Pièce d’identité" wide>
      {file.identity_file_id === null ? (
        <p>{`La pièce d’identité est supprimée : elle n’est gardée que ${IDENTITY_DAYS} jours après la décision.`}</p>
      ) : (
        <>
          <p>
            <img class="identity-document" src={`${href}/justificatif`} alt={`Pièce d’identité de ${file.first_name} ${file.last_name}`} />
          </p>
          {file.delete_after && <p class="hint">{`Elle sera supprimée le ${frenchDay(file.delete_after)}.`}</p>}
        </>
      )}
    </Panel>
  )
}

/** What was said of one's studies. */
function studiesIn(file: File): SummaryItem[] {
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

function contractIn(file: File): SummaryItem[] {
  const { contract_signed_on, contract_ends_on, apprenticeship } = file
  return [
    { label: 'Date de signature du contrat', value: contract_signed_on && frenchDay(contract_signed_on) },
    { label: 'Date de fin du contrat', value: contract_ends_on && frenchDay(contract_ends_on) },
    ...(apprenticeship ? [{ label: apprenticeQuestion(file), value: apprenticeship.wasApprentice ? 'Oui' : 'Non' }] : []),
    ...(apprenticeship?.wasApprentice ? [{ label: DIPLOMA_QUESTION, value: apprenticeship.otherDiploma ? 'Oui' : 'Non' }] : []),
  ]
}
