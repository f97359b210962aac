import { z } from 'zod'
import { dayOf } from '../../../../platform/dates.ts'
import { UserError } from '../../../../platform/errors.ts'
import { choice } from '../../../../platform/forms/fields.ts'
import { type Listed, listed, pastTheEnd } from '../../../../platform/forms/paging.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import type { Query } from '../../../../platform/http/place.ts'
import type { Decider } from '../../../../spaces/actors.ts'
import { PageHeading, Panel, Said } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, SearchForm } from '../../../../ui/form.tsx'
import { ListFoot } from '../../../../ui/list.tsx'
import { askedOf, DECIDED_AT_ONCE, type Named, SIZES } from '../asked.ts'
import { casesAsked, countsOf, inAll } from '../cases.ts'
import type { Case, CaseFile, Decision, Desk, Sheet } from '../desk.ts'
import { listedName, Tick, TickAll } from './list.tsx'
import { Filters, typedOf } from './narrowing.tsx'

const SHEET_SIZES = SIZES.filter((size) => size <= DECIDED_AT_ONCE)

const chosenThere = z.array(z.string().regex(/^\d{1,12}$/)).default([])

/** Those of a kind by their photos: what is ticked is dealt with on the page itself, or led to another decision. */
export function sheetPage<Actor extends Decider, Row extends Case, File extends CaseFile>(
  desk: Desk<Actor, Row, File>,
  sheet: Sheet<Actor, Row>,
) {
  const others = sheet.decides ? desk.decisions.slice(1).filter(({ several }) => several) : []
  const { act } = sheet
  const typedThere = z.object({
    action: choice([act.slug, ...others.map(({ slug }) => slug)], 'Choisissez ce que vous faites de la sélection.'),
    numeros: chosenThere,
  })
  return page(desk.deciders ?? desk.space, sheet.place, {
    title: sheet.title,
    said: { [act.slug]: act.done },
    async view({ db, actor, now, query, form, said }) {
      const filters = (await desk.filters?.(db, actor)) ?? []
      const wanted = askedOf(query as unknown as Query<Named>, desk, filters)
      const asked = { ...wanted, state: null, aPage: Math.min(wanted.aPage, DECIDED_AT_ONCE) }
      const cases = sheet.cases(db, actor, dayOf(now))
      const [rows, counts] = await Promise.all([casesAsked(db, cases, asked), countsOf(db, cases, asked)])
      const past = pastTheEnd(rows, query)
      if (past) return past
      const total = inAll(counts)
      const shown = listed(query, { total, order: asked.order, aPage: asked.aPage })
      const typed = typedOf(query, asked, filters)
      return (
        <>
          <ErrorSummary form={form} />
          <Said>{said}</Said>
          <PageHeading>{sheet.title}</PageHeading>
          <p>{sheet.introduction}</p>
          {filters.length > 0 && (
            <SearchForm>
              <Filters typed={typed} asked={asked} filters={filters} sizes={SHEET_SIZES} />
              <Actions>
                <Button icon="search">Afficher</Button>
              </Actions>
            </SearchForm>
          )}
          {sheet.decides && rows.length > 0 && (await desk.doubts?.(rows, { db, actor }))}
          <Panel title={total === 0 ? sheet.empty : total === 1 ? 'Une photo' : `${total} photos`}>
            {rows.length > 0 && (
              <Faces desk={desk} sheet={sheet} others={others} rows={rows} form={form} shown={shown} isTicked={query.has('coche')} />
            )}
            <ListFoot listed={shown} />
          </Panel>
        </>
      )
    },
    submit: form(typedThere, async ({ tx, actor, input: { action, numeros }, visit }) => {
      const numbers = [...new Set(numeros)]
      if (numbers.length === 0) throw new UserError('desk.none-chosen', 'Vous n’avez choisi personne. Cochez au moins une photo.')
      const other = others.find(({ slug }) => slug === action)
      if (other?.several) return see(other.several.place.to({ 'numeros[]': numbers }))
      await act.perform(tx, actor, numbers)
      const next = new URLSearchParams(visit.url.searchParams)
      next.delete('coche')
      return see(sheet.place.said(act.slug, next))
    }),
  })
}

interface Faces<Actor extends Decider, Row extends Case, File extends CaseFile> {
  desk: Desk<Actor, Row, File>
  sheet: Sheet<Actor, Row>
  others: readonly Pick<Decision<Actor, Row>, 'slug' | 'kind' | 'several'>[]
  rows: readonly Row[]
  form: FormState
  shown: Listed
  isTicked: boolean
}

/** What is typed wrong is shown again as it was ticked. */
const Faces = <Actor extends Decider, Row extends Case, File extends CaseFile>({
  desk,
  sheet,
  others,
  rows,
  form,
  shown,
  isTicked,
}: Faces<Actor, Row, File>) => (
  <Form form={form} class="whole-width">
    <TickAll shown={shown} isTicked={isTicked} />
    <ul class="photo-sheet">
      {rows.map((row) => (
        <li key={row.number}>
          {/* biome-ignore lint/a11y/noLabelWithoutControl: the box is inside, in Tick */}
          <label class="photo-sheet-face">
            <img src={sheet.photo(row)} alt={`${row.first_name} ${row.last_name}`} width="105" height="135" loading="lazy" />
            <Tick row={row} isTicked={form.chosen('numeros[]', row.number, isTicked)} />
          </label>
          <a href={desk.file.to({ number: row.number })}>{listedName(row)}</a>
          {sheet.words(row)}
        </li>
      ))}
    </ul>
    <Actions>
      <Button name="action" value={sheet.act.slug} icon="check">
        {sheet.act.button}
      </Button>
      {others.map(({ slug, kind, several }) => (
        <Button key={slug} kind={kind === 'main' ? 'quiet' : kind} name="action" value={slug}>
          {several?.button}
        </Button>
      ))}
      <ButtonLink kind="quiet" href={desk.list.to()}>
        Toutes les demandes
      </ButtonLink>
    </Actions>
  </Form>
)
