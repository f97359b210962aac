import { z } from 'zod'
import { places } from '../../../../places.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, PageHeading, Panel, Said } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, Select, TextArea, TextField } from '../../../../ui/form.tsx'
import { answerTemplate, answerTemplates } from '../queries.ts'
import { templateForm, themeInWords, themeOptions } from '../question.ts'
import { deleteTemplate, saveTemplate } from '../save-template.ts'

/** The answers that are written once and sent often. */
export const templateList = page(regionFor('questions.answer'), places.region.answerTemplates, {
  title: 'Modèles de réponse',
  said: { enregistrement: 'Le modèle est enregistré', suppression: 'Le modèle est supprimé' },
  async view({ db, said }) {
    const templates = await answerTemplates(db)
    return (
      <>
        <Said>{said}</Said>
        <PageHeading>Modèles de réponse</PageHeading>
        <Actions>
          <ButtonLink href={places.region.questions.to()} kind="quiet">
            Retour
          </ButtonLink>
          <ButtonLink href={places.region.newAnswerTemplate.to()}>Ajouter un modèle</ButtonLink>
        </Actions>
        <Panel>
          <DataTable
            caption="Modèles"
            columns={[{ label: 'Titre' }, { label: 'Sujet' }]}
            empty="Aucun modèle pour le moment."
            rows={templates.map(({ id, title, theme }) => [
              <a key="title" href={places.region.answerTemplate.to({ id })}>
                {title}
              </a>,
              theme ? themeInWords(theme) : 'Tous les sujets',
            ])}
          />
        </Panel>
      </>
    )
  },
})

export const newTemplate = page(regionFor('questions.answer'), places.region.newAnswerTemplate, {
  title: 'Ajouter un modèle de réponse',
  view: ({ form }) => (
    <>
      <ErrorSummary form={form} />
      <PageHeading>Ajouter un modèle de réponse</PageHeading>
      <Panel>
        <Form form={form}>
          <Fields form={form} />
        </Form>
      </Panel>
    </>
  ),
  submit: form(templateForm, async ({ tx, actor, input }) => {
    await saveTemplate(tx, actor, { id: null, ...input })
    return see(places.region.answerTemplates.said('enregistrement'))
  }),
})

const changeForm = z.discriminatedUnion('action', [
  z.object({ action: z.literal('delete') }),
  templateForm.extend({ action: z.literal('save') }),
])

export const template = page(regionFor('questions.answer'), places.region.answerTemplate, {
  find: ({ db, params }) => answerTemplate(db, params.id),
  title: ({ id }) => `Modèle de réponse n° ${id}`,
  view: ({ form, subject }) => (
    <>
      <ErrorSummary form={form} />
      <PageHeading>Modifier un modèle de réponse</PageHeading>
      <Panel>
        <Form form={form}>
          <Fields form={form} known={subject} />
        </Form>
      </Panel>
      <Form form={form}>
        <Actions>
          <Button kind="quiet-red" name="action" value="delete">
            Supprimer ce modèle
          </Button>
        </Actions>
      </Form>
    </>
  ),
  submit: form(changeForm, async ({ tx, actor, params: { id }, input }) => {
    if (input.action === 'delete') {
      await deleteTemplate(tx, actor, { id })
      return see(places.region.answerTemplates.said('suppression'))
    }
    const { title, theme, body } = input
    await saveTemplate(tx, actor, { id, title, theme, body })
    return see(places.region.answerTemplates.said('enregistrement'))
  }),
})

const Fields = ({ form, known }: { form: FormState; known?: Awaited<ReturnType<typeof answerTemplate>> }) => (
  <>
    <TextField form={form} name="title" label="Titre" known={known?.title} autocomplete="off" />
    <Select form={form} name="theme" label="Sujet" known={known?.theme} optional placeholder="Tous les sujets" options={themeOptions} />
    <TextArea
      form={form}
      name="body"
      label="Texte"
      hint="{nom} devient le nom de la personne, {numéro} le numéro de sa question."
      known={known?.body}
      rows={10}
    />
    <Actions>
      <ButtonLink href={places.region.answerTemplates.to()} kind="quiet">
        Retour
      </ButtonLink>
      <Button name="action" value="save">
        Enregistrer
      </Button>
    </Actions>
  </>
)
