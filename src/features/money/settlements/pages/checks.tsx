import { z } from 'zod'
import { places } from '../../../../places.ts'
import { optionalText } from '../../../../platform/forms/fields.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { InfoBox, PageHeading, Panel, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, TextArea } from '../../../../ui/form.tsx'
import { startAct } from '../../../desks/two-people/index.ts'
import { sumUp } from '../../sums/index.ts'
import { markPaid } from '../pay.ts'
import { duesTotal, heldOf, settlementOf } from '../queries.ts'
import { isReleasedAlready, settlementRelease } from '../release.ts'
import { settlePartners } from '../settle.ts'
import { Frozen } from './settlement.tsx'

/** What a settlement takes, before it does. */
export const settlementPreparation = page(regionFor('settlements.prepare'), places.region.settlementPreparation, {
  title: 'Préparer un reversement',
  async view({ db, form }) {
    const { partners, total_cents } = await duesTotal(db)
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Préparer un reversement</PageHeading>
        <Panel>
          <SummaryList
            items={[
              { label: 'Partenaires', value: partners },
              { label: 'Montant', value: frenchEuros(total_cents) },
            ]}
          />
          {partners === 0 ? (
            <>
              <InfoBox>
                <p>Rien n’est dû aux partenaires pour le moment.</p>
              </InfoBox>
              <Back href={places.region.settlements.to()} />
            </>
          ) : (
            <Form form={form}>
              <p>
                Le reversement prend tout ce qui est dû à l’instant où vous le préparez : un paiement fait entre-temps s’y ajoute. Rien
                n’est viré tout de suite : une seconde personne le valide, vous téléchargez la liste, puis vous dites que les virements sont
                faits.
              </p>
              <Actions>
                <ButtonLink href={places.region.settlements.to()} kind="quiet">
                  Retour
                </ButtonLink>
                <Button>Préparer le reversement</Button>
              </Actions>
            </Form>
          )}
        </Panel>
      </>
    )
  },
  submit: form(z.object({}), { isLong: true, prepare: ({ db }) => sumUp(db) }, async ({ tx, actor }) =>
    see(places.region.settlement.said('preparation', { id: await settlePartners(tx, actor) })),
  ),
})

/** Saying that the transfers are made, which nobody takes back. */
export const settlementPayment = page(regionFor('settlements.prepare'), places.region.settlementPayment, {
  title: ({ id }) => `Reversement n° ${id} : virements faits`,
  async view({ db, params, form }) {
    const settlement = await settlementOf(db, params.id)
    const back = places.region.settlement.to({ id: settlement.id })
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>{`Reversement n° ${settlement.id} : virements faits`}</PageHeading>
        <Panel>
          <SummaryList
            items={[
              { label: 'Partenaires', value: settlement.partners ?? 0 },
              { label: 'Montant', value: frenchEuros(settlement.total_cents ?? 0) },
            ]}
          />
          {settlement.paid_at || !settlement.released_at || settlement.by_transfers ? (
            <Back href={back} />
          ) : (
            <Form form={form}>
              <Warning title="C’est définitif">
                <p>Dites-le quand la banque a fait tous les virements. Chaque partenaire le voit aussitôt dans son espace.</p>
              </Warning>
              <Actions>
                <ButtonLink href={back} kind="quiet">
                  Retour
                </ButtonLink>
                <Button>Les virements sont faits</Button>
              </Actions>
            </Form>
          )}
        </Panel>
      </>
    )
  },
  submit: form(z.object({}), { isLong: true }, async ({ tx, actor, params }) => {
    await markPaid(tx, actor, { settlement_id: params.id })
    return see(places.region.settlement.said('versement', params))
  }),
})

/** Asking a second person again, when the first time was refused, withdrawn or left without an answer. */
export const settlementReleasePage = page(regionFor('settlements.prepare'), places.region.settlementRelease, {
  title: ({ id }) => `Reversement n° ${id} : demander la validation`,
  async view({ db, params, form }) {
    const [{ id, partners, total_cents, released_at }, held] = await Promise.all([settlementOf(db, params.id), heldOf(db, params.id)])
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>{`Reversement n° ${id} : demander la validation`}</PageHeading>
        <Panel>
          <SummaryList
            items={[
              { label: 'Partenaires', value: partners ?? 0 },
              { label: 'Montant', value: frenchEuros(total_cents ?? 0) },
            ]}
          />
          {!released_at && <Frozen held={held} />}
          <Form form={form}>
            <TextArea form={form} name="reason" label="Que doit savoir la personne qui valide ?" rows={3} optional />
            <Actions>
              <ButtonLink href={places.region.settlement.to({ id })} kind="quiet">
                Retour
              </ButtonLink>
              <Button>Demander la validation</Button>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(z.object({ reason: optionalText(500) }), async ({ tx, actor, params: { id }, input }) => {
    const { released_at } = await settlementOf(tx, id)
    if (released_at) throw isReleasedAlready()
    await startAct(tx, actor, settlementRelease, { subject: id, input: { id }, reason: input.reason ?? undefined })
    return see(places.region.settlement.said('validation', { id }))
  }),
})

const Back = ({ href }: { href: string }) => (
  <Actions>
    <ButtonLink href={href} kind="quiet">
      Retour
    </ButtonLink>
  </Actions>
)
