import { z } from 'zod'
import { places } from '../../../../places.ts'
import { dayOf, frenchMinute } from '../../../../platform/dates.ts'
import { UserError } from '../../../../platform/errors.ts'
import { uploadedFile } from '../../../../platform/forms/fields.ts'
import { pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { may } from '../../../../spaces/roles.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, InfoBox, PageHeading, Pagination, Panel, Said, SummaryList, Tag } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, FileField, Form } from '../../../../ui/form.tsx'
import { waitingAbout } from '../../../desks/two-people/index.ts'
import { answerPolicy, reasonOf } from '../../../money/bank-files/index.ts'
import { doAnswer } from '../do-answer.ts'
import {
  ANSWERS_A_PAGE,
  type AnswerRead,
  answerById,
  answersRead,
  type EffectCounted,
  effectsOf,
  LINES_A_PAGE,
  type LineOfAnswer,
  linesToRead,
} from '../queries.ts'
import { EFFECTS } from '../transfer.ts'
import { tryAnswer } from '../try-answer.ts'
import { answerTurn } from '../turn.ts'
import { transfersOf } from './transfers-page.tsx'

const NAMES = {
  'pain.002': 'Compte rendu de la banque (pain.002)',
  'camt.053': 'Relevé de compte (camt.053)',
  'camt.054': 'Avis d’opérations (camt.054)',
  csv: 'Retour du comptable (CSV)',
  typed: 'Réponse saisie',
} as const

/** Where answers are given, and those that were. */
export const bankAnswers = page(regionFor('settlements.read'), places.region.bankAnswers, {
  title: 'Réponses de la banque',
  scripts: ['file-check'],
  async view({ db, actor, query, form }) {
    const number = pageAsked(query)
    const { rows, total } = await answersRead(db, number)
    const past = pastTheEnd(rows, query)
    if (past) return past
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Réponses de la banque</PageHeading>
        {may(actor, 'settlements.prepare') && <Giving form={form} />}
        <Panel>
          <DataTable
            caption="Réponses lues, de la plus récente à la plus ancienne"
            empty="Aucune réponse pour l’instant."
            columns={[{ label: 'Réponse' }, { label: 'Nature' }, { label: 'Lue le' }, { label: 'État' }]}
            rows={rows.map((answer) => [
              <a key="id" href={places.region.bankAnswer.to({ id: answer.id })}>{`N° ${answer.id}, ${answer.file_name}`}</a>,
              NAMES[answer.kind],
              `${frenchMinute(answer.read_at)}, par ${answer.read_by_name}`,
              <State key="state" answer={answer} />,
            ])}
          />
          {total > ANSWERS_A_PAGE && (
            <Pagination page={number} pages={Math.ceil(total / ANSWERS_A_PAGE)} href={(to) => places.region.bankAnswers.to({ page: to })} />
          )}
        </Panel>
        <Actions>
          <ButtonLink href={places.region.settlements.to()} kind="quiet">
            Retour aux reversements
          </ButtonLink>
        </Actions>
      </>
    )
  },
  submit: form(
    z.object({ file: uploadedFile('Choisissez le fichier de la banque ou du comptable.') }),
    { isLong: true, upload: { policy: answerPolicy, chosen: ({ input }) => input.file } },
    async ({ tx, actor, file }) => {
      mustPrepare(may(actor, 'settlements.prepare'))
      return see(places.region.bankAnswer.to({ id: await tryAnswer(tx, actor, file) }))
    },
  ),
})

function mustPrepare(isPreparer: boolean): void {
  if (!isPreparer) throw new UserError('forbidden.role', 'C’est à la préparation des finances de le faire.', { status: 403 })
}

const Giving = ({ form }: { form: FormState }) => (
  <Panel title="Donner une réponse">
    <Form form={form} multipart>
      <FileField
        form={form}
        name="file"
        label="Fichier de la banque ou du comptable"
        hint={`pain.002, camt.053, camt.054, ou le CSV des propositions de mandat complété ; ${answerPolicy.megabytes} Mo au plus. Il est d’abord lu : rien ne change avant votre accord. Le fichier n’est pas gardé.`}
        policy={answerPolicy}
      />
      <Actions>
        <Button icon="upload">Lire ce fichier</Button>
      </Actions>
    </Form>
  </Panel>
)

const State = ({ answer: { done_at } }: { answer: AnswerRead }) =>
  done_at ? <Tag tone="good">{`Faite le ${frenchMinute(done_at)}`}</Tag> : <Tag tone="info">Lue, pas encore faite</Tag>

/** What an answer would do, then what it did. */
export const bankAnswer = page(regionFor('settlements.read'), places.region.bankAnswer, {
  find: ({ db, params }) => answerById(db, params.id),
  title: ({ id }) => `Réponse n° ${id}`,
  said: { fait: 'C’est fait : les virements sont notés comme la réponse le dit' },
  async view({ db, now, actor, subject: answer, query, form, said }) {
    const number = pageAsked(query)
    const today = dayOf(now)
    const [effects, lines, waiting] = await Promise.all([
      effectsOf(db, answer, today),
      linesToRead(db, answer, today, number),
      waitingAbout(db, now, answerTurn, answer.id),
    ])
    const past = pastTheEnd(lines, query)
    if (past) return past
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>{`Réponse n° ${answer.id}`}</PageHeading>
        <Panel title={answer.done_at ? 'Ce que cette réponse a fait' : 'Ce que cette réponse ferait'}>
          <SummaryList items={aboutAnswer(answer)} />
          <DataTable
            caption="Par reversement, et par lot THR"
            columns={[
              { label: 'Reversement ou lot' },
              { label: 'Virements' },
              { label: 'Nombre', numeric: true },
              { label: 'Montant', numeric: true },
            ]}
            rows={effects.map(rowOfEffect)}
          />
          {waiting && (
            <Actions>
              <ButtonLink href={places.region.actOfTwo.to({ id: waiting.id })}>Voir ce qui attend une seconde personne</ButtonLink>
            </Actions>
          )}
          {!answer.done_at && may(actor, 'settlements.prepare') && (
            <Form form={form}>
              <InfoBox>
                <p>Ce que la réponse ne dit pas ne change pas : un virement sans réponse n’est ni payé, ni refusé.</p>
              </InfoBox>
              <Actions>
                <Button>Faire ce que dit cette réponse</Button>
              </Actions>
            </Form>
          )}
        </Panel>
        <Lines lines={lines} page={number} answer={answer} namesPeople={may(actor, 'aid-batches.read')} />
        <Actions>
          <ButtonLink href={places.region.bankAnswers.to()} kind="quiet">
            Toutes les réponses
          </ButtonLink>
        </Actions>
      </>
    )
  },
  submit: form(z.object({}), { isLong: true }, async ({ tx, actor, params }) => {
    mustPrepare(may(actor, 'settlements.prepare'))
    await doAnswer(tx, actor, { answer_id: params.id })
    return see(places.region.bankAnswer.said('fait', params))
  }),
})

const aboutAnswer = (answer: AnswerRead) => [
  { label: 'Réponse', value: answer.kind === 'typed' ? NAMES.typed : `${answer.file_name} : ${NAMES[answer.kind]}` },
  ...(answer.report_id ? [{ label: 'Référence', value: `${answer.report_id}, page ${answer.page}` }] : []),
  { label: 'Lue le', value: `${frenchMinute(answer.read_at)}, par ${answer.read_by_name}` },
  ...(answer.done_at ? [{ label: 'Faite le', value: `${frenchMinute(answer.done_at)}, par ${answer.done_by_name}` }] : []),
  { label: 'Ce qu’elle dit', value: saidIn(answer) },
]

function saidIn({ said, unknown }: AnswerRead): string {
  const answers = said > 1 ? `${said} réponses` : 'Une réponse'
  if (unknown === 0) return answers
  return `${answers}, dont ${unknown} sur ${unknown > 1 ? 'des virements' : 'un virement'} que ce site ne connaît pas`
}

const rowOfEffect = ({ settlement_id, aid_batch_id, effect, lines, cents }: EffectCounted) => [
  <a key="source" href={transfersOf({ settlement_id, aid_batch_id })}>
    {settlement_id === null ? `Lot THR n° ${aid_batch_id}` : `Reversement n° ${settlement_id}`}
  </a>,
  EFFECTS[effect],
  lines,
  frenchEuros(cents),
]

interface OfAnswer {
  lines: LineOfAnswer[]
  page: number
  answer: AnswerRead
  /** Whoever reads figures alone reads no name of an apprentice. */
  namesPeople: boolean
}

const Lines = ({ lines, page: number, answer, namesPeople }: OfAnswer) => {
  const total = lines[0]?.total ?? 0
  if (total === 0) return null
  return (
    <Panel>
      <DataTable
        caption="Ce qui n’est pas simplement payé"
        columns={[
          { label: 'Virement' },
          { label: 'Pour' },
          { label: 'Motif' },
          { label: 'Qui agit' },
          { label: 'Suite' },
          { label: 'Montant', numeric: true },
        ]}
        rows={lines.map((line) => [
          line.number,
          line.aid_batch_id === null || namesPeople ? line.name : 'Un apprenti',
          line.code ? `${reasonOf(line.code, line.words).words} (${line.code})` : (line.words ?? '—'),
          line.effect === 'rejected' || line.effect === 'asks' ? whoActs(line) : '—',
          EFFECTS[line.effect],
          frenchEuros(line.amount_cents),
        ])}
      />
      {total > LINES_A_PAGE && (
        <Pagination
          page={number}
          pages={Math.ceil(total / LINES_A_PAGE)}
          href={(to) => places.region.bankAnswer.to({ id: answer.id }, { page: to })}
        />
      )}
    </Panel>
  )
}

const whoActs = ({ code, words, aid_batch_id }: LineOfAnswer): string => {
  const { acts } = reasonOf(code, words)
  return acts === 'payee' && aid_batch_id !== null ? 'L’apprenti donne un nouveau RIB' : WHO[acts]
}

const WHO = { payee: 'Le partenaire donne un nouveau RIB', agent: 'La Région corrige', person: 'Quelqu’un regarde' } as const
