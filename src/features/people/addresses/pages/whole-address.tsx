import type { FormState } from '../../../../platform/forms/state.ts'
import { Button, TextField } from '../../../../ui/form.tsx'
import type { FoundAddress } from '../search.ts'

interface Whole {
  form: FormState
  known: string | null | undefined
  /** Where « Chercher » goes. */
  search: string
  /** What was found, once one has searched. */
  found: FoundAddress[] | undefined
  /** The page with its fields filled. */
  hrefOf(fields: FoundAddress['fields']): string
}

/** One field in which an address is written in one go, beside the guided way: what is found fills the fields of that one. */
export const WholeAddress = ({ form, known, search, found, hrefOf }: Whole) => (
  <div class="whole-address">
    <div class="search-row search-row-wide">
      <TextField
        form={form}
        name="whole"
        label="Trouver mon adresse en une fois"
        hint="Ex : 12 bis rue Nationale, 59000 Lille"
        optional
        autocomplete="off"
        spellcheck={false}
        known={known}
      />
      <SearchButton what="l’adresse" at={search} value="whole" />
    </div>
    <div class="search-status" role="status" data-whole-status>
      {found && (found.length > 0 ? <Choices found={found} hrefOf={hrefOf} /> : <NothingFound />)}
    </div>
  </div>
)

const Choices = ({ found, hrefOf }: { found: FoundAddress[]; hrefOf: Whole['hrefOf'] }) => (
  <>
    <p>Choisissez votre adresse : elle remplit les cases ci-dessous, que vous vérifiez.</p>
    <ul>
      {found.map(({ label, fields }) => (
        <li key={label}>
          <a href={`${hrefOf(fields)}#street`}>{label}</a>
        </li>
      ))}
    </ul>
  </>
)

const NothingFound = () => (
  <p>
    Nous n’avons pas trouvé cette adresse. Ajoutez la ville ou le code postal, ou remplissez les cases ci-dessous. « Adresse libre » accepte
    toutes les adresses, aussi à l’étranger.
  </p>
)

/** « Chercher », without sending the rest. */
export const SearchButton = ({ what, at, value = 'address' }: { what: string; at: string; value?: 'address' | 'whole' }) => (
  <Button kind="quiet" formaction={at} name="search" value={value}>
    Chercher<span class="unseen"> {what}</span>
  </Button>
)
