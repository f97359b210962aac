import { places } from '../../../../places.ts'
import { frenchHour } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, scriptAnswer, see } from '../../../../platform/http/page.ts'
import { frenchEuros, typedEuros } from '../../../../platform/money.ts'
import { shopFor } from '../../../../spaces/staff.tsx'
import { Details, PageHeading, Panel, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, Checkbox, ErrorSummary, Form, PasswordField } from '../../../../ui/form.tsx'
import { checkoutOf, personAtTill, type TillPayment, tillPaymentForm, typedCheckoutOf } from '../../payments/index.ts'
import { payByCode, payByPaper, proveCode } from '../agree-at-till.ts'
import { askOwner, countAsk } from '../ask-owner.ts'
import { type Asked, type AssentState, atTillForm, isAskedBy, stateOf } from '../assent.ts'
import { askedAt, hasRefusedToday } from '../queries.ts'

/** A payment that its owner has to agree to, and the ways by which they can. */
export const assentAtTill = page(shopFor('till.take'), places.partner.assent, {
  title: 'Accord du client',
  scripts: ['till-assent', 'till-sound'],
  async view({ db, actor, form, params, query, now }) {
    const checkout = found(await checkoutOf(db, actor, params.checkout, now))
    const typed = await typedCheckoutOf(db, actor, checkout.id, now)
    const wanted = tillPaymentForm.safeParse({
      walletId: query.get('porte-monnaie') ?? '',
      amount: query.get('montant') ?? '',
      reference: query.get('commande') ?? '',
    })
    if (checkout.is_paid || !typed || !wanted.success) return see(places.partner.checkout.to({ checkout: checkout.id }))
    const payment = wanted.data
    const asked = await askedAt(db, actor, checkout.id)
    const isSame = asked !== undefined && isAskedBy(actor, payment, asked)
    const state = (await hasRefusedToday(db, actor, typed.beneficiary_id, now)) ? 'refused' : isSame ? stateOf(asked, now) : 'none'
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Accord du client</PageHeading>
        <Panel title={`${frenchEuros(payment.amount)}, ${personAtTill(checkout)}`}>
          {form.errors.length > 0 && <till-sound data-outcome="refusal" />}
          <ToAgree {...{ form, checkoutId: checkout.id, payment, asked, state }} />
        </Panel>
      </>
    )
  },
  submit: form(
    atTillForm,
    {
      isFleeting: true,
      prepare: async ({ db, actor, params, input, visit, now }) => {
        const payment = { ...input, checkoutId: params.checkout }
        if (input.action === 'ask') await countAsk(db, actor, payment, now)
        return input.action === 'code'
          ? proveCode(db, actor, { checkoutId: params.checkout, pin: input.pin, key: visit.site.ibanKey }, now)
          : null
      },
    },
    async ({ tx, actor, params, input, prepared }) => {
      const payment = { ...input, checkoutId: params.checkout }
      if (input.action === 'ask') {
        await askOwner(tx, actor, payment)
        return see(toAgree(params.checkout, input))
      }
      if (prepared) await payByCode(tx, actor, payment, prepared)
      else await payByPaper(tx, actor, payment)
      return see(places.partner.paymentReceipt.to({ checkout: params.checkout }))
    },
  ),
})

/** For the page that waits: what has become of what it asked. */
export const assentState = scriptAnswer(shopFor('till.take'), places.partner.assentState, async ({ db, actor, params, now }) =>
  Response.json({ state: stateOf(await askedAt(db, actor, params.checkout), now) }),
)

const toAgree = (checkout: string, { walletId, amount, reference }: TillPayment): string =>
  places.partner.assent.to({ checkout }, { montant: typedEuros(amount), 'porte-monnaie': walletId, commande: reference ?? undefined })

interface Agreeing {
  form: FormState
  checkoutId: string
  payment: TillPayment
  asked: Asked | undefined
  state: AssentState
}

function ToAgree(agreeing: Agreeing) {
  if (agreeing.state === 'refused') return <Refused />
  if (agreeing.state === 'given') return <Given {...agreeing} />
  return (
    <>
      {agreeing.state === 'waiting' ? <Waiting {...agreeing} /> : <NotAsked {...agreeing} />}
      <ByCode {...agreeing} />
      <ByPaper {...agreeing} />
      <p>
        <a href={places.partner.till.to()}>Abandonner</a>
      </p>
    </>
  )
}

const Fields = ({ payment: { walletId, amount, reference } }: Pick<Agreeing, 'payment'>) => (
  <>
    <input type="hidden" name="walletId" value={walletId} />
    <input type="hidden" name="amount" value={typedEuros(amount)} />
    <input type="hidden" name="reference" value={reference ?? ''} />
  </>
)

const NotAsked = ({ form, payment, state }: Agreeing) => (
  <Form form={form}>
    <Fields payment={payment} />
    <p>
      {state === 'late'
        ? 'Pas de réponse en deux minutes : rien n’est payé.'
        : 'Ce montant demande l’accord du propriétaire de la carte. Son QR code n’en demande pas.'}
    </p>
    <Actions>
      <Button name="action" value="ask">
        Demander sur son téléphone
      </Button>
    </Actions>
  </Form>
)

const Waiting = ({ checkoutId, payment, asked }: Agreeing) => (
  <till-assent data-from={places.partner.assentState.to({ checkout: checkoutId })} data-page={toAgree(checkoutId, payment)}>
    <p role="status">
      {`On demande l’accord de son propriétaire${asked ? ` jusqu’à ${frenchHour(asked.expires_at)}` : ''}. Il le donne sur l’accueil de son espace.`}
    </p>
    <Actions>
      <ButtonLink href={toAgree(checkoutId, payment)} kind="quiet">
        Actualiser
      </ButtonLink>
    </Actions>
  </till-assent>
)

/** It pays as any payment does. */
const Given = ({ form, checkoutId, payment }: Agreeing) => (
  <till-assent>
    <p role="status">Le propriétaire de la carte a accepté.</p>
    <Form form={form} action={places.partner.checkout.to({ checkout: checkoutId })}>
      <Fields payment={payment} />
      <Actions>
        <Button kind="red">{`Encaisser ${frenchEuros(payment.amount)}`}</Button>
      </Actions>
    </Form>
  </till-assent>
)

const Refused = () => (
  <Warning title="Son propriétaire a refusé">
    <p>Rien n’est payé. S’il est devant vous, scannez son QR code.</p>
    <p>
      <ButtonLink href={places.partner.till.to()}>Encaisser</ButtonLink>
    </p>
  </Warning>
)

const ByCode = ({ form, payment }: Agreeing) => (
  <Form form={form}>
    <Fields payment={payment} />
    <PasswordField form={form} name="pin" label="Ou le client tape son code de paiement" autocomplete="off" isPin takesCursor />
    <Actions>
      <Button kind="quiet" name="action" value="code">
        Valider le code
      </Button>
    </Actions>
  </Form>
)

const ByPaper = ({ form, checkoutId, payment }: Agreeing) => (
  <Details title="Sans téléphone : sa photo et une pièce d’identité" open={form.error('isSeen') !== undefined}>
    <Form form={form}>
      <Fields payment={payment} />
      <div class="till-person">
        <img
          src={places.partner.customerPhoto.to({ checkout: checkoutId })}
          alt="Visage du client, sur sa carte"
          width="105"
          height="135"
        />
        <Checkbox
          form={form}
          name="isSeen"
          label="J’ai vu cette personne, et une pièce d’identité à son nom"
          hint="C’est écrit à votre nom, et son propriétaire le lit."
        />
      </div>
      <Actions>
        <Button kind="quiet" name="action" value="paper">
          {`Encaisser ${frenchEuros(payment.amount)}`}
        </Button>
      </Actions>
    </Form>
  </Details>
)
