import { places } from '../../../../places.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { freezePartner } from '../freeze.ts'
import { freezeForm, unfreezeForm } from '../freezing.ts'
import { liveFreeze, partnerToFreeze } from '../queries.ts'
import { unfreezePartner } from '../unfreeze.ts'
import { Freezing, Unfreezing } from './freezing-parts.tsx'

export const partnerFreezing = page(regionFor('partners.manage'), places.region.partnerFreezing, {
  find: ({ db, params }) => partnerToFreeze(db, params.id),
  title: (_, { name }) => `Geler ${name}`,
  async view({ db, form, params, subject: partner }) {
    const freeze = await liveFreeze(db, { kind: 'partner', id: partner.id })
    const { name, due_cents, prepayments } = partner
    return (
      <Freezing
        form={form}
        title={`Geler ${name}`}
        back={places.region.partner.to(params)}
        kind="partner"
        isFrozen={freeze !== undefined}
        effects={
          <>
            <li>Ce partenaire n’encaisse plus rien : ni carte, ni QR code, ni prépaiement, ni paiement en ligne. Il peut rembourser.</li>
            <li>Il n’apparaît plus dans « Où utiliser ma carte ».</li>
            {(prepayments ?? 0) > 0 && (
              <li>{`Prépaiements en attente chez lui : ${prepayments}. Leurs propriétaires peuvent les annuler ; sinon, ils expirent à leur date.`}</li>
            )}
            <li>
              {`${frenchEuros(Math.max(due_cents, 0))} lui sont dus : cette somme est retenue, et sort du prochain reversement. Un reversement déjà préparé n’est pas changé : prévenez qui le valide.`}
            </li>
            <li>Ses comptes sont prévenus, sans le motif.</li>
          </>
        }
      />
    )
  },
  submit: form(freezeForm('partner'), async ({ tx, actor, input, params }) => {
    await freezePartner(tx, actor, { ...input, ...params })
    return see(places.region.partner.said('gel', params))
  }),
})

export const partnerUnfreezing = page(regionFor('partners.manage'), places.region.partnerUnfreezing, {
  find: ({ db, params }) => partnerToFreeze(db, params.id),
  title: (_, { name }) => `Dégeler ${name}`,
  async view({ db, form, params, actor, subject: { id, name, due_cents } }) {
    return (
      <Unfreezing
        form={form}
        title={`Dégeler ${name}`}
        back={places.region.partner.to(params)}
        actor={actor}
        freeze={await liveFreeze(db, { kind: 'partner', id })}
        effects={
          <>
            <li>Ce partenaire encaisse à nouveau, comme avant d’être gelé.</li>
            <li>{`Ce qui était retenu (${frenchEuros(Math.max(due_cents, 0))}) fait partie du prochain reversement.`}</li>
            <li>Ses comptes sont prévenus.</li>
          </>
        }
      />
    )
  },
  submit: form(unfreezeForm, async ({ tx, actor, input, params }) => {
    await unfreezePartner(tx, actor, { ...input, ...params })
    return see(places.region.partner.said('degel', params))
  }),
})
