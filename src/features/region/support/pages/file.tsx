import type { Facts } from '../../../../platform/audit.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { page } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { Columns, PageHeading, Success, Tag } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { eventInWords as aidEvents } from '../../../aid/apprentice-aid/index.ts'
import { codeInWords } from '../../../personal/personal-data/index.ts'
import { eventInWords as applicationEvents, applicationToMove, isMovable } from '../../../requests/card-applications/index.ts'
import { factInWords } from '../../audit/index.ts'
import { facts } from '../facts.ts'
import {
  aidRequestsOf,
  applicationsOf,
  cardsOf,
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
  Identity,
  Messages,
  Movements,
  Prepayments,
  SigningIn,
  Table,
  Wallets,
} from './file-panels.tsx'
import { SEARCH_HREF } from './search.tsx'

const DONE: Record<string, string> = {
  identite: 'L’identité est corrigée',
  etablissement: 'L’établissement est changé',
  telephones: 'Les téléphones sont changés',
  adresse: 'L’adresse postale est changée',
  'adresse-email': 'Le lien est envoyé à la nouvelle adresse',
  carte: 'La carte est arrêtée et remplacée',
  blocage: 'La connexion est bloquée',
  deblocage: 'La connexion est débloquée',
  'mot-de-passe': 'Le lien est envoyé',
}

/** `/region/beneficiaires/:id`: all that is known of somebody. Each reading is written down, and shown to them. */
export const beneficiaryFile = page(regionFor('support'), {
  find: ({ db, params }) => personOf(db, Number(params.id)),
  title: ({ id }) => `Bénéficiaire n° ${id}`,
  trace: ({ subject: { id } }) => ({ fact: facts['beneficiary.file-read'], beneficiary_id: id }),
  async view({ db, now, query, subject: person, visit }) {
    const { id } = person
    const [names, applications, movable, history, cards, aid] = await Promise.all([
      formerNamesOf(db, id),
      applicationsOf(db, id),
      applicationToMove(db, id).executeTakeFirst(),
      historyOf(db, id, visit.site.facts),
      cardsOf(db, id),
      aidRequestsOf(db, id),
    ])
    const [wallets, movements, prepayments, messages, readings] = await Promise.all([
      walletsOf(db, id),
      movementsOf(db, id),
      prepaymentsOf(db, id),
      messagesOf(db, id),
      readingsOf(db, id, visit.site.facts),
    ])
    const href = `${SEARCH_HREF}/${id}`
    const done = DONE[query.get('fait') ?? '']
    return (
      <>
        {done && <Success title={done} level={2} />}
        <PageHeading>{`${person.first_name} ${person.last_name}`}</PageHeading>
        {person.sign_in_blocked_at && (
          <p>
            <Tag tone="bad">Connexion bloquée</Tag>
          </p>
        )}
        <Columns>
          <Identity person={person} names={names} now={now} href={href} />
          <Contact person={person} href={href} />
          <SigningIn person={person} href={href} />
          <Wallets wallets={wallets} />
        </Columns>
        <Applications applications={applications} isMovable={movable !== undefined && isMovable(movable)} href={href} />
        <Cards cards={cards} href={href} />
        <Movements movements={movements} />
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
          <ButtonLink kind="quiet" href={SEARCH_HREF}>
            Chercher quelqu’un d’autre
          </ButtonLink>
        </Actions>
      </>
    )
  },
})

function eventInWords(line: HistoryLine, all: Facts): string {
  if (line.about === 'application') return applicationEvents[line.event]
  return line.about === 'aid' ? aidEvents[line.event] : factInWords(all, line.event)
}

// The reason of a card's is one of a list; the others are what somebody wrote.
const reasonIn = ({ event, reason }: HistoryLine): string =>
  event.startsWith('card.opposed') && reason ? codeInWords(reason) : (reason ?? '—')

const whoIn = ({ staff_name, place }: { staff_name: string | null; place: string | null }): string =>
  staff_name ? `${staff_name}, ${place}` : 'Le jeune, ou le site'
