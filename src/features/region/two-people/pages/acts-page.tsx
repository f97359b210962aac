import { z } from 'zod'
import { places } from '../../../../places.ts'
import { frenchDayOf, frenchMinute } from '../../../../platform/dates.ts'
import { paragraphs } from '../../../../platform/forms/fields.ts'
import { listed, orderAsked, pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionSpace } from '../../../../spaces/staff.tsx'
import { DataTable, InfoBox, PageHeading, Panel, Said, SummaryList, Tag } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, TextArea } from '../../../../ui/form.tsx'
import { List } from '../../../../ui/list.tsx'
import {
  actById,
  agree,
  ENDED_A_PAGE,
  ENDED_ORDERS,
  endedActs,
  OUTCOMES,
  type Outcome,
  refuse,
  type Started,
  waitingActs,
  withdraw,
} from '../../../desks/two-people/index.ts'
import { acts } from '../acts.ts'

const TONES = { agreed: 'good', refused: 'bad', withdrawn: 'neutral', lapsed: 'neutral' } as const satisfies Record<Outcome, string>

/** What waits for a second person, and what has become of the rest. */
export const actsOfTwo = page(regionSpace, places.region.actsOfTwo, {
  title: 'À valider à deux',
  said: { accord: 'C’est accepté, et fait', refus: 'C’est refusé', retrait: 'C’est retiré' },
  async view({ db, now, actor, query, said }) {
    const order = orderAsked(query, ENDED_ORDERS, '-date')
    const [{ own, others }, ended] = await Promise.all([
      waitingActs(db, now, actor, acts),
      endedActs(db, actor, acts, { page: pageAsked(query), order }),
    ])
    const past = pastTheEnd(ended.rows, query)
    if (past) return past
    return (
      <>
        <Said>{said}</Said>
        <PageHeading>À valider à deux</PageHeading>
        <p>Ce que personne ne fait seul : quelqu’un demande, quelqu’un d’autre regarde et répond.</p>
        <Panel>
          <Waiting caption="Attend votre réponse" empty="Rien n’attend votre réponse." acts={others} />
        </Panel>
        <Panel>
          <Waiting caption="Vos demandes en attente" empty="Vous n’attendez la réponse de personne." acts={own} />
        </Panel>
        <Panel>
          <List
            listed={listed(query, { total: ended.total, aPage: ENDED_A_PAGE, order })}
            caption="Réponses"
            columns={[{ label: 'Acte' }, { label: 'Demandé par' }, { label: 'Réponse' }, { label: 'Par' }, { label: 'Le', by: '-date' }]}
            empty="Aucune réponse pour l’instant."
            rows={ended.rows.map((act) => [
              <LinkTo key="act" act={act} />,
              act.started_by_name,
              <OutcomeTag key="outcome" outcome={act.outcome} />,
              act.finished_by_name ?? '—',
              act.finished_at ? frenchMinute(act.finished_at) : '—',
            ])}
          />
        </Panel>
      </>
    )
  },
})

const LinkTo = ({ act }: { act: Started }) => (
  <a href={places.region.actOfTwo.to({ id: act.id })}>
    {act.act.title}
    <span class="unseen">{` : demande n° ${act.id}`}</span>
  </a>
)

const OutcomeTag = ({ outcome }: { outcome: Outcome | null }) =>
  outcome ? <Tag tone={TONES[outcome]}>{OUTCOMES[outcome]}</Tag> : <Tag tone="info">En attente</Tag>

const Waiting = ({ caption, empty, acts }: { caption: string; empty: string; acts: Started[] }) => (
  <DataTable
    caption={caption}
    columns={[{ label: 'Acte' }, { label: 'Demandé par' }, { label: 'Le' }, { label: 'Jusqu’au' }]}
    empty={empty}
    rows={acts.map((act) => [<LinkTo key="act" act={act} />, act.started_by_name, frenchMinute(act.started_at), frenchDayOf(act.ends_at)])}
  />
)

const answerForm = z.discriminatedUnion('action', [
  z.object({ action: z.literal('agree') }),
  z.object({ action: z.literal('refuse'), answer: paragraphs('Dites pourquoi vous refusez : la personne qui a demandé le lira.', 1000) }),
  z.object({ action: z.literal('withdraw') }),
])

const DONE = { agree: 'accord', refuse: 'refus', withdraw: 'retrait' } as const

/** One of them: what it does, and the answer to it. */
export const actOfTwo = page(regionSpace, places.region.actOfTwo, {
  find: ({ db, actor, params }) => actById(db, actor, acts, params.id),
  title: ({ id }, started) => `${started.act.title}, demande n° ${id}`,
  async view({ db, now, actor, subject: started, form }) {
    const { act } = started
    const shown = await act.shown(db, act.schema.parse(started.input), now)
    const waits = started.outcome === null && started.ends_at > now
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>{act.title}</PageHeading>
        <Panel title={shown.about}>
          <SummaryList
            items={[
              ...shown.items,
              { label: 'Demandé par', value: `${started.started_by_name}, le ${frenchMinute(started.started_at)}` },
              ...(started.reason ? [{ label: 'Pourquoi', value: started.reason }] : []),
              ...endOf(started, waits),
            ]}
          />
          {shown.href && (
            <Actions>
              <ButtonLink kind="quiet" href={shown.href}>
                Voir plus
              </ButtonLink>
            </Actions>
          )}
        </Panel>
        {shown.changes && (
          <Panel>
            <DataTable
              caption="Ce qui change"
              sentences={shown.changes.some(({ before, after }) => isLong(before) || isLong(after))}
              columns={[{ label: 'Quoi' }, { label: 'Avant' }, { label: 'Après' }]}
              rows={shown.changes.map(({ label, before, after }) => [
                label,
                before,
                isLong(after) ? after : <strong key="after">{after}</strong>,
              ])}
              empty="Rien ne change."
            />
          </Panel>
        )}
        {waits && shown.effects.length > 0 && (
          <InfoBox title="Si c’est accepté">
            <ul>
              {shown.effects.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </InfoBox>
        )}
        {waits && (started.started_by === actor.id ? <OwnAnswer form={form} /> : <Answer form={form} />)}
        <Actions>
          <ButtonLink href={places.region.actsOfTwo.to()} kind="quiet">
            Tout ce qui est à valider
          </ButtonLink>
        </Actions>
      </>
    )
  },
  submit: form(answerForm, { isLong: true }, async ({ tx, actor, params, input, visit }) => {
    const asked = { acts, id: params.id }
    if (input.action === 'agree') await agree(tx, actor, { ...asked, publicUrl: visit.site.config.publicUrl, keys: visit.site.ibanKey })
    if (input.action === 'refuse') await refuse(tx, actor, { ...asked, answer: input.answer })
    if (input.action === 'withdraw') await withdraw(tx, actor, asked)
    return see(places.region.actsOfTwo.said(DONE[input.action]))
  }),
})

/** A text, rather than a name or a figure. */
const isLong = (words: string): boolean => words.length > 300

function endOf({ outcome, finished_by_name, finished_at, answer, ends_at }: Started, waits: boolean) {
  if (waits) return [{ label: 'Attend jusqu’au', value: frenchDayOf(ends_at) }]
  return [
    { label: 'Réponse', value: <OutcomeTag outcome={outcome ?? 'lapsed'} /> },
    ...(finished_at ? [{ label: 'Le', value: `${frenchMinute(finished_at)}${finished_by_name ? `, par ${finished_by_name}` : ''}` }] : []),
    ...(answer ? [{ label: 'Pourquoi', value: answer }] : []),
  ]
}

interface Props {
  form: FormState
}

const OwnAnswer = ({ form }: Props) => (
  <Panel title="Vous l’avez demandé">
    <p>Une autre personne doit répondre. D’ici là, rien n’est fait.</p>
    <Form form={form}>
      <Actions>
        <Button kind="quiet-red" name="action" value="withdraw">
          Retirer ma demande
        </Button>
      </Actions>
    </Form>
  </Panel>
)

const Answer = ({ form }: Props) => (
  <>
    <Panel title="Votre réponse">
      <Form form={form}>
        <Actions>
          <Button name="action" value="agree">
            Accepter
          </Button>
        </Actions>
      </Form>
      <Form form={form}>
        <TextArea form={form} name="answer" label="Pourquoi refuser ?" hint="La personne qui a demandé le lira." rows={3} />
        <Actions>
          <Button kind="quiet-red" name="action" value="refuse">
            Refuser
          </Button>
        </Actions>
      </Form>
    </Panel>
  </>
)
