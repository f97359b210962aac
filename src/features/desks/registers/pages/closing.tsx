import { z } from 'zod'
import { form, page, see } from '../../../../platform/http/page.ts'
import { PageHeading, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import type { Kept, Shown } from '../register.ts'

/** What closing it will do, then the button. */
export function closingPage<Row extends Kept, One extends Row, State extends string>(register: Shown<Row, One, State>) {
  const { space, places, noun, closing } = register
  return page(space, places.closing, {
    title: ({ id }) => `${closing.verb} ${noun.the} n° ${id}`,
    async view({ db, params, form }) {
      const one = await register.one(db, params.id)
      if (!register.isOpen(one)) return see(places.one.to(params))
      return (
        <>
          <ErrorSummary form={form} />
          <PageHeading>{`${closing.verb} ${one.name}`}</PageHeading>
          <Warning title="Ce qui va se passer">
            <ul>{closing.consequences(one)}</ul>
          </Warning>
          <Form form={form}>
            <Actions>
              <ButtonLink href={places.one.to(params)} kind="quiet">
                Retour
              </ButtonLink>
              <Button kind="quiet-red">{`${closing.verb} ${noun.this}`}</Button>
            </Actions>
          </Form>
        </>
      )
    },
    submit: form(z.object({}), async ({ tx, actor, params }) => {
      await register.setOpen(tx, actor, { id: params.id, open: false })
      return see(places.one.said(closing.done.slug, params))
    }),
  })
}
