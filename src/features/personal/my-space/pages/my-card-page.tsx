import { places } from '../../../../places.ts'
import { frenchDay, frenchLongDay } from '../../../../platform/dates.ts'
import { pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import { FormState } from '../../../../platform/forms/state.ts'
import { page, see } from '../../../../platform/http/page.ts'
import { frenchEuros, frenchMovement } from '../../../../platform/money.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { DayByDay, Gauge, Money, PageHeading, Pagination, Panel, Reminder, Tag, WalletLine } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { PhotoToRedo, ProblemChoice } from '../../../card/cards/index.ts'
import { type ListedPrepayment, PREPAYMENTS_A_PAGE, stateInWords, whyTooLate } from '../../../money/prepayments/index.ts'
import { type GrantToCome, spendableInWords, type Wallet } from '../../../money/wallets/index.ts'
import { myCardOf } from '../my-card.ts'
import { FrozenMoney } from './frozen-money.tsx'
import { OwnCard } from './own-card.tsx'

export const myCard = page(beneficiarySpace, places.beneficiary.card, {
  title: 'Ma carte',
  async view({ db, actor, query, now, visit }) {
    const number = pageAsked(query)
    const card = await myCardOf(db, actor.id, number, now)
    if (!card) return see(places.beneficiary.home.to())
    const { wallets, grant_to_come, prepayments } = card
    const past = pastTheEnd(prepayments.rows, query)
    if (past) return past
    const open = wallets.filter((wallet) => wallet.is_open)
    const paying = open.filter((wallet) => !wallet.is_frozen)
    const tooLate = paying.every((wallet) => whyTooLate(wallet, now)) && paying[0] && whyTooLate(paying[0], now)
    return (
      <>
        <PageHeading>Ma carte</PageHeading>
        {paying.length < open.length && <FrozenMoney />}
        {card.set_aside_reason && <PhotoToRedo reason={card.set_aside_reason} />}
        <div class="my-card">
          <Panel title="Informations carte">
            <Actions>
              <ButtonLink href={places.beneficiary.qrCode.to()} kind="red" icon="qr">
                Afficher mon QR code
              </ButtonLink>
            </Actions>
          </Panel>
          <Panel title="Mon porte-monnaie">
            {grant_to_come && <ToCome {...grant_to_come} />}
            {wallets.length === 0 && !grant_to_come && <p>Votre carte n’a pas de porte-monnaie : elle vous donne accès aux bons plans.</p>}
            {wallets.map((wallet) => (
              <WalletGauge key={wallet.id} wallet={wallet} />
            ))}
            {wallets.length > 0 && (
              <Actions>
                <ButtonLink href={places.beneficiary.transactions.to()} kind="red" icon="list">
                  Mes transactions
                </ButtonLink>
              </Actions>
            )}
            {paying.length > 0 && (
              <>
                <h2>Procéder à un paiement</h2>
                {tooLate && <p>{tooLate}</p>}
                <Actions>
                  {!tooLate && <ButtonLink href={places.beneficiary.newPrepayment.to()}>Pré paiement</ButtonLink>}
                  <ButtonLink href={places.beneficiary.newOnlinePayment.to()}>Paiement en ligne</ButtonLink>
                </Actions>
              </>
            )}
          </Panel>
          <Panel>
            <OwnCard owner={actor} card={card} />
          </Panel>
        </div>
        {paying[0] && (
          <Reminder>
            Vos achats doivent être en lien avec votre scolarité. Votre aide est à utiliser jusqu’au{' '}
            <strong>{frenchLongDay(paying[0].closes_on)}</strong> inclus.
          </Reminder>
        )}
        <Panel title="Liste de mes prépaiements imprimables">
          <Prepayments {...prepayments} page={number} />
        </Panel>
        <PaymentCode wallets={wallets} />
        <Notifications wallets={wallets} isOffered={visit.site.config.push} />
        <Panel title="Un problème de carte ?">
          <ProblemChoice form={new FormState(visit.csrf(), '')} />
        </Panel>
      </>
    )
  },
})

/** For whoever has their phone at hand when their card’s number is typed. */
const Notifications = ({ wallets, isOffered }: { wallets: Wallet[]; isOffered: boolean }) =>
  isOffered &&
  wallets.length > 0 && (
    <Panel title="Notifications">
      <p>Votre téléphone vous prévient quand une caisse demande votre accord, pour un paiement par le numéro de votre carte.</p>
      <Actions>
        <ButtonLink href={places.beneficiary.notifications.to()} kind="quiet">
          Mes notifications
        </ButtonLink>
      </Actions>
    </Panel>
  )

/** For whoever pays without their phone. */
const PaymentCode = ({ wallets }: { wallets: Wallet[] }) =>
  wallets.length > 0 && (
    <Panel title="Code de paiement">
      <p>Quatre chiffres que vous tapez en caisse quand vous payez sans votre téléphone, avec le numéro de votre carte.</p>
      <Actions>
        <ButtonLink href={places.beneficiary.paymentCode.to()} kind="quiet">
          Choisir mon code
        </ButtonLink>
      </Actions>
    </Panel>
  )

const ToCome = ({ label, amount_cents, starts_on }: GrantToCome) => (
  <p>
    {`Votre porte-monnaie « ${label} » sera crédité de `}
    <strong>{frenchEuros(amount_cents)}</strong>
    {` le ${frenchDay(starts_on)} : vous pourrez payer à partir de ce jour.`}
  </p>
)

const WalletGauge = ({ wallet }: { wallet: Wallet }) => (
  <Gauge label={wallet.label} left={wallet.balance_cents} total={wallet.granted_cents}>
    {wallet.reserved_cents > 0 && (
      <p class="hint">
        <Money cents={wallet.reserved_cents} /> réservés par vos prépaiements en attente
      </p>
    )}
    <p class="hint">
      {spendableInWords(wallet) ?? `Clôturé le ${frenchDay(wallet.closes_on)}`}
      {` (${wallet.campaign_name})`}
    </p>
  </Gauge>
)

function Prepayments({ rows, total, page }: { rows: ListedPrepayment[]; total: number; page: number }) {
  const first = (page - 1) * PREPAYMENTS_A_PAGE + 1
  return (
    <>
      {rows.length === 0 && <p>Aucun enregistrement trouvé.</p>}
      <DayByDay lines={rows} dayOf={({ created_on }) => created_on}>
        {(prepayment) => <PrepaymentLine prepayment={prepayment} />}
      </DayByDay>
      {total > 0 && (
        <Pagination
          label="Pages de mes prépaiements"
          page={page}
          pages={Math.ceil(total / PREPAYMENTS_A_PAGE)}
          lines={rows.length > 0 ? { first, last: first + rows.length - 1 } : undefined}
          href={(to) => places.beneficiary.card.to({ page: to })}
        />
      )}
    </>
  )
}

/** One that is pending is open: it is printed, shown or cancelled from there. */
function PrepaymentLine({ prepayment: { ticket, partner_name, wallet_kind, amount_cents, state } }: { prepayment: ListedPrepayment }) {
  const { label, tone } = stateInWords(state)
  const about = <span class="unseen">{` le ticket ${ticket}`}</span>
  return (
    <WalletLine who={partner_name} about={<Tag tone={tone}>{label}</Tag>} amount={frenchMovement(-amount_cents)} open={state === 'pending'}>
      <p>{`N° ticket ${ticket}, PM ${wallet_kind}`}</p>
      <Actions>
        {state === 'pending' && <ButtonLink href={places.beneficiary.prepayment.to({ ticket })}>Montrer{about}</ButtonLink>}
        <ButtonLink href={places.beneficiary.prepaymentReceipt.to({ ticket })} kind="quiet">
          Imprimer{about}
        </ButtonLink>
        {state === 'pending' && (
          <ButtonLink href={places.beneficiary.prepaymentCancellation.to({ ticket })} kind="quiet-red">
            Annuler{about}
          </ButtonLink>
        )}
      </Actions>
    </WalletLine>
  )
}
