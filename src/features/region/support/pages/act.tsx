import type { ComponentChildren } from 'preact'
import { places } from '../../../../places.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { InfoBox } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink, TextArea } from '../../../../ui/form.tsx'
import { aboutPerson } from '../../../desks/vigilance/index.ts'
import { type Person, personOf } from '../queries.ts'
import { REASON_HINT } from '../support.ts'

/** What the pages of an agent's acts have in common: they begin at somebody's file, and lead back to it. */

/** What each shows of somebody counts as a reading of their file. */
export const aboutTheirs = aboutPerson(
  (db, { id }: { id: number }) => personOf(db, id),
  ({ id }) => id,
)

export const nameOf = (person: Pick<Person, 'first_name' | 'last_name'>) => `${person.first_name} ${person.last_name}`

export const Reason = ({ form }: { form: FormState }) => <TextArea form={form} name="reason" label="Motif" hint={REASON_HINT} rows={3} />

export const BackAnd = ({ params, children }: { params: { id: number }; children?: ComponentChildren }) => (
  <Actions>
    <ButtonLink kind="quiet" href={places.region.beneficiary.to(params)}>
      Retour
    </ButtonLink>
    {children}
  </Actions>
)

/** Who calls says what the guide asks for (2, Nota), and the agent reads it in the file. */
export const WhoCalls = () => (
  <InfoBox title="Qui appelle ?">
    <p>
      Demandez d’abord le numéro de dossier, le nom, le prénom et la date de naissance, et comparez-les au dossier. Ne les dites pas
      vous-même.
    </p>
  </InfoBox>
)
