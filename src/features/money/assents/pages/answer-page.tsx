import { places } from '../../../../places.ts'
import { found } from '../../../../platform/errors.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { PageHeading, Panel, Said } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink, ErrorSummary } from '../../../../ui/form.tsx'
import { answerAsk } from '../answer.ts'
import { answerForm } from '../assent.ts'
import { AnswerForm, WhatIsAsked } from '../assents-asked.tsx'
import { assentOf } from '../queries.ts'

const BACK = (
  <Actions>
    <ButtonLink href={places.beneficiary.home.to()} kind="quiet">
      Revenir à l’accueil
    </ButtonLink>
  </Actions>
)

/** What a till asks the owner of a card: they agree to it or refuse it. */
export const answerPage = page(beneficiarySpace, places.beneficiary.assent, {
  find: async ({ db, actor, params }) => found(await assentOf(db, actor, params.assent)),
  title: (_params, { partner_name, amount_cents }) => `${partner_name} demande ${frenchEuros(amount_cents)}`,
  said: { accord: 'Vous avez accepté : la caisse peut encaisser', refus: 'Vous avez refusé : rien n’est payé' },
  view({ form, said, now, subject: asked }) {
    const isAsked = asked.answered_at === null && asked.expires_at > now
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>{`${asked.partner_name} demande ${frenchEuros(asked.amount_cents)}`}</PageHeading>
        <Panel>
          {isAsked ? (
            <>
              <WhatIsAsked asked={asked} />
              <AnswerForm form={form} asked={asked} />
            </>
          ) : (
            <>
              <p>{whatBecameOfIt(asked)}</p>
              {BACK}
            </>
          )}
        </Panel>
      </>
    )
  },
  submit: form(answerForm, async ({ tx, actor, params, input }) => {
    const isAgreed = input.answer === 'yes'
    await answerAsk(tx, actor, { id: params.assent, isAgreed })
    return see(places.beneficiary.assent.said(isAgreed ? 'accord' : 'refus', { assent: params.assent }))
  }),
})

function whatBecameOfIt({ answered_at, way }: { answered_at: Date | null; way: string | null }): string {
  if (answered_at === null) return 'Le délai de deux minutes est passé : rien n’est payé. La caisse peut vous le demander à nouveau.'
  return way === null
    ? 'Vous avez refusé. Si ce n’était pas vous à la caisse, mettez votre carte en opposition dans « Ma carte ». Si c’était vous, montrez votre QR code.'
    : 'L’accord est donné, pour ce montant et une seule fois. Un message vous dit quand c’est payé.'
}
