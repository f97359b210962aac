import type { ComponentChildren } from 'preact'
import { places } from '../../../../places.ts'
import { UserError } from '../../../../platform/errors.ts'
import { FormState } from '../../../../platform/forms/state.ts'
import { type Acting, form, type Page, page, see } from '../../../../platform/http/page.ts'
import { frenchEuros, typedEuros } from '../../../../platform/money.ts'
import type { Beneficiary } from '../../../../spaces/actors.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { InfoBox, Money, PageHeading, Panel, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, MoneyField, SearchForm, Select } from '../../../../ui/form.tsx'
import { type Accepting, type Partner, partnerLabel } from '../../../partners/partners/index.ts'
import { agoInWords, type Twin, twinOf, type Wallet } from '../../wallets/index.ts'
import {
  asAsked,
  type ConfirmedSpending,
  choiceOf,
  confirmedSpendingForm,
  movementOf,
  mustHold,
  type Offer,
  offerTo,
  type Spending,
  spendingAsked,
  spendingForm,
} from '../spending.ts'

type SpendingPlace = typeof places.beneficiary.newPrepayment

/** What sets a prepayment and an online payment apart while they are being made (guide, 7.2.1 and 7.2.3). */
export interface WayToSpend {
  accepting: Accepting
  /** Of the page that chooses, and of the one that checks. */
  place: SpendingPlace
  check: SpendingPlace
  title: string
  checkTitle: string
  /** What is asked when the same was done a moment ago: `what` names the amount and the partner. */
  again: { done(what: string): string; question: string; yes: string }
  /** Why an open wallet can no longer be spent so, when it stops before the wallet closes; undefined while it can. */
  whyTooLate?(wallet: Wallet, now: Date): string | undefined
  /** What the guide says under the partners. */
  notes: ComponentChildren
}

/** The page that chooses the town, then the partner, the wallet and the amount. Nothing counts yet. */
export const choosingPage = (way: WayToSpend): Page<Beneficiary> =>
  page(beneficiarySpace, way.place, {
    title: way.title,
    async view({ db, actor, form, query, now, checked }) {
      const offer = await offerTo(db, actor, way.accepting, query.get('ville') ?? '', now)
      const reasons = offer.wallets.flatMap((wallet) => way.whyTooLate?.(wallet, now) ?? [])
      const wallets = offer.wallets.filter((wallet) => !way.whyTooLate?.(wallet, now))
      if (wallets.length === 0 && reasons[0]) return <TooLate way={way} reason={reasons[0]} />
      return <Choosing way={way} form={form} asked={checked(askedTown(query, offer.towns))} offer={{ ...offer, wallets }} query={query} />
    },
    submit: form(spendingForm, async ({ tx, actor, input }) => {
      const { partner, wallet } = await choiceOf(tx, actor, { spending: input, accepting: way.accepting, now: tx.now })
      const reason = way.whyTooLate?.(wallet, tx.now)
      if (reason) throw new UserError('spending.too-late', reason, { status: 409 })
      mustHold(wallet, input.amount)
      return see(way.check.to({ ...asAsked(input), ville: partner.town }))
    }),
  })

/** The page that shows what was chosen; « Terminer » makes it count. */
export const checkingPage = (
  way: WayToSpend,
  act: (acting: Acting<Beneficiary, ConfirmedSpending, undefined>) => Promise<Response>,
): Page<Beneficiary> =>
  page(beneficiarySpace, way.check, {
    title: way.checkTitle,
    async view({ db, actor, form, query, now }) {
      const chosen = spendingForm.safeParse(spendingAsked(query))
      if (!chosen.success) return see(way.place.to())
      const choice = await choiceOf(db, actor, { spending: chosen.data, accepting: way.accepting, now })
      if (way.whyTooLate?.(choice.wallet, now)) return see(way.place.to())
      const twin = await twinOf(db, movementOf(way.accepting, chosen.data), now)
      return <Checking way={way} form={form} back={way.place.to(query)} spending={chosen.data} twin={twin} {...choice} />
    },
    submit: form(confirmedSpendingForm, act),
  })

const TooLate = ({ way, reason }: { way: WayToSpend; reason: string }) => (
  <>
    <PageHeading>{way.title}</PageHeading>
    <InfoBox title="C’est trop tard">
      <p>{reason}</p>
    </InfoBox>
    <Actions>
      <ButtonLink href={places.beneficiary.card.to()}>Revenir à ma carte</ButtonLink>
    </Actions>
  </>
)

/** Two campaigns have wallets of the same name. */
const nameOf = (wallet: Wallet, wallets: Wallet[]): string =>
  wallets.length > 1 ? `${wallet.label} (${wallet.campaign_name})` : wallet.label

/** The town that was asked for; one that was not chosen says so. */
function askedTown(query: URLSearchParams, towns: string[]): FormState {
  const town = query.get('ville')
  const isWrong = town !== null && !towns.includes(town)
  return new FormState('', '', { ville: [town ?? ''] }, isWrong ? [{ field: 'ville', message: 'Choisissez la ville du partenaire.' }] : [])
}

function Choosing({
  way,
  form,
  asked,
  offer,
  query,
}: {
  way: WayToSpend
  form: FormState
  asked: FormState
  offer: Offer
  query: URLSearchParams
}) {
  const { towns, partners, wallets } = offer
  return (
    <>
      <ErrorSummary form={asked.errors.length > 0 ? asked : form} />
      <PageHeading>{way.title}</PageHeading>
      {wallets.length === 0 ? (
        <InfoBox title="Vous n’avez pas de porte-monnaie ouvert">
          <p>Votre carte vous donne droit aux bons plans. Un porte-monnaie apparaît dans « Ma carte » quand une aide vous est accordée.</p>
        </InfoBox>
      ) : (
        <Panel title="Trouver le partenaire">
          <SearchForm>
            <Select form={asked} name="ville" label="Ville du partenaire" placeholder="Choisir une ville" options={towns} />
            <Button kind={partners.length > 0 ? 'quiet' : 'main'}>Voir les partenaires</Button>
          </SearchForm>
          {partners.length === 0 && (
            <>
              {way.notes}
              <Actions>
                <ButtonLink href={places.beneficiary.card.to()} kind="quiet">
                  Retour
                </ButtonLink>
              </Actions>
            </>
          )}
          {partners.length > 0 && <ChosenTown {...{ way, form, offer, query }} />}
        </Panel>
      )}
    </>
  )
}

function ChosenTown({
  way,
  form,
  offer: { partners, wallets },
  query,
}: {
  way: WayToSpend
  form: FormState
  offer: Offer
  query: URLSearchParams
}) {
  return (
    <Form form={form}>
      <Select
        form={form}
        name="partnerId"
        label="Nom du partenaire"
        placeholder="Choisir un partenaire"
        known={query.get('partenaire')}
        options={partners.map((partner) => ({ value: String(partner.id), label: partnerLabel(partner) }))}
      />
      {way.notes}
      <Select
        form={form}
        name="walletId"
        label="Porte-monnaie à débiter"
        {...(wallets.length > 1 && { placeholder: 'Choisir un porte-monnaie' })}
        known={query.get('porte-monnaie')}
        hint={wallets.map((wallet) => (
          <Balance key={wallet.id} label={wallets.length > 1 ? nameOf(wallet, wallets) : 'ce PM'} wallet={wallet} />
        ))}
        options={wallets.map((wallet) => ({ value: String(wallet.id), label: nameOf(wallet, wallets) }))}
      />
      <MoneyField form={form} name="amount" label="Montant du ticket" known={query.get('montant')} />
      <Actions>
        <ButtonLink href={places.beneficiary.card.to()} kind="quiet">
          Retour
        </ButtonLink>
        <Button>Suivant</Button>
      </Actions>
    </Form>
  )
}

const Balance = ({ label, wallet }: { label: string; wallet: Wallet }) => (
  <>
    {`Solde restant sur ${label} : `}
    <strong>{frenchEuros(wallet.balance_cents)}</strong>
    <br />
  </>
)

function Checking({
  way,
  form,
  back,
  spending,
  twin,
  partner,
  wallet,
}: {
  way: WayToSpend
  form: FormState
  back: string
  spending: Spending
  twin: Twin | undefined
  partner: Partner
  wallet: Wallet
}) {
  return (
    <>
      <ErrorSummary form={form} />
      <PageHeading>{way.checkTitle}</PageHeading>
      <Panel>
        <SummaryList
          items={[
            { label: 'Partenaire', value: partnerLabel(partner), changeHref: back },
            { label: 'Ville', value: `${partner.postcode} ${partner.town}` },
            { label: 'Porte-monnaie à débiter', value: wallet.label },
            { label: 'Solde restant sur ce PM', value: <Money cents={wallet.balance_cents} /> },
            { label: 'Montant du ticket', value: <Money cents={spending.amount} />, changeHref: back },
            ...(wallet.balance_cents >= spending.amount
              ? [{ label: 'Solde disponible après transaction', value: <Money cents={wallet.balance_cents - spending.amount} /> }]
              : []),
          ]}
        />
        {way.notes}
        <Form form={form}>
          <input type="hidden" name="partnerId" value={spending.partnerId} />
          <input type="hidden" name="walletId" value={spending.walletId} />
          <input type="hidden" name="amount" value={typedEuros(spending.amount)} />
          {twin && (
            <Warning title={way.again.done(`${frenchEuros(spending.amount)} à ${partner.name}`)}>
              <p>{`C’était ${agoInWords(twin)}, transaction n° ${twin.id}. ${way.again.question}`}</p>
            </Warning>
          )}
          {twin && <input type="hidden" name="again" value={twin.id} />}
          <Actions>
            <ButtonLink href={twin ? places.beneficiary.card.to() : back} kind={twin ? 'main' : 'quiet'}>
              {twin ? 'Non, revenir à ma carte' : 'Retour'}
            </ButtonLink>
            <Button kind={twin ? 'quiet' : 'main'}>{twin ? way.again.yes : 'Terminer'}</Button>
          </Actions>
        </Form>
      </Panel>
    </>
  )
}
