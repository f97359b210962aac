import { z } from 'zod'
import { places } from '../../../../places.ts'
import { frenchDay, frenchMinute } from '../../../../platform/dates.ts'
import { UserError } from '../../../../platform/errors.ts'
import { choice } from '../../../../platform/forms/fields.ts'
import { listed, orderAsked, pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import type { Visit } from '../../../../platform/http/visit.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { may } from '../../../../spaces/roles.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, InfoBox, PageHeading, Panel, Said, SummaryList, Tag, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { List } from '../../../../ui/list.tsx'
import { waitingAbout } from '../../../desks/two-people/index.ts'
import { MADE_UP_PAYER, type Payer } from '../../bank-files/index.ts'
import { makeFile } from '../make-file.ts'
import { askToPayAgain, transfersAgain } from '../pay-again.ts'
import {
  type Counted,
  type FileMade,
  filesOf,
  type Late,
  LINE_ORDERS,
  LINES_A_PAGE,
  type LineOfSettlement,
  madeTooSoon,
  settlementOf,
  situationsOf,
  someLinesOf,
} from '../queries.ts'
import { KINDS, SITUATIONS, type Situation } from '../transfer.ts'

/** The account that pays: in the demonstration, one that exists nowhere. */
export const payerOf = ({ site: { config } }: Visit): Payer | undefined => config.payer ?? (config.demo ? MADE_UP_PAYER : undefined)

/** How a settlement is paid: what can leave now, what waits and why, its files, and what was answered. */
export const transfers = page(regionFor('settlements.read'), places.region.transfers, {
  find: ({ db, params }) => settlementOf(db, params.id),
  title: ({ id }) => `Virements du reversement n° ${id}`,
  said: {
    fichier: 'Le fichier est fait : téléchargez-le ci-dessous, et donnez-le',
    demande: 'La demande attend une seconde personne',
  },
  async view({ db, now, actor, subject: settlement, query, form, said, visit }) {
    const { id } = settlement
    const order = orderAsked(query, LINE_ORDERS, 'etat')
    const [situations, lines, files, late, waiting] = await Promise.all([
      situationsOf(db, now, id),
      someLinesOf(db, now, id, { page: pageAsked(query), order }),
      filesOf(db, id),
      madeTooSoon(db, id),
      waitingAbout(db, now, transfersAgain, id),
    ])
    const past = pastTheEnd(lines, query)
    if (past) return past
    const mayPrepare = may(actor, 'settlements.prepare')
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>{`Virements du reversement n° ${id}`}</PageHeading>
        <Panel title="Où en sont les virements">
          <SummaryList
            items={situations.map(({ situation, lines: count, cents }) => ({
              label: SITUATIONS[situation].label,
              value: `${count}, soit ${frenchEuros(cents)}`,
            }))}
          />
          {waiting && (
            <Actions>
              <ButtonLink href={places.region.actOfTwo.to({ id: waiting.id })}>Voir ce qui attend une seconde personne</ButtonLink>
            </Actions>
          )}
        </Panel>
        {mayPrepare && settlement.released_at && (settlement.by_transfers || !settlement.paid_at) && (
          <Making form={form} situations={situations} waits={waiting !== undefined} hasPayer={payerOf(visit) !== undefined} />
        )}
        <TooSoon late={late} />
        <Files files={files} mayDownload={mayPrepare} />
        <Panel>
          <List
            listed={listed(query, { total: lines[0]?.total ?? 0, aPage: LINES_A_PAGE, order })}
            caption="Un virement par partenaire"
            columns={[
              { label: 'Code', by: 'code' },
              { label: 'Partenaire' },
              { label: 'Relevé' },
              { label: 'État', by: 'etat' },
              { label: 'Montant', numeric: true, by: '-montant' },
            ]}
            empty="Ce reversement ne paie personne."
            rows={lines.map((line) => [
              line.code,
              line.name,
              line.number || '—',
              <Where key="state" line={line} />,
              frenchEuros(line.amount_cents),
            ])}
          />
        </Panel>
        <Actions>
          <ButtonLink href={places.region.settlement.to({ id })} kind="quiet">
            Retour au reversement
          </ButtonLink>
          <ButtonLink href={places.region.bankAnswers.to()} kind="quiet">
            Réponses de la banque
          </ButtonLink>
        </Actions>
      </>
    )
  },
  submit: form(z.object({ action: choice(['bank', 'mandates', 'again'], 'Choisissez ce que vous voulez faire.') }), async (acting) => {
    const { tx, actor, params, input, visit } = acting
    if (!may(actor, 'settlements.prepare')) throw isForPreparers()
    if (input.action === 'again') {
      await askToPayAgain(tx, actor, params.id)
      return see(places.region.transfers.said('demande', params))
    }
    await makeFile(tx, actor, { settlement_id: params.id, kind: input.action, keys: visit.site.ibanKey, payer: payerOf(visit) })
    return see(places.region.transfers.said('fichier', params))
  }),
})

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
            Rien ne peut partir maintenant. Ce qui attend un compte bancaire rejoint un prochain fichier, dès que le compte est utilisable.
          </p>
        </InfoBox>
      ) : (
        <Form form={form}>
          <p>{`${payable} virement(s) peuvent partir. Faire le fichier, c’est le donner : ce qu’il contient n’ira dans aucun autre.`}</p>
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
          <Warning title={`${rejected} virement(s) rejeté(s) à payer de nouveau`}>
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
      <Warning title={`${late.length} virement(s) à arrêter, déjà dans un fichier`}>
        <p>
          Ces partenaires ont été gelés, ou leur compte arrêté ou remplacé, depuis que le fichier est fait. Demandez à la banque ou au
          comptable de ne pas les payer.
        </p>
        <ul>
          {late.slice(0, LINES_A_PAGE).map(({ number, name }) => (
            <li key={number}>{`${number}, ${name}`}</li>
          ))}
        </ul>
      </Warning>
    </Panel>
  ) : null

const Files = ({ files, mayDownload }: { files: FileMade[]; mayDownload: boolean }) => (
  <Panel>
    <DataTable
      caption="Fichiers faits, du plus récent au plus ancien"
      empty="Aucun fichier pour l’instant."
      columns={[
        { label: 'Fichier' },
        { label: 'Fait le' },
        { label: 'Exécution' },
        { label: 'Virements', numeric: true },
        { label: 'Réponses', numeric: true },
        { label: 'Montant', numeric: true },
      ]}
      rows={files.map((file) => [
        mayDownload && file.answered === 0 ? (
          <a key="file" href={places.region.transferFile.to({ id: file.id })}>{`${KINDS[file.kind]}, ${file.message_id}`}</a>
        ) : (
          `${KINDS[file.kind]}, ${file.message_id}`
        ),
        `${frenchMinute(file.made_at)}, par ${file.made_by_name}`,
        frenchDay(file.execute_on),
        file.transfers,
        file.answered,
        frenchEuros(file.total_cents),
      ])}
    />
    {mayDownload && files.some(({ answered }) => answered === 0) && (
      <p class="hint">Ces fichiers contiennent des IBAN en clair : transmettez-les, puis effacez-les.</p>
    )}
  </Panel>
)

function Where({ line: { situation, usable_from, answered_on, rejected_for } }: { line: LineOfSettlement }) {
  const { label, tone } = SITUATIONS[situation]
  const since = situation === 'paid' && answered_on ? ` le ${frenchDay(answered_on)}` : ''
  const until = situation === 'not-yet' && usable_from ? ` : le ${frenchMinute(usable_from)}` : ''
  return (
    <>
      <Tag tone={tone}>{`${label}${since}${until}`}</Tag>
      {rejected_for && situation !== 'paid' && <p class="hint">{`Rejeté avant : ${rejected_for}`}</p>}
    </>
  )
}
