import { places } from '../../../../places.ts'
import { frenchDayOf, frenchMinute } from '../../../../platform/dates.ts'
import { page, see } from '../../../../platform/http/page.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { PageHeading, Panel, Success, SummaryList, Tag, Warning } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import {
  type AidEvent,
  correctionOf,
  eventToItsOwner,
  frenchKilometres,
  historyOf,
  hrefOf,
  INFORMATION,
  isEditable,
  requestOf,
  type State,
  stateInWords,
  totalCents,
  wholeEuros,
} from '../../apprentice-aid/index.ts'
import { answersOf } from './check.tsx'

/** What happened, and why when the person was told why: the reason for which a batch is cancelled is the Region's own. */
const stepInWords = (event: AidEvent, reason: string | null): string =>
  reason && event !== 'taken-out-of-payment' ? `${eventToItsOwner[event]} : « ${reason} »` : eventToItsOwner[event]

const BAD_NEWS: Partial<Record<State, string>> = {
  returned: 'Votre demande est à corriger',
  refused: 'Votre demande est refusée',
  'rejected-by-bank': 'Le virement est rejeté : donnez un autre compte',
}

/** A request that was sent: where it is, what it gives, what was answered. */
export const aidRequest = page(beneficiarySpace, places.beneficiary.aidRequest, {
  title: ({ number }) => `Ma demande THR n° ${number}`,
  said: { envoi: 'Votre demande est envoyée' },
  async view({ db, actor, params, said }) {
    const request = await requestOf(db, actor, params.number)
    if (request.state === 'draft' || request.meals_cents === null || request.lodging_cents === null) return see(hrefOf(INFORMATION))
    const { transport_cents, meals_cents, lodging_cents } = request
    const history = await historyOf(db, request.id)
    const { label, tone } = stateInWords(request.state)
    const bad = BAD_NEWS[request.state]
    const answer = bad && history.findLast(({ reason }) => reason)
    const metres = request.distance_checked_m ?? request.distance_m
    return (
      <>
        {said ? (
          <Success title={said}>
            <p>
              {request.state === 'awaiting-school'
                ? 'Votre demande est transmise à votre établissement pour validation.'
                : 'Votre demande est transmise à la Région pour traitement.'}{' '}
              Nous vous prévenons à chaque étape.
            </p>
          </Success>
        ) : (
          <PageHeading>Ma demande THR</PageHeading>
        )}
        {answer && (
          <Warning title={bad}>
            <p>« {answer.reason} »</p>
            <p>
              {request.state === 'rejected-by-bank' ? 'La banque' : (answer.school_name ?? `La Région ${OUR_REGION.name}`)}, le{' '}
              {frenchMinute(answer.at)}.
            </p>
          </Warning>
        )}
        <Panel title={`Demande n° ${request.number}`}>
          <SummaryList
            items={[
              { label: 'État', value: <Tag tone={tone}>{label}</Tag> },
              { label: 'Année du contrat', value: request.contract_year },
              { label: 'Distance', value: metres === null ? 'À déterminer par un agent de la Région' : frenchKilometres(metres) },
              { label: 'Transport', value: transport_cents === null ? 'Selon la distance' : wholeEuros(transport_cents) },
              { label: 'Restauration', value: wholeEuros(meals_cents) },
              { label: 'Hébergement', value: wholeEuros(lodging_cents) },
              { label: 'Total', value: <strong>{wholeEuros(totalCents({ transport_cents, meals_cents, lodging_cents }))}</strong> },
            ]}
          />
          <Actions>
            <ButtonLink kind="quiet" href={places.beneficiary.home.to()}>
              Retour à l’accueil
            </ButtonLink>
            {isEditable(request) && <ButtonLink href={hrefOf(INFORMATION)}>{correctionOf(request)}</ButtonLink>}
          </Actions>
        </Panel>
        <Panel title="Étapes">
          <SummaryList items={history.map(({ event, at, reason }) => ({ label: frenchDayOf(at), value: stepInWords(event, reason) }))} />
        </Panel>
        <Panel title="Vos réponses">
          <SummaryList items={answersOf(request, false)} />
        </Panel>
      </>
    )
  },
})
