import { places } from '../../../../places.ts'
import { dayOf } from '../../../../platform/dates.ts'
import { page } from '../../../../platform/http/page.ts'
import { mayAtShop, shopRolesInWords } from '../../../../spaces/shop-roles.ts'
import { partnerSpace } from '../../../../spaces/staff.tsx'
import { Columns, Money, PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { ToAccept, textToAccept } from '../../../partners/renewals/index.ts'
import { takingsOf } from '../queries.ts'

export const partnerHome = page(partnerSpace, places.partner.home, {
  title: 'Accueil du partenaire',
  async view({ db, actor, now }) {
    const [{ today_cents, due_cents }, text] = await Promise.all([
      takingsOf(db, actor, now),
      mayAtShop(actor, 'agreement.accept') ? textToAccept(db, actor.partner_id) : undefined,
    ])
    return (
      <>
        <PageHeading>{actor.partner_name}</PageHeading>
        <p class="hint">{`${actor.name}, ${shopRolesInWords(actor.roles).toLowerCase()}`}</p>
        {text && <ToAccept text={text} today={dayOf(now)} />}
        {mayAtShop(actor, 'till.take') && (
          <Panel>
            <Actions>
              <ButtonLink href={places.partner.till.to()} kind="red" icon="qr">
                Encaisser
              </ButtonLink>
              <ButtonLink href={places.partner.prepayments.to()} icon="documents">
                Encaisser un prépaiement
              </ButtonLink>
            </Actions>
          </Panel>
        )}
        <Columns>
          <Panel title="Encaissé aujourd’hui">
            <p class="amount">
              <Money cents={today_cents} />
            </p>
            <p class="hint">Paiements et prépaiements, remboursements déduits.</p>
          </Panel>
          {mayAtShop(actor, 'settlements.read') && (
            <Panel title="Dû par la Région">
              <p class="amount">
                <Money cents={due_cents} />
              </p>
              <p class="hint">Ce que vous avez encaissé depuis le dernier reversement préparé, remboursements déduits.</p>
              <p>
                <a href={places.partner.settlements.to()}>Voir les reversements</a>
              </p>
            </Panel>
          )}
        </Columns>
        <p>
          <a href={places.partner.transactions.to()}>Voir les transactions</a>
        </p>
        <p>
          <a href={places.partner.closing.to()}>Clôture de journée</a>
        </p>
      </>
    )
  },
})
