import { places } from '../../../../places.ts'
import { csvAnswer } from '../../../../platform/csv.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { download, page } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { may } from '../../../../spaces/roles.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, PageHeading, Panel, Said, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { waitingAbout } from '../../../desks/two-people/index.ts'
import { linesOf, settlementOf } from '../queries.ts'
import { isNotReleased, settlementRelease } from '../release.ts'
import { StateTag } from './state-tag.tsx'

/** One settlement: its list for whoever makes the transfers, and what has become of it. */
export const settlement = page(regionFor('settlements.read'), places.region.settlement, {
  title: ({ id }) => `Reversement n° ${id}`,
  said: {
    preparation: 'Le reversement est préparé : une seconde personne doit le valider',
    validation: 'La validation est demandée à une seconde personne',
    versement: 'Le reversement est noté comme versé',
  },
  async view({ db, now, actor, params, said }) {
    const settlement = await settlementOf(db, params.id)
    const [lines, waiting] = await Promise.all([linesOf(db, settlement.id), waitingAbout(db, now, settlementRelease, settlement.id)])
    return (
      <>
        <Said>{said}</Said>
        <PageHeading>{`Reversement n° ${settlement.id}`}</PageHeading>
        <Panel title="Suivi du reversement">
          <SummaryList
            items={[
              { label: 'État', value: <StateTag settlement={settlement} /> },
              { label: 'Préparé le', value: `${frenchMinute(settlement.prepared_at)}, par ${settlement.prepared_by_name}` },
              {
                label: 'Validé le',
                value: settlement.released_at
                  ? `${frenchMinute(settlement.released_at)}, par ${settlement.released_by_name}`
                  : 'Pas encore',
              },
              {
                label: 'Versé le',
                value: settlement.paid_at ? `${frenchMinute(settlement.paid_at)}, par ${settlement.paid_by_name}` : 'Pas encore',
              },
              { label: 'Montant', value: frenchEuros(settlement.total_cents ?? 0) },
            ]}
          />
          <Actions>
            <ButtonLink href={places.region.settlements.to()} kind="quiet">
              Retour
            </ButtonLink>
            {settlement.released_at && (
              <ButtonLink href={places.region.settlementCsv.to({ id: settlement.id })} kind="quiet" icon="documents">
                Télécharger la liste (CSV)
              </ButtonLink>
            )}
            {waiting && (may(actor, 'settlements.prepare') || may(actor, 'money.release')) && (
              <ButtonLink href={places.region.actOfTwo.to({ id: waiting.id })}>Voir ce qui attend une seconde personne</ButtonLink>
            )}
            {!waiting && !settlement.released_at && may(actor, 'settlements.prepare') && (
              <ButtonLink href={places.region.settlementRelease.to({ id: settlement.id })}>Demander la validation</ButtonLink>
            )}
            {settlement.released_at && !settlement.paid_at && may(actor, 'settlements.prepare') && (
              <ButtonLink href={places.region.settlementPayment.to({ id: settlement.id })}>Les virements sont faits</ButtonLink>
            )}
          </Actions>
        </Panel>
        <Panel>
          <DataTable
            caption={lines.length > 1 ? `${lines.length} partenaires` : `${lines.length} partenaire`}
            columns={[{ label: 'Code' }, { label: 'Partenaire' }, { label: 'Ville' }, { label: 'Montant', numeric: true }]}
            rows={lines.map((line) => [line.code, line.name, line.town, frenchEuros(line.amount_cents)])}
          />
        </Panel>
      </>
    )
  },
})

/** The list, for whoever makes the transfers. */
export const settlementCsv = download(
  regionFor('settlements.read'),
  places.region.settlementCsv,
  { isSlow: true },
  async ({ db, params }) => {
    const { id, released_at } = await settlementOf(db, params.id)
    if (!released_at) throw isNotReleased()
    const lines = await linesOf(db, id)
    return csvAnswer(`reversement-${id}.csv`, [
      ['Code', 'Partenaire', 'Code postal', 'Ville', 'Jusqu’à la transaction n°', 'Montant en euros'],
      ...lines.map((line) => [line.code, line.name, line.postcode, line.town, line.last_transaction_id, line.amount_cents / 100]),
    ])
  },
)
