import { z } from 'zod'
import { places } from '../../../../places.ts'
import { frenchDayOf, frenchMinute } from '../../../../platform/dates.ts'
import { choiceAsked, LINES_A_PAGE, pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import type { Query } from '../../../../platform/http/place.ts'
import type { Agent } from '../../../../spaces/actors.ts'
import { ACCOUNTS, regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, PageHeading, Pagination, Panel, Said, Tag, type Tone } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, SearchForm, Select } from '../../../../ui/form.tsx'
import { kindsManagedBy, type StaffKind } from '../../staff/index.ts'
import { inviteAgain, leftWithin } from '../invitations.ts'
import { type InvitationState, type Invited, invitedPage, type Which } from '../queries.ts'

const KINDS: Record<StaffKind, string> = { partner: 'Partenaires', school: 'Établissements', agent: 'Région' }

const STATES: Record<InvitationState, { word: string; label: string; tone: Tone }> = {
  waiting: { word: 'en-attente', label: 'Attend de partir', tone: 'info' },
  live: { word: 'valable', label: 'Lien valable', tone: 'good' },
  ended: { word: 'terminee', label: 'Lien terminé', tone: 'bad' },
}
const STATE_NAMES = Object.keys(STATES) as InvitationState[]
const stateOf = (word: string | null): InvitationState | null => STATE_NAMES.find((state) => STATES[state].word === word) ?? null

/** Which are asked for: of the kinds that the agent manages. */
function whichOf(actor: Agent, kind: string | null, word: string | null): Which {
  const managed = kindsManagedBy(actor)
  const chosen = managed.filter((one) => one === kind)
  return { kinds: chosen.length > 0 ? chosen : managed, state: stateOf(word) }
}

/** Those who were invited and have never come, to be invited again together. */
export const invitationsPage = page(regionFor(...ACCOUNTS), places.region.invitations, {
  title: 'Invitations jamais utilisées',
  said: { relance: 'Les invitations sont renvoyées : elles partent peu à peu, en journée' },
  async view({ db, now, actor, query, form, said }) {
    const number = pageAsked(query)
    const managed = kindsManagedBy(actor)
    const kind = choiceAsked(query, 'type', managed)
    const which = whichOf(actor, kind, query.get('etat'))
    const { rows, total, toRemind } = await invitedPage(db, now, which, number)
    const past = pastTheEnd(rows, query)
    if (past) return past
    const asked = { type: kind, etat: which.state && STATES[which.state].word }
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>Invitations jamais utilisées</PageHeading>
        <p>Ces personnes ont un compte, et n’ont pas encore choisi leur mot de passe.</p>
        <Filters query={query} managed={managed} />
        {toRemind > 0 && (
          <Panel title="Renvoyer ensemble">
            <p>
              {`Chacun reçoit un nouveau lien, qui remplace l’ancien. Les invitations partent peu à peu, en ${leftWithin(toRemind)} environ, de 8 h à 21 h.`}
            </p>
            <Form form={form}>
              <input type="hidden" name="kind" value={kind ?? ''} />
              <input type="hidden" name="state" value={asked.etat ?? ''} />
              <Actions>
                <Button>{toRemind > 1 ? `Renvoyer ces ${toRemind} invitations` : 'Renvoyer cette invitation'}</Button>
              </Actions>
            </Form>
          </Panel>
        )}
        <Panel>
          <List rows={rows} total={total} />
          {total > LINES_A_PAGE && (
            <Pagination
              page={number}
              pages={Math.ceil(total / LINES_A_PAGE)}
              href={(to) => places.region.invitations.to({ ...asked, page: to })}
            />
          )}
        </Panel>
        <Actions>
          <ButtonLink href={places.region.staff.to()} kind="quiet">
            Tous les comptes
          </ButtonLink>
        </Actions>
      </>
    )
  },
  submit: form(z.object({ kind: z.string().default(''), state: z.string().default('') }), async ({ tx, actor, input }) => {
    await inviteAgain(tx, actor, whichOf(actor, input.kind, input.state))
    return see(places.region.invitations.said('relance', { type: input.kind }))
  }),
})

function Filters({ query, managed }: { query: Query<'type' | 'etat' | 'page'>; managed: StaffKind[] }) {
  const typed = new FormState('', '', { type: [query.get('type') ?? ''], etat: [query.get('etat') ?? ''] })
  return (
    <SearchForm>
      {managed.length > 1 && (
        <Select
          form={typed}
          name="type"
          label="Où"
          optional
          placeholder="Partout"
          options={managed.map((kind) => ({ value: kind, label: KINDS[kind] }))}
        />
      )}
      <Select
        form={typed}
        name="etat"
        label="Invitation"
        optional
        placeholder="Toutes"
        options={STATE_NAMES.map((state) => ({ value: STATES[state].word, label: STATES[state].label }))}
      />
      <Actions>
        <Button icon="search">Filtrer</Button>
      </Actions>
    </SearchForm>
  )
}

const List = ({ rows, total }: { rows: Invited[]; total: number }) => (
  <DataTable
    caption={total > 1 ? `${total} invitations` : `${total} invitation`}
    empty="Aucune invitation : tous ceux qui ont un compte sont venus."
    columns={[
      { label: 'Nom' },
      { label: 'Adresse e-mail' },
      { label: 'Où' },
      { label: 'Fonction' },
      { label: 'Compte ouvert le' },
      { label: 'Invitation' },
    ]}
    rows={rows.map((one) => [
      <a key="name" href={places.region.staffMember.to({ id: one.id })}>
        {one.name}
      </a>,
      one.email,
      one.place,
      one.job_title ?? '',
      frenchDayOf(one.opened_at),
      <span key="state">
        <Tag tone={STATES[one.state].tone}>{STATES[one.state].label}</Tag>
        {one.state === 'live' && one.link_ends_at && ` jusqu’au ${frenchMinute(one.link_ends_at)}`}
      </span>,
    ])}
  />
)
