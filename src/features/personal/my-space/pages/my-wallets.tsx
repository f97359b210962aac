import { places } from '../../../../places.ts'
import { frenchDay } from '../../../../platform/dates.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { Gauge, Panel } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { type GrantToCome, spendableInWords, type Wallet } from '../../../money/wallets/index.ts'
import type { purse } from '../standing.ts'
import { FrozenMoney } from './frozen-money.tsx'

const EMPTY = {
  'nothing-this-year': 'Aucun montant n’est versé sur votre carte cette année.',
  'nothing-now': 'Aucun montant n’est sur votre carte en ce moment.',
}

/** What is on the card, and what comes. */
export const MyWallets = ({
  open,
  toCome,
  purse: holds,
}: {
  open: Wallet[]
  toCome: GrantToCome | undefined
  purse: ReturnType<typeof purse>
}) => (
  <Panel title="Mes aides">
    {open.some(({ is_frozen }) => is_frozen) && <FrozenMoney />}
    {open.map((wallet) => (
      <Gauge key={wallet.id} label={wallet.label} left={wallet.balance_cents} total={wallet.granted_cents}>
        <p class="hint">{`${spendableInWords(wallet)} (${wallet.campaign_name})`}</p>
      </Gauge>
    ))}
    {toCome && (
      <p>
        <strong>{frenchEuros(toCome.amount_cents)}</strong>
        {` seront sur votre carte le ${frenchDay(toCome.starts_on)} (${toCome.label}) : vous pourrez payer à partir de ce jour.`}
      </p>
    )}
    {holds !== 'money' && <p>{EMPTY[holds]}</p>}
    <Actions>
      {open.length > 0 && (
        <ButtonLink href={places.beneficiary.qrCode.to()} kind="red" icon="qr">
          Afficher mon QR code
        </ButtonLink>
      )}
      <ButtonLink href={places.beneficiary.card.to()} kind={open.length > 0 ? 'quiet' : 'main'} icon="card">
        Ma carte
      </ButtonLink>
    </Actions>
  </Panel>
)
