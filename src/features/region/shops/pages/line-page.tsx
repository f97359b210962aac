import { places } from '../../../../places.ts'
import { frenchInstant, frenchMinute } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { page } from '../../../../platform/http/page.ts'
import { may } from '../../../../spaces/roles.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, Money, PageHeading, Panel, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { assentInWords } from '../../../money/payments/index.ts'
import { paymentItems, paymentOfLine } from '../../../money/settlements/index.ts'
import { labelOf } from '../../../money/wallets/index.ts'
import { facts } from '../facts.ts'
import { grantsOf, type Line, lineOf, linesAround } from '../queries.ts'

/** One line of the journal, from what was granted to what is transferred; whose it is stands on the file of that person. */
export const linePage = page(regionFor('shops.read', 'settlements.read'), places.region.line, {
  find: async ({ db, params }) => found(await lineOf(db, params.transaction)),
  title: ({ transaction }) => `Transaction n° ${transaction}`,
  trace: ({ subject: { id, beneficiary_id } }) => ({ fact: facts['transaction.read'], beneficiary_id, details: { transaction: id } }),
  async view({ db, actor, subject: line }) {
    const [grants, around, payment] = await Promise.all([
      grantsOf(db, line.wallet_id),
      linesAround(db, line),
      line.partner_id === null || !IS_PAID_TO_SHOPS.has(line.kind)
        ? undefined
        : paymentOfLine(db, { id: line.id, partner_id: line.partner_id }),
    ])
    return (
      <>
        <PageHeading>Transaction n° {line.id}</PageHeading>
        <Panel>
          <SummaryList
            items={[
              { label: 'Date', value: frenchInstant(line.at) },
              { label: 'Nature', value: labelOf({ ...line, is_ended: false }) },
              { label: 'Montant', value: <Money cents={line.amount_cents} /> },
              { label: 'Campagne', value: line.campaign_name },
              { label: 'Commerce', value: <Shop line={line} isLinked={may(actor, 'shops.read')} /> },
              ...(line.made_by_name ? [{ label: 'Par', value: line.made_by_name }] : []),
              ...(line.reference ? [{ label: 'Référence de la commande', value: line.reference }] : []),
              ...assentInWords(line.assent),
              ...(IS_PAID_TO_SHOPS.has(line.kind) ? paymentItems(payment) : []),
            ]}
          />
          {may(actor, 'people.read') && (
            <Actions>
              <ButtonLink kind="quiet" href={places.region.beneficiary.to({ id: line.beneficiary_id })}>
                Voir le dossier
              </ButtonLink>
            </Actions>
          )}
        </Panel>
        <Panel>
          <Lines caption="D’où vient l’argent" lines={grants} />
        </Panel>
        {around.length > 0 && (
          <Panel>
            <Lines caption="Avant et après" lines={around} />
          </Panel>
        )}
      </>
    )
  },
})

/** What a settlement counts. */
const IS_PAID_TO_SHOPS: ReadonlySet<Line['kind']> = new Set(['payment', 'redemption', 'refund', 'reversal'])

function Shop({ line: { partner_id, partner_name }, isLinked }: { line: Line; isLinked: boolean }) {
  if (partner_id === null) return <span>La Région</span>
  return isLinked ? <a href={places.region.shop.to({ id: partner_id })}>{partner_name}</a> : <span>{partner_name}</span>
}

const Lines = ({ caption, lines }: { caption: string; lines: Pick<Line, 'id' | 'at' | 'kind' | 'channel' | 'amount_cents'>[] }) => (
  <DataTable
    caption={caption}
    columns={[{ label: 'Date' }, { label: 'N°' }, { label: 'Nature' }, { label: 'Montant', numeric: true }]}
    rows={lines.map((line) => [
      frenchMinute(line.at),
      <a key="number" href={places.region.line.to({ transaction: line.id })}>
        {line.id}
      </a>,
      labelOf({ ...line, is_ended: false }),
      <Money key="amount" cents={line.amount_cents} />,
    ])}
  />
)
