import { places } from '../../../../places.ts'
import { found } from '../../../../platform/errors.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import type { SchoolUser } from '../../../../spaces/actors.ts'
import { type SchoolRole, schoolRoleOptions, schoolRolesInWords } from '../../../../spaces/school-roles.ts'
import { schoolFor } from '../../../../spaces/staff.tsx'
import { DataTable, PageHeading, Panel, Said, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink, CheckboxGroup, ErrorSummary } from '../../../../ui/form.tsx'
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
import { inviteToSchool } from '../invite.ts'
import { newUserForm, userForm } from '../users.ts'

/** As limits name a school. */
const placeOf = ({ school_id }: SchoolUser): string => `school-${school_id}`

export const usersPage = page(schoolFor('users.manage'), places.school.users, {
  title: 'Utilisateurs de l’établissement',
  async view({ db, actor }) {
    const rows = await usersOf(db, actor)
    return (
      <>
        <PageHeading>Utilisateurs de l’établissement</PageHeading>
        <Actions>
          <ButtonLink href={places.school.newUser.to()}>Inviter quelqu’un</ButtonLink>
        </Actions>
        <Panel>
          <DataTable
            caption={`Qui travaille pour ${actor.school_name} sur ce site`}
            columns={[{ label: 'Nom' }, { label: 'Rôles' }, { label: 'Vu le' }, { label: 'État' }]}
            rows={rows.map((user) => [
              <a key="name" href={places.school.user.to({ id: user.id })}>
                {user.name}
              </a>,
              schoolRolesInWords(user.roles),
              seenOn(user),
              <StateTag key="state" user={user} />,
            ])}
          />
        </Panel>
      </>
    )
  },
})

const RoleFields = ({ form, user }: { form: FormState; user?: { roles: SchoolRole[] } }) => (
  <CheckboxGroup form={form} name="roles" legend="Rôles" known={user?.roles ?? ['office']} options={schoolRoleOptions} />
)

export const newUserPage = page(schoolFor('users.manage'), places.school.newUser, {
  title: 'Inviter un utilisateur dans l’établissement',
  view: ({ form, actor }) => (
    <>
      <ErrorSummary form={form} />
      <PageHeading>Inviter un utilisateur dans l’établissement</PageHeading>
      <p>
        Un mail lui apporte un lien pour choisir son mot de passe. Il se connecte en plus avec un code de son téléphone ou une clé d’accès.
        S’il travaille déjà pour un autre établissement, il garde le compte qu’il a. Les autres chefs d’établissement de {actor.school_name}{' '}
        sont prévenus.
      </p>
      <Inviting
        form={form}
        hint="D’une personne ou d’un service, par exemple : Anne D."
        powers={<RoleFields form={form} />}
        back={places.school.users.to()}
      />
    </>
  ),
  submit: form(
    newUserForm,
    { prepare: ({ db, actor, now }) => countInvitation(db, [placeOf(actor)], now) },
    async ({ tx, actor, input, visit }) => {
      const id = await inviteToSchool(tx, actor, { ...input, publicUrl: visit.site.config.publicUrl })
      return see(places.school.user.said('invitation', { id }))
    },
  ),
})

export const userPage = page(schoolFor('users.manage'), places.school.user, {
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
            { label: 'Rôles', value: schoolRolesInWords(user.roles) },
            ...(user.closed_at ? [] : howTheySignIn(user)),
          ]}
        />
      </Panel>
      {user.id === actor.id ? (
        ownAccount('chef d’établissement')
      ) : (
        <OneAccount form={form} user={user} powers={<RoleFields form={form} user={user} />} />
      )}
      <p>
        <a href={places.school.users.to()}>Tous les utilisateurs</a>
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
      return see(places.school.user.said(DONE[input.action], { id }))
    },
  ),
})
