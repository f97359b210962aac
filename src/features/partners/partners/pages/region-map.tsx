import { borders, edge, towns } from '../../../../ui/elements/parts/region-outline.ts'
import type { Place } from '../search.ts'

/** Degrees to units of the drawing: at this latitude a degree of longitude is 0.645 of one of latitude. */
const across = (longitude: number) => Math.round((longitude - 1.25) * 129)
const down = (latitude: number) => Math.round((51.2 - latitude) * 200)

const lineThrough = (places: readonly (readonly [latitude: number, longitude: number])[]) =>
  `M${places.map(([latitude, longitude]) => `${across(longitude)} ${down(latitude)}`).join('L')}`

const EDGE = `${lineThrough(edge)}Z`
const BORDERS = borders.map(lineThrough).join('')
const NAMED = ['Lille', 'Amiens', 'Arras', 'Beauvais', 'Laon', 'Dunkerque', 'Calais', 'Saint-Quentin', 'Valenciennes']

/** Where something is in the region, drawn. `label` says the same in words. */
export const RegionMap = ({ at, label }: { at: Place; label: string }) => (
  <svg class="region-map" viewBox="0 0 390 480" role="img" aria-label={label}>
    <path class="region-land" d={EDGE} />
    <path class="region-borders" d={BORDERS} />
    {towns
      .filter(([name]) => NAMED.includes(name))
      .map(([name, latitude, longitude]) => (
        <text key={name} x={across(longitude)} y={down(latitude) + 24}>
          {name}
        </text>
      ))}
    <circle cx={across(at.longitude)} cy={down(at.latitude)} r="9" />
  </svg>
)
