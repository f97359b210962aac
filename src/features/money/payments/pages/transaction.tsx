import { places } from '../../../../places.ts'
import { dayOf, frenchInstant } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { page } from '../../../../platform/http/page.ts'
import type { PartnerUser } from '../../../../spaces/actors.ts'
import { mayAtShop } from '../../../../spaces/shop-roles.ts'
import { shopFor } from '../../../../spaces/staff.tsx'
import { Money, PageHeading, Panel, Success, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { paymentItems, paymentOfLine } from '../../settlements/index.ts'
import { lateRefundTo } from '../../wallets/index.ts'
import {
  assentInWords,
  givesBack,
  kindLabel,
  lateRefundAtTill,
  mayCancel,
  mayRefund,
  type PartnerTransaction,
  personAtTill,
} from '../payment.ts'
import { transactionOf } from '../queries.ts'

/** Who did it, and for which order. */
export const whoAndWhat = ({ kind, taken_by, reference, assent }: PartnerTransaction) => [
  ...(taken_by ? [{ label: kind === 'refund' ? 'Remboursé par' : 'Encaissé par', value: taken_by }] : []),
  ...(reference ? [{ label: 'Référence de la commande', value: reference }] : []),
  ...assentInWords(assent),
]

function WhatCanBeDone({ line, actor }: { line: PartnerTransaction; actor: PartnerUser }) {
  if (!mayRefund(line) || !mayAtShop(actor, 'till.refund')) return null
  const about = <span class="unseen">{` la transaction n° ${line.id}`}</span>
  return (
    <Actions>
      {mayCancel(line) && (
        <ButtonLink href={places.partner.onlineCancellation.to({ transaction: line.id })} kind="quiet-red">
          Annuler{about}
        </ButtonLink>
      )}
      <ButtonLink href={places.partner.refund.to({ transaction: line.id })} kind="quiet">
        Rembourser{about}
      </ButtonLink>
    </Actions>
  )
}

/** One line: what a refund leads to. */
export const partnerTransaction = page(shopFor('lines.read'), places.partner.transaction, {
  title: ({ transaction }) => `Transaction n° ${transaction}`,
  async view({ db, actor, params }) {
    const line = found(await transactionOf(db, actor, params.transaction))
    const payment = await paymentOfLine(db, { id: line.id, partner_id: actor.partner_id })
    const late = line.kind === 'refund' ? await lateRefundTo(db, line.wallet_id, dayOf(line.at)) : undefined
    return (
      <>
        {line.kind === 'refund' ? (
          <Success title="Remboursement enregistré">
            <p>{late ? lateRefundAtTill(late) : `Le porte-monnaie de ${personAtTill(line)} est crédité.`} Un message le lui dit.</p>
          </Success>
        ) : (
          <PageHeading>Transaction n° {line.id}</PageHeading>
        )}
        <Panel>
          <SummaryList
            items={[
              { label: 'Transaction n°', value: line.id },
              { label: 'Date', value: frenchInstant(line.at) },
              { label: 'Nature', value: kindLabel(line) },
              { label: 'Bénéficiaire', value: personAtTill(line) },
              { label: 'Montant', value: <Money cents={line.amount_cents} /> },
              ...whoAndWhat(line),
              ...paymentItems(payment),
              ...(givesBack(line) && line.follows_id
                ? [
                    {
                      label: line.kind === 'refund' ? 'Transaction remboursée' : 'Transaction annulée',
                      value: <a href={places.partner.transaction.to({ transaction: line.follows_id })}>n° {line.follows_id}</a>,
                    },
                  ]
                : [{ label: 'Reste après remboursements', value: <Money cents={line.left_cents} /> }]),
            ]}
          />
          <WhatCanBeDone line={line} actor={actor} />
        </Panel>
        <p>
          <a href={places.partner.transactions.to()}>Toutes vos transactions</a>
        </p>
      </>
    )
  },
})
