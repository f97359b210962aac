import type { ComponentChildren } from 'preact'
import type { z } from 'zod'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, RequiredNote } from '../../../../ui/form.tsx'
import { ADDED, CHANGED, capital, hrefOf, type Kept, type Typed } from '../register.ts'

/** A new one. */
export function addPage<Row extends Kept, One extends Row, State extends string, New extends z.ZodType, Change extends z.ZodType>(
  register: Typed<Row, One, State, New, Change>,
) {
  const { space, href, noun, number } = register
  return page(space, {
    title: `Ajouter un ${noun.one}`,
    view: async ({ db, form }) => (
      <>
        <ErrorSummary form={form} />
        <PageHeading>{`Ajouter un ${noun.one}`}</PageHeading>
        <Fields form={form} back={href} button={`Ajouter ${noun.this}`}>
          {number.field(form)}
          {await register.fields(form, db)}
        </Fields>
      </>
    ),
    submit: form(register.newForm, async ({ tx, actor, input }) => see(hrefOf(register, await register.add(tx, actor, input), ADDED))),
  })
}

/** What is known of one, but its number. */
export function changePage<Row extends Kept, One extends Row, State extends string, New extends z.ZodType, Change extends z.ZodType>(
  register: Typed<Row, One, State, New, Change>,
) {
  const { space, noun, number } = register
  return page(space, {
    title: ({ id }) => `Modifier ${noun.the} n° ${id}`,
    async view({ db, params, form }) {
      const one = await register.one(db, Number(params.id))
      return (
        <>
          <ErrorSummary form={form} />
          <PageHeading>{`Modifier ${one.name}`}</PageHeading>
          <p>{`${capital(noun.one)} ${number.of(one)}. ${register.changesAreSeen}`}</p>
          <Fields form={form} back={hrefOf(register, one.id)} button="Enregistrer">
            {await register.fields(form, db, one)}
          </Fields>
        </>
      )
    },
    submit: form(register.form, async ({ tx, actor, params, input }) => {
      const id = Number(params.id)
      await register.change(tx, actor, id, input)
      return see(hrefOf(register, id, CHANGED))
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
