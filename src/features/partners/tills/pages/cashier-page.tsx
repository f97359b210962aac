import { places } from '../../../../places.ts'
import { frenchHour } from '../../../../platform/dates.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import type { Till } from '../../../../spaces/actors.ts'
import { tillSpace } from '../../../../spaces/till.tsx'
import { InfoBox, PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, PasswordField, Select } from '../../../../ui/form.tsx'
import { closeTillHere } from '../open-till.ts'
import { cashierForm } from '../pin.ts'
import { cashiersOf } from '../queries.ts'
import { leaveTill, provePin, takeOverTill } from '../take-over.ts'

/** Who is at the till: it takes nothing until somebody has said so, by their PIN. */
export const cashierPage = page(tillSpace, places.partner.cashier, {
  title: 'Qui est à la caisse ?',
  async view({ db, actor: till, form }) {
    const people = await cashiersOf(db, till)
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Qui est à la caisse ?</PageHeading>
        {till.may_take ? (
          <Coming form={form} till={till} people={people} />
        ) : (
          <InfoBox title="Cette caisse n’encaisse plus">
            <p>
              La Région a suspendu ou gelé ce commerce. Le gestionnaire peut appeler le {OUR_REGION.phone}. Pour un prépaiement déjà fait ou
              un remboursement, connectez-vous avec votre adresse e-mail sur une autre machine.
            </p>
          </InfoBox>
        )}
        <p class="hint">{`Caisse « ${till.name} » de ${till.partner_name}, ouverte jusqu’à ${frenchHour(till.ends_at)}.`}</p>
        <Form form={form}>
          <Actions>
            {till.cashier && (
              <Button kind="quiet" name="action" value="leave">
                Quitter la caisse
              </Button>
            )}
            <Button kind="quiet-red" name="action" value="close">
              Fermer cette caisse
            </Button>
          </Actions>
        </Form>
      </>
    )
  },
  submit: form(
    cashierForm,
    {
      isFleeting: true,
      prepare: async ({ db, actor: till, input, visit, now }) =>
        input.action === 'come' ? provePin(db, till, { ...input, key: visit.site.ibanKey }, now) : null,
    },
    async ({ tx, actor: till, input, visit, prepared }) => {
      if (prepared) {
        visit.setTill(await takeOverTill(tx, till, prepared, visit.sessionToken ?? ''))
        // Where whoever was there before was going is theirs.
        const way = visit.takeWay(places.partner.home.to())
        const isAnothers = till.last_cashier_id !== null && till.last_cashier_id !== prepared.id
        return see((!isAnothers && way) || places.partner.till.to())
      }
      if (input.action === 'leave') {
        await leaveTill(tx, till)
        return see(places.partner.cashier.to())
      }
      await closeTillHere(tx, till)
      visit.setSession(null)
      return see(places.public.staffSignIn.to())
    },
  ),
})

const WITHOUT_A_PIN =
  'Chacun choisit son code dans son espace, sur une autre machine : son téléphone, par exemple. Connexion avec son adresse e-mail, puis « Code de caisse ». Se connecter ici fermerait la caisse.'

function Coming({ form, till, people }: { form: FormState; till: Till; people: { id: number; label: string; hasPin: boolean }[] }) {
  const [ready, others] = [people.filter(({ hasPin }) => hasPin), people.filter(({ hasPin }) => !hasPin)]
  const known = till.last_cashier_id ?? (ready.length === 1 ? (ready[0]?.id ?? null) : null)
  if (ready.length === 0)
    return (
      <InfoBox title="Personne n’a encore de code de caisse">
        <p>{WITHOUT_A_PIN}</p>
      </InfoBox>
    )
  return (
    <Panel>
      <Form form={form}>
        <Select
          form={form}
          name="cashierId"
          label="Votre nom"
          placeholder="Choisir votre nom"
          known={known === null ? null : String(known)}
          options={ready.map(({ id, label }) => ({ value: String(id), label }))}
        />
        <PasswordField form={form} name="pin" label="Votre code de caisse" autocomplete="off" isPin takesCursor={known !== null} />
        <Actions>
          {till.cashier && (
            <ButtonLink href={places.partner.till.to()} kind="quiet">
              Retour
            </ButtonLink>
          )}
          <Button name="action" value="come">
            Prendre la caisse
          </Button>
        </Actions>
      </Form>
      {others.length > 0 && <p class="hint">{`Sans code : ${others.map(({ label }) => label).join(', ')}. ${WITHOUT_A_PIN}`}</p>}
    </Panel>
  )
}
