import { page } from '../../../../platform/http/page.ts'
import { partnerSpace } from '../../../../spaces/staff.tsx'
import { Columns, Money, PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { takingsOf } from '../queries.ts'

export const partnerHome = page(partnerSpace, {
  title: 'Accueil du partenaire',
  async view({ db, actor, now }) {
    const { today_cents, due_cents } = await takingsOf(db, actor, now)
    return (
      <>
        <PageHeading>{actor.partner_name}</PageHeading>
        <Panel>
          <Actions>
            <ButtonLink href="/partenaire/encaissement" kind="red" icon="qr">
              Encaisser
            </ButtonLink>
            <ButtonLink href="/partenaire/prepaiements" icon="documents">
              Encaisser un prépaiement
            </ButtonLink>
          </Actions>
        </Panel>
        <Columns>
          <Panel title="Encaissé aujourd’hui">
            <p class="amount">
              <Money cents={today_cents} />
            </p>
            <p class="hint">Paiements et prépaiements, remboursements déduits.</p>
          </Panel>
          <Panel title="Dû par la Région">
            <p class="amount">
              <Money cents={due_cents} />
            </p>
            <p class="hint">Ce que vous avez encaissé depuis le dernier versement préparé, remboursements déduits.</p>
            <p>
              <a href="/partenaire/versements">Voir les versements</a>
            </p>
          </Panel>
        </Columns>
        <p>
          <a href="/partenaire/transactions">Voir les transactions</a>
        </p>
      </>
    )
  },
})
