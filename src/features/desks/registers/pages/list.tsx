import { choiceAsked, listed, orderAsked, pageAsked, pastTheEnd, wordsAsked } from '../../../../platform/forms/paging.ts'
import { page } from '../../../../platform/http/page.ts'
import { DeskList } from '../../../../ui/desk-list.tsx'
import { ButtonLink } from '../../../../ui/form.tsx'
import { capital, type Kept, type Listed } from '../register.ts'
import { StateTag } from './state-tag.tsx'

/** All that it keeps, by words and by state. */
export function listPage<Row extends Kept, State extends string>(register: Listed<Row, State>) {
  const { space, places, noun, open, closed, number } = register
  return page(space, places.list, {
    title: capital(noun.many),
    async view({ db, query }) {
      const order = orderAsked(query, register.orders, register.firstOrder)
      const asked = {
        words: wordsAsked(query),
        state: choiceAsked(query, 'etat', [open.state, closed.state]),
        page: pageAsked(query),
        order,
      }
      const { rows, total } = await register.find(db, asked)
      const past = pastTheEnd(rows, query)
      if (past) return past
      return (
        <DeskList
          title={capital(noun.many)}
          words={asked.words}
          wordsLabel={register.wordsLabel}
          choice={{
            name: 'etat',
            value: asked.state,
            label: 'État',
            all: 'Tous',
            options: [open, closed].map(({ state, filter }) => ({ value: state, label: filter })),
          }}
          actions={
            <>
              <ButtonLink href={places.add.to()}>{`Ajouter un ${noun.one}`}</ButtonLink>
              {register.moreActions}
            </>
          }
          found={{
            listed: listed(query, { total, order }),
            caption: total > 1 ? `${total} ${noun.many}` : `${total} ${noun.one}`,
            empty: `Aucun ${noun.one} trouvé.`,
            columns: [{ label: number.label, by: number.by }, { label: 'Nom', by: 'nom' }, ...register.columns, { label: 'État' }],
            rows: rows.map((row) => [
              number.of(row),
              <a key="name" href={places.one.to({ id: row.id })}>
                {row.name}
              </a>,
              ...register.columns.map(({ cell }) => cell(row)),
              <StateTag key="state" register={register} isOpen={register.isOpen(row)} />,
            ]),
          }}
        />
      )
    },
  })
}
