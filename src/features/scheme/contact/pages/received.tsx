import type { VNode } from 'preact'
import { places } from '../../../../places.ts'
import type { Reader, Tx } from '../../../../platform/database/index.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { choiceAsked, listed, orderAsked, pageAsked, pastTheEnd, wordsAsked } from '../../../../platform/forms/paging.ts'
import { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import type { Agent } from '../../../../spaces/actors.ts'
import { may } from '../../../../spaces/roles.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { Columns, DataTable, InfoBox, PageHeading, Panel, Said, SummaryList, Tag } from '../../../../ui/blocks.tsx'
import {
  Actions,
  Button,
  ButtonLink,
  ErrorSummary,
  Form,
  HidingSearchForm,
  SearchForm,
  Select,
  TextArea,
  TextField,
} from '../../../../ui/form.tsx'
import { List } from '../../../../ui/list.tsx'
import { answerQuestion } from '../answer.ts'
import { endQuestion, reopenQuestion } from '../end.ts'
import { linkQuestion, unlinkQuestion } from '../link.ts'
import {
  answerTemplates,
  QUESTION_ORDERS,
  type Question,
  questionReceived,
  questionsReceived,
  STANDINGS,
  type Standing,
} from '../queries.ts'
import {
  filledIn,
  holderOf,
  QUESTIONS_A_PAGE,
  questionActionForm,
  TAKEN_HOURS,
  THEME_NAMES,
  themeInWords,
  themeOptions,
} from '../question.ts'
import { sortQuestion } from '../sort.ts'
import { giveQuestionBack, takeQuestion } from '../take.ts'

const STANDING_WORDS: Record<Standing, string> = {
  attente: 'En attente',
  miennes: 'En attente, prises par vous',
  terminees: 'Terminées',
}

export const receivedQuestions = page(regionFor('questions.answer'), places.region.questions, {
  title: 'Questions reçues',
  async view({ db, actor, now, query }) {
    const standing = choiceAsked(query, 'etat', STANDINGS) ?? 'attente'
    const order = orderAsked(query, QUESTION_ORDERS, standing === 'terminees' ? '-recue' : 'recue')
    const asked = { words: wordsAsked(query), theme: choiceAsked(query, 'sujet', THEME_NAMES), standing, page: pageAsked(query), order }
    const { rows, total } = await questionsReceived(db, asked, actor.id)
    const past = pastTheEnd(rows, query)
    if (past) return past
    const typed = new FormState('', '', { recherche: [asked.words], sujet: [asked.theme ?? ''], etat: [standing] })
    return (
      <>
        <PageHeading>Questions reçues</PageHeading>
        <HidingSearchForm>
          <TextField form={typed} name="recherche" label="Nom, adresse, numéro ou mots de la question" type="search" optional />
          <Select form={typed} name="sujet" label="Sujet" optional placeholder="Tous" options={themeOptions} />
          <Select
            form={typed}
            name="etat"
            label="État"
            optional
            options={STANDINGS.map((value) => ({ value, label: STANDING_WORDS[value] }))}
          />
          <Actions>
            <Button icon="search">Rechercher</Button>
          </Actions>
        </HidingSearchForm>
        <Actions>
          <ButtonLink href={places.region.answerTemplates.to()} kind="quiet">
            Modèles de réponse
          </ButtonLink>
        </Actions>
        <Panel>
          <List
            listed={listed(query, { total, aPage: QUESTIONS_A_PAGE, order })}
            caption={`${STANDING_WORDS[standing]} : ${total}`}
            columns={[
              { label: 'Numéro' },
              { label: 'Reçue le', by: 'recue' },
              { label: 'Objet' },
              { label: 'De' },
              { label: 'Sujet', by: 'theme' },
              { label: 'Prise par' },
            ]}
            rows={rows.map((row) => [
              String(row.id),
              frenchMinute(row.received_at),
              <a key="subject" href={places.region.question.to({ id: row.id })}>
                {row.subject}
              </a>,
              row.name,
              themeInWords(row.theme),
              holderOf(row, now) === null ? '—' : row.taken_by_name,
            ])}
            empty={standing === 'terminees' ? 'Aucune question terminée.' : 'Aucune question n’attend.'}
          />
        </Panel>
      </>
    )
  },
})

export const receivedQuestion = page(regionFor('questions.answer'), places.region.question, {
  title: ({ id }) => `Question n° ${id}`,
  said: {
    prise: 'La question est à vous : répondez, ou rendez-la aux autres',
    rendue: 'La question est rendue aux autres',
    envoi: 'Votre réponse est partie',
    classement: 'La question est classée sans réponse',
    attente: 'La question est de nouveau en attente',
    sujet: 'Le sujet est enregistré',
    rattachement: 'La question est rattachée au dossier',
    detachement: 'La question n’est plus rattachée à un dossier',
  },
  async view({ db, actor, now, form, params, query, said }) {
    const question = await questionReceived(db, params.id)
    const holder = holderOf(question, now)
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>{`Question n° ${question.id}`}</PageHeading>
        <p>
          {question.ended_at ? <Tag tone="good">Terminée</Tag> : <Tag tone="warning">En attente</Tag>} {themeInWords(question.theme)}
        </p>
        <Asked question={question} />
        <Answers question={question} />
        {holder === actor.id ? (
          await Answering({ db, form, question, asked: query.get('modele') })
        ) : (
          <InHand form={form} question={question} isAnothers={holder !== null} />
        )}
        {(holder === null || holder === actor.id) && <Sorting form={form} question={question} agent={actor} />}
        <Others others={question.others} />
        <Actions>
          <ButtonLink href={places.region.questions.to()} kind="quiet">
            Toutes les questions
          </ButtonLink>
        </Actions>
      </>
    )
  },
  submit: form(questionActionForm, async ({ tx, actor, input, params: { id } }) =>
    see(places.region.question.said(await done(tx, actor, id, input), { id })),
  ),
})

type Action = ReturnType<(typeof questionActionForm)['parse']>

/** Does it, and says by which word its page says so. */
async function done(tx: Tx, agent: Agent, id: number, input: Action) {
  switch (input.action) {
    case 'take':
      await takeQuestion(tx, agent, { id })
      return 'prise'
    case 'give-back':
      await giveQuestionBack(tx, agent, { id })
      return 'rendue'
    case 'answer':
      await answerQuestion(tx, agent, { id, answer: input.answer })
      return 'envoi'
    case 'end':
      await endQuestion(tx, agent, { id })
      return 'classement'
    case 'reopen':
      await reopenQuestion(tx, agent, { id })
      return 'attente'
    case 'sort':
      await sortQuestion(tx, agent, { id, theme: input.theme })
      return 'sujet'
    case 'link':
      await linkQuestion(tx, agent, { id, number: input.number })
      return 'rattachement'
    case 'unlink':
      await unlinkQuestion(tx, agent, { id })
      return 'detachement'
  }
}

const Asked = ({ question }: { question: Question }) => (
  <Panel title={question.subject}>
    <p class="as-typed">{question.body}</p>
    <SummaryList
      items={[
        { label: 'Reçue le', value: frenchMinute(question.received_at) },
        { label: 'De', value: question.name },
        { label: 'Adresse e-mail', value: <span class="desk-code">{question.email}</span> },
        { label: 'Numéro de dossier indiqué', value: question.file_number ?? 'Aucun' },
      ]}
    />
    <p class="hint">Rien ne prouve que cette personne est celle qu’elle dit : ne lui donnez rien d’un dossier.</p>
  </Panel>
)

const Answers = ({ question }: { question: Question }) => (
  <>
    {question.answers.map((answer, index) => (
      <Panel key={answer.id} title={question.answers.length > 1 ? `Réponse ${index + 1}` : 'Réponse'}>
        <p class="as-typed">{answer.body}</p>
        <p class="hint">{`Envoyée le ${frenchMinute(answer.answered_at)} par ${answer.answered_by_name}.`}</p>
      </Panel>
    ))}
    {question.ended_at && question.answers.length === 0 && (
      <InfoBox>
        <p>{`Classée sans réponse le ${frenchMinute(question.ended_at)} par ${question.ended_by_name}.`}</p>
      </InfoBox>
    )}
  </>
)

interface Props {
  form: FormState
  question: Question
}

/** For who has not taken it: whose it is, or how to take it. */
const InHand = ({ form, question, isAnothers }: Props & { isAnothers: boolean }) => (
  <Panel title={isAnothers ? 'Quelqu’un s’en occupe' : 'Répondre'}>
    {isAnothers ? (
      <p>
        {`${question.taken_by_name} a pris cette question le ${question.taken_at ? frenchMinute(question.taken_at) : ''}. `}
        {`Sans réponse au bout de ${TAKEN_HOURS} heures, elle est de nouveau à tous.`}
      </p>
    ) : (
      <Form form={form}>
        <p>Prenez la question avant de répondre : ainsi personne d’autre ne répond en même temps.</p>
        <Actions>
          <Button name="action" value="take">
            {question.answers.length > 0 ? 'Prendre la question pour répondre à nouveau' : 'Prendre cette question'}
          </Button>
          {question.ended_at ? (
            <Button kind="quiet" name="action" value="reopen">
              Remettre en attente
            </Button>
          ) : (
            <Button kind="quiet" name="action" value="end">
              Classer sans réponse
            </Button>
          )}
        </Actions>
      </Form>
    )}
  </Panel>
)

/** For who has taken it: the answer, from a template where one serves. */
async function Answering({ db, form, question, asked }: Props & { db: Reader; asked: string | null }): Promise<VNode> {
  const templates = await answerTemplates(db, question.theme)
  const template = templates.find(({ id }) => String(id) === asked)
  return (
    <Panel title="Votre réponse">
      {templates.length > 0 && (
        <SearchForm>
          <Select
            form={new FormState('', '', { modele: [template ? String(template.id) : ''] })}
            name="modele"
            label="Partir d’un modèle"
            optional
            placeholder="Aucun"
            options={templates.map(({ id, title }) => ({ value: String(id), label: title }))}
          />
          <Actions>
            <Button kind="quiet">Mettre ce texte</Button>
          </Actions>
        </SearchForm>
      )}
      <Form form={form}>
        <TextArea
          form={form}
          name="answer"
          label="Votre réponse"
          hint={`Elle est envoyée par mail à ${question.email}.`}
          known={template ? filledIn(template.body, question) : undefined}
          rows={10}
        />
        <Actions>
          <Button name="action" value="answer">
            Envoyer la réponse
          </Button>
        </Actions>
      </Form>
      <Form form={form}>
        <Actions>
          <Button kind="quiet" name="action" value="give-back">
            Rendre la question aux autres
          </Button>
          {!question.ended_at && (
            <Button kind="quiet" name="action" value="end">
              Classer sans réponse
            </Button>
          )}
        </Actions>
      </Form>
    </Panel>
  )
}

/** What it is about: its subject, and the file that it is linked to. */
const Sorting = ({ form, question, agent }: Props & { agent: Agent }) => (
  <Columns>
    <Panel title="Sujet">
      <Form form={form}>
        <Select
          form={form}
          name="theme"
          label="De quoi s’agit-il ?"
          known={question.theme}
          optional
          placeholder="À classer"
          options={themeOptions}
        />
        <Actions>
          <Button kind="quiet" name="action" value="sort">
            Enregistrer le sujet
          </Button>
        </Actions>
      </Form>
    </Panel>
    <Panel title="Dossier">
      {question.beneficiary_id || question.partner_id ? (
        <Form form={form}>
          <p>
            <FileLink question={question} agent={agent} />
          </p>
          <Actions>
            <Button kind="quiet" name="action" value="unlink">
              Ne plus rattacher
            </Button>
          </Actions>
        </Form>
      ) : (
        <Form form={form}>
          <TextField
            form={form}
            name="number"
            label="Rattacher au dossier"
            hint="Numéro de dossier ou de carte d’un jeune, ou code d’un partenaire."
            known={question.file_number}
            width={10}
            autocomplete="off"
          />
          <Actions>
            <Button kind="quiet" name="action" value="link">
              Rattacher
            </Button>
          </Actions>
        </Form>
      )}
    </Panel>
  </Columns>
)

/** To the file, for who may open it. */
function FileLink({ question, agent }: { question: Question; agent: Agent }) {
  if (question.beneficiary_id) {
    if (!may(agent, 'people.read')) return <>Rattachée au dossier d’un jeune.</>
    return (
      <a href={places.region.beneficiaryExchanges.to({ id: question.beneficiary_id })}>{`${question.first_name} ${question.last_name}`}</a>
    )
  }
  if (!may(agent, 'partners.manage')) return <>{`${question.partner_name} (${question.code})`}</>
  return <a href={places.region.partnerExchanges.to({ id: question.partner_id ?? 0 })}>{`${question.partner_name} (${question.code})`}</a>
}

const Others = ({ others }: Pick<Question, 'others'>) =>
  others.length > 0 ? (
    <Panel>
      <DataTable
        caption="Autres questions de la même adresse"
        columns={[{ label: 'Reçue le' }, { label: 'Objet' }, { label: 'État' }]}
        rows={others.map((other) => [
          frenchMinute(other.received_at),
          <a key="subject" href={places.region.question.to({ id: other.id })}>
            {other.subject}
          </a>,
          other.ended_at ? <Tag tone="good">Terminée</Tag> : <Tag tone="warning">En attente</Tag>,
        ])}
      />
    </Panel>
  ) : null
