import type { ComponentChildren } from 'preact'
import { places } from '../../../../places.ts'
import { addDays, dayOf, frenchDay } from '../../../../platform/dates.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { aboutPerson } from '../../../desks/vigilance/index.ts'
import { freezePerson, freezeWallet } from '../freeze.ts'
import { freezeForm, unfreezeForm } from '../freezing.ts'
import { liveFreeze, personToFreeze, type Stopped, stoppedOf, walletToFreeze } from '../queries.ts'
import { unfreezePerson, unfreezeWallet } from '../unfreeze.ts'
import { Freezing, Unfreezing } from './freezing-parts.tsx'

/** Freezing a young person, or one of their wallets, and ending it. */

const aboutWhom = aboutPerson(
  (db, { id }: { id: number }) => personToFreeze(db, id),
  ({ id }) => id,
)
const aboutWhose = aboutPerson(
  (db, { id }: { id: number }) => walletToFreeze(db, id),
  ({ beneficiary_id }) => beneficiary_id,
)

const nameOf = ({ first_name, last_name }: { first_name: string; last_name: string }) => `${first_name} ${last_name}`

export const personFreezing = page(regionFor('people.freeze'), places.region.personFreezing, {
  ...aboutWhom,
  title: ({ id }) => `Geler, bénéficiaire n° ${id}`,
  async view({ db, form, params, subject: person }) {
    const [stopped, freeze] = await Promise.all([stoppedOf(db, person.id, null), liveFreeze(db, { kind: 'person', id: person.id })])
    return (
      <Freezing
        form={form}
        title={`Geler ${nameOf(person)}`}
        back={places.region.beneficiary.to(params)}
        kind="person"
        isFrozen={freeze !== undefined}
        effects={
          <>
            <li>Plus rien ne paie : ni la carte, ni le QR code, ni un paiement en ligne, ni un prépaiement.</li>
            <Held stopped={stopped} />
            <li>
              {`${signedIn(stopped.sessions)} Cette personne peut se connecter à nouveau avec son mot de passe : si quelqu’un d’autre le connaît, `}
              <a href={places.region.signInBlocking.to(params)}>bloquez aussi la connexion</a>.
            </li>
            <li>Elle est prévenue, sans le motif.</li>
          </>
        }
      />
    )
  },
  submit: form(freezeForm('person'), async ({ tx, actor, input, params }) => {
    await freezePerson(tx, actor, { ...input, ...params })
    return see(places.region.beneficiary.said('gel', params))
  }),
})

export const personUnfreezing = page(regionFor('people.freeze'), places.region.personUnfreezing, {
  ...aboutWhom,
  title: ({ id }) => `Dégeler, bénéficiaire n° ${id}`,
  async view({ db, form, params, actor, now, subject: person }) {
    const [stopped, freeze] = await Promise.all([stoppedOf(db, person.id, null), liveFreeze(db, { kind: 'person', id: person.id })])
    return (
      <Unfreezing
        form={form}
        title={`Dégeler ${nameOf(person)}`}
        back={places.region.beneficiary.to(params)}
        actor={actor}
        freeze={freeze}
        effects={<Resumed stopped={stopped} since={freeze?.frozen_at} now={now} />}
      />
    )
  },
  submit: form(unfreezeForm, async ({ tx, actor, input, params }) => {
    await unfreezePerson(tx, actor, { ...input, ...params })
    return see(places.region.beneficiary.said('degel', params))
  }),
})

export const walletFreezing = page(regionFor('people.freeze'), places.region.walletFreezing, {
  ...aboutWhose,
  title: ({ id }) => `Geler le porte-monnaie n° ${id}`,
  async view({ db, form, subject: wallet }) {
    const [stopped, freeze] = await Promise.all([
      stoppedOf(db, wallet.beneficiary_id, wallet.id),
      liveFreeze(db, { kind: 'wallet', id: wallet.id }),
    ])
    return (
      <Freezing
        form={form}
        title={`Geler « ${wallet.label} » (${wallet.campaign_name}) de ${nameOf(wallet)}`}
        back={places.region.beneficiary.to({ id: wallet.beneficiary_id })}
        kind="wallet"
        isFrozen={freeze !== undefined}
        effects={
          <>
            <li>Ce porte-monnaie ne paie plus, ni en magasin, ni en ligne, ni par prépaiement. Les autres marchent encore.</li>
            <Held stopped={stopped} />
            <li>Cette personne est prévenue, sans le motif.</li>
          </>
        }
      />
    )
  },
  submit: form(freezeForm('wallet'), async ({ tx, actor, input, params }) => {
    await freezeWallet(tx, actor, { ...input, ...params })
    const { beneficiary_id } = await walletToFreeze(tx, params.id)
    return see(places.region.beneficiary.said('gel', { id: beneficiary_id }))
  }),
})

export const walletUnfreezing = page(regionFor('people.freeze'), places.region.walletUnfreezing, {
  ...aboutWhose,
  title: ({ id }) => `Dégeler le porte-monnaie n° ${id}`,
  async view({ db, form, actor, now, subject: wallet }) {
    const [stopped, freeze, ofPerson] = await Promise.all([
      stoppedOf(db, wallet.beneficiary_id, wallet.id),
      liveFreeze(db, { kind: 'wallet', id: wallet.id }),
      liveFreeze(db, { kind: 'person', id: wallet.beneficiary_id }),
    ])
    return (
      <Unfreezing
        form={form}
        title={`Dégeler « ${wallet.label} » (${wallet.campaign_name}) de ${nameOf(wallet)}`}
        back={places.region.beneficiary.to({ id: wallet.beneficiary_id })}
        actor={actor}
        freeze={freeze}
        effects={
          ofPerson ? (
            <li>Cette personne est gelée elle aussi : son porte-monnaie paiera quand elle sera dégelée.</li>
          ) : (
            <Resumed stopped={stopped} since={freeze?.frozen_at} now={now} />
          )
        }
      />
    )
  },
  submit: form(unfreezeForm, async ({ tx, actor, input, params }) => {
    await unfreezeWallet(tx, actor, { ...input, ...params })
    const { beneficiary_id } = await walletToFreeze(tx, params.id)
    return see(places.region.beneficiary.said('degel', { id: beneficiary_id }))
  }),
})

/** What is kept while it lasts. */
const Held = ({ stopped: { wallets, prepayments, prepaid_cents } }: { stopped: Stopped }) => (
  <>
    <Each wallets={wallets}>{({ balance_cents }) => `${frenchEuros(balance_cents)} y restent, et n’en sortent pas`}</Each>
    {prepayments > 0 && (
      <li>
        {`${countedPrepayments(prepayments)} en attente (${frenchEuros(prepaid_cents)}) : le partenaire ne peut pas ${prepayments > 1 ? 'les' : 'l’'}encaisser, et le délai ne ${prepayments > 1 ? 'les' : 'le'} fait pas expirer.`}
      </li>
    )}
    <li>Rien n’est perdu : au dégel, les jours passés sont rendus au porte-monnaie et aux prépaiements.</li>
  </>
)

/** What goes on once it ends. */
const Resumed = ({ stopped: { wallets, prepayments }, since, now }: { stopped: Stopped; since: Date | undefined; now: Date }) => {
  const days = since ? daysBetween(since, now) : 0
  const back = days > 0 ? `${days} jour${days > 1 ? 's' : ''} ${days > 1 ? 'sont rendus' : 'est rendu'}` : null
  return (
    <>
      <Each wallets={wallets}>
        {({ balance_cents, closes_on }) =>
          since && closes_on >= dayOf(since)
            ? `${frenchEuros(balance_cents)} paient à nouveau, jusqu’au ${frenchDay(addDays(closes_on, days))}`
            : `il était clôturé avant le gel : ${frenchEuros(balance_cents)} reviennent à la Région`
        }
      </Each>
      {back && prepayments > 0 && <li>{`${countedPrepayments(prepayments)} en attente : ${back}.`}</li>}
      <li>Cette personne est prévenue, avec les nouvelles dates.</li>
    </>
  )
}

const Each = ({ wallets, children }: { wallets: Stopped['wallets']; children(wallet: Stopped['wallets'][number]): ComponentChildren }) => (
  <>
    {wallets.map((wallet) => (
      <li key={wallet.id}>{`« ${wallet.label} » : ${children(wallet)}.`}</li>
    ))}
  </>
)

const DAY_MS = 86_400_000
const daysBetween = (from: Date, to: Date): number =>
  Math.round((Date.parse(`${dayOf(to)}T12:00:00Z`) - Date.parse(`${dayOf(from)}T12:00:00Z`)) / DAY_MS)

const countedPrepayments = (count: number): string => (count > 1 ? `${count} prépaiements` : `${count} prépaiement`)

const signedIn = (sessions: number): string =>
  sessions === 0
    ? 'Aucune connexion n’est ouverte.'
    : sessions === 1
      ? 'Sa connexion ouverte est fermée.'
      : `Ses ${sessions} connexions ouvertes sont fermées.`
