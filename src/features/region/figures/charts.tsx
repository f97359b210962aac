/** Charts drawn as SVG, in a width that is a phone's: they grow with the screen. The figures are in the table beside, for whoever reads. */

export interface Bar {
  label: string
  value: number
  /** The value as it is written at the end of the bar. */
  words: string
}

const WIDTH = 320
const LINE = 42

/** Bars that lie, each under its label. */
export function Bars({ title, bars }: { title: string; bars: readonly Bar[] }) {
  const most = Math.max(1, ...bars.map(({ value }) => value))
  const height = bars.length * LINE
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={title}>
      {bars.map(({ label, value, words }, index) => (
        <g key={label} transform={`translate(0 ${index * LINE})`}>
          <text class="chart-label" x="0" y="12">
            {label.length > 30 ? `${label.slice(0, 29)}…` : label}
          </text>
          <text class="chart-value" x={WIDTH} y="12" text-anchor="end">
            {words}
          </text>
          <rect class="chart-ground" x="0" y="19" width={WIDTH} height="12" rx="3" />
          <rect class="chart-bar" x="0" y="19" width={round((Math.max(0, value) / most) * WIDTH)} height="12" rx="3" />
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
const LEFT = 40

/** Columns that stand, each of several values one on the other; `kinds` names these, from the bottom. */
export function Columns({ title, kinds, stacks }: { title: string; kinds: readonly string[]; stacks: readonly Stack[] }) {
  const most = roundUp(Math.max(1, ...stacks.map(({ values }) => total(values))))
  const step = (WIDTH - LEFT) / Math.max(1, stacks.length)
  const heightOf = (value: number) => (value / most) * (FLOOR - TOP)
  return (
    <>
      <svg class="chart" viewBox={`0 0 ${WIDTH} ${FLOOR + 22}`} role="img" aria-label={title}>
        {[0, most / 2, most].map((value) => (
          <g key={value}>
            <line class="chart-line" x1={LEFT} x2={WIDTH} y1={FLOOR - heightOf(value)} y2={FLOOR - heightOf(value)} />
            <text class="chart-label" x={LEFT - 4} y={FLOOR - heightOf(value) + 4} text-anchor="end">
              {value.toLocaleString('fr-FR')}
            </text>
          </g>
        ))}
        {stacks.map(({ label, values }, index) =>
          values.map((value, kind) => (
            <rect
              key={`${label} ${kind}`}
              class={`chart-kind-${kind}`}
              x={round(LEFT + index * step + step * 0.1)}
              y={round(FLOOR - heightOf(total(values.slice(0, kind + 1))))}
              width={round(step * 0.8)}
              height={round(heightOf(value))}
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
    </>
  )
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)
const round = (value: number): number => Math.round(value * 100) / 100

/** The even number of one or two figures above: its half is on the scale too. */
function roundUp(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1)
  return Math.ceil(value / unit / 2) * 2 * unit
}
