import { z } from 'zod'
import { dayOf } from '../../../../platform/dates.ts'
import { found, UserError } from '../../../../platform/errors.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import type { Place } from '../../../../platform/http/place.ts'
import type { Decider } from '../../../../spaces/actors.ts'
import { PageHeading, Panel, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, TextArea } from '../../../../ui/form.tsx'
import { DECIDED_AT_ONCE } from '../asked.ts'
import { casesNamed } from '../cases.ts'
import { type Case, type CaseFile, type Decision, type Desk, reason, TO_A_SECOND_PERSON } from '../desk.ts'
import { tagOf } from './case-tag.tsx'

const withReason = z.object({ reason })
const withoutReason = z.object({}).transform(() => ({ reason: '' }))

/** The page of a decision: on the one that its address names, or on those chosen in the list. */
export function decisionPage<Actor extends Decider, Row extends Case, File extends CaseFile>(
  desk: Desk<Actor, Row, File>,
  decision: Decision<Actor, Row>,
  place: Place<{ number?: string }, 'numeros[]', never>,
) {
  return page(desk.deciders ?? desk.space, place, {
    title: ({ number }) => `${decision.title}${desk.named(number)}`,
    async view({ db, actor, now, form, params, query }) {
      const today = dayOf(now)
      const rows = await casesNamed(db, desk.cases(db, actor), mustBeSome(numbersOf(params, query), desk.list.to()))
      found(rows[0])
      const awaited = rows.filter(({ state }) => state === desk.awaited)
      const possible = awaited.filter((row) => decision.isTimely?.(row, today) ?? true)
      const late = awaited.find((row) => !possible.includes(row))
      const tooLate = late && desk.tooLate?.(late)
      const back = params.number ? desk.file.to({ number: params.number }) : desk.list.to()
      return (
        <>
          <ErrorSummary form={form} />
          <PageHeading>{decision.title}</PageHeading>
          <Panel>{desk.summary(rows, (row) => tagOf(desk, row, today))}</Panel>
          {tooLate && <Said {...tooLate} />}
          {possible.length > 0 && (await desk.doubts?.(possible, { db, actor }))}
          {possible.length === 0 ? (
            <>
              {!tooLate && <Said {...desk.nothingToDecide} />}
              <ButtonLink href={back}>Retour</ButtonLink>
            </>
          ) : (
            <Form
              form={form}
              class="panel"
              action={params.number ? undefined : decision.several?.place.to({ 'numeros[]': possible.map(({ number }) => number) })}
            >
              <p>{decision.explanation(possible, today)}</p>
              {decision.reason && (
                <TextArea
                  form={form}
                  name="reason"
                  label={decision.reason}
                  hint="Ce texte est transmis au jeune : 500 caractères au plus."
                />
              )}
              <Actions>
                <ButtonLink kind="quiet" href={back}>
                  Retour
                </ButtonLink>
                <Button kind={decision.kind}>{decision.title}</Button>
              </Actions>
            </Form>
          )}
        </>
      )
    },
    submit: form(decision.reason ? withReason : withoutReason, async ({ tx, actor, input, params, visit }) => {
      const numbers = mustBeSome(numbersOf(params, visit.url.searchParams), desk.list.to())
      const { number } = params
      if (number && (await decision.askInstead?.(tx, actor, numbers))) return see(desk.file.said(TO_A_SECOND_PERSON, { number }))
      await decision.decide(tx, actor, { numbers, reason: input.reason })
      return see(number ? desk.file.said(decision.slug, { number }) : desk.list.said(decision.slug))
    }),
  })
}

const Said = ({ title, words }: { title: string; words: string }) => (
  <Warning title={title}>
    <p>{words}</p>
  </Warning>
)

const numbersOf = (params: { number?: string }, query: URLSearchParams): string[] =>
  params.number ? [params.number] : [...new Set(query.getAll('numeros[]'))]

function mustBeSome(numbers: string[], list: string): string[] {
  if (numbers.length > DECIDED_AT_ONCE) {
    const sentence = `Vous avez choisi ${numbers.length} demandes : choisissez-en ${DECIDED_AT_ONCE} au plus à la fois.`
    throw new UserError('desk.too-many-chosen', sentence, { next: { href: list, label: 'Revenir aux demandes' } })
  }
  if (numbers.length > 0) return numbers
  throw new UserError('desk.none-chosen', 'Vous n’avez choisi aucune demande. Cochez-en au moins une.', {
    next: { href: list, label: 'Revenir aux demandes' },
  })
}
