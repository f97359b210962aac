import { places } from '../../../../places.ts'
import { found } from '../../../../platform/errors.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { typedEuros } from '../../../../platform/money.ts'
import type { PartnerUser } from '../../../../spaces/actors.ts'
import { type ShopRole, shopRoleOptions, shopRolesInWords } from '../../../../spaces/shop-roles.ts'
import { shopFor } from '../../../../spaces/staff.tsx'
import { DataTable, PageHeading, Panel, Said, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink, CheckboxGroup, ErrorSummary, MoneyField } from '../../../../ui/form.tsx'
import { protectionOf } from '../../../people/staff-sign-in/index.ts'
import {
  changeUser,
  countChange,
  countInvitation,
  DONE,
  howTheySignIn,
  Inviting,
  OneAccount,
  ownAccount,
  SAID,
  StateTag,
  seenOn,
  userOf,
  usersOf,
} from '../../../people/users/index.ts'
import { inviteUser, NO_SHOP, shopsTicked } from '../invite.ts'
import { type ManagedShop, shopsManagedBy } from '../queries.ts'
import { newUserForm, refundsInWords, userForm } from '../users.ts'

/** As limits name a shop. */
const placeOf = ({ partner_id }: Pick<PartnerUser, 'partner_id'>): string => `${partner_id}`

export const usersPage = page(shopFor('users.manage'), places.partner.users, {
  title: 'Utilisateurs',
  said: { invitation: SAID.invitation },
  async view({ db, actor, said }) {
    const rows = await usersOf(db, actor)
    return (
      <>
        <Said>{said}</Said>
        <PageHeading>Utilisateurs</PageHeading>
        <Actions>
          <ButtonLink href={places.partner.newUser.to()}>Inviter quelqu’un</ButtonLink>
          <ButtonLink href={places.partner.wrongNumbers.to()} kind="quiet">
            Numéros faux
          </ButtonLink>
        </Actions>
        <Panel>
          <DataTable
            caption={`Qui travaille pour ${actor.partner_name} sur ce site`}
            columns={[{ label: 'Nom' }, { label: 'Rôles' }, { label: 'Remboursements' }, { label: 'Vu le' }, { label: 'État' }]}
            rows={rows.map((user) => [
              <a key="name" href={places.partner.user.to({ id: user.id })}>
                {user.name}
              </a>,
              shopRolesInWords(user.roles),
              refundsInWords(user),
              seenOn(user),
              <StateTag key="state" user={user} />,
            ])}
          />
        </Panel>
      </>
    )
  },
})

const PowerFields = ({ form, user }: { form: FormState; user?: { roles: ShopRole[]; refunds_up_to_cents: number | null } }) => (
  <>
    <CheckboxGroup form={form} name="roles" legend="Rôles" known={user?.roles ?? ['cashier']} options={shopRoleOptions} />
    <MoneyField
      form={form}
      name="refundsUpTo"
      label="Remboursements d’un caissier, par jour"
      hint="Vide : il n’en fait aucun. Un gestionnaire n’a pas de limite."
      known={user?.refunds_up_to_cents ? typedEuros(user.refunds_up_to_cents) : null}
      optional
    />
  </>
)

const Shops = ({ form, shops, at }: { form: FormState; shops: ManagedShop[]; at: PartnerUser }) => (
  <CheckboxGroup
    form={form}
    name="shops"
    legend="Points de vente"
    hint="Les mêmes rôles dans chacun. Un seul mail part."
    known={[String(at.partner_id)]}
    options={shops.map(({ partner_id, partner_name, town }) => ({ value: String(partner_id), label: partner_name, hint: town }))}
  />
)

export const newUserPage = page(shopFor('users.manage'), places.partner.newUser, {
  title: 'Inviter un utilisateur',
  async view({ db, form, actor }) {
    const shops = await shopsManagedBy(db, actor)
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Inviter un utilisateur</PageHeading>
        <p>
          Un mail lui apporte un lien pour choisir son mot de passe. Un gestionnaire ou un comptable se connecte en plus avec un code de son
          téléphone ou une clé d’accès. Qui travaille déjà pour un autre point de vente garde le compte qu’il a. Les autres gestionnaires{' '}
          {shops.length > 1 ? 'de ces points de vente' : `de ${actor.partner_name}`} sont prévenus.
        </p>
        <Inviting
          form={form}
          hint="D’une personne, par exemple : Anne D."
          powers={
            <>
              {shops.length > 1 && <Shops form={form} shops={shops} at={actor} />}
              <PowerFields form={form} />
            </>
          }
          back={places.partner.users.to()}
        />
      </>
    )
  },
  submit: form(
    newUserForm,
    {
      alsoWrong: async ({ db, actor, typed }) =>
        (typed['shops[]'] ?? typed.shops) || (await shopsManagedBy(db, actor)).length < 2 ? [] : NO_SHOP.errors,
      async prepare({ db, actor, now, input }) {
        const shops = await shopsTicked(db, actor, input.shops)
        await countInvitation(
          db,
          shops.map(({ partner_id }) => placeOf({ partner_id })),
          now,
        )
        return shops
      },
    },
    async ({ tx, actor, input, prepared: shops, visit }) => {
      const id = await inviteUser(tx, actor, { ...input, shops, publicUrl: visit.site.config.publicUrl })
      const isHere = shops.some(({ partner_id }) => partner_id === actor.partner_id)
      return see(isHere ? places.partner.user.said('invitation', { id }) : places.partner.users.said('invitation'))
    },
  ),
})

export const userPage = page(shopFor('users.manage'), places.partner.user, {
  find: async ({ db, actor, params: { id } }) => {
    const user = found(await userOf(db, actor, id))
    return { ...user, protection: await protectionOf(db, id) }
  },
  title: (_, { name }) => name,
  said: SAID,
  view: ({ actor, form, said, subject: user }) => (
    <>
      <ErrorSummary form={form} />
      <Said>{said}</Said>
      <PageHeading>{user.name}</PageHeading>
      <Panel>
        <SummaryList
          items={[
            { label: 'État', value: <StateTag user={user} /> },
            { label: 'Adresse e-mail', value: user.email },
            { label: 'Rôles', value: shopRolesInWords(user.roles) },
            { label: 'Remboursements', value: refundsInWords(user) },
            ...(user.closed_at ? [] : howTheySignIn(user)),
          ]}
        />
      </Panel>
      {user.id === actor.id ? (
        ownAccount('gestionnaire')
      ) : (
        <OneAccount form={form} user={user} powers={<PowerFields form={form} user={user} />} />
      )}
      <p>
        <a href={places.partner.users.to()}>Tous les utilisateurs</a>
      </p>
    </>
  ),
  submit: form(
    userForm,
    {
      prepare: async ({ db, actor, params: { id }, input, now }) => {
        if (input.action !== 'close') await countChange(db, placeOf(actor), { id, now })
      },
    },
    async ({ tx, actor, params: { id }, input, visit }) => {
      await changeUser(tx, actor, { ...input, id, publicUrl: visit.site.config.publicUrl })
      return see(places.partner.user.said(DONE[input.action], { id }))
    },
  ),
})
