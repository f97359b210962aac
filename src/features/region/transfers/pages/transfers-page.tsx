import { z } from 'zod'
import { places } from '../../../../places.ts'
import type { Reader, Tx } from '../../../../platform/database/index.ts'
import { frenchDay, frenchMinute } from '../../../../platform/dates.ts'
import { UserError } from '../../../../platform/errors.ts'
import { choice } from '../../../../platform/forms/fields.ts'
import { listed, orderAsked, pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import type { Visit } from '../../../../platform/http/visit.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import type { Agent } from '../../../../spaces/actors.ts'
import { may } from '../../../../spaces/roles.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, InfoBox, PageHeading, Panel, Said, SummaryList, Tag, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { List } from '../../../../ui/list.tsx'
import { waitingAbout } from '../../../desks/two-people/index.ts'
import { MADE_UP_PAYER, type Payer } from '../../../money/bank-files/index.ts'
import { makeFile } from '../make-file.ts'
import { askedAbout, askToPayAgain, transfersAgain } from '../pay-again.ts'
import {
  batchOf,
  type Counted,
  type FileMade,
  filesOf,
  type Late,
  LINE_ORDERS,
  LINES_A_PAGE,
  type LineToPay,
  madeTooSoon,
  settlementOf,
  situationsOf,
  someLinesOf,
} from '../queries.ts'
import { KINDS, SITUATIONS, type Situation, type Source } from '../transfer.ts'

/** The account that pays: in the demonstration, one that exists nowhere. */
export const payerOf = ({ site: { config } }: Visit): Payer | undefined => config.payer ?? (config.demo ? MADE_UP_PAYER : undefined)

/** The page of what a file, or a transfer, pays. */
export const transfersOf = ({ settlement_id, aid_batch_id }: Pick<FileMade, 'settlement_id' | 'aid_batch_id'>): string =>
  settlement_id === null ? places.region.aidTransfers.to({ id: aid_batch_id as number }) : places.region.transfers.to({ id: settlement_id })

const SAID = {
  fichier: 'Le fichier est fait : prenez-le ci-dessous, et donnez-le',
  demande: 'La demande attend une seconde personne',
} as const

const actions = z.object({ action: choice(['bank', 'mandates', 'again'], 'Choisissez ce que vous voulez faire.') })

/** How a settlement is paid: what can leave now, what waits and why, its files, and what was answered. */
export const transfers = page(regionFor('settlements.read'), places.region.transfers, {
  find: ({ db, params }) => settlementOf(db, params.id),
  title: ({ id }) => `Virements du reversement n° ${id}`,
  said: SAID,
  view: ({ subject: { id, released_at, by_transfers, paid_at }, ...shown }) =>
    viewOf(shown, {
      source: { settlement_id: id },
      heading: `Virements du reversement n° ${id}`,
      isOut: released_at !== null && (by_transfers || !paid_at),
      caption: 'Un virement par partenaire',
      payee: 'Partenaire',
      back: { href: places.region.settlement.to({ id }), label: 'Retour au reversement' },
    }),
  submit: form(actions, { isLong: true }, async (acting) => {
    const source = { settlement_id: acting.params.id }
    await prepare(acting, source)
    return see(places.region.transfers.said(acting.input.action === 'again' ? 'demande' : 'fichier', acting.params))
  }),
})

/** The same of a batch of aids. */
export const aidTransfers = page(regionFor('aid-batches.read'), places.region.aidTransfers, {
  find: ({ db, params }) => batchOf(db, params.id),
  title: ({ id }) => `Virements du lot THR n° ${id}`,
  said: SAID,
  view: ({ subject: { id, released_at, cancelled_at }, ...shown }) =>
    viewOf(shown, {
      source: { aid_batch_id: id },
      heading: `Virements du lot THR n° ${id}`,
      isOut: released_at !== null && cancelled_at === null,
      caption: 'Un virement par apprenti',
      payee: 'Apprenti',
      back: { href: places.region.aidBatch.to({ id }), label: 'Retour au lot' },
    }),
  submit: form(actions, { isLong: true }, async (acting) => {
    const source = { aid_batch_id: acting.params.id }
    await prepare(acting, source)
    return see(places.region.aidTransfers.said(acting.input.action === 'again' ? 'demande' : 'fichier', acting.params))
  }),
})

interface Preparing {
  tx: Tx
  actor: Agent
  input: z.output<typeof actions>
  visit: Visit
}

async function prepare({ tx, actor, input: { action }, visit }: Preparing, source: Source): Promise<void> {
  if (!may(actor, 'settlements.prepare')) throw isForPreparers()
  if (action === 'again') await askToPayAgain(tx, actor, source)
  else await makeFile(tx, actor, { source, kind: action, keys: visit.site.ibanKey, payer: payerOf(visit) })
}

interface Viewed {
  db: Reader
  now: Date
  actor: Agent
  query: URLSearchParams
  form: FormState
  said: string | null
  visit: Visit
}

interface About {
  source: Source
  heading: string
  /** Two people have let it out, and its transfers are in our files. */
  isOut: boolean
  caption: string
  payee: string
  back: { href: string; label: string }
}

const Asked = ({ act }: { act: { id: number } | undefined }) =>
  act ? (
    <Actions>
      <ButtonLink href={places.region.actOfTwo.to({ id: act.id })}>Voir ce qui attend une seconde personne</ButtonLink>
    </Actions>
  ) : null

async function viewOf({ db, now, actor, query, form, said, visit }: Viewed, { source, heading, isOut, caption, payee, back }: About) {
  const order = orderAsked(query, LINE_ORDERS, 'etat')
  const [situations, lines, files, late, waiting] = await Promise.all([
    situationsOf(db, now, source),
    someLinesOf(db, now, source, { page: pageAsked(query), order }),
    filesOf(db, source),
    madeTooSoon(db, source),
    waitingAbout(db, now, transfersAgain, askedAbout(source)),
  ])
  const past = pastTheEnd(lines, query)
  if (past) return past
  const mayPrepare = may(actor, 'settlements.prepare')
  return (
    <>
      <ErrorSummary form={form} />
      <Said>{said}</Said>
      <PageHeading>{heading}</PageHeading>
      <Panel title="Où en sont les virements">
        <SummaryList
          items={situations.map(({ situation, lines: count, cents }) => ({
            label: SITUATIONS[situation].label,
            value: `${count}, soit ${frenchEuros(cents)}`,
          }))}
        />
        <Asked act={waiting} />
      </Panel>
      {mayPrepare && isOut && (
        <Making form={form} situations={situations} waits={waiting !== undefined} hasPayer={payerOf(visit) !== undefined} />
      )}
      <TooSoon late={late} />
      <Files files={files} mayTake={mayPrepare} />
      <Panel>
        <List
          listed={listed(query, { total: lines[0]?.total ?? 0, aPage: LINES_A_PAGE, order })}
          caption={caption}
          columns={[
            { label: 'Code', by: 'code' },
            { label: payee },
            { label: 'Virement' },
            { label: 'État', by: 'etat' },
            { label: 'Montant', numeric: true, by: '-montant' },
          ]}
          empty="Rien n’est à payer."
          rows={lines.map((line) => [
            line.code,
            line.name,
            mayPrepare && line.id !== null ? (
              <a key="transfer" href={places.region.transfer.to({ id: line.id })}>
                {line.number}
              </a>
            ) : (
              line.number || '—'
            ),
            <Where key="state" line={line} />,
            frenchEuros(line.amount_cents),
          ])}
        />
      </Panel>
      <Actions>
        <ButtonLink href={back.href} kind="quiet">
          {back.label}
        </ButtonLink>
        <ButtonLink href={places.region.bankAnswers.to()} kind="quiet">
          Réponses de la banque
        </ButtonLink>
      </Actions>
    </>
  )
}

const isForPreparers = () => new UserError('forbidden.role', 'C’est à la préparation des finances de le faire.', { status: 403 })

const countOf = (situations: Counted[], wanted: Situation): number => situations.find(({ situation }) => situation === wanted)?.lines ?? 0

interface Offered {
  form: FormState
  situations: Counted[]
  waits: boolean
  hasPayer: boolean
}

/** What a preparer may do now. */
function Making({ form, situations, waits, hasPayer }: Offered) {
  const [payable, rejected] = [countOf(situations, 'payable'), countOf(situations, 'agreement')]
  return (
    <Panel title="Faire partir les virements">
      {payable === 0 ? (
        <InfoBox>
          <p>
            {countOf(situations, 'no-account') + countOf(situations, 'not-yet') > 0
              ? 'Rien ne peut partir maintenant. Ce qui attend un compte bancaire rejoint un prochain fichier, dès que le compte est utilisable.'
              : 'Rien d’autre ne peut partir maintenant.'}
          </p>
        </InfoBox>
      ) : (
        <Form form={form}>
          <p>{`${payable > 1 ? `${payable} virements peuvent` : 'Un virement peut'} partir. Ce que contient un fichier n’ira dans aucun autre.`}</p>
          <Actions>
            <Button name="action" value="mandates">
              Faire les propositions de mandat
            </Button>
            {hasPayer && (
              <Button name="action" value="bank" kind="quiet">
                Faire le fichier pour la banque
              </Button>
            )}
          </Actions>
        </Form>
      )}
      {rejected > 0 && !waits && (
        <Form form={form}>
          <Warning title={rejected > 1 ? `${rejected} virements rejetés à payer de nouveau` : 'Un virement rejeté à payer de nouveau'}>
            <p>
              Vérifiez d’abord avec la banque ou le comptable que l’argent n’est pas parti. Une seconde personne doit ensuite l’accepter.
            </p>
          </Warning>
          <Actions>
            <Button name="action" value="again" kind="quiet">
              Demander à les payer de nouveau
            </Button>
          </Actions>
        </Form>
      )}
    </Panel>
  )
}

/** A file stays as it was made: whoever gives it has to know what should not be paid any more. */
const TooSoon = ({ late }: { late: Late[] }) =>
  late.length > 0 ? (
    <Panel>
      <Warning title={`${late.length > 1 ? `${late.length} virements` : 'Un virement'} à arrêter, déjà dans un fichier`}>
        <p>
          Depuis que le fichier est fait, ceux qui devaient être payés ont été gelés, leur compte arrêté ou remplacé, ou la banque dit avoir
          déjà payé la même somme sous un autre numéro. Demandez à la banque ou au comptable de ne pas les payer.
        </p>
        <ul>
          {late.slice(0, LINES_A_PAGE).map(({ number, name }) => (
            <li key={number}>{`${number}, ${name}`}</li>
          ))}
        </ul>
      </Warning>
    </Panel>
  ) : null

const Files = ({ files, mayTake }: { files: FileMade[]; mayTake: boolean }) => (
  <Panel>
    <DataTable
      caption="Fichiers faits, du plus récent au plus ancien"
      empty="Aucun fichier pour l’instant."
      columns={[
        { label: 'Fichier' },
        { label: 'Fait le' },
        { label: 'Pris le' },
        { label: 'Virements', numeric: true },
        { label: 'Réponses', numeric: true },
        { label: 'Montant', numeric: true },
      ]}
      rows={files.map((file) => [
        mayTake ? (
          <a key="file" href={places.region.transferFile.to({ id: file.id })}>{`${KINDS[file.kind]}, ${file.message_id}`}</a>
        ) : (
          `${KINDS[file.kind]}, ${file.message_id}`
        ),
        `${frenchMinute(file.made_at)}, par ${file.made_by_name}`,
        file.cancelled_at ? 'Annulé' : file.taken_at ? `${frenchMinute(file.taken_at)}, par ${file.taken_by_name}` : 'Pas encore',
        file.transfers,
        file.answered,
        frenchEuros(file.total_cents),
      ])}
    />
  </Panel>
)

function Where({ line: { situation, usable_from, answered_on, rejected_for } }: { line: LineToPay }) {
  const { label, tone } = SITUATIONS[situation]
  const since = situation === 'paid' && answered_on ? ` le ${frenchDay(answered_on)}` : ''
  const until = situation === 'not-yet' && usable_from ? ` : le ${frenchMinute(usable_from)}` : ''
  return (
    <>
      <Tag tone={tone}>{`${label}${since}${until}`}</Tag>
      {rejected_for && situation !== 'paid' && (
        <p class="hint">{situation === 'rejected' ? rejected_for : `Rejeté avant : ${rejected_for}`}</p>
      )}
    </>
  )
}
