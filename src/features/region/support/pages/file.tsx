import type { ComponentChildren } from 'preact'
import { places } from '../../../../places.ts'
import { record } from '../../../../platform/audit.ts'
import type { Facts } from '../../../../platform/audit.ts'
import { ageOn, dayOf, frenchDay, frenchDayOf, frenchMinute } from '../../../../platform/dates.ts'
import { page } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { Columns, DataTable, Money, PageHeading, Panel, Said, SummaryList, Tag } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { eventInWords as aidEvents } from '../../../aid/apprentice-aid/index.ts'
import { addressLines } from '../../../people/addresses/index.ts'
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
  LINES_AT_MOST,
  messagesOf,
  movementsOf,
  type Person,
  personOf,
  prepaymentsOf,
  readingsOf,
  walletsOf,
} from '../queries.ts'
import { maskedTicket } from '../support.ts'

/** All that is known of somebody. Each reading is written down, and shown to them. */
export const beneficiaryFile = page(regionFor('support'), places.region.beneficiary, {
  find: ({ db, params }) => personOf(db, params.id),
  title: ({ id }) => `Bénéficiaire n° ${id}`,
  trace: ({ subject: { id } }) => ({ fact: facts['beneficiary.file-read'], beneficiary_id: id }),
  said: {
  identite: 'L’identité est corrigée',
  etablissement: 'L’établissement est changé',
  telephones: 'Les téléphones sont changés',
  adresse: 'L’adresse postale est changée',
  'adresse-email': 'Le lien est envoyé à la nouvelle adresse',
  carte: 'La carte est arrêtée et remplacée',
  blocage: 'La connexion est bloquée',
  deblocage: 'La connexion est débloquée',
  'mot-de-passe': 'Le lien est envoyé',
},
  async view({ db, now, params, subject: person, visit, said }) {
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
    const live = cards.find((card) => !card.opposed_at)
    return (
      <>
        <Said>{said}</Said>
        <PageHeading>{`${person.first_name} ${person.last_name}`}</PageHeading>
        {person.sign_in_blocked_at && (
          <p>
            <Tag tone="bad">Connexion bloquée</Tag>
          </p>
        )}
        <Columns>
          <Panel title="Identité">
            <SummaryList
              items={[
                { label: 'Civilité', value: person.civility === 'M' ? 'Monsieur' : 'Madame' },
                { label: 'Nom', value: person.last_name },
                { label: 'Prénom', value: person.first_name },
                { label: 'Date de naissance', value: `${frenchDay(person.birth_date)} (${ageOn(person.birth_date, dayOf(now))} ans)` },
                ...names.map((former) => ({ label: `Jusqu’au ${frenchMinute(former.until)}`, value: formerIdentity(former) })),
              ]}
            />
            <Actions>
              <ButtonLink kind="quiet" href={places.region.identityCorrection.to(params)}>
                Corriger l’identité
              </ButtonLink>
            </Actions>
          </Panel>
          <Panel title="Coordonnées">
            <SummaryList items={contactIn(person)} />
            <Actions>
              <ButtonLink kind="quiet" href={places.region.phonesChange.to(params)}>
                Changer les téléphones
              </ButtonLink>
              <ButtonLink kind="quiet" href={places.region.addressChange.to(params)}>
                Changer l’adresse postale
              </ButtonLink>
              <ButtonLink kind="quiet" href={places.region.emailChange.to(params)}>
                Changer l’adresse e-mail
              </ButtonLink>
            </Actions>
          </Panel>
          <Panel title="Connexion">
            <SummaryList
              items={[
                { label: 'Inscription', value: frenchMinute(person.created_at) },
                { label: 'Mot de passe', value: person.has_password ? 'Choisi' : 'Pas encore choisi' },
                { label: 'Connexion ouverte', value: person.seen_at ? `Oui, vue le ${frenchMinute(person.seen_at)}` : 'Aucune' },
                {
                  label: 'Blocage',
                  value: person.sign_in_blocked_at ? `Depuis le ${frenchMinute(person.sign_in_blocked_at)}` : 'Aucun',
                },
              ]}
            />
            <Actions>
              <ButtonLink kind="quiet" href={places.region.resetStart.to(params)} icon="key">
                Envoyer un lien de mot de passe
              </ButtonLink>
              {person.sign_in_blocked_at ? (
                <ButtonLink kind="quiet" href={places.region.signInUnblocking.to(params)}>
                  Débloquer la connexion
                </ButtonLink>
              ) : (
                <ButtonLink kind="quiet-red" href={places.region.signInBlocking.to(params)}>
                  Bloquer la connexion
                </ButtonLink>
              )}
            </Actions>
          </Panel>
          <Panel title="Porte-monnaie">
            {wallets.length === 0 && <p>Aucun porte-monnaie.</p>}
            {wallets.map((wallet) => (
              <SummaryList
                key={`${wallet.label} ${wallet.campaign_name}`}
                items={[
                  { label: wallet.label, value: wallet.campaign_name },
                  { label: 'Accordé', value: <Money cents={wallet.granted_cents} /> },
                  { label: 'Solde', value: <Money cents={wallet.balance_cents} /> },
                  { label: 'Réservé', value: <Money cents={wallet.reserved_cents} /> },
                  { label: 'Utilisable jusqu’au', value: frenchDay(wallet.closes_on) },
                ]}
              />
            ))}
          </Panel>
        </Columns>
        <Table
          title="Demandes de carte"
          columns={['Campagne', 'Dossier', 'État', 'Établissement', 'Formation', 'Envoyée le', 'Décidée le']}
          rows={applications.map((row) => [
            row.campaign_name,
            row.file_number,
            inWords(row.state),
            row.school_name ?? '—',
            row.course_label ?? '—',
            row.submitted_at ? frenchDayOf(row.submitted_at) : '—',
            row.decided_at ? frenchDayOf(row.decided_at) : '—',
          ])}
        >
          {movable && isMovable(movable) && (
            <Actions>
              <ButtonLink kind="quiet" href={places.region.schoolMove.to(params)} icon="school">
                Changer d’établissement
              </ButtonLink>
            </Actions>
          )}
        </Table>
        <Table
          title="Cartes"
          columns={['Numéro', 'Créée le', 'Fabriquée le', 'Expédiée le', 'Arrêtée le']}
          rows={cards.map((card) => [
            card.number,
            frenchDayOf(card.created_at),
            card.made_at ? frenchDayOf(card.made_at) : whyNotMade(card),
            card.shipped_at ? frenchDayOf(card.shipped_at) : '—',
            card.opposed_at ? `${frenchMinute(card.opposed_at)}${card.reason ? ` (${codeInWords(card.reason)})` : ''}` : '—',
          ])}
        >
          {live && (
            <Actions>
              {!live.made_at && !live.set_aside_at && (
                <ButtonLink kind="quiet" href={places.region.settingAside.to({ number: live.number })} icon="camera">
                  Demander une autre photo
                </ButtonLink>
              )}
              <ButtonLink kind="quiet-red" href={places.region.cardStopping.to(params)} icon="card">
                Arrêter la carte
              </ButtonLink>
            </Actions>
          )}
        </Table>
        <Table
          title="Mouvements"
          columns={['Date', 'N° transaction', 'Nature', 'Partenaire', 'Montant', 'Solde après']}
          numeric={['Montant', 'Solde après']}
          rows={movements.map((row) => [
            frenchMinute(row.at),
            row.id,
            inWords(row.kind),
            row.partner_name ?? 'Région Hauts-de-France',
            <Money key="amount" cents={row.amount_cents} />,
            <Money key="balance" cents={row.balance_after_cents} />,
          ])}
        />
        <Table
          title="Prépaiements"
          columns={['Créé le', 'Ticket', 'Partenaire', 'Montant', 'État', 'Valable jusqu’au']}
          numeric={['Montant']}
          rows={prepayments.map((row) => [
            frenchMinute(row.created_at),
            maskedTicket(row.ticket),
            row.partner_name,
            <Money key="amount" cents={row.amount_cents} />,
            `${inWords(row.state)}${row.ended_at ? ` le ${frenchMinute(row.ended_at)}` : ''}`,
            frenchDay(row.expires_on),
          ])}
        />
        {aid.length > 0 && (
          <Table
            title="Aides THR"
            columns={['Numéro', 'Année du contrat', 'État', 'Envoyée le', 'Transport', 'Repas', 'Logement']}
            numeric={['Transport', 'Repas', 'Logement']}
            rows={aid.map((row) => [
              row.number,
              row.contract_year,
              inWords(row.state),
              row.submitted_at ? frenchDayOf(row.submitted_at) : '—',
              ...[row.transport_cents, row.meals_cents, row.lodging_cents].map((cents, index) =>
                cents === null ? '—' : <Money key={index} cents={cents} />,
              ),
            ])}
          />
        )}
        <Table
          title="Messages envoyés"
          columns={['Date', 'Objet', 'Par', 'À', 'État']}
          rows={messages.map((message) => [
            frenchMinute(message.created_at),
            <a key="subject" href={places.region.message.to({ id: message.id })}>
              {message.subject}
            </a>,
            inWords(message.channel),
            <span key="address" class="desk-code">
              {message.address}
            </span>,
            MESSAGE_STATES[message.state],
          ])}
        />
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
        </Actions>
      </>
    )
  },
})

const whyNotMade = ({ set_aside_reason }: { set_aside_reason: string | null }): string =>
  set_aside_reason ? `Photo à refaire : ${set_aside_reason}` : '—'

const MESSAGE_STATES: Record<string, string> = { queued: 'En attente', sent: 'Envoyé', failed: 'Échec' }

function eventInWords(line: HistoryLine, all: Facts): string {
  if (line.about === 'application') return applicationEvents[line.event]
  return line.about === 'aid' ? aidEvents[line.event] : factInWords(all, line.event)
}

// The reason of a card's is one of a list; the others are what somebody wrote.
const reasonIn = ({ event, reason }: HistoryLine): string =>
  event.startsWith('card.opposed') && reason ? codeInWords(reason) : (reason ?? '—')

const whoIn = ({ staff_name, place }: { staff_name: string | null; place: string | null }): string =>
  staff_name ? `${staff_name}, ${place}` : 'Le jeune, ou le site'

const inWords = (code: string): string => {
  const words = codeInWords(code)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** As it was before an agent corrected it. */
const formerIdentity = ({ civility, last_name, first_name, birth_date }: Awaited<ReturnType<typeof formerNamesOf>>[number]): string =>
  `${civility ? `${civility} ` : ''}${last_name} ${first_name}${birth_date ? `, ${frenchDay(birth_date)}` : ''}`

function contactIn(person: Person) {
  return [
    { label: 'Adresse e-mail', value: <span class="desk-code">{person.email}</span> },
    ...(person.asked_email ? [{ label: 'Nouvelle adresse, à confirmer', value: <span class="desk-code">{person.asked_email}</span> }] : []),
    { label: 'Téléphone fixe', value: person.fixed_phone ?? '—' },
    { label: 'Téléphone portable', value: person.mobile_phone ?? '—' },
    { label: 'Adresse', value: person.address ? addressLines(person.address).map((line) => <div key={line}>{line}</div>) : '—' },
    { label: 'Prévenu par', value: inWords(person.notified_by) },
  ]
}

function Table({
  title,
  columns,
  numeric = [],
  rows,
  children,
}: {
  title: string
  columns: string[]
  numeric?: string[]
  rows: ComponentChildren[][]
  children?: ComponentChildren
}) {
  return (
    <Panel>
      <DataTable
        caption={rows.length < LINES_AT_MOST ? title : `${title} : les ${LINES_AT_MOST} derniers`}
        columns={columns.map((label) => ({ label, numeric: numeric.includes(label) }))}
        rows={rows}
      />
      {children}
    </Panel>
  )
}
