import type { FormState } from '../../../../platform/forms/state.ts'
import { DEPARTMENTS } from '../../../../platform/region.ts'
import { Select } from '../../../../ui/form.tsx'

interface Asked {
  form: FormState
  known?: string | null | undefined
}

/** The department, where that was chosen. */
export const DepartmentSelect = ({ form, known }: Asked) => (
  <Select
    form={form}
    name="department"
    label="Département"
    hint="Si vous avez choisi un département."
    sometimes
    placeholder="Choisissez le département"
    known={known}
    options={Object.entries(DEPARTMENTS).map(([value, label]) => ({ value, label }))}
  />
)

/** The school, where that was chosen: searched with the script `searchable-select`. */
export const SchoolSelect = ({ form, known, schools }: Asked & { schools: { id: number; name: string; town: string }[] }) => (
  <searchable-select>
    <Select
      form={form}
      name="school"
      label="Établissement"
      hint="Si vous avez choisi un établissement."
      sometimes
      placeholder="Choisissez l’établissement"
      known={known}
      options={schools.map(({ id, name, town }) => ({ value: String(id), label: `${town} : ${name}` }))}
    />
  </searchable-select>
)
