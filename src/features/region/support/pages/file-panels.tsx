import type { ComponentChildren } from 'preact'
import { places } from '../../../../places.ts'
import { ageOn, dayOf, frenchDay, frenchDayOf, frenchMinute } from '../../../../platform/dates.ts'
import { readablePhone } from '../../../../platform/phones.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import type { Agent } from '../../../../spaces/actors.ts'
import { may } from '../../../../spaces/roles.ts'
import { DataTable, Money, Panel, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { addressLines } from '../../../people/addresses/index.ts'
import { identityInWords, nameOnCardLines } from '../../../people/beneficiaries/index.ts'
import { codeInWords } from '../../../personal/personal-data/index.ts'
import {
  type aidRequestsOf,
  type applicationsOf,
  type cardsOf,
  type exchangesCounted,
  type formerNamesOf,
  LINES_AT_MOST,
  type messagesOf,
  type movementsOf,
  type Person,
  type prepaymentsOf,
  type walletsOf,
} from '../queries.ts'
import { maskedTicket } from '../support.ts'

/** What somebody's file says once something is done to it, then its panels and tables, one a subject. */

export const SAID = {
  identite: 'L’identité est corrigée',
  homonyme: 'Cette personne est inscrite : elle reçoit son numéro de dossier par mail',
  etablissement: 'L’établissement est changé',
  contrat: 'Le changement de contrat est enregistré',
  telephones: 'Les téléphones sont changés',
  adresse: 'L’adresse postale est changée',
  'adresse-email':
    'Le lien est envoyé à la nouvelle adresse. Elle remplace l’ancienne dans 72 heures, ou dès qu’un second conseiller l’accepte',
  carte: 'La carte est arrêtée et remplacée',
  blocage: 'La connexion est bloquée',
  deblocage: 'La connexion est débloquée',
  'mot-de-passe': 'Le lien est envoyé',
  gel: 'C’est gelé : une autre personne devra le dégeler',
  degel: 'C’est dégelé',
}

type Rows<Query extends (...given: never[]) => Promise<unknown>> = Awaited<ReturnType<Query>>

export const Identity = ({ agent, person, names, now }: { agent: Agent; person: Person; names: Rows<typeof formerNamesOf>; now: Date }) => (
  <Panel title="Identité">
    <SummaryList
      items={[
        { label: 'Civilité', value: person.civility === 'M' ? 'Monsieur' : 'Madame' },
        { label: 'Nom', value: person.last_name },
        { label: 'Prénom', value: person.first_name },
        ...nameOnCardLines(person),
        { label: 'Date de naissance', value: `${frenchDay(person.birth_date)} (${ageOn(person.birth_date, dayOf(now))} ans)` },
        ...(person.guardians
          ? [{ label: 'Responsables légaux', value: `${person.guardians}, dont ${person.guardians_confirmed} confirmés` }]
          : []),
        ...names.map((former) => ({ label: `Jusqu’au ${frenchMinute(former.until)}`, value: identityInWords(former) })),
      ]}
    />
    {may(agent, 'people.rectify') && (
      <Actions>
        <ButtonLink kind="quiet" href={places.region.identityCorrection.to({ id: person.id })}>
          Corriger l’identité
        </ButtonLink>
        <ButtonLink kind="quiet" href={places.region.namesake.to({ id: person.id })}>
          Inscrire un homonyme
        </ButtonLink>
      </Actions>
    )}
  </Panel>
)

export const Contact = ({ agent, person }: { agent: Agent; person: Person }) => (
  <Panel title="Coordonnées">
    <SummaryList items={contactIn(person)} />
    {person.email_dead_since && (
      <Warning title="Nos mails reviennent">
        <p>
          {`Depuis le ${frenchDayOf(person.email_dead_since)}, la messagerie répond que personne n’est à cette adresse : nos mails n’y partent plus, sauf un lien ou un mot de passe que la personne demande. Demandez-lui la bonne adresse, puis changez-la. Si elle vous dit que celle-ci est juste, ouvrez un message en échec et envoyez-le à nouveau.`}
        </p>
      </Warning>
    )}
    {may(agent, 'people.help') && (
      <Actions>
        <ButtonLink kind="quiet" href={places.region.phonesChange.to({ id: person.id })}>
          Changer les téléphones
        </ButtonLink>
        <ButtonLink kind="quiet" href={places.region.addressChange.to({ id: person.id })}>
          Changer l’adresse postale
        </ButtonLink>
        <ButtonLink kind="quiet" href={places.region.emailChange.to({ id: person.id })}>
          Changer l’adresse e-mail
        </ButtonLink>
      </Actions>
    )}
  </Panel>
)

function contactIn(person: Person) {
  return [
    { label: 'Adresse e-mail', value: <span class="desk-code">{person.email}</span> },
    ...(person.asked_email
      ? [
          {
            label: person.email_changes_at
              ? `Nouvelle adresse, le ${frenchMinute(person.email_changes_at)}`
              : 'Nouvelle adresse, à confirmer',
            value: <span class="desk-code">{person.asked_email}</span>,
          },
        ]
      : []),
    { label: 'Téléphone fixe', value: person.fixed_phone ? readablePhone(person.fixed_phone) : '—' },
    { label: 'Téléphone portable', value: person.mobile_phone ? readablePhone(person.mobile_phone) : '—' },
    { label: 'Adresse', value: person.address ? addressLines(person.address).map((line) => <div key={line}>{line}</div>) : '—' },
    { label: 'Prévenu par', value: inWords(person.notified_by) },
  ]
}

export const SigningIn = ({ agent, person }: { agent: Agent; person: Person }) => (
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
    {may(agent, 'people.help') && (
      <Actions>
        <ButtonLink kind="quiet" href={places.region.resetStart.to({ id: person.id })} icon="key">
          Envoyer un lien de mot de passe
        </ButtonLink>
        {person.sign_in_blocked_at ? (
          <ButtonLink kind="quiet" href={places.region.signInUnblocking.to({ id: person.id })}>
            Débloquer la connexion
          </ButtonLink>
        ) : (
          <ButtonLink kind="quiet-red" href={places.region.signInBlocking.to({ id: person.id })}>
            Bloquer la connexion
          </ButtonLink>
        )}
      </Actions>
    )}
  </Panel>
)

export const Exchanges = ({ exchanges, id }: { exchanges: Rows<typeof exchangesCounted>; id: number }) => (
  <Panel title="Questions et notes">
    <SummaryList
      items={[
        { label: 'Questions rattachées', value: exchanges.questions },
        { label: 'Notes des agents', value: exchanges.notes },
        ...(exchanges.last_at ? [{ label: 'La dernière', value: frenchMinute(exchanges.last_at) }] : []),
      ]}
    />
    <Actions>
      <ButtonLink kind="quiet" href={places.region.beneficiaryExchanges.to({ id })}>
        Lire, ou laisser une note
      </ButtonLink>
    </Actions>
  </Panel>
)

export const Wallets = ({ agent, wallets }: { agent: Agent; wallets: Rows<typeof walletsOf> }) => (
  <Panel title="Porte-monnaie">
    {wallets.length === 0 && <p>Aucun porte-monnaie.</p>}
    {wallets.map((wallet) => (
      <div key={wallet.id}>
        <SummaryList
          items={[
            { label: wallet.label, value: wallet.campaign_name },
            { label: 'Accordé', value: <Money cents={wallet.granted_cents} /> },
            { label: 'Solde', value: <Money cents={wallet.balance_cents} /> },
            { label: 'Réservé', value: <Money cents={wallet.reserved_cents} /> },
            { label: 'Utilisable jusqu’au', value: frenchDay(wallet.closes_on) },
            ...(wallet.frozen_at ? [{ label: 'Gelé', value: `Depuis le ${frenchMinute(wallet.frozen_at)}` }] : []),
          ]}
        />
        <WalletActs agent={agent} wallet={wallet} />
      </div>
    ))}
  </Panel>
)

function WalletActs({ agent, wallet: { id, label, campaign_name, own_freeze } }: { agent: Agent; wallet: Rows<typeof walletsOf>[number] }) {
  const about = <span class="unseen">{` ${label} (${campaign_name})`}</span>
  return (
    <Actions>
      {may(agent, 'corrections.ask') && (
        <ButtonLink kind="quiet" href={places.region.walletAdjustment.to({ id })}>
          Régulariser{about}
        </ButtonLink>
      )}
      {may(agent, 'people.freeze') &&
        (own_freeze === null ? (
          <ButtonLink kind="quiet-red" href={places.region.walletFreezing.to({ id })}>
            Geler{about}
          </ButtonLink>
        ) : (
          <ButtonLink kind="quiet" href={places.region.walletUnfreezing.to({ id })}>
            Dégeler{about}
          </ButtonLink>
        ))}
    </Actions>
  )
}

export const Applications = ({
  agent,
  applications,
  id,
  isMovable,
}: {
  agent: Agent
  applications: Rows<typeof applicationsOf>
  /** Whose they are. */
  id: number
  isMovable: boolean
}) => (
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
    <Actions>
      {isMovable && (
        <ButtonLink kind="quiet" href={places.region.schoolMove.to({ id })} icon="school">
          Changer d’établissement
        </ButtonLink>
      )}
      {may(agent, 'corrections.ask') &&
        applications
          .filter(({ situation, state }) => state === 'validated' && situation !== 'neither')
          .map(({ file_number, campaign_name }) => (
            <ButtonLink key={file_number} kind="quiet-red" href={places.region.withdrawal.to({ numero: file_number })}>
              Retirer la validation<span class="unseen">{` de la campagne ${campaign_name}`}</span>
            </ButtonLink>
          ))}
      {applications.some(({ situation, state }) => situation === 'apprentice' && state === 'validated') && (
        <ButtonLink kind="quiet" href={places.region.contractRecording.to({ id })}>
          Changement de contrat
        </ButtonLink>
      )}
    </Actions>
  </Table>
)

export function Cards({ agent, cards, id }: { agent: Agent; cards: Rows<typeof cardsOf>; id: number }) {
  const live = cards.find((card) => !card.opposed_at)
  return (
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
          {may(agent, 'cards.make') && !live.made_at && !live.set_aside_at && (
            <ButtonLink kind="quiet" href={places.region.settingAside.to({ number: live.number })} icon="camera">
              Demander une autre photo
            </ButtonLink>
          )}
          {may(agent, 'people.help') && (
            <ButtonLink kind="quiet-red" href={places.region.cardStopping.to({ id })} icon="card">
              Arrêter la carte
            </ButtonLink>
          )}
        </Actions>
      )}
    </Table>
  )
}

const whyNotMade = ({ set_aside_reason }: { set_aside_reason: string | null }): string =>
  set_aside_reason ? `Photo à refaire : ${set_aside_reason}` : '—'

const FraudLink = ({ id }: { id: number }) => (
  <a href={places.region.paymentFraud.to({ id })}>
    Annuler pour fraude<span class="unseen">{` la transaction n° ${id}`}</span>
  </a>
)

export const Movements = ({ agent, movements }: { agent: Agent; movements: Rows<typeof movementsOf> }) => (
  <Table
    title="Mouvements"
    columns={[
      'Date',
      'N° transaction',
      'Nature',
      'Partenaire',
      'Montant',
      'Solde après',
      ...(may(agent, 'corrections.ask') ? ['Action'] : []),
    ]}
    numeric={['Montant', 'Solde après']}
    rows={movements.map((row) => [
      frenchMinute(row.at),
      row.id,
      inWords(row.kind),
      row.partner_name ?? `Région ${OUR_REGION.name}`,
      <Money key="amount" cents={row.amount_cents} />,
      <Money key="balance" cents={row.balance_after_cents} />,
      ...(may(agent, 'corrections.ask') ? [row.left_cents ? <FraudLink key="fraud" id={row.id} /> : ''] : []),
    ])}
  />
)

export const Prepayments = ({ prepayments }: { prepayments: Rows<typeof prepaymentsOf> }) => (
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
)

export const AidRequests = ({ aid }: { aid: Rows<typeof aidRequestsOf> }) => (
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
)

const MESSAGE_STATES: Record<string, string> = { queued: 'En attente', sent: 'Envoyé', failed: 'Échec' }

export const Messages = ({ messages }: { messages: Rows<typeof messagesOf> }) => (
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
)

const inWords = (code: string): string => {
  const words = codeInWords(code)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export function Table({
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
