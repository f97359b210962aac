import { maskedIban } from '../../../../platform/bank-details.ts'
import { frenchDayOf, frenchMinute } from '../../../../platform/dates.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { DataTable, SummaryList, Tag, type Tone } from '../../../../ui/blocks.tsx'
import { TextField } from '../../../../ui/form.tsx'
import { type AccountState, STATES } from '../account.ts'
import type { Account, accountsOfPartner } from '../queries.ts'

const TONES: Record<AccountState, Tone> = {
  proposed: 'info',
  agreed: 'good',
  refused: 'bad',
  withdrawn: 'neutral',
  lapsed: 'neutral',
  ended: 'neutral',
}

/** What is typed of an account, as the RIB writes it. */
export const AccountFields = ({ form }: { form: FormState }) => (
  <>
    <TextField
      form={form}
      name="holder"
      label="Titulaire du compte"
      hint="Exactement comme sur le RIB : la banque compare ce nom."
      autocomplete="off"
      spellcheck={false}
    />
    <TextField
      form={form}
      name="iban"
      label="IBAN"
      hint="Écrit sur le RIB, par exemple FR76 3000 6000 0112 3456 7890 189. Les espaces ne comptent pas."
      autocomplete="off"
      spellcheck={false}
    />
    <TextField
      form={form}
      name="bic"
      label="BIC"
      hint="8 ou 11 caractères, écrits sur le RIB. Nécessaire seulement pour un compte d’un autre pays que la France."
      width={20}
      optional
      autocomplete="off"
      spellcheck={false}
    />
  </>
)

/** The account that is paid. */
export const Paid = ({ account, now }: { account: Account; now: Date }) => (
  <SummaryList
    items={[
      { label: 'Titulaire', value: account.holder },
      { label: 'IBAN', value: maskedIban(account) },
      { label: 'BIC', value: account.bic ?? 'Trouvé par l’IBAN' },
      { label: 'Accepté', value: account.decided_at ? `Le ${frenchMinute(account.decided_at)}` : '—' },
      ...(account.usable_from && account.usable_from > now
        ? [{ label: 'Premier virement possible', value: `Le ${frenchMinute(account.usable_from)}` }]
        : []),
    ]}
  />
)

/** What waits for the Region's answer. */
export const Waiting = ({ account, showsAgents }: { account: Account; showsAgents: boolean }) => (
  <SummaryList
    items={[
      { label: 'Titulaire', value: account.holder },
      { label: 'IBAN', value: maskedIban(account) },
      { label: 'Proposé par', value: showsAgents ? account.proposed_by_name : account.proposed_at_place },
      { label: 'Le', value: frenchMinute(account.proposed_at) },
    ]}
  />
)

/** What became of the others: refused ones say why. */
export const Others = ({ accounts }: { accounts: Awaited<ReturnType<typeof accountsOfPartner>>['others'] }) => (
  <DataTable
    caption="Comptes d’avant et propositions sans suite"
    columns={[{ label: 'IBAN' }, { label: 'Titulaire' }, { label: 'Proposé le' }, { label: 'État' }, { label: 'Pourquoi' }]}
    empty="Aucun."
    rows={accounts.map(({ refusal, end_words, paid_until, ...account }) => {
      const state = paid_until ? 'ended' : account.state
      return [
        maskedIban(account),
        account.holder,
        frenchDayOf(account.proposed_at),
        <Tag key="state" tone={TONES[state]}>
          {STATES[state]}
        </Tag>,
        refusal ?? end_words ?? (paid_until ? 'Remplacé par un autre compte.' : '—'),
      ]
    })}
  />
)
