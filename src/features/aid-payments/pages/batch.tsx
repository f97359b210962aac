import { z } from 'zod'
import { frenchDay, frenchMinute } from '../../../platform/dates.ts'
import { download, form, page, see } from '../../../platform/http/page.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { regionFor } from '../../../spaces/staff.tsx'
import { DataTable, Money, PageHeading, Pagination, Panel, Success, SummaryList, Warning } from '../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, RadioGroup, TextArea } from '../../../ui/form.tsx'
import { maskedIban } from '../../apprentice-aid/index.ts'
import { fileOfBatch } from '../file.ts'
import { outcomeForm } from '../payment.ts'
import { type Batch, batchOf, LINES_A_PAGE, lineOf, linesOf } from '../queries.ts'
import { markRestPaid, settleLine } from '../settle.ts'
import { MADE_UP_PAYER } from '../transfers.ts'
import { BatchTag, OutcomeTag } from './tags.tsx'

const finance = regionFor('finance')

const idOf = ({ id }: Record<string, string>): number => Number(id)
const hrefOf = (id: number): string => `/region/paiements-thr/${id}`

/** One batch: its totals, its file for the bank, and what the bank has answered, line by line. */
export const aidBatch = page(finance, {
  title: ({ id }) => `Lot de virements n° ${id}`,
  async view({ db, params, query }) {
    const batch = await batchOf(db, idOf(params))
    const page = Math.max(1, Math.min(1000, Number.parseInt(query.get('page') ?? '1', 10) || 1))
    const rows = await linesOf(db, batch.id, page)
    const href = hrefOf(batch.id)
    return (
      <>
        {query.has('note') && <Success title="La réponse de la banque est notée" level={2} />}
        <PageHeading>{`Lot de virements n° ${batch.id}`}</PageHeading>
        <Panel title="Suivi du lot">
          <SummaryList
            items={[
              { label: 'État', value: <BatchTag batch={batch} /> },
              { label: 'Créé le', value: `${frenchMinute(batch.created_at)}, par ${batch.created_by_name}` },
              { label: 'Identifiant du fichier (MsgId)', value: batch.message_id },
              { label: 'Date d’exécution demandée', value: frenchDay(batch.execute_on) },
              { label: 'Virements', value: batch.transfers },
              { label: 'Total', value: <strong>{frenchEuros(batch.total_cents)}</strong> },
              { label: 'Réponses', value: answersIn(batch) },
            ]}
          />
          <Actions>
            <ButtonLink kind="quiet" href="/region/paiements-thr">
              Tous les lots
            </ButtonLink>
            {batch.sent === batch.transfers && (
              <ButtonLink kind="quiet" icon="documents" href={`${href}/virements.xml`}>
                Télécharger le fichier de virements (XML)
              </ButtonLink>
            )}
            {batch.sent > 0 && <ButtonLink href={`${href}/payes`}>Noter les virements faits</ButtonLink>}
          </Actions>
          {batch.sent === batch.transfers && (
            <p class="hint">
              Au format ISO 20022 pain.001.001.09. Il contient des IBAN en clair : transmettez-le à la banque, ne le conservez pas. Déposé
              deux fois, il garde le même identifiant, que la banque n’accepte qu’une fois.
            </p>
          )}
        </Panel>
        <Panel>
          <DataTable
            caption={`Virements : ${batch.transfers}`}
            columns={[
              { label: 'Apprenti' },
              { label: 'Demande' },
              { label: 'Compte' },
              { label: 'Réponse de la banque' },
              { label: 'Motif' },
              { label: 'Montant', numeric: true },
            ]}
            rows={rows.map((line) => [
              `${line.last_name} ${line.first_name}`,
              line.outcome === null ? (
                <a key="line" href={`${href}/lignes/${line.number}`}>
                  {line.number}
                  <span class="unseen"> : noter la réponse de la banque</span>
                </a>
              ) : (
                line.number
              ),
              line.outcome === 'rejected' ? '—' : accountOf(line),
              <OutcomeTag key="outcome" outcome={line.outcome} />,
              line.reason ?? '—',
              <Money key="amount" cents={line.amount_cents} />,
            ])}
          />
          {batch.transfers > LINES_A_PAGE && (
            <Pagination page={page} pages={Math.ceil(batch.transfers / LINES_A_PAGE)} href={(other) => `${href}?page=${other}`} />
          )}
        </Panel>
      </>
    )
  },
})

const answersIn = ({ sent, paid, rejected }: Batch): string =>
  `${paid} ${paid > 1 ? 'payés' : 'payé'}, ${rejected} ${rejected > 1 ? 'rejetés' : 'rejeté'}, ${sent} sans réponse`

const accountOf = ({ iban_first4, iban_last4 }: { iban_first4: string | null; iban_last4: string | null }): string =>
  iban_first4 && iban_last4 ? maskedIban({ iban_first4, iban_last4 }) : '—'

/** The batch for the bank. */
export const aidTransfers = download(finance, async ({ db, actor, params, now, visit }) => {
  const { ibanKey: key, config } = visit.site
  const payer = config.payer ?? (config.demo ? MADE_UP_PAYER : undefined)
  const { name, xml } = await fileOfBatch(db, actor, { batch_id: idOf(params), key, payer, now })
  return new Response(xml, {
    headers: {
      'Content-Type': 'application/xml; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}"`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': 'private, no-store',
    },
  })
})

/** What is left of a batch once the rejected lines are noted: paid, all at once. */
export const aidBatchPaid = page(finance, {
  title: ({ id }) => `Virements faits, lot n° ${id}`,
  async view({ db, params, form }) {
    const batch = await batchOf(db, idOf(params))
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Noter les virements faits</PageHeading>
        <Form form={form} class="panel">
          <SummaryList
            items={[
              { label: 'Lot', value: batch.id },
              { label: 'Réponses', value: answersIn(batch) },
            ]}
          />
          <Warning title="Notez d’abord les rejets">
            <p>
              {`Les virements sans réponse (${batch.sent}) seront notés comme payés, pour de bon, et chaque jeune sera prévenu. Si la banque en a rejeté, notez ces rejets avant, ligne par ligne.`}
            </p>
          </Warning>
          <Actions>
            <ButtonLink kind="quiet" href={hrefOf(batch.id)}>
              Retour
            </ButtonLink>
            {batch.sent > 0 && <Button>Tous les autres sont payés</Button>}
          </Actions>
        </Form>
      </>
    )
  },
  submit: form(z.object({}), async ({ tx, actor, params }) => {
    const batch_id = idOf(params)
    await markRestPaid(tx, actor, { batch_id })
    return see(`${hrefOf(batch_id)}?note`)
  }),
})

/** What the bank has answered to one transfer. */
export const aidPaymentLine = page(finance, {
  title: ({ number }) => `Virement de la demande ${number}`,
  async view({ db, params, form }) {
    const batch_id = idOf(params)
    const line = await lineOf(db, batch_id, params.number as string)
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>{`Virement de la demande ${line.number}`}</PageHeading>
        <Panel>
          <SummaryList
            items={[
              { label: 'Apprenti', value: `${line.last_name} ${line.first_name}` },
              { label: 'Titulaire', value: line.bank_holder },
              { label: 'N° IBAN', value: accountOf(line) },
              { label: 'Montant', value: frenchEuros(line.amount_cents) },
              { label: 'Réponse de la banque', value: <OutcomeTag outcome={line.outcome} /> },
              ...(line.reason ? [{ label: 'Motif', value: line.reason }] : []),
            ]}
          />
        </Panel>
        {line.outcome === null ? (
          <Form form={form} class="panel">
            <RadioGroup
              form={form}
              name="outcome"
              legend="Qu’a répondu la banque ?"
              options={[
                { value: 'paid', label: 'Virement fait' },
                { value: 'rejected', label: 'Virement rejeté' },
              ]}
            />
            <TextArea
              form={form}
              name="reason"
              label="Motif du rejet"
              hint="Seulement pour un rejet, par exemple « Compte clos ». Ce texte est transmis au jeune, qui donnera un autre compte."
              optional
            />
            <Actions>
              <ButtonLink kind="quiet" href={hrefOf(batch_id)}>
                Retour
              </ButtonLink>
              <Button>Enregistrer la réponse</Button>
            </Actions>
          </Form>
        ) : (
          <ButtonLink kind="quiet" href={hrefOf(batch_id)}>
            Retour
          </ButtonLink>
        )}
      </>
    )
  },
  submit: form(outcomeForm, async ({ tx, actor, input, params }) => {
    const batch_id = idOf(params)
    await settleLine(tx, actor, { ...input, batch_id, number: params.number as string })
    return see(`${hrefOf(batch_id)}?note`)
  }),
})
