import type { VNode } from 'preact'
import { FormState } from '../../../../platform/forms/state.ts'
import { Details } from '../../../../ui/blocks.tsx'
import { Select } from '../../../../ui/form.tsx'
import { chosenIn, SIZES } from '../asked.ts'
import type { Asked } from '../cases.ts'
import type { Filter } from '../desk.ts'

/** What was asked, as the fields of a search show it. */
export const typedOf = (query: URLSearchParams, asked: Asked, filters: readonly Filter[]): FormState =>
  new FormState('', '', {
    recherche: [asked.search],
    etat: [asked.state ?? 'all'],
    lignes: [String(asked.aPage)],
    ...Object.fromEntries(filters.map((filter) => [filter.name, [chosenIn(query, filter)?.value ?? '']])),
  })

interface Narrowing {
  typed: FormState
  asked: Asked
  filters: readonly Filter[]
  sizes?: readonly number[]
}

/** The first filter stands beside the search, the others are a touch away; the order that is shown stays. */
export function Filters({ typed, asked, filters, sizes = SIZES }: Narrowing): VNode {
  const [first, ...others] = filters.map((filter) => (
    <Select
      key={filter.name}
      form={typed}
      name={filter.name}
      label={filter.label}
      optional
      placeholder="Toutes"
      options={filter.options.map(({ value, label }) => ({ value, label }))}
    />
  ))
  const isAsked = filters.slice(1).some(({ name }) => typed.value(name) !== '') || asked.aPage !== SIZES[0]
  return (
    <>
      {first}
      {others.length > 0 && (
        <Details title="Plus de choix" open={isAsked}>
          <div class="more-filters">
            {others}
            <Select
              form={typed}
              name="lignes"
              label="Par page"
              optional
              options={sizes.map((size) => ({ value: String(size), label: String(size) }))}
            />
          </div>
        </Details>
      )}
      <input type="hidden" name="tri" value={asked.order.isReversed ? `-${asked.order.by}` : asked.order.by} />
    </>
  )
}
