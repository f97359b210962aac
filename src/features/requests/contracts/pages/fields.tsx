import { frenchDay } from '../../../../platform/dates.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { DateField, RadioGroup, Select, TextField } from '../../../../ui/form.tsx'
import { type SchoolRow, schoolLabel } from '../../../schools/schools/index.ts'
import type { ContractRow } from '../queries.ts'

const YES_OR_NO = [
  { value: 'yes', label: 'Oui' },
  { value: 'no', label: 'Non' },
]

/** What became of a contract, for its owner and for the agent whom they call: what the next one needs is asked with it. */
export const ChangeFields = ({ form, contract, schools }: { form: FormState; contract: ContractRow; schools: SchoolRow[] }) => (
  <>
    <RadioGroup
      form={form}
      name="hasEnded"
      legend={`Le contrat signé le ${frenchDay(contract.contract_signed_on)} s’est-il terminé avant le ${frenchDay(contract.contract_ends_on)} ?`}
      inline
      options={YES_OR_NO}
    />
    <DateField
      form={form}
      name="endedOn"
      label="Dernier jour du contrat"
      hint="S’il s’est terminé plus tôt. Par exemple : 15 01 2027."
      sometimes
    />
    <RadioGroup form={form} name="hasNext" legend="Un autre contrat d’apprentissage est-il signé ?" inline options={YES_OR_NO} />
    <fieldset class="desk-group">
      <legend>Le nouveau contrat, s’il y en a un</legend>
      <DateField
        form={form}
        name="contractSignedOn"
        label="Date de signature"
        hint="Cadre « Le contrat », ligne « Date de conclusion »."
        sometimes
      />
      <DateField
        form={form}
        name="contractEndsOn"
        label="Date de fin"
        hint="Dans le même cadre, ligne « Date de fin du contrat ou de la période d’apprentissage »."
        sometimes
      />
      <RadioGroup form={form} name="otherDiploma" legend="Prépare-t-il à un autre diplôme ?" inline options={YES_OR_NO} sometimes />
      <RadioGroup
        form={form}
        name="cfa"
        legend="Dans quel CFA ?"
        options={[
          { value: 'same', label: `Le même : ${contract.cfa_name} (${contract.cfa_town})` },
          { value: 'here', label: `Un autre CFA de la région ${OUR_REGION.name}` },
          { value: 'elsewhere', label: 'Un autre CFA, hors de la région' },
        ]}
        sometimes
      />
      <searchable-select>
        <Select
          form={form}
          name="school"
          label="Autre CFA de la région"
          placeholder="Choisissez le CFA"
          options={schools.map((offered) => ({ value: String(offered.id), label: schoolLabel(offered) }))}
          sometimes
        />
      </searchable-select>
      <TextField form={form} name="schoolName" label="Nom du CFA hors de la région" autocomplete="off" sometimes />
      <TextField form={form} name="schoolTown" label="Ville de ce CFA" autocomplete="off" sometimes />
    </fieldset>
  </>
)
