import { scaleBand, scaleLinear } from 'd3-scale'
import { stack } from 'd3-shape'

/** Charts drawn as SVG, in a width that is a phone's: they grow with the screen. The figures are in the table beside, for whoever reads. */

export interface Bar {
  label: string
  value: number
  /** The value as it is written at the end of the bar. */
  words: string
}

const WIDTH = 320
const LINE = 42

/** Bars that lie, each under its label. `most`: what a whole bar is, when it is not the longest. */
export function Bars({ title, bars, most }: { title: string; bars: readonly Bar[]; most?: number }) {
  const lengthOf = scaleLinear([0, most ?? Math.max(1, ...bars.map(({ value }) => value))], [0, WIDTH]).clamp(true)
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} ${bars.length * LINE}`} role="img" aria-label={title}>
      {bars.map(({ label, value, words }, index) => (
        <g key={label} transform={`translate(0 ${index * LINE})`}>
          <text class="chart-label" x="0" y="12">
            {label.length > 30 ? `${label.slice(0, 29)}…` : label}
          </text>
          <text class="chart-value" x={WIDTH} y="12" text-anchor="end">
            {words}
          </text>
          <rect class="chart-ground" x="0" y="19" width={WIDTH} height="12" rx="3" />
          <rect class="chart-bar" x="0" y="19" width={rounded(lengthOf(value))} height="12" rx="3" />
        </g>
      ))}
    </svg>
  )
}

export interface Stack {
  label: string
  values: readonly number[]
}

const TOP = 14
const FLOOR = 150
const LEFT = 48
const TICKS = 4

/** Columns that stand, each of several values one on the other; `kinds` names these, from the bottom. `inWords`: a value of the scale. */
export function Columns({
  title,
  kinds,
  stacks,
  inWords = (value) => value.toLocaleString('fr-FR'),
}: {
  title: string
  kinds: readonly string[]
  stacks: readonly Stack[]
  inWords?: (value: number) => string
}) {
  const layers = stack<Stack, number>()
    .keys(kinds.keys())
    .value(({ values }, kind) => Math.max(0, values[kind] ?? 0))([...stacks])
  const highest = Math.max(1, ...layers.flatMap((layer) => layer.map(([, top]) => top)))
  const heightOf = scaleLinear([0, highest], [FLOOR, TOP]).nice(TICKS)
  const placeOf = scaleBand([...stacks.keys()], [LEFT, WIDTH]).padding(0.2)
  // Counts are whole: a scale of two has no half.
  const ticks = heightOf.ticks(TICKS).filter(Number.isInteger)
  return (
    <>
      <svg class="chart" viewBox={`0 0 ${WIDTH} ${FLOOR + 22}`} role="img" aria-label={title}>
        {ticks.map((value) => (
          <g key={value}>
            <line class="chart-line" x1={LEFT} x2={WIDTH} y1={rounded(heightOf(value))} y2={rounded(heightOf(value))} />
            <text class="chart-label" x={LEFT - 4} y={rounded(heightOf(value) + 4)} text-anchor="end">
              {inWords(value)}
            </text>
          </g>
        ))}
        {layers.map((layer) =>
          layer.map(([bottom, top], index) => (
            <rect
              key={`${layer.key} ${index}`}
              class={`chart-kind-${layer.key}`}
              x={rounded(placeOf(index) ?? 0)}
              y={rounded(heightOf(top))}
              width={rounded(placeOf.bandwidth())}
              height={rounded(heightOf(bottom) - heightOf(top))}
            />
          )),
        )}
        <text class="chart-label" x={LEFT} y={FLOOR + 16}>
          {stacks[0]?.label}
        </text>
        {stacks.length > 1 && (
          <text class="chart-label" x={WIDTH} y={FLOOR + 16} text-anchor="end">
            {stacks.at(-1)?.label}
          </text>
        )}
      </svg>
      {kinds.length > 1 && (
        <ul class="chart-kinds">
          {kinds.map((kind, index) => (
            <li key={kind}>
              <svg viewBox="0 0 12 12" aria-hidden="true" focusable="false">
                <rect class={`chart-kind-${index}`} width="12" height="12" rx="2" />
              </svg>
              {kind}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** Two decimals are finer than any screen. */
const rounded = (value: number): number => Math.round(value * 100) / 100
