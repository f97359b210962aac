import { z } from 'zod'
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
import { Deletion, DeskForm, DeskList, deletedFrom, Preview, PublicationFields, StateTag } from './desk.tsx'

const LIST = '/region/questions-frequentes'

export const questionsDesk = page(regionFor('content'), {
  title: 'Questions fréquentes',
  async view({ db, now, query }) {
    const questions = await questionsAtDesk(db)
    return (
      <DeskList
        title="Questions fréquentes"
        add="Ajouter une question"
        list={LIST}
        query={query}
        columns={[{ label: 'Thème' }, { label: 'Rang', numeric: true }, { label: 'Question' }]}
        rows={questions.map((question) => [
          question.theme,
          question.position,
          <a href={`${LIST}/${question.id}`}>{question.question}</a>,
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

export const newQuestion = page(regionFor('content'), {
  title: 'Ajouter une question',
  view: async ({ db, form }) => (
    <DeskForm form={form} title="Ajouter une question" back={LIST}>
      <Fields form={form} themes={await themes(db)} />
    </DeskForm>
  ),
  submit: form(questionForm, async ({ tx, actor, input }) => see(`${LIST}/${await saveQuestion(tx, actor, { id: null, input })}`)),
})

export const editQuestion = page(regionFor('content'), {
  title: ({ id }) => `Modifier la question n° ${id}`,
  async view({ db, form, params }) {
    const known = found(await questionAtDesk(db, Number(params.id)))
    return (
      <DeskForm form={form} title="Modifier une question" back={`${LIST}/${known.id}`}>
        <Fields form={form} known={known} themes={await themes(db)} />
      </DeskForm>
    )
  },
  submit: form(questionForm, async ({ tx, actor, input, params }) =>
    see(`${LIST}/${await saveQuestion(tx, actor, { id: Number(params.id), input })}`),
  ),
})

export const questionPreview = page(regionFor('content'), {
  title: ({ id }) => `Aperçu de la question n° ${id}`,
  async view({ db, params, now, visit }) {
    const question = found(await questionAtDesk(db, Number(params.id)))
    return (
      <Preview title={question.question} content={question} now={now} list={LIST} id={question.id}>
        <Panel title={question.question}>
          <Prose text={question.answer} />
        </Panel>
        <Panel>
          <SummaryList
            items={[
              { label: 'Thème', value: question.theme },
              { label: 'Rang', value: question.position },
              { label: 'Adresse, une fois en ligne', value: `${visit.site.config.publicUrl}/faq/${question.slug}` },
            ]}
          />
        </Panel>
      </Preview>
    )
  },
})

export const deletingQuestion = page(regionFor('content'), {
  title: ({ id }) => `Supprimer la question n° ${id}`,
  async view({ db, form, params }) {
    const { id, question } = found(await questionAtDesk(db, Number(params.id)))
    return <Deletion form={form} title="Supprimer une question" name={question} back={`${LIST}/${id}`} />
  },
  submit: form(z.object({}), async ({ tx, actor, params }) => {
    await deleteQuestion(tx, actor, Number(params.id))
    return see(deletedFrom(LIST))
  }),
})
