import { z } from 'zod'
import { places } from '../../../../places.ts'
import type { Tx } from '../../../../platform/database/index.ts'
import { dayOf, frenchDay } from '../../../../platform/dates.ts'
import { found, UserError } from '../../../../platform/errors.ts'
import { text } from '../../../../platform/forms/fields.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import type { Place } from '../../../../platform/http/place.ts'
import { DataTable, PageHeading, Panel, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, type ButtonKind, ButtonLink, ErrorSummary, Form, TextArea } from '../../../../ui/form.tsx'
import { isOver } from '../../../scheme/campaigns/index.ts'
import { acceptApplications } from '../accept.ts'
import { awaitsDecision, type Decision, isTimely } from '../application.ts'
import { type Decider, namedApplications, PAGE_SIZE } from '../queries.ts'
import { refuseApplications } from '../refuse.ts'
import { returnApplications } from '../return.ts'
import { creditInWords, type Desk, REGION_DESK, SCHOOL_DESK } from './desk.ts'
import { SITUATIONS } from './schooling-words.ts'
import { StateTag } from './state-tag.tsx'

/** What is said once a decision is taken, by the word of its address. */
export const DONE: Record<string, { one: string; several: string }> = {
  validation: { one: 'La demande est validée', several: 'Les demandes choisies sont validées' },
  renvoi: { one: 'La demande est renvoyée pour correction', several: 'Les demandes choisies sont renvoyées pour correction' },
  refus: { one: 'La demande est refusée', several: 'Les demandes choisies sont refusées' },
}

const reason = text('Écrivez le motif : il est transmis au jeune.', 500)

const acceptance = {
  slug: 'validation',
  decision: 'validated',
  title: 'Valider',
  button: 'Valider',
  kind: 'main',
  schema: z.object({}),
  decide: acceptApplications,
} as const

const returning = {
  slug: 'renvoi',
  decision: 'returned',
  title: 'Renvoyer pour correction',
  explanation: () => 'La demande revient au jeune, avec votre motif. Il la corrige, puis vous la renvoie.',
  reason: 'Ce qui est à corriger',
  button: 'Renvoyer pour correction',
  kind: 'main',
  schema: z.object({ reason }),
  decide: returnApplications,
} as const

const refusal = {
  slug: 'refus',
  decision: 'refused',
  title: 'Refuser',
  explanation: () =>
    'Le jeune est prévenu, avec votre motif. Cette décision est définitive : pour une erreur à corriger, renvoyez plutôt la demande.',
  reason: 'Motif du refus',
  button: 'Refuser',
  kind: 'quiet-red',
  schema: z.object({ reason }),
  decide: refuseApplications,
} as const

const schoolAcceptance = {
  ...acceptance,
  explanation: (credited: string) =>
    `Vous attestez que chaque élève ou apprenti est inscrit dans votre établissement. Sa carte ${credited}. Cette décision est définitive.`,
}

const regionAcceptance = {
  ...acceptance,
  explanation: (credited: string) =>
    `Pour un apprenti : il a sa carte, et elle ${credited}. Pour un jeune ni lycéen, ni apprenti : il accède aux bons plans. Cette décision est définitive.`,
}

/** The three decisions of a school, on one application or on several. */
export const schoolDecisions = {
  acceptances: decisionPage(SCHOOL_DESK, places.school.acceptances, schoolAcceptance),
  returnings: decisionPage(SCHOOL_DESK, places.school.returnings, returning),
  refusals: decisionPage(SCHOOL_DESK, places.school.refusals, refusal),
  acceptance: decisionPage(SCHOOL_DESK, places.school.acceptance, schoolAcceptance),
  returning: decisionPage(SCHOOL_DESK, places.school.returning, returning),
  refusal: decisionPage(SCHOOL_DESK, places.school.refusal, refusal),
}

/** The same, of the Region. */
export const regionDecisions = {
  acceptance: decisionPage(REGION_DESK, places.region.acceptance, regionAcceptance),
  returning: decisionPage(REGION_DESK, places.region.returning, returning),
  refusal: decisionPage(REGION_DESK, places.region.refusal, refusal),
}

interface DecisionPage<Schema extends z.ZodObject> {
  slug: string
  decision: Decision
  title: string
  /** What it does; `credited` says when a validated card is. */
  explanation(credited: string): string
  /** The label of the reason, when the decision has one. */
  reason?: string
  button: string
  kind: ButtonKind
  schema: Schema
  decide(tx: Tx, decider: Decider, input: z.output<Schema> & { fileNumbers: string[] }): Promise<void>
}

/** The page of a decision: on the application that its address names, or on those chosen in the list. */
function decisionPage<Actor extends Decider, Schema extends z.ZodObject>(
  desk: Desk<Actor>,
  place: Place<{ number?: string }, 'numbers[]', never>,
  about: DecisionPage<Schema>,
) {
  return page(desk.space, place, {
    title: (params) => (params.number ? `${about.title} la demande ${params.number}` : `${about.title} les demandes choisies`),
    async view({ db, actor, now, form, params, query }) {
      const today = dayOf(now)
      const applications = await namedApplications(db, actor, mustBeSome(fileNumbersOf(params, query), desk.list))
      found(applications[0])
      const undecided = applications.filter(awaitsDecision)
      const waiting = undecided.filter((application) => isTimely(about.decision, application, today))
      const late = undecided.find((application) => !waiting.includes(application))
      const back = params.number ? desk.file(params.number) : desk.list
      return (
        <>
          <ErrorSummary form={form} />
          <PageHeading>{about.title}</PageHeading>
          <Panel>
            <DataTable
              caption={applications.length === 1 ? 'Une demande' : `${applications.length} demandes`}
              columns={[{ label: 'Nom' }, { label: 'Formation' }, { label: 'État' }]}
              rows={applications.map((application) => [
                `${application.last_name} ${application.first_name}`,
                application.course_label ?? SITUATIONS[application.situation],
                <StateTag key="state" state={application.state} isLate={isOver(application, today)} />,
              ])}
            />
          </Panel>
          {late && (
            <Warning title="Campagne terminée">
              <p>
                {`La campagne ${late.campaign_name} s’est terminée le ${frenchDay(late.ends_on)} : ses demandes ne peuvent plus être validées ni renvoyées. Les jeunes feront une demande pour la campagne suivante.`}
              </p>
            </Warning>
          )}
          {waiting.length === 0 ? (
            <>
              {!late && (
                <Warning title="Il n’y a plus rien à décider">
                  <p>Ouvrez la demande pour lire ce qui a été décidé, et par qui.</p>
                </Warning>
              )}
              <ButtonLink href={back}>Retour</ButtonLink>
            </>
          ) : (
            <Form form={form} class="panel" action={params.number ? undefined : hrefFor(desk.list, about.slug, waiting)}>
              <p>{about.explanation(creditInWords(waiting, today))}</p>
              {about.reason && (
                <TextArea form={form} name="reason" label={about.reason} hint="Ce texte est transmis au jeune : 500 caractères au plus." />
              )}
              <Actions>
                <ButtonLink kind="quiet" href={back}>
                  Retour
                </ButtonLink>
                <Button kind={about.kind}>{about.button}</Button>
              </Actions>
            </Form>
          )}
        </>
      )
    },
    submit: form(about.schema, async ({ tx, actor, input, params, visit }) => {
      const fileNumbers = mustBeSome(fileNumbersOf(params, visit.url.searchParams), desk.list)
      await about.decide(tx, actor, { ...input, fileNumbers })
      return see(`${params.number ? desk.file(params.number) : desk.list}?done=${about.slug}`)
    }),
  })
}

const fileNumbersOf = (params: { number?: string }, query: URLSearchParams): string[] =>
  params.number ? [params.number] : [...new Set(query.getAll('numbers[]'))].slice(0, PAGE_SIZE)

function mustBeSome(fileNumbers: string[], list: string): string[] {
  if (fileNumbers.length > 0) return fileNumbers
  throw new UserError('application.none-chosen', 'Vous n’avez choisi aucune demande. Cochez-en au moins une.', {
    next: { href: list, label: 'Revenir aux demandes' },
  })
}

const hrefFor = (list: string, slug: string, applications: { file_number: string }[]): string =>
  `${list}/${slug}?${new URLSearchParams(applications.map(({ file_number }) => ['numbers[]', file_number]))}`
