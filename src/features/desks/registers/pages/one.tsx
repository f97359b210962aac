import { z } from 'zod'
import { places as sitePlaces } from '../../../../places.ts'
import { frenchDayOf } from '../../../../platform/dates.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { Columns, DataTable, PageHeading, Panel, Said, SummaryList, Tag } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { type Account, ADDED, CHANGED, capital, type Kept, type Shown } from '../register.ts'
import { StateTag } from './state-tag.tsx'

/** One of them, with what can be done to it; a closed one is opened again from here. */
export function onePage<Row extends Kept, One extends Row, State extends string>(register: Shown<Row, One, State>) {
  const { space, places, noun, closing, opening } = register
  return page(space, places.one, {
    find: ({ db, params }) => register.one(db, params.id),
    title: (_, one) => `${one.name} — ${capital(noun.one)}`,
    said: {
      [ADDED]: register.added,
      [CHANGED]: 'Les changements sont enregistrés',
      [closing.done.slug]: closing.done.words,
      [opening.done.slug]: opening.done.words,
      ...register.alsoSaid,
    },
    async view({ db, form, said, subject: one }) {
      const [accounts, panels] = await Promise.all([register.accounts(db, one.id), register.panels?.(db, one)])
      return (
        <>
          <ErrorSummary form={form} />
          <Said>{said}</Said>
          <PageHeading>{one.name}</PageHeading>
          <p>
            <StateTag register={register} isOpen={register.isOpen(one)} /> {`${capital(noun.one)} ${register.number.of(one)}`}
          </p>
          <Columns>
            <Panel title="Fiche">
              <SummaryList items={register.summary(one)} />
              <Changes register={register} one={one} isOpen={register.isOpen(one)} form={form} />
            </Panel>
            {panels}
          </Columns>
          <Panel>
            <Accounts accounts={accounts} nobody={register.noAccount} form={form} />
            <Actions>
              <ButtonLink href={register.invitation(one)} kind="quiet">
                Inviter quelqu’un
              </ButtonLink>
            </Actions>
          </Panel>
          <Actions>
            <ButtonLink href={places.list.to()} kind="quiet">
              {`Tous les ${noun.many}`}
            </ButtonLink>
          </Actions>
        </>
      )
    },
    submit: form(z.object({}), async ({ tx, actor, params }) => {
      await register.setOpen(tx, actor, { id: params.id, open: true })
      return see(places.one.said(opening.done.slug, params))
    }),
  })
}

interface Changing {
  register: Pick<Shown<never, never, never>, 'places'> & Record<'closing' | 'opening', { verb: string }>
  one: Kept
  isOpen: boolean
  form: FormState
}

function Changes({ register, one, isOpen, form }: Changing) {
  const { places, closing, opening } = register
  return (
    <>
      <Actions>
        <ButtonLink href={places.change.to({ id: one.id })} kind="quiet">
          Modifier
        </ButtonLink>
        {isOpen && (
          <ButtonLink href={places.closing.to({ id: one.id })} kind="quiet-red">
            {closing.verb}
          </ButtonLink>
        )}
      </Actions>
      {!isOpen && (
        <Form form={form}>
          <Actions>
            <Button>{opening.verb}</Button>
          </Actions>
        </Form>
      )}
    </>
  )
}

/** Who may sign in for it: who they are, whether they came, and another invitation for whoever never did. */
const Accounts = ({ accounts, nobody, form }: { accounts: Account[]; nobody: string; form: FormState }) => (
  <DataTable
    caption="Comptes"
    columns={[
      { label: 'Nom' },
      { label: 'Fonction' },
      { label: 'Adresse e-mail' },
      { label: 'Vu le' },
      { label: 'État' },
      { label: 'Faire' },
    ]}
    empty={nobody}
    rows={accounts.map((account) => [
      <a key="name" href={sitePlaces.region.staffMember.to({ id: account.id })}>
        {account.name}
      </a>,
      account.job_title ?? '',
      account.email,
      account.seen_at ? frenchDayOf(account.seen_at) : 'Jamais',
      <AccountTag key="state" account={account} />,
      account.is_invited && !account.closed_at && <Again key="again" account={account} form={form} />,
    ])}
  />
)

function AccountTag({ account: { closed_at, is_invited } }: { account: Account }) {
  if (closed_at) return <Tag tone="bad">Fermé</Tag>
  return is_invited ? <Tag tone="info">Invité</Tag> : <Tag tone="good">Ouvert</Tag>
}

/** Sent to the page of the account, whose form it is. */
const Again = ({ account: { id, name }, form }: { account: Account; form: FormState }) => (
  <Form form={form} action={sitePlaces.region.staffMember.to({ id })}>
    <Button kind="quiet" name="action" value="link">
      Renvoyer l’invitation<span class="unseen">{` à ${name}`}</span>
    </Button>
  </Form>
)
