import { places } from '../../../../places.ts'
import { csvAnswer } from '../../../../platform/csv.ts'
import { frenchDayOf, frenchMinute } from '../../../../platform/dates.ts'
import { listed, orderAsked, pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import { download, page } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import type { Agent } from '../../../../spaces/actors.ts'
import { may } from '../../../../spaces/roles.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { InfoBox, PageHeading, Panel, Said, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { List } from '../../../../ui/list.tsx'
import { waitingAbout } from '../../../desks/two-people/index.ts'
import { DUES_A_PAGE, heldOf, LINE_ORDERS, linesOf, settlementOf, someLinesOf } from '../queries.ts'
import { HELD_STAYS_DUE, isNotReleased, settlementRelease } from '../release.ts'
import { StateTag } from './state-tag.tsx'

/** One settlement: its list for whoever makes the transfers, and what has become of it. */
export const settlement = page(regionFor('settlements.read'), places.region.settlement, {
  title: ({ id }) => `Reversement n° ${id}`,
  said: {
    preparation: 'Le reversement est préparé : une seconde personne doit le valider',
    validation: 'La validation est demandée à une seconde personne',
    versement: 'Les virements sont notés comme faits',
  },
  async view({ db, now, actor, params, query, said }) {
    const settlement = await settlementOf(db, params.id)
    const order = orderAsked(query, LINE_ORDERS, 'code')
    const [lines, held, waiting] = await Promise.all([
      someLinesOf(db, settlement.id, { page: pageAsked(query), order }),
      heldOf(db, settlement.id),
      waitingAbout(db, now, settlementRelease, settlement.id),
    ])
    const past = pastTheEnd(lines, query)
    if (past) return past
    const total = lines[0]?.total ?? 0
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
                label: 'Virements faits le',
                value: settlement.paid_at ? `${frenchMinute(settlement.paid_at)}, par ${settlement.paid_by_name}` : 'Pas encore',
              },
              { label: 'Montant', value: frenchEuros(settlement.total_cents ?? 0) },
              ...(settlement.released_at && held.names.length > 0 ? [{ label: 'Retenu', value: frenchEuros(held.total_cents) }] : []),
            ]}
          />
          {!settlement.released_at && <Frozen held={held} />}
          <WaysOn settlement={settlement} agent={actor} waits={waiting?.id} />
        </Panel>
        <Panel>
          <List
            listed={listed(query, { total, aPage: DUES_A_PAGE, order })}
            caption={total > 1 ? `${total} partenaires` : `${total} partenaire`}
            columns={[
              { label: 'Code', by: 'code' },
              { label: 'Partenaire', by: 'partenaire' },
              { label: 'Ville', by: 'ville' },
              { label: 'Montant', numeric: true, by: '-montant' },
            ]}
            rows={lines.map((line) => [
              line.code,
              line.held_at || (settlement.by_transfers && line.paid_at) ? (
                <span key="name">
                  {line.name} <StateTag settlement={{ ...settlement, ...line }} />
                </span>
              ) : (
                line.name
              ),
              line.town,
              frenchEuros(line.amount_cents),
            ])}
          />
        </Panel>
      </>
    )
  },
})

/** What it will be let out without. */
export const Frozen = ({ held }: { held: Awaited<ReturnType<typeof heldOf>> }) =>
  held.names.length > 0 ? (
    <InfoBox title={`${frenchEuros(held.total_cents)} seront retenus`}>
      <p>{`Gelés depuis la préparation : ${held.names.join(', ')}. ${HELD_STAYS_DUE}`}</p>
    </InfoBox>
  ) : null

interface Ways {
  settlement: Awaited<ReturnType<typeof settlementOf>>
  agent: Agent
  /** The act that a second person has to answer. */
  waits: number | undefined
}

/** What may be done with it now. */
function WaysOn({ settlement, agent, waits }: Ways) {
  return (
    <Actions>
      <ButtonLink href={places.region.settlements.to()} kind="quiet">
        Retour
      </ButtonLink>
      {settlement.released_at && (
        <ButtonLink href={places.region.settlementCsv.to({ id: settlement.id })} kind="quiet" icon="documents">
          Télécharger la liste (CSV)
        </ButtonLink>
      )}
      {waits && (may(agent, 'settlements.prepare') || may(agent, 'money.release')) && (
        <ButtonLink href={places.region.actOfTwo.to({ id: waits })}>Voir ce qui attend une seconde personne</ButtonLink>
      )}
      {!waits && !settlement.released_at && may(agent, 'settlements.prepare') && (
        <ButtonLink href={places.region.settlementRelease.to({ id: settlement.id })}>Demander la validation</ButtonLink>
      )}
      {settlement.released_at && (settlement.by_transfers || !settlement.paid_at) && (
        <ButtonLink href={places.region.transfers.to({ id: settlement.id })}>Virements</ButtonLink>
      )}
      {settlement.released_at && !settlement.paid_at && !settlement.by_transfers && may(agent, 'settlements.prepare') && (
        <ButtonLink kind="quiet" href={places.region.settlementPayment.to({ id: settlement.id })}>
          Les virements sont faits
        </ButtonLink>
      )}
    </Actions>
  )
}

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
      ['Code', 'Partenaire', 'Code postal', 'Ville', 'Jusqu’à la transaction n°', 'Montant en euros', 'À savoir'],
      ...lines.map((line) => [
        ...[line.code, line.name, line.postcode, line.town, line.last_transaction_id, line.amount_cents / 100],
        line.frozen_at ? `Gelé le ${frenchDayOf(line.frozen_at)} : ne pas virer` : '',
      ]),
    ])
  },
)
