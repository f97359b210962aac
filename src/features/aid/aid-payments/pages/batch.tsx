import { places } from '../../../../places.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { listed, orderAsked, pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import { page } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { may } from '../../../../spaces/roles.ts'
import { Money, PageHeading, Panel, Said, type SummaryItem, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { List } from '../../../../ui/list.tsx'
import { waitingAbout } from '../../../desks/two-people/index.ts'
import { type Batch, batchOf, LINE_ORDERS, LINES_A_PAGE, linesOf } from '../queries.ts'
import { batchRelease } from '../release.ts'
import { accountOf, answersIn, READING } from './of-a-batch.tsx'
import { BatchTag, OutcomeTag } from './tags.tsx'

/** One batch: its totals, the way to its file, and what the bank has answered, line by line. */
export const aidBatch = page(READING, places.region.aidBatch, {
  title: ({ id }) => `Lot de virements n° ${id}`,
  said: {
    creation: 'Le lot est créé : une seconde personne doit le valider',
    validation: 'La validation est demandée à une seconde personne',
    annulation: 'Le lot est annulé : ses demandes sont de nouveau à payer',
  },
  async view({ db, now, actor, params, query, said }) {
    const batch = await batchOf(db, params.id)
    const order = orderAsked(query, LINE_ORDERS, 'reponse')
    const [rows, waiting] = await Promise.all([
      linesOf(db, batch.id, { page: pageAsked(query), order }),
      waitingAbout(db, now, batchRelease, batch.id),
    ])
    const past = pastTheEnd(rows, query)
    if (past) return past
    return (
      <>
        <Said>{said}</Said>
        <PageHeading>{`Lot de virements n° ${batch.id}`}</PageHeading>
        <Panel title="Suivi du lot">
          <SummaryList items={followUpOf(batch)} />
          <WaysOn batch={batch} waits={waiting !== undefined} prepares={may(actor, 'aid-batches.prepare')} />
          {waiting && (
            <Actions>
              <ButtonLink href={places.region.actOfTwo.to({ id: waiting.id })}>Voir ce qui attend une seconde personne</ButtonLink>
            </Actions>
          )}
        </Panel>
        <Panel>
          <List
            listed={listed(query, { total: batch.transfers, aPage: LINES_A_PAGE, order })}
            caption={`Virements : ${batch.transfers}`}
            columns={[
              { label: 'Apprenti' },
              { label: 'Demande', by: 'demande' },
              { label: 'Compte' },
              { label: 'Réponse de la banque', by: 'reponse' },
              { label: 'Motif' },
              { label: 'Montant', numeric: true, by: '-montant' },
            ]}
            rows={rows.map((line) => [
              `${line.last_name} ${line.first_name}`,
              line.number,
              accountOf(line),
              <OutcomeTag key="outcome" outcome={line.outcome} />,
              line.reason ?? '—',
              <Money key="amount" cents={line.amount_cents} />,
            ])}
          />
        </Panel>
      </>
    )
  },
})

/** What may be done with a batch: let out, then paid by files; cancelled, as long as it is in none. */
function WaysOn({
  batch: { id, released_at, given_at, cancelled_at },
  waits,
  prepares,
}: {
  batch: Batch
  waits: boolean
  prepares: boolean
}) {
  const isOpen = cancelled_at === null && given_at === null && prepares
  return (
    <Actions>
      {prepares && (
        <ButtonLink kind="quiet" href={places.region.aidBatches.to()}>
          Tous les lots
        </ButtonLink>
      )}
      {isOpen && released_at === null && !waits && (
        <ButtonLink href={places.region.aidBatchRelease.to({ id })}>Demander la validation</ButtonLink>
      )}
      {released_at !== null && cancelled_at === null && (
        <ButtonLink kind={given_at === null ? 'main' : 'quiet'} icon="documents" href={places.region.aidTransfers.to({ id })}>
          Fichiers et réponses de la banque
        </ButtonLink>
      )}
      {isOpen && (
        <ButtonLink kind="quiet-red" href={places.region.aidBatchCancellation.to({ id })}>
          Annuler le lot
        </ButtonLink>
      )}
    </Actions>
  )
}

const followUpOf = (batch: Batch): SummaryItem[] => [
  { label: 'État', value: <BatchTag batch={batch} /> },
  { label: 'Créé le', value: `${frenchMinute(batch.created_at)}, par ${batch.created_by_name}` },
  { label: 'Virements', value: batch.transfers },
  { label: 'Total', value: <strong>{frenchEuros(batch.total_cents)}</strong> },
  { label: 'Validé le', value: batch.released_at ? `${frenchMinute(batch.released_at)}, par ${batch.released_by_name}` : 'Pas encore' },
  {
    label: 'Mis dans un fichier le',
    value: batch.given_at ? `${frenchMinute(batch.given_at)}, par ${batch.given_by_name}` : 'Pas encore',
  },
  ...(batch.cancelled_at
    ? [
        { label: 'Annulé le', value: `${frenchMinute(batch.cancelled_at)}, par ${batch.cancelled_by_name}` },
        { label: 'Motif de l’annulation', value: batch.cancel_reason },
      ]
    : [{ label: 'Réponses', value: answersIn(batch) }]),
]
