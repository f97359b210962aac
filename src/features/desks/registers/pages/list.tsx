import { choiceAsked, LINES_A_PAGE, pageAsked, pastTheEnd, wordsAsked } from '../../../../platform/forms/paging.ts'
import { page } from '../../../../platform/http/page.ts'
import { DeskList } from '../../../../ui/desk-list.tsx'
import { ButtonLink } from '../../../../ui/form.tsx'
import { capital, hrefOf, type Kept, type Listed } from '../register.ts'
import { StateTag } from './state-tag.tsx'

/** All that it keeps, by words and by state. */
export function listPage<Row extends Kept, State extends string>(register: Listed<Row, State>) {
  const { space, href, noun, open, closed, number } = register
  return page(space, {
    title: capital(noun.many),
    async view({ db, query }) {
      const asked = { words: wordsAsked(query), state: choiceAsked(query, 'state', [open.state, closed.state]), page: pageAsked(query) }
      const { rows, total } = await register.find(db, asked)
      const past = pastTheEnd(rows, query)
      if (past) return past
      return (
        <DeskList
          title={capital(noun.many)}
          href={href}
          asked={asked}
          wordsLabel={register.wordsLabel}
          choice={{
            name: 'state',
            value: asked.state,
            label: 'État',
            all: 'Tous',
            options: [open, closed].map(({ state, filter }) => ({ value: state, label: filter })),
          }}
          actions={
            <>
              <ButtonLink href={`${href}/nouveau`}>{`Ajouter un ${noun.one}`}</ButtonLink>
              {register.moreActions}
            </>
          }
          found={{
            caption: total > 1 ? `${total} ${noun.many}` : `${total} ${noun.one}`,
            empty: `Aucun ${noun.one} trouvé.`,
            columns: [{ label: number.label }, { label: 'Nom' }, ...register.columns, { label: 'État' }],
            rows: rows.map((row) => [
              number.of(row),
              <a key="name" href={hrefOf(register, row.id)}>
                {row.name}
              </a>,
              ...register.columns.map(({ cell }) => cell(row)),
              <StateTag key="state" register={register} isOpen={register.isOpen(row)} />,
            ]),
            pages: Math.ceil(total / LINES_A_PAGE),
          }}
        />
      )
    },
  })
}
