import { places } from '../../../../places.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { ageOn, dayOf, frenchDayOf } from '../../../../platform/dates.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { guardianSpace } from '../../../../spaces/staff.tsx'
import { InfoBox, PageHeading, Panel, Said, Stages, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { historyOf, progressOf, REGION, type State, stages } from '../../../requests/card-applications/index.ts'
import { delayInWords, waitingOf } from '../../../requests/delays/index.ts'
import { cardInWords } from '../card-in-words.ts'
import { answerConsent } from '../consents.ts'
import { leaveMinor } from '../end.ts'
import { facts } from '../facts.ts'
import { CONSENT_WORDS, childForm, consentsAlone, mayGive } from '../guardian.ts'
import { type AskedConsent, cardStateOf, consentsAskedBy, type FollowedMinor, followedMinor, minorsOf } from '../queries.ts'
import { GUARDIAN_KEPT_DAYS } from '../retention.ts'
import { WhatAGuardianSees } from './what-is-seen.tsx'

const fullName = ({ first_name, last_name }: { first_name: string; last_name: string }) => `${first_name} ${last_name}`

/** Those whom a guardian follows: one account, several minors. */
export const guardianHome = page(guardianSpace, places.guardian.home, {
  title: 'Les jeunes que j’accompagne',
  said: { confirmation: 'C’est confirmé', fin: 'Vous ne suivez plus ce jeune' },
  async view({ db, now, actor, said }) {
    const minors = await minorsOf(db, now, actor)
    return (
      <>
        <Said>{said}</Said>
        <PageHeading>Les jeunes que j’accompagne</PageHeading>
        {minors.map((minor) => (
          <Panel key={minor.id} title={fullName(minor)}>
            <p>
              {`${ageOn(minor.birth_date, dayOf(now))} ans. `}
              {!consentsAlone(minor.birth_date, now) && Number(minor.asked) > 0 && <strong>Votre accord est demandé.</strong>}
            </p>
            <Actions>
              <ButtonLink href={places.guardian.minor.to({ id: minor.id })}>
                Voir son dossier<span class="unseen">{` : ${fullName(minor)}`}</span>
              </ButtonLink>
            </Actions>
          </Panel>
        ))}
        {minors.length === 0 && (
          <InfoBox title="Vous ne suivez personne">
            <p>{`Votre compte est effacé au plus tard ${GUARDIAN_KEPT_DAYS} jours après la fin de votre dernier suivi. Pour en commencer un autre, le jeune vous indique depuis son espace.`}</p>
          </InfoBox>
        )}
        <Panel title="Ce que vous pouvez voir">
          <WhatAGuardianSees whose="sa" />
        </Panel>
        <Panel title="Vos données">
          <p>
            {`Nous gardons votre nom (${actor.name}), votre adresse e-mail, votre mot de passe sous une forme illisible, le téléphone qui reçoit vos codes si vous l’avez donné, et vos réponses aux demandes d’accord. Le jeune voit votre nom, et l’adresse qu’il a saisie. `}
            <a href={places.public.privacyPolicy.to()}>Politique de confidentialité</a>
          </p>
        </Panel>
      </>
    )
  },
})

/** What a guardian follows of one of them. That they read it is written down. */
export const followedMinorPage = page(guardianSpace, places.guardian.minor, {
  find: ({ db, now, actor, params }) => followedMinor(db, now, actor, params.id),
  trace: ({ subject }) => ({ fact: facts['guardian.followed'], beneficiary_id: subject.beneficiary_id }),
  title: (_params, subject) => `Dossier : ${subject.first_name}`,
  said: { accord: 'Votre accord est enregistré', refus: 'Votre refus est enregistré' },
  async view({ db, now, subject: minor, form, said }) {
    const [request, card, asked] = await Promise.all([
      requestOf(db, minor.beneficiary_id),
      cardStateOf(db, minor.beneficiary_id),
      consentsAskedBy(db, minor.beneficiary_id),
    ])
    const consents = !consentsAlone(minor.birth_date, now) && <Consents minor={minor} asked={asked} form={form} />
    const isAwaited = asked.some(({ answer }) => answer === null)
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>{`Dossier : ${fullName(minor)}`}</PageHeading>
        {isAwaited && consents}
        <Request request={request} now={now} />
        <Panel title="La carte">
          <p>{cardInWords(card)}</p>
        </Panel>
        {!isAwaited && consents}
        <Panel title="Les paiements">
          <p>
            {minor.alerts_since
              ? `${minor.first_name} a choisi de vous prévenir par mail de ses paiements, depuis le ${frenchDayOf(minor.alerts_since)}.`
              : `${minor.first_name} n’a pas choisi de vous prévenir de ses paiements.`}
          </p>
        </Panel>
        <Panel title="Ce que vous pouvez voir">
          <WhatAGuardianSees whose="sa" />
          <p>{`${minor.first_name} lit la même liste dans son espace, et voit quand vous ouvrez cette page.`}</p>
        </Panel>
        <Panel title="Ne plus suivre ce dossier">
          <p>{`${minor.first_name} en est prévenu. Pour revenir, il faudra un nouveau lien.`}</p>
          <Form form={form}>
            <Actions>
              <Button kind="quiet-red" name="action" value="leave">
                {`Ne plus suivre ${minor.first_name}`}
              </Button>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(childForm, async ({ tx, actor, params, input }) => {
    if (input.action === 'leave') {
      await leaveMinor(tx, actor, params.id)
      return see(places.guardian.home.said('fin'))
    }
    const isGiven = input.action === 'give'
    await answerConsent(tx, actor, { id: params.id, consent: input.consent, isGiven })
    return see(places.guardian.minor.said(isGiven ? 'accord' : 'refus', { id: params.id }))
  }),
})

/** The progress that the young person reads, with what was last answered. */
async function requestOf(db: Reader, beneficiaryId: number) {
  const progress = await progressOf(db, beneficiaryId)
  if (!progress) return undefined
  const isAnswered = progress.state === 'returned' || progress.state === 'refused'
  const [waiting, history] = await Promise.all([
    progress.state === 'submitted' ? waitingOf(db, progress.id) : undefined,
    isAnswered ? historyOf(db, progress.id) : [],
  ])
  return { progress, waiting, answer: history.at(-1) }
}

const STATES: Record<State, string> = {
  draft: 'La demande est commencée. Elle n’est pas encore envoyée.',
  submitted: 'La demande est envoyée. Elle est en cours de vérification : il n’y a rien à faire.',
  returned: 'La demande est à corriger, puis à renvoyer.',
  validated: 'La demande est validée.',
  refused: 'La demande est refusée.',
}

function Request({ request, now }: { request: Awaited<ReturnType<typeof requestOf>>; now: Date }) {
  if (!request)
    return (
      <Panel title="La demande">
        <p>Aucune demande pour le moment.</p>
      </Panel>
    )
  const { progress, waiting, answer } = request
  return (
    <Panel title={`La demande, campagne ${progress.campaign_name}`}>
      <Stages stages={stages(progress)} />
      <p>{STATES[progress.state]}</p>
      {answer?.reason && (
        <Warning title="La réponse">
          <p>« {answer.reason} »</p>
          <p>{`${answer.school_name ?? REGION}, le ${frenchDayOf(answer.at)}.`}</p>
        </Warning>
      )}
      {waiting && (
        <>
          <p>Ce que ce jeune lit de l’attente :</p>
          <ul>
            {delayInWords(waiting, now).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  )
}

const Consents = ({ minor, asked, form }: { minor: FollowedMinor; asked: AskedConsent[]; form: FormState }) => (
  <Panel title="Votre accord, avant ses 15 ans">
    <p>{`Avant 15 ans, ${minor.first_name} ne reçoit ces messages que si un responsable légal est d’accord. Le refus d’un seul suffit pour que rien ne soit envoyé.`}</p>
    {asked.length === 0 && <p>{`${minor.first_name} n’a rien demandé.`}</p>}
    {asked.map((one) => (
      <OneConsent key={one.consent} one={one} tieId={minor.id} form={form} />
    ))}
  </Panel>
)

const ANSWERS = { given: 'Accord donné le', refused: 'Refusé le' }

const OneConsent = ({ one, tieId, form }: { one: AskedConsent; tieId: number; form: FormState }) => (
  <Form form={form}>
    <SummaryList
      items={[
        {
          label: CONSENT_WORDS[one.consent],
          value:
            one.answer && one.answered_at
              ? `${ANSWERS[one.answer]} ${frenchDayOf(one.answered_at)}`
              : `Demandé le ${frenchDayOf(one.asked_at)}, sans réponse`,
        },
      ]}
    />
    <input type="hidden" name="consent" value={one.consent} />
    <Actions>
      {mayGive(one, tieId) && (
        <Button name="action" value="give">
          Donner mon accord
        </Button>
      )}
      {one.answer !== 'refused' && (
        <Button kind="quiet-red" name="action" value="refuse">
          {one.answer === 'given' ? 'Y mettre fin' : 'Refuser'}
        </Button>
      )}
    </Actions>
  </Form>
)
