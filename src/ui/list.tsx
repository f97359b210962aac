import type { ComponentChildren } from 'preact'
import { type Column, DataTable, orderOf, Pagination } from './blocks.tsx'
import { PrintButton } from './form.tsx'

/** What an address asks of a list: the page makes it with `listed` (platform/forms/paging.ts). */
interface Listed {
  page: number
  pages: number
  order: { by: string; isReversed: boolean }
  names: { page: string; order: string }
  asking(changes: Readonly<Record<string, string | number | null>>): string
}

interface Table {
  listed: Listed
  caption: ComponentChildren
  columns: readonly Column[]
  rows: readonly (readonly ComponentChildren[])[]
  empty?: ComponentChildren
}

/** With so few pages nobody needs to jump. */
const JUMPS_FROM = 4

/** A list: sorted by the heads of its columns, page by page, all of it by links. On a phone, where columns have no head, the orders are named above. */
export const List = ({ label, isSecond, ...table }: Table & { label?: string; isSecond?: boolean }) => (
  <>
    <ListTable {...table} />
    <ListFoot listed={table.listed} label={label} isSecond={isSecond} />
  </>
)

/** Its table alone: where a form goes around it. */
export function ListTable({ listed: { order, names, asking }, ...table }: Table) {
  const orders = { ...order, href: (to: string) => asking({ [names.order]: to, [names.page]: null }) }
  const offered = table.columns.filter(({ by }) => by)
  const current = offered.find(({ by }) => by?.replace(/^-/, '') === order.by)
  return (
    <>
      {offered.length > 0 && table.rows.length > 1 && (
        <details class="table-orders">
          <summary>{current ? `Trié par : ${current.label}` : 'Trier'}</summary>
          <ul class="plain">
            {offered.map(({ label, by = '' }) => (
              <li key={by}>
                <a href={orders.href(orderOf(by, order))}>{by === current?.by ? `${label}, dans l’autre sens` : label}</a>
              </li>
            ))}
          </ul>
        </details>
      )}
      <DataTable {...table} orders={orders} />
    </>
  )
}

/** The way to its other pages, and to paper. `isSecond`: another list of the page has the button that prints it. */
export function ListFoot({
  listed: { page, pages, names, asking },
  label,
  isSecond,
}: {
  listed: Listed
  label?: string | undefined
  isSecond?: boolean | undefined
}) {
  return (
    <div class="list-foot">
      {pages > 1 && (
        <Pagination page={page} pages={pages} href={(to) => asking({ [names.page]: to })} label={label}>
          {pages >= JUMPS_FROM && <Jump name={names.page} pages={pages} kept={new URLSearchParams(asking({ [names.page]: null }))} />}
        </Pagination>
      )}
      {!isSecond && <PrintButton>Imprimer</PrintButton>}
    </div>
  )
}

const Jump = ({ name, pages, kept }: { name: string; pages: number; kept: URLSearchParams }) => (
  <form class="jump" method="get">
    {[...kept].map(([known, value], index) => (
      <input key={index} type="hidden" name={known} value={value} />
    ))}
    <label for={`aller-${name}`}>Aller à la page</label>
    <input class="input" id={`aller-${name}`} name={name} type="number" min="1" max={pages} required autocomplete="off" />
    <button class="button button-quiet" type="submit">
      <span>Aller</span>
    </button>
  </form>
)
