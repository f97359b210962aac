import { places } from '../../../../places.ts'
import { frenchDayOf, frenchMinute } from '../../../../platform/dates.ts'
import { choiceAsked, listed, orderAsked, pageAsked, pastTheEnd, wordsAsked } from '../../../../platform/forms/paging.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import type { Query } from '../../../../platform/http/place.ts'
import type { Agent } from '../../../../spaces/actors.ts'
import { may, ROLE_NAMES, ROLES, rolesInWords } from '../../../../spaces/roles.ts'
import { type SchoolRole, schoolRoleOptions, schoolRolesInWords } from '../../../../spaces/school-roles.ts'
import { type ShopRole, shopRoleOptions, shopRolesInWords } from '../../../../spaces/shop-roles.ts'
import { ACCOUNTS, regionFor } from '../../../../spaces/staff.tsx'
import { Columns, InfoBox, PageHeading, Panel, Said, SummaryList, Tag } from '../../../../ui/blocks.tsx'
import { DeskList } from '../../../../ui/desk-list.tsx'
import { Actions, Button, ButtonLink, CheckboxGroup, ErrorSummary, Form, RadioGroup, TextField } from '../../../../ui/form.tsx'
import {
  closeStaff,
  invitationDays,
  kindsManagedBy,
  STAFF_KINDS,
  type StaffKind,
  sendStaffLink,
  type WorkplaceRow,
  workplacesOf,
} from '../../staff/index.ts'
import { askForLaterReset, RESET_HOURS, withdrawReset } from '../../staff-sign-in/index.ts'
import { inviteForm, staffActionForm } from '../account.ts'
import { askForReset, askForRoles, askToReopen, inviteStaff } from '../ask.ts'
import {
  type ShopOfOrganisation,
  STAFF_A_PAGE,
  STAFF_ORDERS,
  type StaffRow,
  shopsOfOrganisation,
  staffFound,
  staffMemberById,
} from '../queries.ts'

const KINDS: Record<StaffKind, string> = { partner: 'Partenaire', school: 'Établissement', agent: 'Agent de la Région' }

const roleOptions = ROLE_NAMES.map((role) => ({ value: role, label: ROLES[role].label, hint: ROLES[role].hint }))

/** What they may do, in words: a school's users may all do the same. */
const rolesOf = ({ region_roles, shop_roles }: StaffRow): string | null =>
  (region_roles && rolesInWords(region_roles)) ?? (shop_roles && shopRolesInWords(shop_roles))

function StateTag({ member }: { member: StaffRow }) {
  if (member.closed_at) return <Tag tone="bad">Fermé</Tag>
  return member.has_password ? <Tag tone="good">Ouvert</Tag> : <Tag tone="info">Invité</Tag>
}

export const staffList = page(regionFor(...ACCOUNTS), places.region.staff, {
  title: 'Comptes des professionnels',
  said: { demande: 'Le compte est demandé : une seconde personne doit l’accepter' },
  async view({ db, actor, query, said }) {
    const kinds = kindsManagedBy(actor)
    const asked = { words: wordsAsked(query), kind: choiceAsked(query, 'type', STAFF_KINDS), page: pageAsked(query) }
    const order = orderAsked(query, STAFF_ORDERS, 'lieu')
    const { rows, total } = await staffFound(db, { ...asked, kinds, order })
    const past = pastTheEnd(rows, query)
    if (past) return past
    return (
      <>
        <Said>{said}</Said>
        <DeskList
          title="Comptes des professionnels"
          words={asked.words}
          wordsLabel="Nom, adresse e-mail, partenaire ou établissement"
          choice={{
            name: 'type',
            value: asked.kind,
            label: 'Où',
            all: 'Partout',
            options: kinds.map((kind) => ({ value: kind, label: KINDS[kind] })),
          }}
          actions={<ListActions actor={actor} />}
          found={{
            listed: listed(query, { total, aPage: STAFF_A_PAGE, order }),
            caption: total > 1 ? `${total} comptes` : `${total} compte`,
            empty: 'Aucun compte trouvé.',
            columns: [
              { label: 'Nom', by: 'nom' },
              { label: 'Adresse e-mail', by: 'adresse' },
              { label: 'Où', by: 'lieu' },
              { label: 'Rôle' },
              { label: 'Vu le' },
              { label: 'État' },
            ],
            rows: rows.map((member) => [
              <a key="name" href={places.region.staffMember.to({ id: member.id })}>
                {member.name}
              </a>,
              member.email,
              member.place,
              rolesOf(member) ?? member.job_title ?? KINDS[member.kind],
              member.seen_at ? frenchDayOf(member.seen_at) : 'Jamais',
              <StateTag key="state" member={member} />,
            ]),
          }}
        />
      </>
    )
  },
})

/** What concerns many accounts at once. */
const ListActions = ({ actor }: { actor: Agent }) => (
  <>
    <ButtonLink href={places.region.invitation.to()}>Inviter quelqu’un</ButtonLink>
    {(may(actor, 'school-accounts.manage') || may(actor, 'partner-accounts.manage')) && (
      <ButtonLink href={places.region.accountFiles.to()} kind="quiet" icon="upload">
        Ouvrir des comptes par fichier
      </ButtonLink>
    )}
    <ButtonLink href={places.region.invitations.to()} kind="quiet">
      Invitations jamais utilisées
    </ButtonLink>
    {may(actor, 'agent-accounts.manage') && (
      <ButtonLink href={places.region.rightsReview.to()} kind="quiet">
        Revue des droits
      </ButtonLink>
    )}
  </>
)

/** Where somebody is invited from: the page of a partner or of a school. */
const fromA = (query: Query<'partenaire' | 'etablissement'>): { kind: StaffKind; number: string } | null => {
  const [partner, school] = [query.get('partenaire'), query.get('etablissement')]
  if (school) return { kind: 'school', number: school.slice(0, 12) }
  return partner ? { kind: 'partner', number: partner.slice(0, 10) } : null
}

const WhoFields = ({ form }: { form: FormState }) => (
  <>
    <TextField
      form={form}
      name="name"
      label="Nom"
      hint="D’une personne ou d’un service, par exemple : Secrétariat Gambetta"
      autocomplete="off"
    />
    <TextField form={form} name="email" label="Adresse e-mail" type="email" inputmode="email" autocomplete="off" spellcheck={false} />
    <TextField
      form={form}
      name="jobTitle"
      label="Fonction"
      hint="Par exemple : gestion, secrétariat, caisse. Elle dit qui est cette personne, et ne donne aucun droit."
      optional
      autocomplete="off"
    />
  </>
)

/** Which shop it is, and, from the page of one, which others of its organisation too. */
const ShopFields = ({ form, code, shops }: { form: FormState; code: string | null; shops: ShopOfOrganisation[] }) => {
  const others = shops.filter((shop) => shop.code !== code?.toUpperCase())
  return (
    <>
      <TextField
        form={form}
        name="partnerCode"
        label="Code du partenaire"
        known={code}
        hint={`Pour un partenaire. Par exemple : L212.${code === null ? ' Pour plusieurs points de vente d’une structure, partez de la fiche de l’un d’eux.' : ''}`}
        width={10}
        optional
        autocomplete="off"
      />
      {others.length > 0 && (
        <CheckboxGroup
          form={form}
          name="shops"
          legend="Aussi dans ces points de vente"
          hint={`De la même structure, ${others[0]?.legal_name}. Les mêmes rôles dans chacun, et un seul mail.`}
          options={others.map(({ partner_id, name, code, town }) => ({ value: String(partner_id), label: name, hint: `${code}, ${town}` }))}
        />
      )}
    </>
  )
}

export const invitePage = page(regionFor(...ACCOUNTS), places.region.invitation, {
  title: 'Inviter un professionnel',
  async view({ db, now, form, actor, query }) {
    const from = fromA(query)
    const code = from?.kind === 'partner' ? from.number : null
    const [days, shops] = await Promise.all([invitationDays(db, now), code === null ? [] : shopsOfOrganisation(db, code)])
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Inviter un professionnel</PageHeading>
        <p>{`Un mail lui apporte un lien pour choisir son mot de passe, valable ${days > 1 ? `${days} jours` : '24 heures'}. Pour la Région et pour un établissement, une seconde personne doit d’abord l’accepter.`}</p>
        <Panel>
          <Form form={form}>
            <WhoFields form={form} />
            <RadioGroup
              form={form}
              name="kind"
              known={from?.kind}
              legend="Où travaille cette personne ?"
              options={kindsManagedBy(actor).map((kind) => ({ value: kind, label: KINDS[kind] }))}
            />
            <ShopFields form={form} code={code} shops={shops} />
            <TextField
              form={form}
              name="uai"
              label="Numéro UAI"
              known={from?.kind === 'school' ? from.number : null}
              hint="Pour un établissement. Par exemple : 0600020W"
              width={10}
              optional
              autocomplete="off"
            />
            {may(actor, 'partner-accounts.manage') && (
              <CheckboxGroup
                form={form}
                name="shopRoles"
                legend="Rôles, chez un partenaire"
                hint="Sans rien de coché : gestionnaire, qui invite ensuite les autres. Qui a déjà un compte dans un autre point de vente le garde, et travaille aussi dans celui-ci."
                options={shopRoleOptions}
              />
            )}
            {may(actor, 'school-accounts.manage') && (
              <CheckboxGroup
                form={form}
                name="schoolRoles"
                legend="Rôles, dans un établissement"
                hint="Sans rien de coché : chef d’établissement et secrétariat. Qui a déjà un compte dans un autre établissement le garde, et travaille aussi dans celui-ci."
                options={schoolRoleOptions}
              />
            )}
            {may(actor, 'agent-accounts.manage') && (
              <CheckboxGroup form={form} name="roles" legend="Rôles, pour un agent de la Région" options={roleOptions} />
            )}
            <Actions>
              <ButtonLink href={places.region.staff.to()} kind="quiet">
                Retour
              </ButtonLink>
              <Button>Envoyer l’invitation</Button>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(inviteForm, async ({ tx, actor, input, visit }) => {
    const id = await inviteStaff(tx, actor, { ...input, publicUrl: visit.site.config.publicUrl })
    if (id === null) return see(places.region.staff.said('demande'))
    return see(places.region.staffMember.said('invitation', { id }))
  }),
})

/** What its page says once each is done. */
const DONE = {
  link: 'lien',
  close: 'fermeture',
  reopen: 'reouverture',
  reset: 'double-authentification',
  keep: 'double-authentification-gardee',
  roles: 'demande',
} as const

const Changes = ({ form, member }: { form: FormState; member: Awaited<ReturnType<typeof staffMemberById>> }) => (
  <Panel title="Changer">
    {member.closed_at ? (
      <Form form={form}>
        <Actions>
          <Button name="action" value="reopen">
            {member.kind === 'partner' ? 'Rouvrir le compte' : 'Demander la réouverture'}
          </Button>
        </Actions>
      </Form>
    ) : (
      <>
        {member.region_roles && (
          <Form form={form}>
            <CheckboxGroup form={form} name="roles" legend="Rôles" known={member.region_roles} options={roleOptions} />
            <Actions>
              <Button kind="quiet" name="action" value="roles">
                Demander ces rôles
              </Button>
            </Actions>
          </Form>
        )}
        <Form form={form}>
          <Actions>
            <Button kind="quiet" name="action" value="link">
              {member.has_password ? 'Envoyer un lien pour changer de mot de passe' : 'Renvoyer l’invitation'}
            </Button>
            {member.enrolled_at && (
              <Button kind="quiet" name="action" value={member.resets_at ? 'keep' : 'reset'}>
                {member.resets_at ? 'Ne pas réinitialiser la double authentification' : 'Réinitialiser la double authentification'}
              </Button>
            )}
            <Button kind="quiet-red" name="action" value="close">
              Fermer le compte
            </Button>
          </Actions>
          <p class="hint">Un compte fermé est déconnecté aussitôt. Il peut être rouvert.</p>
          {member.enrolled_at && !member.region_roles && (
            <p class="hint">{`Une réinitialisation n’a lieu que ${RESET_HOURS} heures après : un mail l’annonce aussitôt à ${member.email}.`}</p>
          )}
        </Form>
      </>
    )}
  </Panel>
)

/** Where somebody works or worked, and what they may do there. */
const Workplace = ({ id, workplace: { partner_id, school_id, name, roles, closed_at } }: { id: number; workplace: WorkplaceRow }) => (
  <>
    {partner_id !== null && <a href={places.region.partner.to({ id: partner_id })}>{name}</a>}
    {school_id !== null && <a href={places.region.school.to({ id: school_id })}>{name}</a>}
    {` : ${partner_id === null ? schoolRolesInWords(roles as SchoolRole[]) : shopRolesInWords(roles as ShopRole[])}`}
    {closed_at && `, fermé le ${frenchDayOf(closed_at)}`}{' '}
    {school_id !== null && (
      <a href={places.region.placeAtSchool.to({ id, school: school_id })}>
        Changer<span class="unseen">{` : ${name}`}</span>
      </a>
    )}
  </>
)

export const staffPage = page(regionFor(...ACCOUNTS), places.region.staffMember, {
  title: ({ id }) => `Compte professionnel n° ${id}`,
  said: {
    invitation: 'L’invitation est envoyée',
    lien: 'Le lien est envoyé',
    fermeture: 'Le compte est fermé',
    reouverture: 'Le compte est de nouveau ouvert',
    'double-authentification': 'La réinitialisation est demandée, et son titulaire prévenu',
    'double-authentification-gardee': 'La double authentification ne sera pas réinitialisée',
    demande: 'C’est demandé : une autre personne doit l’accepter',
  },
  async view({ db, actor, params, form, said }) {
    const member = await staffMemberById(db, params.id, kindsManagedBy(actor))
    const workplaces = await workplacesOf(db, member.id)
    const isOneself = actor.id === member.id
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>{member.name}</PageHeading>
        <p>
          <StateTag member={member} /> {KINDS[member.kind]}
        </p>
        <Columns>
          <Panel title="Compte">
            <SummaryList
              items={[
                { label: 'Adresse e-mail', value: member.email },
                ...(member.kind === 'agent' ? [{ label: 'Où', value: member.place }] : []),
                ...workplaces.map((workplace) => ({
                  label: member.kind === 'school' ? 'Établissement' : 'Point de vente',
                  value: <Workplace id={member.id} workplace={workplace} />,
                })),
                ...(member.job_title ? [{ label: 'Fonction', value: member.job_title }] : []),
                ...(member.region_roles ? [{ label: 'Rôles', value: rolesInWords(member.region_roles) }] : []),
                { label: 'Vu pour la dernière fois', value: member.seen_at ? `Le ${frenchMinute(member.seen_at)}` : 'Jamais' },
                { label: 'Mot de passe', value: member.has_password ? 'Choisi' : 'Pas encore choisi' },
                {
                  label: 'Double authentification',
                  value: member.enrolled_at ? `Activée le ${frenchDayOf(member.enrolled_at)}` : 'Désactivée',
                },
                ...(member.resets_at ? [{ label: 'Réinitialisation le', value: frenchMinute(member.resets_at) }] : []),
                ...(member.closed_at ? [{ label: 'Fermé le', value: frenchDayOf(member.closed_at) }] : []),
              ]}
            />
          </Panel>
          {isOneself ? (
            <InfoBox title="C’est votre compte">
              <p>
                Un autre administrateur peut le changer. Votre double authentification est dans{' '}
                <a href={places.staff.security.to()}>Sécurité du compte</a>.
              </p>
            </InfoBox>
          ) : (
            <Changes form={form} member={member} />
          )}
        </Columns>
        <Actions>
          <ButtonLink href={places.region.staff.to()} kind="quiet">
            Tous les comptes
          </ButtonLink>
        </Actions>
      </>
    )
  },
  submit: form(staffActionForm, async ({ tx, actor, params, input, visit }) => {
    const { id, kind } = await staffMemberById(tx, params.id, kindsManagedBy(actor))
    if (input.action === 'link') await sendStaffLink(tx, actor, { id, publicUrl: visit.site.config.publicUrl })
    if (input.action === 'close') await closeStaff(tx, actor, id)
    if (input.action === 'reopen' && !(await askToReopen(tx, actor, id))) return see(places.region.staffMember.said('demande', { id }))
    if (input.action === 'reset' && kind === 'agent') {
      await askForReset(tx, actor, id)
      return see(places.region.staffMember.said('demande', { id }))
    }
    if (input.action === 'reset') await askForLaterReset(tx, actor, id)
    if (input.action === 'keep') await withdrawReset(tx, actor, id)
    if (input.action === 'roles') await askForRoles(tx, actor, { id, roles: input.roles })
    return see(places.region.staffMember.said(DONE[input.action], { id }))
  }),
})
