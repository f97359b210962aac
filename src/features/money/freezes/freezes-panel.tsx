import { places } from '../../../places.ts'
import { frenchMinute } from '../../../platform/dates.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { may } from '../../../spaces/roles.ts'
import { DataTable, Panel } from '../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../ui/form.tsx'
import { reasonInWords } from './freezing.ts'
import type { freezesOf } from './queries.ts'

/** Whether all that somebody has is frozen, and what was. */
export const Freezes = ({ agent, freezes, id }: { agent: Agent; freezes: Awaited<ReturnType<typeof freezesOf>>; id: number }) => (
  <Panel>
    <DataTable
      caption="Gels"
      columns={[{ label: 'Quoi' }, { label: 'Gelé le' }, { label: 'Motif' }, { label: 'Dégelé le' }]}
      empty="Rien n’a été gelé."
      rows={freezes.map((row) => [
        row.is_of_person ? 'La personne' : row.label,
        `${frenchMinute(row.frozen_at)}, par ${row.frozen_by_name}`,
        `${reasonInWords(row.reason)} : ${row.comment}`,
        row.unfrozen_at ? `${frenchMinute(row.unfrozen_at)}, par ${row.unfrozen_by_name} : ${row.answer}` : '—',
      ])}
    />
    {may(agent, 'people.freeze') && (
      <Actions>
        {freezes.some(({ is_of_person, unfrozen_at }) => is_of_person && unfrozen_at === null) ? (
          <ButtonLink kind="quiet" href={places.region.personUnfreezing.to({ id })}>
            Dégeler cette personne
          </ButtonLink>
        ) : (
          <ButtonLink kind="quiet-red" href={places.region.personFreezing.to({ id })}>
            Geler cette personne
          </ButtonLink>
        )}
      </Actions>
    )}
  </Panel>
)
