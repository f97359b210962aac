import { z } from 'zod'
import { places } from '../../../../places.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { frenchDayOf } from '../../../../platform/dates.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import type { PartnerUser } from '../../../../spaces/actors.ts'
import { shopFor } from '../../../../spaces/staff.tsx'
import { InfoBox, PageHeading, Panel, Said, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ErrorSummary, Form, PasswordField, RequiredNote } from '../../../../ui/form.tsx'
import { waitingAbout, withdraw } from '../../../desks/two-people/index.ts'
import { organisationOf } from '../../organisations/index.ts'
import { ownAccountForm } from '../account.ts'
import { accountChange } from '../agree.ts'
import { NO_SIRET, proposeAccount, proveProposal } from '../propose.ts'
import { accountsOfPartner, hoursBeforeATransfer, partnerNamed } from '../queries.ts'
import { AccountFields, Others, Paid, Waiting } from './account-parts.tsx'

const acts = new Map([[accountChange.kind, accountChange]])

const submitted = z.discriminatedUnion('action', [ownAccountForm, z.object({ action: z.literal('withdraw') })])

/** To which account the shop is paid, and another one proposed by its manager. */
export const ownAccount = page(shopFor('account.propose'), places.partner.bankAccount, {
  title: 'Compte bancaire',
  said: { proposition: 'Le compte est proposé : la Région va le vérifier', retrait: 'La proposition est retirée' },
  async view({ db, now, actor, form, said }) {
    const { paid, waiting, others } = await accountsOfPartner(db, actor.partner_id)
    return (
      <>
        <Said>{said}</Said>
        <ErrorSummary form={form} />
        <PageHeading>Compte bancaire</PageHeading>
        <Panel title="Le compte qui est payé">
          {paid ? (
            <Paid account={paid} now={now} />
          ) : (
            <p>Aucun compte n’est accepté : la Région ne peut pas encore vous payer. Ce qui vous est dû n’est pas perdu.</p>
          )}
        </Panel>
        {waiting && (
          <Panel title="En attente de la Région">
            <Waiting account={waiting} showsAgents={waiting.proposed_at_place === actor.partner_name} />
            <p>{await whatWaits(db, now, waiting.id)}</p>
            {waiting.proposed_by === actor.id && (
              <Form form={form}>
                <Actions>
                  <Button kind="quiet-red" name="action" value="withdraw">
                    Retirer cette proposition
                  </Button>
                </Actions>
              </Form>
            )}
          </Panel>
        )}
        {!waiting && <Proposal form={form} actor={actor} hours={await hoursBeforeATransfer(db, now)} why={await whyNone(db, actor)} />}
        {others.length > 0 && (
          <Panel>
            <Others accounts={others} />
          </Panel>
        )}
      </>
    )
  },
  submit: form(
    submitted,
    {
      prepare: async ({ db, now, actor, visit, input }) => {
        if (input.action === 'propose') await proveProposal(db, now, actor, { password: input.password, network: visit.network })
      },
    },
    async ({ tx, actor, input, visit, now }) => {
      if (input.action === 'propose') {
        const { holder, iban, bic } = input
        await proposeAccount(tx, actor, { partnerIds: [actor.partner_id], holder, iban, bic, key: visit.site.ibanKey })
        return see(places.partner.bankAccount.said('proposition'))
      }
      const { waiting } = await accountsOfPartner(tx, actor.partner_id)
      const act = waiting && (await waitingAbout(tx, now, accountChange, waiting.id))
      if (act) await withdraw(tx, actor, { acts, id: act.id })
      return see(places.partner.bankAccount.said('retrait'))
    },
  ),
})

async function whatWaits(db: Reader, now: Date, id: number): Promise<string> {
  const act = await waitingAbout(db, now, accountChange, id)
  return act
    ? `Une personne de la Région vérifie ce compte depuis le ${frenchDayOf(act.started_at)}. Elle peut vous appeler. Vous serez prévenu par mail.`
    : 'Personne n’a répondu à temps : proposez ce compte de nouveau dans une heure.'
}

/** Why a manager cannot propose an account now, in a sentence; null when they can. */
async function whyNone(db: Reader, { partner_id, partner_name }: PartnerUser): Promise<string | null> {
  const [partner, organisation] = await Promise.all([partnerNamed(db, partner_id), organisationOf(db, partner_id)])
  if (partner?.frozen_at) return `${partner_name} est gelé : son compte bancaire ne change pas avant que la Région le dégèle.`
  if (organisation) return null
  return NO_SIRET
}

function Proposal({ form, actor, hours, why }: { form: FormState; actor: PartnerUser; hours: number; why: string | null }) {
  if (why)
    return (
      <InfoBox title="Changer de compte">
        <p>{why}</p>
      </InfoBox>
    )
  return (
    <Panel title="Proposer un compte">
      <Warning title="Ce qui va se passer">
        <ul>
          <li>Une personne de la Région vérifie ce compte avant qu’il soit payé.</li>
          <li>{`Le premier virement y part ${hours} heures au plus tôt après son accord.`}</li>
          <li>{`Tous les gestionnaires et les comptables de ${actor.partner_name} sont prévenus par mail, maintenant.`}</li>
        </ul>
      </Warning>
      <Form form={form}>
        <RequiredNote />
        <AccountFields form={form} />
        <PasswordField form={form} name="password" label="Votre mot de passe" autocomplete="current-password" />
        <Actions>
          <Button name="action" value="propose">
            Proposer ce compte
          </Button>
        </Actions>
      </Form>
    </Panel>
  )
}
