import type { ComponentChildren } from 'preact'
import type { z } from 'zod'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, RequiredNote } from '../../../../ui/form.tsx'
import { ADDED, CHANGED, capital, type Kept, type Typed } from '../register.ts'

/** A new one. */
export function addPage<Row extends Kept, One extends Row, State extends string, New extends z.ZodType, Change extends z.ZodType>(
  register: Typed<Row, One, State, New, Change>,
) {
  const { space, places, noun, number } = register
  return page(space, places.add, {
    title: `Ajouter un ${noun.one}`,
    view: async ({ db, form }) => (
      <>
        <ErrorSummary form={form} />
        <PageHeading>{`Ajouter un ${noun.one}`}</PageHeading>
        <Fields form={form} back={places.list.to()} button={`Ajouter ${noun.this}`}>
          {number.field(form)}
          {await register.fields(form, db)}
        </Fields>
      </>
    ),
    submit: form(register.newForm, async ({ tx, actor, input }) =>
      see(places.one.said(ADDED, { id: await register.add(tx, actor, input) })),
    ),
  })
}

/** What is known of one, but its number. */
export function changePage<Row extends Kept, One extends Row, State extends string, New extends z.ZodType, Change extends z.ZodType>(
  register: Typed<Row, One, State, New, Change>,
) {
  const { space, places, noun, number } = register
  return page(space, places.change, {
    title: ({ id }) => `Modifier ${noun.the} n° ${id}`,
    async view({ db, params, form }) {
      const one = await register.one(db, params.id)
      return (
        <>
          <ErrorSummary form={form} />
          <PageHeading>{`Modifier ${one.name}`}</PageHeading>
          <p>{`${capital(noun.one)} ${number.of(one)}. ${register.changesAreSeen}`}</p>
          <Fields form={form} back={places.one.to(params)} button="Enregistrer">
            {await register.fields(form, db, one)}
          </Fields>
        </>
      )
    },
    submit: form(register.form, async ({ tx, actor, params, input }) => {
      await register.change(tx, actor, params.id, input)
      return see(places.one.said(CHANGED, params))
    }),
  })
}

interface AroundFields {
  form: FormState
  back: string
  button: string
  children: ComponentChildren
}

const Fields = ({ form, back, button, children }: AroundFields) => (
  <Panel>
    <Form form={form}>
      <RequiredNote />
      {children}
      <Actions>
        <ButtonLink href={back} kind="quiet">
          Retour
        </ButtonLink>
        <Button>{button}</Button>
      </Actions>
    </Form>
  </Panel>
)
