import { places } from '../../../../places.ts'
import { found } from '../../../../platform/errors.ts'
import { wordsAsked } from '../../../../platform/forms/paging.ts'
import { FormState } from '../../../../platform/forms/state.ts'
import { page } from '../../../../platform/http/page.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { Details, PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, SearchForm, TextField } from '../../../../ui/form.tsx'
import { Prose } from '../prose.tsx'
import { questionAt, questionsByTheme, searchQuestions } from '../queries.ts'

interface Shown {
  slug: string
  question: string
  answer: string
  theme: string
}

/** The questions people ask (guide, 10), by theme; the address holds the search. */
export const faq = page(publicSpace, places.public.faq, {
  isSameForAll: true,
  title: 'Foire aux questions',
  description: `Les réponses aux questions sur la carte ${OUR_REGION.card} : demande, photo, QR code, prépaiement, carte perdue, aides aux apprentis.`,
  async view({ db, query, now }) {
    const words = wordsAsked(query)
    const questions = words ? await searchQuestions(db, words, now) : await questionsByTheme(db, now)
    const search = new FormState('', '', { recherche: [words] })
    return (
      <>
        <PageHeading>Foire aux questions</PageHeading>
        <SearchForm>
          <TextField form={search} name="recherche" label="Rechercher" type="search" optional />
          <Actions>
            <Button icon="search">Rechercher</Button>
          </Actions>
        </SearchForm>
        {words ? <Answers words={words} questions={questions} /> : <Themes questions={questions} />}
        <p>
          Vous n’avez pas trouvé votre réponse ? <a href={places.public.contact.to()}>Contactez-nous</a>.
        </p>
      </>
    )
  },
})

function Answers({ words, questions }: { words: string; questions: Shown[] }) {
  const count = questions.length
  return (
    <Panel title={count === 0 ? 'Aucune réponse' : count === 1 ? '1 réponse' : `${count} réponses`}>
      {count === 0 && <p>{`Rien ne répond à « ${words} ». Essayez avec d’autres mots, ou avec moins de mots.`}</p>}
      {questions.map((question, index) => (
        <Answer key={question.slug} question={question} open={index === 0} />
      ))}
      <p>
        <a href={places.public.faq.to()}>Voir toutes les questions</a>
      </p>
    </Panel>
  )
}

function Themes({ questions }: { questions: Shown[] }) {
  if (questions.length === 0) return <p>Aucune question n’est publiée pour le moment.</p>
  const themes = [...new Set(questions.map(({ theme }) => theme))]
  return (
    <>
      {themes.map((theme) => (
        <Panel key={theme} title={theme}>
          {questions
            .filter((question) => question.theme === theme)
            .map((question) => (
              <Answer key={question.slug} question={question} />
            ))}
        </Panel>
      ))}
    </>
  )
}

const Answer = ({ question: { slug, question, answer }, open }: { question: Shown; open?: boolean }) => (
  <Details title={question} open={open ?? false}>
    <Prose text={answer} />
    <p>
      <a href={places.public.faqQuestion.to({ slug })}>
        Lien vers cette réponse<span class="unseen">{` : ${question}`}</span>
      </a>
    </p>
  </Details>
)

const BRIEF = 155

/** The beginning of a text on one line, cut at a word. */
function inBrief(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length <= BRIEF ? line : `${line.slice(0, BRIEF).replace(/ \S*$/, '')}…`
}

/** One question, at an address to send to somebody. */
export const faqQuestion = page(publicSpace, places.public.faqQuestion, {
  isSameForAll: true,
  find: async ({ db, params, now }) => found(await questionAt(db, params.slug, now)),
  title: (_, { question }) => `${question} — Foire aux questions`,
  description: (_, { question, answer }) => inBrief(`${question} ${answer}`),
  view({ subject: { theme, question, answer, others } }) {
    return (
      <>
        <p>
          <a href={places.public.faq.to()}>Foire aux questions</a>
        </p>
        <PageHeading>{question}</PageHeading>
        <Panel>
          <Prose text={answer} />
        </Panel>
        {others.length > 0 && (
          <Panel title={`Autres questions : ${theme}`}>
            <ul>
              {others.map((other) => (
                <li key={other.slug}>
                  <a href={places.public.faqQuestion.to({ slug: other.slug })}>{other.question}</a>
                </li>
              ))}
            </ul>
          </Panel>
        )}
      </>
    )
  },
})
