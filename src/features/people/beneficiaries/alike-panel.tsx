import type { ComponentChildren } from 'preact'
import { places } from '../../../places.ts'
import { frenchDay } from '../../../platform/dates.ts'
import type { Decider } from '../../../spaces/actors.ts'
import { may } from '../../../spaces/roles.ts'
import { Warning } from '../../../ui/blocks.tsx'
import type { Alike } from './alike.ts'

const STATES: Record<string, string> = {
  draft: 'demande pas encore envoyée',
  submitted: 'demande en attente',
  returned: 'demande à corriger',
  validated: 'demande validée',
  refused: 'demande refusée',
}

/** Who may be the same person, shown before one decides; nothing when nobody is. A school learns nothing of other schools but that they exist. */
export function PeopleAlike({ people, reader }: { people: readonly Alike[]; reader: Decider }) {
  if (people.length === 0) return null
  const areAllOthers = people.every(({ told_apart }) => told_apart)
  return (
    <Warning title={areAllOthers ? 'Une autre personne du même nom' : 'Peut-être la même personne'}>
      <p>
        {areAllOthers
          ? 'La Région a vérifié que ce sont deux personnes différentes.'
          : 'Même date de naissance, et un nom qui ressemble. Comparez avant de décider : une personne n’a qu’une carte et qu’un porte-monnaie.'}
      </p>
      <ul>
        {people.map((person) => (
          <li key={person.beneficiary_id}>
            {`${nameOf(person)}, ${frenchDay(person.birth_date)} : `}
            {requestOf(person, reader)}
            {person.told_apart && !areAllOthers && ' (vérifié par la Région : une autre personne)'}
          </li>
        ))}
      </ul>
      {reader.kind === 'school' && <p>En cas de doute, renvoyez la demande pour correction, ou appelez la Région.</p>}
    </Warning>
  )
}

const nameOf = ({ last_name, first_name, printed_last_name, printed_first_name }: Alike): string => {
  const real = `${first_name} ${last_name}`
  const printed = `${printed_first_name} ${printed_last_name}`
  return real === printed ? real : `${real} (${printed})`
}

/** The latest request of somebody alike, as whoever decides may see it. */
function requestOf({ beneficiary_id, file_number, state, campaign_name, school_id }: Alike, reader: Decider): ComponentChildren {
  const isSent = file_number !== null && state !== 'draft'
  const words = state ? `${STATES[state]}${isSent ? `, campagne ${campaign_name}` : ''}` : 'aucune demande'
  if (reader.kind === 'agent') {
    const said = file_number ? `dossier ${file_number}, ${words}` : words
    const mayOpen = may(reader, 'people.read')
    return mayOpen ? <a href={places.region.beneficiary.to({ id: beneficiary_id })}>{said}</a> : said
  }
  if (isSent && school_id === reader.school_id) {
    return <a href={places.school.request.to({ number: file_number })}>{`dossier ${file_number} de votre établissement, ${words}`}</a>
  }
  return isSent ? `${words}, dans un autre établissement ou à la Région` : words
}
