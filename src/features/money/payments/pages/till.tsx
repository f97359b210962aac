import { places } from '../../../../places.ts'
import { inTransaction } from '../../../../platform/database/index.ts'
import { frenchHour, frenchInstant } from '../../../../platform/dates.ts'
import { found, notFound, UserError } from '../../../../platform/errors.ts'
import { pictureAnswer } from '../../../../platform/files.ts'
import { FormState } from '../../../../platform/forms/state.ts'
import { download, form, page, see } from '../../../../platform/http/page.ts'
import { frenchEuros, typedEuros } from '../../../../platform/money.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { mayAtShop } from '../../../../spaces/shop-roles.ts'
import { shopFor } from '../../../../spaces/staff.tsx'
import { Details, InfoBox, Money, PageHeading, Panel, Said, Success, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, MoneyField, Select, TextField } from '../../../../ui/form.tsx'
import { ScanForm, TILL_SCRIPTS } from '../../../../ui/scan-form.tsx'
import { foundOrCounted } from '../../wrong-numbers/index.ts'
import { openCheckout } from '../open-checkout.ts'
import { needsAssent, payAtTill } from '../pay-at-till.ts'
import {
  CARD_STOPPED,
  CHECKOUT_MINUTES,
  cardNumberIn,
  kindLabel,
  personAtTill,
  shownCardForm,
  type TillPayment,
  ticketIn,
  tillPaymentForm,
} from '../payment.ts'
import { type Checkout, checkoutOf, paymentOfCheckout, photoAtTill } from '../queries.ts'
import { notEnough } from '../tell-what-is-left.ts'
import { whoAndWhat } from './transaction.tsx'

const unknownCard = () =>
  new UserError(
    'card.unknown',
    'Ce code ou ce numéro ne correspond à aucune carte valable. Un QR code dure une minute et sert une fois : demandez à en voir un nouveau.',
    { field: 'code' },
  )

const SHOWN_CARD = {
  name: 'code',
  label: 'QR code ou numéro de carte',
  hint: 'Scannez le QR code affiché sur le téléphone, ou saisissez le texte écrit dessous, ou les 8 chiffres de la carte. Le QR code d’un voucher se scanne ici aussi.',
  spellcheck: false,
}

/** The same under what was just taken, before its details: the next customer needs no click. What it is for was said before. */
export const NextCustomer = ({ csrf }: { csrf: string }) => (
  <ScanForm
    form={new FormState(csrf, '')}
    title="Client suivant"
    action={places.partner.till.to()}
    field={{ ...SHOWN_CARD, hint: undefined }}
    isTaken
  />
)

/** A customer shows a card: by its QR code or by its number. */
export const showCard = page(shopFor('till.take'), places.partner.till, {
  title: 'Encaisser',
  said: { remboursement: 'Le remboursement est enregistré. Un message le dit au client' },
  scripts: TILL_SCRIPTS,
  view: ({ form, actor, said }) => (
    <>
      <ErrorSummary form={form} />
      <Said>{said}</Said>
      <PageHeading>Encaisser</PageHeading>
      <ScanForm form={form} field={SHOWN_CARD} />
      {mayAtShop(actor, 'lines.read') && (
        <p>
          <a href={places.partner.closing.to()}>Clôture de journée</a>
        </p>
      )}
    </>
  ),
  submit: form(
    shownCardForm,
    {
      isFleeting: true,
      // In a transaction of its own: what was wrong is counted although nothing else of the try is kept.
      prepare: async ({ db, actor, input, now }) => {
        const ticket = ticketIn(input.code)
        if (ticket) return see(places.partner.prepayment.to({ ticket }))
        const find = () => inTransaction(db, now, (tx) => openCheckout(tx, actor, input))
        if (cardNumberIn(input.code)) return foundOrCounted(db, actor, now, { find, refusal: unknownCard() })
        const checkout = await find()
        if (!checkout) throw unknownCard()
        return checkout
      },
    },
    async ({ prepared: checkout }) => see(places.partner.checkout.to({ checkout: checkout.id })),
  ),
})

/** Who stands there, and how much. */
export const takePayment = page(shopFor('till.take'), places.partner.checkout, {
  title: 'Montant à encaisser',
  scripts: ['till-sound'],
  async view({ db, actor, form, params, now }) {
    const checkout = found(await checkoutOf(db, actor, params.checkout, now))
    const receipt = places.partner.paymentReceipt.to({ checkout: checkout.id })
    if (checkout.is_paid && form.errors.length === 0) return see(receipt)
    if (checkout.is_paid) return <AlreadyPaid form={form} receipt={receipt} />
    if (checkout.is_stopped) return <Stopped form={form} />
    return checkout.is_expired ? <TooLate form={form} /> : <TakingPayment form={form} checkout={checkout} />
  },
  submit: form(
    tillPaymentForm,
    { isOneStatement: true, prepare: async ({ db }) => ({ db }) },
    async ({ tx, actor, params, input, prepared }) => {
      const checkoutId = params.checkout
      const paying = { ...input, checkoutId }
      const isPaid = await payAtTill(tx, actor, paying).catch((error) => {
        if (needsAssent(error)) return null
        return notEnough(prepared.db, actor, paying, { error, now: tx.now })
      })
      return see(isPaid ? places.partner.paymentReceipt.to({ checkout: checkoutId }) : toTheOwner(paying))
    },
  ),
})

/** What its owner has to agree to first. */
const toTheOwner = ({ checkoutId, walletId, amount, reference }: TillPayment & { checkoutId: string }): string =>
  places.partner.assent.to(
    { checkout: checkoutId },
    { montant: typedEuros(amount), 'porte-monnaie': walletId, commande: reference ?? undefined },
  )

function TakingPayment({ form, checkout }: { form: FormState; checkout: Checkout }) {
  const { wallets, told, paid_today } = checkout
  return (
    <>
      <ErrorSummary form={form} />
      <PageHeading>Montant à encaisser</PageHeading>
      <Panel>
        {form.errors.length > 0 && <till-sound data-outcome="refusal" />}
        {told && form.errors.length > 0 ? <WhatIsLeft form={form} told={told} /> : <Person checkout={checkout} />}
        {wallets.length > 0 && paid_today && (
          <Warning>
            <p>{`Déjà payé ici aujourd’hui avec cette carte : ${frenchEuros(paid_today.amount_cents)} à ${frenchHour(paid_today.at)}.`}</p>
          </Warning>
        )}
        {wallets.length === 0 ? <NothingToPayWith checkout={checkout} /> : <AmountForm form={form} checkout={checkout} />}
      </Panel>
    </>
  )
}

function Person({ checkout }: { checkout: Checkout }) {
  const person = personAtTill(checkout)
  return (
    <div class="till-person">
      <img src={places.partner.customerPhoto.to({ checkout: checkout.id })} alt={`${person}, sur sa carte`} width="105" height="135" />
      <p>
        <strong>{person}</strong>
        <br />
        <span class="hint">
          {checkout.is_photo_unseen
            ? 'Cette photo n’a pas encore été vérifiée : au moindre doute, demandez une pièce d’identité.'
            : 'Vérifiez que la photo est celle de la personne devant vous.'}
        </span>
      </p>
    </div>
  )
}

const NothingToPayWith = ({ checkout }: { checkout: Checkout }) => (
  <InfoBox title="Cette carte ne paie pas">
    <p>
      {checkout.is_frozen
        ? `La Région a gelé ce qui est dessus : rien ne paie pour le moment. Son titulaire peut appeler le ${OUR_REGION.phone}.`
        : 'Elle n’a pas de porte-monnaie ouvert : elle donne droit aux bons plans.'}
    </p>
    <p>
      <ButtonLink href={places.partner.till.to()}>Client suivant</ButtonLink>
    </p>
  </InfoBox>
)

const AmountForm = ({ form, checkout: { wallets, told } }: { form: FormState; checkout: Checkout }) => (
  <Form form={form}>
    {wallets.length === 1 ? (
      <input type="hidden" name="walletId" value={wallets[0]?.id} />
    ) : (
      <Select
        form={form}
        name="walletId"
        label="Porte-monnaie à débiter"
        placeholder="Choisir un porte-monnaie"
        options={wallets.map(({ id, label }) => ({ value: String(id), label }))}
      />
    )}
    <MoneyField form={form} name="amount" label="Montant" known={told ? typedEuros(told.cents) : null} takesCursor={wallets.length === 1} />
    <Details title="Référence de la commande" open={form.value('reference') !== ''}>
      <TextField form={form} name="reference" label="Référence" hint="40 caractères au plus." optional autocomplete="off" />
    </Details>
    <Actions>
      <ButtonLink href={places.partner.till.to()} kind="quiet">
        Abandonner
      </ButtonLink>
      <Button>Valider le paiement</Button>
    </Actions>
  </Form>
)

/** What the wallet holds still, of which the till was told once. */
const WhatIsLeft = ({ form, told }: { form: FormState; told: NonNullable<Checkout['told']> }) =>
  told.cents > 0 && (
    <Form form={form}>
      <input type="hidden" name="walletId" value={told.wallet_id} />
      <input type="hidden" name="amount" value={typedEuros(told.cents)} />
      <input type="hidden" name="reference" value={form.value('reference')} />
      <Actions>
        <Button kind="red">{`Encaisser ${frenchEuros(told.cents)}`}</Button>
      </Actions>
    </Form>
  )

const Stopped = ({ form }: { form: FormState }) => (
  <>
    <ErrorSummary form={form} />
    <PageHeading>Cette carte ne paie plus</PageHeading>
    <Panel>
      {form.errors.length === 0 && <p>{CARD_STOPPED}</p>}
      <p>Si ce client en a une autre, demandez-lui d’afficher un nouveau QR code.</p>
      <Actions>
        <ButtonLink href={places.partner.till.to()}>Recommencer</ButtonLink>
      </Actions>
    </Panel>
  </>
)

const TooLate = ({ form }: { form: FormState }) => (
  <>
    <ErrorSummary form={form} />
    <PageHeading>Le délai est passé</PageHeading>
    <Panel>
      <p>Une carte présentée peut payer pendant {CHECKOUT_MINUTES} minutes. Demandez à la voir à nouveau : rien n’a été débité.</p>
      <Actions>
        <ButtonLink href={places.partner.till.to()}>Recommencer</ButtonLink>
      </Actions>
    </Panel>
  </>
)

/** Sent again with another amount. */
const AlreadyPaid = ({ form, receipt }: { form: FormState; receipt: string }) => (
  <>
    <ErrorSummary form={form} />
    <PageHeading>Ce client a déjà payé</PageHeading>
    <Panel>
      <p>Pour un autre achat, demandez à voir la carte à nouveau.</p>
      <Actions>
        <ButtonLink href={receipt} kind="quiet">
          Voir le paiement
        </ButtonLink>
        <ButtonLink href={places.partner.till.to()}>Encaisser</ButtonLink>
      </Actions>
    </Panel>
  </>
)

export const customerPhoto = download(shopFor('till.take'), places.partner.customerPhoto, async ({ db, actor, params, now, visit }) => {
  const photo = await photoAtTill(db, actor, { ...params, now, keeping: visit.site })
  if (!photo) throw notFound()
  return pictureAnswer(photo)
})

export const paymentReceipt = page(shopFor('till.take'), places.partner.paymentReceipt, {
  title: 'Paiement accepté',
  scripts: TILL_SCRIPTS,
  async view({ db, actor, params, visit }) {
    const payment = found(await paymentOfCheckout(db, actor, params.checkout))
    return (
      <>
        <Success title="Paiement accepté">
          <p class="amount">
            <Money cents={payment.amount_cents} />
          </p>
        </Success>
        <NextCustomer csrf={visit.csrf()} />
        <Panel>
          <SummaryList
            items={[
              { label: 'Transaction n°', value: payment.id },
              { label: 'Date', value: frenchInstant(payment.at) },
              { label: 'Nature', value: kindLabel(payment) },
              { label: 'Bénéficiaire', value: personAtTill(payment) },
              ...whoAndWhat(payment),
            ]}
          />
          {mayAtShop(actor, 'till.refund') && (
            <Actions>
              <ButtonLink href={places.partner.refund.to({ transaction: payment.id })} kind="quiet">
                Rembourser
              </ButtonLink>
            </Actions>
          )}
        </Panel>
      </>
    )
  },
})
