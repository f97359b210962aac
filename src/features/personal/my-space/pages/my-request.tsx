import type { VNode } from 'preact'
import { places } from '../../../../places.ts'
import { dayOf, frenchDay, frenchMinute } from '../../../../platform/dates.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { Details, Panel, Stages, Warning } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { PhotoToRedo } from '../../../card/cards/index.ts'
import { firstOpenStep, hrefOf, IDENTITY_DOCUMENT, REGION, stages } from '../../../requests/card-applications/index.ts'
import { Delay, isCertificateAsked, type waitingOf } from '../../../requests/delays/index.ts'
import { isOver } from '../../../scheme/campaigns/index.ts'
import { getsCard, type Progress, type Standing } from '../standing.ts'

interface Request {
  progress: Progress
  /** The last answer of who decides, when it has a reason to read. */
  answer: { reason: string | null; school_name: string | null; at: Date } | undefined
  /** How long their school has let it wait. */
  waiting: Awaited<ReturnType<typeof waitingOf>>
  now: Date
  /** Its owner has just sent it, and has read already who checks it. */
  isSent: boolean
}

/** Who checks a request that is sent, in a sentence or two. */
export const whoChecks = ({ school_id, is_taken_over }: Pick<Progress, 'school_id' | 'is_taken_over'>): string =>
  school_id === null || is_taken_over
    ? `${REGION} vérifie votre demande. Vous n’avez rien à faire : nous vous prévenons dès qu’elle a répondu.`
    : 'Votre établissement vérifie que vous y êtes inscrit. Vous n’avez rien à faire : nous vous prévenons dès qu’il a répondu.'

/** It was accepted, and nothing more is asked of its owner. */
export const asksNothing = (progress: Progress, standing: Standing | undefined): boolean =>
  (standing === 'has-card' || standing === 'has-good-deals-only') && !progress.set_aside_reason

/**
 * The request: its stages, and what its standing asks of its owner; folded once all is done. One of another campaign than the page is about
 * says which.
 */
export function MyRequest({ standing, campaign, ...request }: Request & { standing: Standing; campaign: { id: number } }) {
  const { progress } = request
  const kind = getsCard(progress) ? 'Ma demande de carte' : 'Ma demande'
  const title = progress.campaign_id === campaign.id ? kind : `${kind}, campagne ${progress.campaign_name}`
  const Said = SAID[standing]
  if (asksNothing(progress, standing) && stages(progress).every(({ state }) => state === 'done')) {
    return (
      <Details title={`${title} : terminée`}>
        <Stages stages={stages(progress)} />
        <Said {...request} />
      </Details>
    )
  }
  return (
    <Panel title={title}>
      <Stages stages={stages(progress)} />
      {progress.set_aside_reason && <PhotoToRedo reason={progress.set_aside_reason} />}
      <Said {...request} />
    </Panel>
  )
}

const SAID: Record<Standing, (request: Request) => VNode | null> = {
  'to-fill-in': ({ progress }) => <ToStep progress={progress} label="Poursuivre ma demande" />,
  'to-correct': ({ progress, answer, now }) => (
    <>
      <Answer title={TO_CORRECT} answer={answer}>
        Corrigez votre demande, puis renvoyez-la : vos réponses sont conservées.
      </Answer>
      <AfterTheEnd progress={progress} now={now} what="corrigée et validée" />
      <ToStep progress={progress} label="Corriger ma demande" />
    </>
  ),
  'being-checked': BeingChecked,
  'never-sent': ({ progress }) => <Ended progress={progress} />,
  'never-corrected': ({ progress, answer }) => (
    <>
      <Answer title={TO_CORRECT} answer={answer} />
      <Ended progress={progress} />
    </>
  ),
  'never-answered': ({ progress }) => <Ended progress={progress} before=" avant la réponse" />,
  refused: ({ progress, answer }) => (
    <Answer title="Votre demande est refusée" answer={answer}>
      {`Si vous pensez que c’est une erreur, ${getsCard(progress) ? 'adressez-vous à votre établissement ou ' : ''}appelez le ${OUR_REGION.phone}.`}
    </Answer>
  ),
  'has-card': () => null,
  'has-good-deals-only': HasGoodDealsOnly,
}

const TO_CORRECT = 'Votre demande est à corriger'

function Answer({ title, answer, children }: { title: string; answer: Request['answer']; children?: string }) {
  if (!answer) return null
  return (
    <Warning title={title}>
      <p>« {answer.reason} »</p>
      <p>
        {`${answer.school_name ?? REGION}, le ${frenchMinute(answer.at)}. `}
        {children}
      </p>
    </Warning>
  )
}

const ToStep = ({ progress, label }: { progress: Progress; label: string }) => (
  <Actions>
    <ButtonLink href={hrefOf(firstOpenStep(progress))}>{label}</ButtonLink>
  </Actions>
)

const Ended = ({ progress, before = '' }: { progress: Progress; before?: string }) => (
  <p>
    {`La campagne ${progress.campaign_name} s’est terminée le ${frenchDay(progress.ends_on)}${before} : vous ferez votre demande dans la campagne suivante, avec les réponses que vous avez déjà données.`}
  </p>
)

/** What was sent in time is looked at still, and until when. */
function AfterTheEnd({ progress, now, what }: Pick<Request, 'progress' | 'now'> & { what: string }) {
  if (!isOver(progress, dayOf(now))) return null
  return (
    <p>
      {`La campagne ${progress.campaign_name} s’est terminée le ${frenchDay(progress.ends_on)}, mais votre demande a été envoyée à temps : elle peut encore être ${what} jusqu’au `}
      <strong>{frenchDay(progress.decisions_end_on)}</strong> inclus. Pour la campagne suivante, vous ferez votre demande après la réponse,
      ou après cette date.
    </p>
  )
}

function BeingChecked({ progress, waiting, now, isSent }: Request) {
  return (
    <>
      <AfterTheEnd progress={progress} now={now} what="validée" />
      {!isSent && !(waiting && isCertificateAsked(waiting, now)) && <p>{whoChecks(progress)}</p>}
      {waiting && !isSent && <Delay waiting={waiting} now={now} />}
      {!getsCard(progress) && (
        <p>
          <a href={hrefOf(IDENTITY_DOCUMENT)}>Voir ou remplacer ma pièce d’identité</a>
        </p>
      )}
    </>
  )
}

function HasGoodDealsOnly() {
  return (
    <>
      <p>Votre demande est validée : les Bons Plans {OUR_REGION.card} vous sont ouverts.</p>
      <Actions>
        <ButtonLink href={places.beneficiary.goodDeals.to()}>Voir les bons plans</ButtonLink>
      </Actions>
    </>
  )
}
