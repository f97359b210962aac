import type { ComponentChildren } from 'preact'
import { places } from '../../../../places.ts'
import type { Config } from '../../../../platform/config.ts'
import { dayOf, frenchDay, frenchMinute } from '../../../../platform/dates.ts'
import { page } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, InfoBox, PageHeading, Panel, Success, Tag, type Tone } from '../../../../ui/blocks.tsx'
import { acts } from '../../two-people/index.ts'
import { type AgentThere, BACKUP_HOURS, holders, type State, twoPeopleFor, whoFor } from '../beginning.ts'
import { agentsThere, type Held, heldOf } from '../queries.ts'

/** Besides what `State` says: « advice » is what a site can open without. */
type Mark = State | 'advice'

const MARKS: Record<Mark, { tone: Tone; words: string }> = {
  there: { tone: 'good', words: 'Prêt' },
  invited: { tone: 'info', words: 'Invitation non utilisée' },
  missing: { tone: 'bad', words: 'Manque' },
  advice: { tone: 'warning', words: 'À voir' },
}

interface Step {
  what: string
  mark: Mark
  words: ComponentChildren
  /** Where it is done. */
  where: ComponentChildren
}

const STAFF = <a href={places.region.invitation.to()}>Inviter quelqu’un</a>
const ACCOUNT_FILES = <a href={places.region.accountFiles.to()}>Ouvrir des comptes par fichier</a>

export const beginningPage = page(regionFor('agent-accounts.manage'), places.region.beginning, {
  title: 'Mise en route',
  async view({ db, now, visit }) {
    const [held, agents] = await Promise.all([heldOf(db, dayOf(now)), agentsThere(db)])
    const groups = [
      { title: 'Les comptes de la Région', steps: accounts(agents) },
      { title: 'La campagne', steps: scheme(held) },
      { title: 'Les établissements, les adresses et les partenaires', steps: registers(held) },
      { title: 'Le serveur', steps: server(held, visit.site.config, now) },
    ]
    const pairs = Array.from(acts.values(), (act) => ({ act, state: twoPeopleFor(act, agents) }))
    const missing = groups.flatMap(({ steps }) => steps).filter(({ mark }) => mark === 'missing').length
    const unheld = pairs.filter(({ state }) => state !== 'there').length
    return (
      <>
        <PageHeading>Mise en route</PageHeading>
        {missing + unheld === 0 ? (
          <Success title="Rien ne manque pour ouvrir le site" level={2} />
        ) : (
          <InfoBox title="Avant d’ouvrir le site">
            {missing > 0 && <p>{`${several(missing, 'chose manque', 'choses manquent')} encore.`}</p>}
            {unheld > 0 && (
              <p>{`${several(unheld, 'acte à deux n’a pas encore ses deux personnes', 'actes à deux n’ont pas encore leurs deux personnes')}.`}</p>
            )}
          </InfoBox>
        )}
        {groups.map(({ title, steps }) => (
          <Panel key={title}>
            <Steps title={title} steps={steps} />
          </Panel>
        ))}
        <Panel>
          <DataTable
            caption="Les actes qui demandent deux personnes différentes"
            columns={[{ label: 'Acte' }, { label: 'État' }, { label: 'Qui' }, { label: 'Où' }]}
            rows={pairs.map(({ act, state }) => [
              act.title,
              <MarkTag key="mark" mark={state} />,
              whoFor(act),
              state === 'there' ? '' : STAFF,
            ])}
          />
        </Panel>
      </>
    )
  },
})

const several = (count: number, one: string, many: string) => `${count} ${count > 1 ? many : one}`

const MarkTag = ({ mark }: { mark: Mark }) => <Tag tone={MARKS[mark].tone}>{MARKS[mark].words}</Tag>

const Steps = ({ title, steps }: { title: string; steps: Step[] }) => (
  <DataTable
    caption={title}
    sentences
    columns={[{ label: 'Quoi' }, { label: 'État' }, { label: 'Ce qu’il y a' }, { label: 'Où' }]}
    rows={steps.map(({ what, mark, words, where }) => [what, <MarkTag key="mark" mark={mark} />, words, where])}
  />
)

function accounts(agents: AgentThere[]): Step[] {
  const withRole = (role: AgentThere['roles'][number]) => agents.filter(({ roles }) => roles.includes(role)).length
  return [
    {
      what: 'Deux administrateurs',
      mark: holders(agents, 'administrator', 2),
      words: several(withRole('administrator'), 'compte', 'comptes'),
      where: <code>npm run administrator</code>,
    },
    {
      what: 'Un délégué à la protection des données',
      mark: holders(agents, 'dpo', 1),
      words: several(withRole('dpo'), 'compte', 'comptes'),
      where: STAFF,
    },
  ]
}

function scheme({ campaign_name, campaign_opens_on }: Held): Step[] {
  return [
    {
      what: 'Une campagne ouverte ou à venir',
      mark: campaign_name ? 'there' : 'missing',
      words: campaign_opens_on ? `${campaign_name} : les demandes ouvrent le ${frenchDay(campaign_opens_on)}` : 'Aucune',
      where: campaign_name ? (
        <a href={places.region.campaigns.to()}>Campagnes</a>
      ) : (
        <a href={places.region.firstCampaign.to()}>Préparer la première campagne</a>
      ),
    },
  ]
}

function registers(held: Held): Step[] {
  return [
    {
      what: 'Des établissements',
      mark: held.schools > 0 ? 'there' : 'missing',
      words: several(held.schools, 'établissement ouvert', 'établissements ouverts'),
      where: (
        <>
          <a href={places.region.schools.to()}>Établissements</a>, <a href={places.region.schoolsImport.to()}>un fichier</a> ou{' '}
          <code>npm run import -- schools FICHIER</code>
        </>
      ),
    },
    {
      what: 'Un compte pour chaque établissement',
      mark: held.schools === held.schools_without_account ? 'missing' : held.schools_without_account > 0 ? 'advice' : 'there',
      words:
        held.schools === 0
          ? 'Aucun établissement encore'
          : several(held.schools_without_account, 'établissement sans compte', 'établissements sans compte'),
      where: ACCOUNT_FILES,
    },
    {
      what: 'Des formations',
      mark: held.courses > 0 ? 'there' : 'missing',
      words: several(held.courses, 'formation', 'formations'),
      where: (
        <>
          <a href={places.region.courses.to()}>Formations</a>, <a href={places.region.coursesImport.to()}>un fichier</a> ou{' '}
          <code>npm run import -- courses FICHIER</code>
        </>
      ),
    },
    {
      what: 'Les villes et les rues',
      mark: held.has_streets ? 'there' : 'advice',
      words: held.has_streets ? 'Les villes et des rues' : 'Les villes, sans aucune rue : chacun tape son adresse en entier',
      where: (
        <>
          <a href={places.region.streetsImport.to()}>Un fichier</a> ou <code>npm run import -- streets FICHIER</code>
        </>
      ),
    },
    {
      what: 'Des types de partenaires',
      mark: held.partner_types > 0 ? 'there' : 'missing',
      words: several(held.partner_types, 'type', 'types'),
      where: <a href={places.region.partnerTypes.to()}>Types de partenaires</a>,
    },
    agreement(held),
    {
      what: 'Des partenaires',
      mark: held.partners > 0 ? 'there' : 'missing',
      words: several(held.partners, 'partenaire actif', 'partenaires actifs'),
      where: <a href={places.region.partners.to()}>Partenaires</a>,
    },
    {
      what: 'Un compte pour chaque partenaire',
      mark: held.partners === held.partners_without_account ? 'missing' : held.partners_without_account > 0 ? 'advice' : 'there',
      words:
        held.partners === 0
          ? 'Aucun partenaire encore'
          : several(held.partners_without_account, 'partenaire sans compte', 'partenaires sans compte'),
      where: ACCOUNT_FILES,
    },
  ]
}

const agreement = ({ has_agreement }: Held): Step => ({
  what: 'Une convention pour les partenaires',
  mark: has_agreement ? 'there' : 'advice',
  words: has_agreement ? 'Un texte est en vigueur' : 'Aucun texte : personne ne peut demander en ligne à devenir partenaire',
  where: <a href={places.region.agreementText.to()}>Convention</a>,
})

const variable = (...names: string[]) => <code>{names.join(', ')}</code>

const directory = (companyDirectory: string | undefined): Step => ({
  what: 'L’annuaire des entreprises',
  mark: companyDirectory ? 'there' : 'advice',
  words: companyDirectory ? 'Réglé' : 'Aucun : les commerces qui demandent à devenir partenaires tapent tout',
  where: variable('COMPANY_DIRECTORY_URL'),
})

const stateEnrolment = (apiParticulier: Config['apiParticulier']): Step => ({
  what: 'La vérification des inscriptions auprès de l’Éducation nationale',
  mark: apiParticulier ? 'there' : 'advice',
  words: apiParticulier ? 'Réglée' : 'Éteinte : seules les listes des établissements disent qui est inscrit',
  where: variable('API_PARTICULIER_URL', 'API_PARTICULIER_TOKEN', 'API_PARTICULIER_SIRET'),
})

function server(held: Held, { smtpUrl, sms, payer, companyDirectory, apiParticulier }: Config, now: Date): Step[] {
  const isRecent = held.backed_up_at && now.getTime() - held.backed_up_at.getTime() < BACKUP_HOURS * 3_600_000
  return [
    {
      what: 'L’envoi des mails',
      mark: smtpUrl ? 'there' : 'missing',
      words: smtpUrl ? 'Réglé' : 'Les mails restent sur le serveur, personne ne les reçoit',
      where: variable('SMTP_URL'),
    },
    {
      what: 'L’envoi des SMS',
      mark: sms ? 'there' : 'advice',
      words: sms ? 'Réglé' : 'Aucun SMS ne part : les jeunes reçoivent des mails',
      where: variable('SMS_URL', 'SMS_BODY'),
    },
    directory(companyDirectory),
    {
      what: 'Le compte bancaire qui paie les aides THR',
      mark: payer ? 'there' : held.gives_aid ? 'missing' : 'advice',
      words: payer ? `${payer.name}, ${payer.iban.slice(0, 4)} … ${payer.iban.slice(-3)}` : 'Aucun : aucun virement ne peut être préparé',
      where: variable('PAYER_NAME', 'PAYER_IBAN', 'PAYER_BIC'),
    },
    stateEnrolment(apiParticulier),
    {
      what: 'Le rôle du programme dans la base de données',
      mark: held.acts_as_owner || held.may_become_owner ? 'advice' : 'there',
      words: held.acts_as_owner
        ? 'Le programme possède les tables : seuls leurs déclencheurs protègent le journal'
        : held.may_become_owner
          ? 'Le programme quitte ses droits de propriétaire, et pourrait les reprendre'
          : 'Le programme ne possède rien',
      where: variable('DATABASE_OWNER_URL', 'DATABASE_URL'),
    },
    {
      what: 'Une sauvegarde récente',
      mark: isRecent ? 'there' : 'advice',
      words: held.backed_up_at
        ? `La dernière est du ${frenchMinute(held.backed_up_at)}`
        : 'Aucune par ce programme. Si l’hébergeur s’en charge, vérifiez-le avec lui',
      where: <code>npm run backup -- FICHIER</code>,
    },
  ]
}
