import { z } from 'zod'
import { places } from '../../../../places.ts'
import { dayOf } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { Panel, SummaryList } from '../../../../ui/blocks.tsx'
import { Select, TextArea, TextField } from '../../../../ui/form.tsx'
import { Prose, questionForm } from '../../content/index.ts'
import { deleteQuestion } from '../delete.ts'
import { questionAtDesk, questionsAtDesk, themes } from '../queries.ts'
import { saveQuestion } from '../save-question.ts'
import { DELETED, Deletion, DeskForm, DeskList, Preview, PublicationFields, StateTag } from './desk.tsx'

export const questionsDesk = page(regionFor('content.write'), places.region.faqQuestions, {
  title: 'Questions fréquentes',
  said: DELETED,
  async view({ db, now, said }) {
    const questions = await questionsAtDesk(db)
    return (
      <DeskList
        title="Questions fréquentes"
        add="Ajouter une question"
        href={places.region.newFaqQuestion.to()}
        said={said}
        columns={[{ label: 'Thème' }, { label: 'Rang', numeric: true }, { label: 'Question' }]}
        rows={questions.map((question) => [
          question.theme,
          question.position,
          <a href={places.region.faqQuestion.to({ id: question.id })}>{question.question}</a>,
          <StateTag content={question} today={dayOf(now)} />,
        ])}
      />
    )
  },
})

type Known = NonNullable<Awaited<ReturnType<typeof questionAtDesk>>>
type Themes = Awaited<ReturnType<typeof themes>>

const Fields = ({ form, known, themes }: { form: FormState; known?: Known; themes: Themes }) => (
  <>
    <TextField form={form} name="question" label="Question" known={known?.question} />
    <TextArea
      form={form}
      name="answer"
      label="Réponse"
      hint="Une ligne vide sépare deux paragraphes. Une adresse qui commence par https:// devient un lien."
      known={known?.answer}
      rows={8}
    />
    <Select
      form={form}
      name="themeId"
      label="Thème"
      placeholder="Choisir un thème"
      known={known && String(known.theme_id)}
      options={themes.map(({ id, title }) => ({ value: String(id), label: title }))}
      optional
    />
    <TextField form={form} name="newTheme" label="Nouveau thème" hint="S’il n’est pas dans la liste." optional />
    <TextField
      form={form}
      name="position"
      label="Rang dans le thème"
      hint="Les questions se suivent dans cet ordre."
      known={known && String(known.position)}
      inputmode="numeric"
      width={4}
      optional
    />
    <PublicationFields form={form} known={known} />
  </>
)

export const newQuestion = page(regionFor('content.write'), places.region.newFaqQuestion, {
  title: 'Ajouter une question',
  view: async ({ db, form }) => (
    <DeskForm form={form} title="Ajouter une question" back={places.region.faqQuestions.to()}>
      <Fields form={form} themes={await themes(db)} />
    </DeskForm>
  ),
  submit: form(questionForm, async ({ tx, actor, input }) =>
    see(places.region.faqQuestion.to({ id: await saveQuestion(tx, actor, { id: null, input }) })),
  ),
})

export const editQuestion = page(regionFor('content.write'), places.region.faqQuestionChange, {
  title: ({ id }) => `Modifier la question n° ${id}`,
  async view({ db, form, params }) {
    const known = found(await questionAtDesk(db, params.id))
    return (
      <DeskForm form={form} title="Modifier une question" back={places.region.faqQuestion.to({ id: known.id })}>
        <Fields form={form} known={known} themes={await themes(db)} />
      </DeskForm>
    )
  },
  submit: form(questionForm, async ({ tx, actor, input, params }) =>
    see(places.region.faqQuestion.to({ id: await saveQuestion(tx, actor, { id: params.id, input }) })),
  ),
})

export const questionPreview = page(regionFor('content.write'), places.region.faqQuestion, {
  title: ({ id }) => `Aperçu de la question n° ${id}`,
  async view({ db, params, now, visit }) {
    const question = found(await questionAtDesk(db, params.id))
    return (
      <Preview
        title={question.question}
        content={question}
        now={now}
        list={places.region.faqQuestions.to()}
        change={places.region.faqQuestionChange.to(params)}
        deletion={places.region.faqQuestionDeletion.to(params)}
      >
        <Panel title={question.question}>
          <Prose text={question.answer} />
        </Panel>
        <Panel>
          <SummaryList
            items={[
              { label: 'Thème', value: question.theme },
              { label: 'Rang', value: question.position },
              {
                label: 'Adresse, une fois en ligne',
                value: `${visit.site.config.publicUrl}${places.public.faqQuestion.to({ slug: question.slug })}`,
              },
            ]}
          />
        </Panel>
      </Preview>
    )
  },
})

export const deletingQuestion = page(regionFor('content.write'), places.region.faqQuestionDeletion, {
  title: ({ id }) => `Supprimer la question n° ${id}`,
  async view({ db, form, params }) {
    const { id, question } = found(await questionAtDesk(db, params.id))
    return <Deletion form={form} title="Supprimer une question" name={question} back={places.region.faqQuestion.to({ id })} />
  },
  submit: form(z.object({}), async ({ tx, actor, params }) => {
    await deleteQuestion(tx, actor, params.id)
    return see(places.region.faqQuestions.said('suppression'))
  }),
})
