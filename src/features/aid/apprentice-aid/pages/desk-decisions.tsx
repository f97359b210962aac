import { z } from 'zod'
import type { Tx } from '../../../../platform/database/index.ts'
import { frenchDayOf } from '../../../../platform/dates.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import type { Agent, SchoolUser } from '../../../../spaces/actors.ts'
import { PageHeading, Panel, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, type ButtonKind, ButtonLink, ErrorSummary, Form, TextArea } from '../../../../ui/form.tsx'
import { acceptRequest } from '../accept.ts'
import { acceptBySchool } from '../accept-by-school.ts'
import { awaits, reasonForm } from '../desk.ts'
import { type Decider, requestFor } from '../desk-queries.ts'
import { refuseRequest } from '../refuse.ts'
import { returnRequest } from '../return.ts'
import { type AidDesk, fileHref, REGION_DESK, SCHOOL_DESK } from './desks.ts'
import { StateTag } from './state-tag.tsx'

/** What is said once something is done, by the word of its address. */
export const DONE = {
  validation: 'La demande est validée',
  renvoi: 'La demande est renvoyée pour correction',
  refus: 'La demande est refusée',
  distance: 'La distance retenue est enregistrée',
}

interface DecisionPage<Actor, Schema extends z.ZodType> {
  slug: keyof typeof DONE
  title: string
  explanation: string
  /** The label of the reason, when the decision has one. */
  reason?: string
  kind: ButtonKind
  schema: Schema
  decide(tx: Tx, decider: Actor, input: z.output<Schema> & { number: string }): Promise<void>
}

const returning = {
  slug: 'renvoi',
  title: 'Renvoyer pour correction',
  explanation: 'La demande revient au jeune, avec votre motif. Il la corrige, puis la renvoie.',
  reason: 'Ce qui est à corriger',
  kind: 'main',
  schema: reasonForm,
  decide: returnRequest,
} as const

const refusal = {
  slug: 'refus',
  title: 'Refuser',
  explanation:
    'Le jeune est prévenu, avec votre motif. Cette décision est définitive : pour une erreur à corriger, renvoyez plutôt la demande.',
  reason: 'Motif du refus',
  kind: 'quiet-red',
  schema: reasonForm,
  decide: refuseRequest,
} as const

/** The three decisions of a CFA. */
export const schoolAidDecisions = {
  acceptance: decisionPage<SchoolUser, z.ZodObject>(SCHOOL_DESK, 'aidAcceptance', {
    slug: 'validation',
    title: 'Confirmer l’inscription',
    explanation:
      'Vous attestez que cet apprenti est inscrit dans votre établissement, avec ce contrat. La Région traite ensuite sa demande.',
    kind: 'main',
    schema: z.object({}),
    decide: (tx, school, { number }) => acceptBySchool(tx, school, { number }),
  }),
  returning: decisionPage<SchoolUser, typeof reasonForm>(SCHOOL_DESK, 'aidReturning', returning),
  refusal: decisionPage<SchoolUser, typeof reasonForm>(SCHOOL_DESK, 'aidRefusal', refusal),
}

/** Those of the Region. */
export const regionAidDecisions = {
  acceptance: decisionPage<Agent, z.ZodObject>(REGION_DESK, 'aidAcceptance', {
    slug: 'validation',
    title: 'Accepter la demande',
    explanation: 'La demande part au prochain lot de virements. Cette décision est définitive.',
    kind: 'main',
    schema: z.object({}),
    decide: (tx, agent, { number }) => acceptRequest(tx, agent, { number }),
  }),
  returning: decisionPage<Agent, typeof reasonForm>(REGION_DESK, 'aidReturning', returning),
  refusal: decisionPage<Agent, typeof reasonForm>(REGION_DESK, 'aidRefusal', refusal),
}

function decisionPage<Actor extends Decider, Schema extends z.ZodType>(
  desk: AidDesk<Actor>,
  place: 'aidAcceptance' | 'aidReturning' | 'aidRefusal',
  about: DecisionPage<Actor, Schema>,
) {
  return page(desk.space, desk.places[place], {
    title: ({ number }) => `${about.title}, demande d’aide ${number}`,
    async view({ db, actor, form, params }) {
      const file = await requestFor(db, actor, params.number)
      const back = fileHref(desk, file.number)
      return (
        <>
          <ErrorSummary form={form} />
          <PageHeading>{about.title}</PageHeading>
          <Panel>
            <SummaryList
              items={[
                { label: 'Apprenti', value: `${file.last_name} ${file.first_name}` },
                { label: 'Demande', value: `${file.number}, envoyée le ${file.submitted_at ? frenchDayOf(file.submitted_at) : ''}` },
                { label: 'État', value: <StateTag kind={actor.kind} state={file.state} /> },
              ]}
            />
          </Panel>
          {awaits(actor.kind, file) ? (
            <Form form={form} class="panel">
              <p>{about.explanation}</p>
              {about.reason && (
                <TextArea form={form} name="reason" label={about.reason} hint="Ce texte est transmis au jeune : 500 caractères au plus." />
              )}
              <Actions>
                <ButtonLink kind="quiet" href={back}>
                  Retour
                </ButtonLink>
                <Button kind={about.kind}>{about.title}</Button>
              </Actions>
            </Form>
          ) : (
            <>
              <Warning title="Il n’y a rien à décider">
                <p>Ouvrez la demande pour lire où elle en est, et ce qui a été décidé.</p>
              </Warning>
              <ButtonLink href={back}>Retour</ButtonLink>
            </>
          )}
        </>
      )
    },
    submit: form(about.schema, async ({ tx, actor, input, params }) => {
      const { number } = params
      await about.decide(tx, actor, { ...(input as z.output<Schema> & object), number })
      return see(desk.places.aidRequest.said(about.slug, { number }))
    }),
  })
}
