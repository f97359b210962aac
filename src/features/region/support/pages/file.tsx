import { places } from '../../../../places.ts'
import type { Facts } from '../../../../platform/audit.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { page, see } from '../../../../platform/http/page.ts'
import { may } from '../../../../spaces/roles.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { Columns, PageHeading, Said, Tag } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { eventInWords as aidEvents } from '../../../aid/apprentice-aid/index.ts'
import { saysWhyBeforeAFile } from '../../../desks/vigilance/index.ts'
import { Debts, debtsOf } from '../../../money/corrections/index.ts'
import { Freezes, freezesOf, reasonInWords } from '../../../money/freezes/index.ts'
import { PeopleAlike, peopleAlike } from '../../../people/beneficiaries/index.ts'
import { codeInWords } from '../../../personal/personal-data/index.ts'
import { eventInWords as applicationEvents, applicationToMove, isMovable } from '../../../requests/card-applications/index.ts'
import { factInWords } from '../../audit/index.ts'
import { facts } from '../facts.ts'
import {
  aidRequestsOf,
  applicationsOf,
  cardsOf,
  exchangesCounted,
  formerNamesOf,
  type HistoryLine,
  historyOf,
  messagesOf,
  movementsOf,
  personOf,
  prepaymentsOf,
  readingsOf,
  walletsOf,
} from '../queries.ts'
import {
  AidRequests,
  Applications,
  Cards,
  Contact,
  Exchanges,
  Identity,
  Messages,
  Movements,
  Prepayments,
  SAID,
  SigningIn,
  Table,
  Wallets,
} from './file-panels.tsx'

/** All that is known of somebody. Each reading is written down, and shown to them. */
export const beneficiaryFile = page(regionFor('people.read'), places.region.beneficiary, {
  async find({ db, now, actor, params, visit }) {
    const person = await personOf(db, params.id)
    const isAsked = await saysWhyBeforeAFile(db, actor, now, person.id)
    return isAsked ? see(places.region.why.to({ about: 'files-opened' }, { vers: visit.url.pathname })) : person
  },
  title: ({ id }) => `Bénéficiaire n° ${id}`,
  trace: ({ subject: { id } }) => ({ fact: facts['beneficiary.file-read'], beneficiary_id: id }),
  said: SAID,
  async view({ db, now, actor, subject: person, visit, said }) {
    const { id } = person
    const [names, alike, applications, movable, history, cards, aid] = await Promise.all([
      formerNamesOf(db, id),
      peopleAlike(db, [id]),
      applicationsOf(db, id),
      applicationToMove(db, id).executeTakeFirst(),
      historyOf(db, id, visit.site.facts),
      cardsOf(db, id),
      aidRequestsOf(db, id),
    ])
    const [wallets, movements, debts, freezes, prepayments, messages, readings, exchanges] = await Promise.all([
      walletsOf(db, id),
      movementsOf(db, id),
      debtsOf(db, id),
      freezesOf(db, id),
      prepaymentsOf(db, id),
      messagesOf(db, id),
      readingsOf(db, id, visit.site.facts),
      exchangesCounted(db, id),
    ])
    return (
      <>
        <Said>{said}</Said>
        <PageHeading>{`${person.first_name} ${person.last_name}`}</PageHeading>
        {(person.sign_in_blocked_at || person.frozen_at) && (
          <p>
            {person.frozen_at && <Tag tone="bad">Gelé</Tag>} {person.sign_in_blocked_at && <Tag tone="bad">Connexion bloquée</Tag>}
          </p>
        )}
        <PeopleAlike people={alike} reader={actor} />
        <Columns>
          <Identity agent={actor} person={person} names={names} now={now} />
          <Contact agent={actor} person={person} />
          <SigningIn agent={actor} person={person} />
          <Wallets agent={actor} wallets={wallets} />
          <Exchanges exchanges={exchanges} id={id} />
        </Columns>
        <Applications
          agent={actor}
          applications={applications}
          id={id}
          isMovable={may(actor, 'requests.decide') && movable !== undefined && isMovable(movable)}
        />
        <Cards agent={actor} cards={cards} id={id} />
        <Movements agent={actor} movements={movements} />
        {debts.length > 0 && <Debts agent={actor} debts={debts} />}
        <Freezes agent={actor} freezes={freezes} id={id} />
        <Prepayments prepayments={prepayments} />
        {aid.length > 0 && <AidRequests aid={aid} />}
        <Messages messages={messages} />
        <Table
          title="Historique"
          columns={['Date', 'Événement', 'Par', 'Motif']}
          rows={history.map((line) => [frenchMinute(line.at), eventInWords(line, visit.site.facts), whoIn(line), reasonIn(line)])}
        />
        <Table
          title="Qui a consulté ce dossier"
          columns={['Date', 'Quoi', 'Par']}
          rows={readings.map((line) => [frenchMinute(line.at), factInWords(visit.site.facts, line.fact), whoIn(line)])}
        />
        <Actions>
          <ButtonLink kind="quiet" href={places.region.beneficiaries.to()}>
            Chercher quelqu’un d’autre
          </ButtonLink>
          {may(actor, 'data.protect') && <ButtonLink href={places.region.beneficiaryData.to({ id })}>Archive, effacement</ButtonLink>}
        </Actions>
      </>
    )
  },
})

function eventInWords(line: HistoryLine, all: Facts): string {
  if (line.about === 'application') return applicationEvents[line.event]
  return line.about === 'aid' ? aidEvents[line.event] : factInWords(all, line.event)
}

// The reason of a card's, or of a freeze, is one of a list; the others are what somebody wrote.
function reasonIn({ event, reason }: HistoryLine): string {
  if (!reason) return '—'
  if (event.endsWith('.frozen')) return reasonInWords(reason)
  return event.startsWith('card.opposed') ? codeInWords(reason) : reason
}

const whoIn = ({ staff_name, place }: { staff_name: string | null; place: string | null }): string =>
  staff_name ? `${staff_name}, ${place}` : 'Le jeune, ou le site'
