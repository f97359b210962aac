import { places } from '../../../../places.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import type { PartnerUser } from '../../../../spaces/actors.ts'
import { shopFor } from '../../../../spaces/staff.tsx'
import { DataTable, PageHeading, Panel, Said } from '../../../../ui/blocks.tsx'
import { Actions, Button, ErrorSummary, Form, TextField } from '../../../../ui/form.tsx'
import { closeTillOf, countLift, countOpening, liftPin, openTillHere } from '../open-till.ts'
import { tillsForm } from '../pin.ts'
import { lockedAt, type OpenTill, openTills } from '../queries.ts'

/** How a browser knows that it was a till of that shop before. */
const ofShop = ({ partner_id }: PartnerUser) => [`till:${partner_id}`, 'till'] as const

/** The machines that are tills today: a manager opens one here, and closes any from anywhere. */
export const tillsPage = page(shopFor('tills.open'), places.partner.tills, {
  title: 'Caisses',
  said: { fermeture: 'La caisse est fermée', deblocage: 'Le code est débloqué' },
  async view({ db, actor, form, said, now }) {
    const tills = await openTills(db, actor, now)
    const locked = await lockedAt(db, actor, tills, now)
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>Caisses</PageHeading>
        <Panel title="Ouvrir une caisse sur cette machine">
          <p>
            Pendant douze heures au plus, cette machine encaisse et n’ouvre rien d’autre : vous y êtes déconnecté. Chaque caissier la prend
            avec son nom et son code de caisse.
          </p>
          <Form form={form}>
            <TextField form={form} name="name" label="Nom de la caisse" hint="Par exemple : Caisse 1." autocomplete="off" />
            <Actions>
              <Button name="action" value="open">
                Ouvrir la caisse ici
              </Button>
            </Actions>
          </Form>
        </Panel>
        <Panel>
          <Tills form={form} tills={tills} />
        </Panel>
        {locked.length > 0 && (
          <Panel>
            <DataTable
              caption="Codes bloqués après cinq essais"
              columns={[{ label: 'Caissier' }, { label: 'Caisse' }, { label: 'Action' }]}
              rows={locked.map(({ till, cashier }) => [
                cashier.name,
                till.till_name,
                <Form key="lift" form={form}>
                  <input type="hidden" name="till" value={till.id} />
                  <input type="hidden" name="cashierId" value={cashier.id} />
                  <Actions>
                    <Button kind="quiet" name="action" value="lift">
                      Débloquer<span class="unseen">{` le code de ${cashier.name} sur ${till.till_name}`}</span>
                    </Button>
                  </Actions>
                </Form>,
              ])}
            />
          </Panel>
        )}
      </>
    )
  },
  submit: form(
    tillsForm,
    {
      prepare: async ({ db, actor, input, now }) => {
        if (input.action === 'open') await countOpening(db, actor, now)
        if (input.action === 'lift') await countLift(db, actor, input.cashierId, now)
      },
    },
    async ({ tx, actor, input, visit }) => {
      if (input.action === 'open') {
        const machine = {
          name: input.name,
          device: visit.device,
          isKnown: visit.isKnownTo(...ofShop(actor)),
          formerToken: visit.sessionToken,
        }
        visit.setTill(await openTillHere(tx, actor, machine))
        visit.rememberBrowserOf(...ofShop(actor))
        return see(places.partner.cashier.to())
      }
      if (input.action === 'close') {
        await closeTillOf(tx, actor, input.till)
        return see(places.partner.tills.said('fermeture'))
      }
      await liftPin(tx, actor, input)
      return see(places.partner.tills.said('deblocage'))
    },
  ),
})

const Tills = ({ form, tills }: { form: FormState; tills: OpenTill[] }) =>
  tills.length === 0 ? (
    <p>Aucune caisse n’est ouverte.</p>
  ) : (
    <DataTable
      caption="Caisses ouvertes"
      columns={[
        { label: 'Caisse' },
        { label: 'Appareil' },
        { label: 'Depuis le' },
        { label: 'Ouverte par' },
        { label: 'À la caisse' },
        { label: 'Action' },
      ]}
      rows={tills.map(({ id, till_name, device, created_at, opened_by, cashier, cashier_seen_at }) => [
        till_name,
        device ?? 'Appareil inconnu',
        frenchMinute(created_at),
        opened_by,
        cashier && cashier_seen_at ? `${cashier}, vu le ${frenchMinute(cashier_seen_at)}` : 'Personne',
        <Form key="close" form={form}>
          <input type="hidden" name="till" value={id} />
          <Actions>
            <Button kind="quiet-red" name="action" value="close">
              Fermer<span class="unseen">{` la caisse ${till_name}`}</span>
            </Button>
          </Actions>
        </Form>,
      ])}
    />
  )
