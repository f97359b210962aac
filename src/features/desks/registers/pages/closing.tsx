import { z } from 'zod'
import { form, page, see } from '../../../../platform/http/page.ts'
import { PageHeading, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { hrefOf, type Kept, type Shown } from '../register.ts'

/** What closing it will do, then the button. */
export function closingPage<Row extends Kept, One extends Row, State extends string>(register: Shown<Row, One, State>) {
  const { space, noun, closing } = register
  return page(space, {
    title: ({ id }) => `${closing.verb} ${noun.the} n° ${id}`,
    async view({ db, params, form }) {
      const one = await register.one(db, Number(params.id))
      if (!register.isOpen(one)) return see(hrefOf(register, one.id))
      return (
        <>
          <ErrorSummary form={form} />
          <PageHeading>{`${closing.verb} ${one.name}`}</PageHeading>
          <Warning title="Ce qui va se passer">
            <ul>{closing.consequences(one)}</ul>
          </Warning>
          <Form form={form}>
            <Actions>
              <ButtonLink href={hrefOf(register, one.id)} kind="quiet">
                Retour
              </ButtonLink>
              <Button kind="quiet-red">{`${closing.verb} ${noun.this}`}</Button>
            </Actions>
          </Form>
        </>
      )
    },
    submit: form(z.object({}), async ({ tx, actor, params }) => {
      const id = Number(params.id)
      await register.setOpen(tx, actor, { id, open: false })
      return see(hrefOf(register, id, closing.done.slug))
    }),
  })
}
