// biome-ignore-all lint/a11y/noRedundantRoles: browsers forget that a table is one once its lines are laid out as blocks

import type { ComponentChildren } from 'preact'
import { type Day, frenchDay } from '../platform/dates.ts'
import { frenchEuros } from '../platform/money.ts'
import { OUR_REGION } from '../platform/region.ts'
import { Icon } from './icon.tsx'

export { Icon } from './icon.tsx'

interface Children {
  children: ComponentChildren
}

/** The one h1 of a page. With `focus` it gets the focus when the page opens. */
export const PageHeading = ({ focus, children }: Children & { focus?: boolean }) => (
  <h1 class="page-heading" {...(focus && { tabindex: -1, 'data-focus': true })}>
    {children}
  </h1>
)

/**
 * The heading of one step among several: « Étape 2 / 5 », and `title` as the page's h1 (no PageHeading beside it). `skipped` is the step
 * that does not concern who is there, and why in words.
 */
export const Stepper = ({
  current,
  total,
  title,
  skipped,
}: {
  current: number
  total: number
  title: string
  skipped?: { number: number; words: string } | undefined
}) => (
  <div class="stepper">
    <p class="stepper-count">
      {`Étape ${current} / ${total}`}
      {skipped && <span class="stepper-skipped">{skipped.words}</span>}
    </p>
    <div class="stepper-bar" aria-hidden="true">
      {Array.from({ length: total }, (_, index) => (
        <span key={index} class={index + 1 === skipped?.number ? 'stepper-none' : index < current ? 'stepper-done' : undefined} />
      ))}
    </div>
    <h1 class="page-heading">{title}</h1>
  </div>
)

/** The name of the card, its last word set off. */
export const CardName = () => {
  const [, first = '', last] = /^(?:(.*) )?(\S+)$/.exec(OUR_REGION.card) ?? []
  return (
    <>
      {first}
      {first && !last?.startsWith('#') && ' '}
      <b>{last}</b>
    </>
  )
}

/** Panels side by side on a wide screen, one under the other on a phone. */
export const Columns = ({ children }: Children) => <div class="columns">{children}</div>

/** A white box under its h2. `wide`: the whole width inside Columns. */
export const Panel = ({ title, wide, children }: Children & { title?: ComponentChildren; wide?: boolean }) => (
  <section class={wide ? 'panel panel-wide' : 'panel'}>
    {title && <h2 class="panel-title">{title}</h2>}
    {children}
  </section>
)

/** The guide's blue box. */
export const InfoBox = ({ title, children }: Children & { title?: string }) => (
  <div class="box box-info">
    {title && <h2 class="box-title">{title}</h2>}
    {children}
  </div>
)

/** For somebody whom the site knew a moment ago: why they are asked who they are. */
export const SessionEnded = () => (
  <InfoBox title="Votre connexion est terminée">
    <p>
      Elle s’arrête après 20 minutes sans activité. Connectez-vous à nouveau : ce que vous aviez enregistré est gardé. Si vous veniez
      d’envoyer un formulaire, vous le retrouverez rempli.
    </p>
  </InfoBox>
)

/** The guide's pink box. */
export const Reminder = ({ children }: Children) => (
  <div class="box box-reminder">
    <p>
      <strong class="box-word">Rappel</strong> {children}
    </p>
  </div>
)

/**
 * What has been done, with the focus on it. It holds the page's h1; `level={2}` when it stands above or under a
 * PageHeading.
 */
export function Success({ title, level = 1, children }: { title: string; level?: 1 | 2; children?: ComponentChildren }) {
  const Heading = `h${level}` as const
  return (
    <div class="box box-success">
      <Heading class="box-title" tabindex={-1} data-focus>
        <Icon name="check" />
        <span>{title}</span>
      </Heading>
      {children}
    </div>
  )
}

/** What was just done, where a page shows it; nothing when nothing was. */
export const Said = ({ children }: { children: string | null }) => (children ? <Success title={children} level={2} /> : null)

/** What to be careful about before going on. */
export const Warning = ({ title, children }: Children & { title?: string }) => (
  <div class="box box-warning">
    {title && (
      <h2 class="box-title">
        <Icon name="warning" />
        <span>{title}</span>
      </h2>
    )}
    {children}
  </div>
)

export type Tone = 'neutral' | 'info' | 'good' | 'warning' | 'bad'

/** A state in a word or two; the words say it, the tone helps. */
export const Tag = ({ tone = 'neutral', children }: Children & { tone?: Tone }) => <span class={`tag tag-${tone}`}>{children}</span>

export interface Stage {
  label: string
  /** The day it was done; null when unknown or to come. */
  on: Day | null
  state: 'done' | 'current' | 'to-come'
}

const STAGE_WORDS = { done: 'fait', current: 'en cours', 'to-come': 'à venir' }

/** The dated line of stages of a request. */
export const Stages = ({ stages }: { stages: readonly Stage[] }) => (
  <ol class="stages">
    {stages.map(({ label, on, state }) => (
      <li key={label} class={`stage stage-${state}`} aria-current={state === 'current' ? 'step' : undefined}>
        <span class="stage-mark" aria-hidden="true">
          {state === 'done' && <Icon name="check" />}
        </span>
        <span class="stage-label">
          {label}
          <span class="unseen">{` : ${STAGE_WORDS[state]}`}</span>
        </span>
        <span class="stage-on">
          {on ? <time datetime={on}>{frenchDay(on)}</time> : state === 'current' ? <span aria-hidden="true">En cours</span> : null}
        </span>
      </li>
    ))}
  </ol>
)

/**
 * The card, drawn. `number` is its eight digits; `validity` such as « 2026 – 2027 »; without a photo, an empty frame. `forPhoto`: with a
 * photo that one can judge.
 */
export const CardFace = ({
  name,
  number,
  photoUrl,
  validity,
  forPhoto,
}: {
  name: string
  number: string
  photoUrl: string | null
  validity: string
  forPhoto?: boolean
}) => (
  <figure class={forPhoto ? 'card-face card-face-for-photo' : 'card-face'} aria-label={`Carte ${OUR_REGION.card} de ${name}`}>
    <div class="card-face-inside">
      <p class="wordmark">
        <CardName />
      </p>
      <div class="card-face-photo">
        {photoUrl ? <img src={photoUrl} alt={`Portrait de ${name}`} width="70" height="90" /> : <Icon name="account" />}
      </div>
      <p class="card-face-number">
        <span class="unseen">Numéro </span>
        {number.replace(/(\d{4})(?=\d)/g, '$1 ')}
      </p>
      <p class="card-face-name">{name}</p>
      <p class="card-face-validity">{validity}</p>
    </div>
  </figure>
)

/** An amount of integer cents. */
export const Money = ({ cents }: { cents: number }) => <span class="money">{frenchEuros(cents)}</span>

/** What is left in a wallet, as a figure and drawn. `children` says more under it (what is reserved). */
export const Gauge = ({ label, left, total, children }: { label: string; left: number; total: number; children?: ComponentChildren }) => (
  <div class="gauge">
    <p class="gauge-label">{label}</p>
    <p class="gauge-left">
      <Money cents={left} />
    </p>
    <svg class="gauge-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect width={total > 0 ? Math.round(Math.min(100, Math.max(0, (left / total) * 100))) : 0} height="1" />
    </svg>
    <p class="hint">
      restants sur <Money cents={total} />
    </p>
    {children}
  </div>
)

export interface Column {
  label: string
  /** Right-aligned, in figures of one width. */
  numeric?: boolean
  /** The order that its head leads to, in a list that can be sorted: see `List`. `-date` begins with the last. */
  by?: string | undefined
}

/** How a table is sorted, and the way to its other orders. */
export interface TableOrders {
  by: string
  isReversed: boolean
  href(order: string): string
}

/** The order that a column's head leads to: the other way round once it is sorted by it. */
export function orderOf(by: string, { by: current, isReversed }: Pick<TableOrders, 'by' | 'isReversed'>): string {
  if (by.replace(/^-/, '') !== current) return by
  return isReversed ? current : `-${current}`
}

function ColumnHead({ column: { label, numeric, by }, orders }: { column: Column; orders: TableOrders | undefined }) {
  const isCurrent = by !== undefined && by.replace(/^-/, '') === orders?.by
  return (
    <th
      scope="col"
      role="columnheader"
      class={numeric ? 'numeric' : undefined}
      aria-sort={isCurrent ? (orders?.isReversed ? 'descending' : 'ascending') : undefined}
    >
      {by && orders ? (
        <a class="table-order" href={orders.href(orderOf(by, orders))}>
          {label}
          <span class="unseen">{isCurrent ? ' : trier dans l’autre sens' : ' : trier'}</span>
          <Icon name={isCurrent ? (orders.isReversed ? 'down' : 'up') : 'up-down'} />
        </a>
      ) : (
        label
      )}
    </th>
  )
}

/**
 * A table that becomes labelled lines on a phone. `caption` is its title; `empty` is said when there is no row.
 * A cell left empty ('' or null) is not shown on a phone.
 */
export function DataTable({
  caption,
  columns,
  rows,
  empty = 'Aucun enregistrement trouvé.',
  sentences,
  orders,
}: {
  caption: ComponentChildren
  columns: readonly Column[]
  rows: readonly (readonly ComponentChildren[])[]
  empty?: ComponentChildren
  /** Its cells are read rather than compared: on a phone, each under its label. */
  sentences?: boolean
  orders?: TableOrders
}) {
  return (
    <div class="table-box">
      <table class={sentences ? 'table table-sentences' : 'table'} role="table">
        <caption>{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <ColumnHead key={column.label} column={column} orders={orders} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.length === 0 ? (
            <tr role="row">
              <td class="table-empty" role="cell" colspan={columns.length}>
                {empty}
              </td>
            </tr>
          ) : (
            rows.map((cells, row) => (
              <tr key={row} role="row">
                {cells.map((cell, index) => (
                  <td key={index} role="cell" data-label={columns[index]?.label} class={cellClass(cell, columns[index])}>
                    {isText(cell) ? cell : <div class="table-value">{cell}</div>}
                  </td>
                ))}
              </tr>
            ))
          )}
        </tbody>
      </table>
    </div>
  )
}

const isText = (cell: ComponentChildren) => typeof cell === 'string' || typeof cell === 'number'

function cellClass(cell: ComponentChildren, column: Column | undefined) {
  if (cell === '' || cell === null || cell === undefined || cell === false) return 'table-none'
  return column?.numeric ? 'numeric' : undefined
}

/** Lines under the day that each is of, in the order in which they come: the newest first. */
export const DayByDay = <Line,>({
  lines,
  dayOf,
  children,
}: {
  lines: readonly Line[]
  dayOf(line: Line): Day
  children(line: Line): ComponentChildren
}) => (
  <>
    {[...Map.groupBy(lines, dayOf)].map(([day, ofDay]) => (
      <section key={day} class="day">
        <h3 class="day-title">
          <time datetime={day}>{frenchDay(day)}</time>
        </h3>
        <ul class="plain">
          {ofDay.map((line, index) => (
            <li key={index}>{children(line)}</li>
          ))}
        </ul>
      </section>
    ))}
  </>
)

/** A line as a wallet shows it: with whom and how much. `children`, the rest, opens on tap. */
export const WalletLine = ({
  who,
  about,
  amount,
  open,
  children,
}: {
  who: string
  about: ComponentChildren
  /** With its sign. */
  amount: string
  open?: boolean
  children: ComponentChildren
}) => (
  <details class="wallet-line" open={open}>
    <summary>
      <span class="wallet-who">
        <b>{who}</b> {about}
      </span>
      <b class={amount.startsWith('+') ? 'wallet-amount wallet-in' : 'wallet-amount'}>{amount}</b>
    </summary>
    <div class="wallet-more">{children}</div>
  </details>
)

/** « page 1 sur 3 », with the way to the others. `label` when a page has several. */
export const Pagination = ({
  page,
  pages,
  href,
  label = 'Pages',
  lines,
  children,
}: {
  page: number
  pages: number
  href: (page: number) => string
  label?: string | undefined
  /** Another way to a page. */
  children?: ComponentChildren
  /** The first and the last line shown, counted over all the pages. */
  lines?: { first: number; last: number }
}) => (
  <nav class="pagination" aria-label={label}>
    {page > 1 && (
      <a class="button button-quiet" href={href(page - 1)} rel="prev">
        <span>
          Précédente<span class="unseen"> : page {page - 1}</span>
        </span>
      </a>
    )}
    <p>
      page {page} sur {Math.max(1, pages)}
      {lines && ` (${lines.first} - ${lines.last})`}
    </p>
    {page < pages && (
      <a class="button button-quiet" href={href(page + 1)} rel="next">
        <span>
          Suivante<span class="unseen"> : page {page + 1}</span>
        </span>
      </a>
    )}
    {children}
  </nav>
)

/** Lines as an address is written. */
export const Lines = ({ lines }: { lines: readonly string[] }) => (
  <>
    {lines.map((line) => (
      <div key={line}>{line}</div>
    ))}
  </>
)

export interface SummaryItem {
  label: string
  value: ComponentChildren
  changeHref?: string
  /** What the link changes, when its label is not enough: « Modifier (mon adresse) ». */
  changeLabel?: string
}

/** What was answered, line by line, each with the way to change it. */
export const SummaryList = ({ items }: { items: readonly SummaryItem[] }) => (
  <dl class="summary">
    {items.map(({ label, value, changeHref, changeLabel }) => (
      <div key={label} class="summary-line">
        <dt>{label}</dt>
        <dd>{value}</dd>
        {changeHref && (
          <dd class="summary-change">
            <a href={changeHref}>
              Modifier<span class="unseen">{` : ${changeLabel ?? label}`}</span>
            </a>
          </dd>
        )}
      </div>
    ))}
  </dl>
)

/** More for who wants more. */
export const Details = ({ title, open, children }: Children & { title: ComponentChildren; open?: boolean }) => (
  <details class="details" open={open}>
    <summary>{title}</summary>
    <div class="details-inside">{children}</div>
  </details>
)
