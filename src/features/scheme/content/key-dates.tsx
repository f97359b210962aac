import { type Day, frenchDay } from '../../../platform/dates.ts'

/** The dates to remember (guide, 5). */
export const KeyDates = ({ dates }: { dates: readonly { id: number; day: Day; label: string }[] }) =>
  dates.length > 0 ? (
    <>
      <h3 class="key-dates-title">Dates clés à retenir</h3>
      <ul class="key-dates plain">
        {dates.map(({ id, day, label }) => (
          <li key={id}>
            <time datetime={day}>{frenchDay(day)}</time> {label}
          </li>
        ))}
      </ul>
    </>
  ) : null
