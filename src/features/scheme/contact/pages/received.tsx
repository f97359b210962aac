import { places } from '../../../../places.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, PageHeading, Pagination, Panel, Success, SummaryList, Tag } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, TextArea } from '../../../../ui/form.tsx'
import { answerQuestion } from '../answer.ts'
import { questionReceived, questionsReceived } from '../queries.ts'
import { answerForm, QUESTIONS_A_PAGE } from '../question.ts'

export const receivedQuestions = page(regionFor('questions.answer'), places.region.questions, {
  title: 'Questions reçues',
  async view({ db, query }) {
    const isAnswered = query.has('repondues')
    const asked = pageAsked(query)
    const { rows, total } = await questionsReceived(db, { isAnswered, page: asked })
    const past = pastTheEnd(rows, query)
    if (past) return past
    return (
      <>
        <PageHeading>Questions reçues</PageHeading>
        <Actions>
          {isAnswered ? (
            <ButtonLink href={places.region.questions.to()} kind="quiet">
              Voir celles qui attendent
            </ButtonLink>
          ) : (
            <ButtonLink href={places.region.questions.to({ repondues: 'oui' })} kind="quiet">
              Voir celles qui ont une réponse
            </ButtonLink>
          )}
        </Actions>
        <Panel>
          <DataTable
            caption={isAnswered ? 'Questions répondues' : 'Questions en attente'}
            columns={[{ label: 'Numéro' }, { label: 'Reçue le' }, { label: 'Sujet' }, { label: 'De' }]}
            rows={rows.map((row) => [
              String(row.id),
              frenchMinute(row.received_at),
              <a href={places.region.question.to({ id: row.id })}>{row.subject}</a>,
              row.name,
            ])}
            empty={isAnswered ? 'Aucune réponse pour le moment.' : 'Aucune question n’attend.'}
          />
          {total > QUESTIONS_A_PAGE && (
            <Pagination
              page={asked}
              pages={Math.ceil(total / QUESTIONS_A_PAGE)}
              href={(to) => places.region.questions.to({ repondues: isAnswered && 'oui', page: to })}
            />
          )}
        </Panel>
      </>
    )
  },
})

export const receivedQuestion = page(regionFor('questions.answer'), places.region.question, {
  title: ({ id }) => `Question n° ${id}`,
  said: { envoi: 'Votre réponse est partie' },
  async view({ db, form, params, said }) {
    const question = found(await questionReceived(db, params.id))
    return (
      <>
        <ErrorSummary form={form} />
        {said && question.answered_at ? (
          <Success title={said}>
            <p>{`Elle est envoyée par mail à ${question.email}.`}</p>
          </Success>
        ) : (
          <PageHeading>{`Question n° ${question.id}`}</PageHeading>
        )}
        <Panel title={question.subject}>
          <p class="as-typed">{question.body}</p>
          <SummaryList
            items={[
              { label: 'Reçue le', value: frenchMinute(question.received_at) },
              { label: 'De', value: question.name },
              { label: 'Adresse e-mail', value: question.email },
              { label: 'Numéro de dossier indiqué', value: question.file_number ?? 'Aucun' },
            ]}
          />
          <p class="hint">Rien ne prouve que cette personne est celle qu’elle dit : ne lui donnez rien d’un dossier.</p>
        </Panel>
        <Panel title="Réponse">
          {question.answered_at ? (
            <>
              <p class="as-typed">{question.answer}</p>
              <p class="hint">{`Envoyée le ${frenchMinute(question.answered_at)} par ${question.answered_by_name}.`}</p>
            </>
          ) : (
            <Form form={form}>
              <TextArea form={form} name="answer" label="Votre réponse" hint={`Elle est envoyée par mail à ${question.email}.`} rows={10} />
              <Actions>
                <ButtonLink href={places.region.questions.to()} kind="quiet">
                  Retour
                </ButtonLink>
                <Button>Envoyer la réponse</Button>
              </Actions>
            </Form>
          )}
        </Panel>
        {question.others.length > 0 && (
          <Panel>
            <DataTable
              caption="Autres questions de la même adresse"
              columns={[{ label: 'Reçue le' }, { label: 'Sujet' }, { label: 'État' }]}
              rows={question.others.map((other) => [
                frenchMinute(other.received_at),
                <a href={places.region.question.to({ id: other.id })}>{other.subject}</a>,
                other.answered_at ? <Tag tone="good">Répondue</Tag> : <Tag tone="warning">En attente</Tag>,
              ])}
            />
          </Panel>
        )}
      </>
    )
  },
  submit: form(answerForm, async ({ tx, actor, input, params }) => {
    const { id } = params
    await answerQuestion(tx, actor, { id, answer: input.answer })
    return see(places.region.question.said('envoi', { id }))
  }),
})
