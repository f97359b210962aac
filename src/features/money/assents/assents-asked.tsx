import { places } from '../../../places.ts'
import { frenchHour } from '../../../platform/dates.ts'
import { FormState } from '../../../platform/forms/state.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { Panel } from '../../../ui/blocks.tsx'
import { Actions, Button, Form } from '../../../ui/form.tsx'
import type { AskedOfOwner } from './queries.ts'

/** What tills ask now, before anything else of the home page: it counts for two minutes. */
export const AssentsAsked = ({ asked, csrf }: { asked: AskedOfOwner[]; csrf: string }) => (
  <>
    {asked.map((one) => (
      <Panel key={one.id} title={`${one.partner_name} demande ${frenchEuros(one.amount_cents)}`}>
        <WhatIsAsked asked={one} />
        <AnswerForm form={new FormState(csrf, '')} asked={one} />
      </Panel>
    ))}
  </>
)

export const WhatIsAsked = ({ asked }: { asked: AskedOfOwner }) => (
  <p>
    {`Le numéro de votre carte vient d’être tapé chez ${asked.partner_name}, à ${asked.town}, pour payer ${frenchEuros(asked.amount_cents)}. Vous êtes à la caisse ? Répondez avant ${frenchHour(asked.expires_at)}.`}
  </p>
)

export const AnswerForm = ({ form, asked }: { form: FormState; asked: AskedOfOwner }) => (
  <Form form={form} action={places.beneficiary.assent.to({ assent: asked.id })}>
    <Actions>
      <Button kind="quiet-red" name="answer" value="no">
        Refuser<span class="unseen">{` ${frenchEuros(asked.amount_cents)} chez ${asked.partner_name}`}</span>
      </Button>
      <Button name="answer" value="yes">
        Accepter<span class="unseen">{` ${frenchEuros(asked.amount_cents)} chez ${asked.partner_name}`}</span>
      </Button>
    </Actions>
  </Form>
)
