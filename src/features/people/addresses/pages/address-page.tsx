import { h, type VNode } from 'preact'
import type { z } from 'zod'
import { places } from '../../../../places.ts'
import type { Reader, Tx } from '../../../../platform/database/index.ts'
import { UserError } from '../../../../platform/errors.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, type Reading, scriptAnswer, see } from '../../../../platform/http/page.ts'
import type { NoParams, Place } from '../../../../platform/http/place.ts'
import type { Beneficiary } from '../../../../spaces/actors.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { PageHeading } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, RadioGroup, Select, TextField } from '../../../../ui/form.tsx'
import { type Address, addressForm, FIELDS, fieldsOf, isPostcode, NOT_LISTED, postalName, searchForm } from '../address.ts'
import { findAddress } from '../find-address.ts'
import { FreeAddressFields, placesFor } from '../free-fields.tsx'
import { NUMBERED_STREET, numberBefore } from '../house-number.ts'
import { suggestStreets, townsOf } from '../queries.ts'
import { addressesFound } from '../search.ts'
import { SearchButton, WholeAddress } from './whole-address.tsx'

/** Where somebody gives their address: the page that asks for it, what it knows, and where it is kept. */
export interface AddressPlace {
  /** The page that asks for it; the form; the same form while « Chercher » looks for what was typed. */
  asked: Place<NoParams, 'retour', 'adresse'>
  form: FormPlace
  search: FormPlace
  /** What the page that asks for it is titled. */
  title: string
  /** What stands on top of the form, where it is a part of something. */
  heading?(title: string): VNode
  known(db: Reader, beneficiary: Beneficiary): Promise<Address | null>
  save(tx: Tx, beneficiary: Beneficiary, address: Address): Promise<unknown>
  /** Another page that one may have come from, as `?retour=` names it, to which one goes back; it says that the address is saved, once it is. */
  cameFrom?(name: string, isSaved: boolean): string | null
}

/** What is typed travels in its query. */
type FormPlace = Place<NoParams, string, never>

const TITLE = 'Saisie de l’adresse'

/**
 * The postal address (guide, 3.2), under `adresse` and `adresse/recherche` of the place that asks for it: one form, in which
 * « Chercher » goes and finds the towns of a postcode, then the streets that look like the one typed. What is typed travels in the
 * query of the page that shows what was found.
 */
export function addressPages(place: AddressPlace) {
  const definition = {
    title: `${place.title} — ${TITLE}`,
    scripts: ['guided-address'],
    view: (reading: Reading<Beneficiary>) => view(place, reading),
  }
  return {
    address: page(beneficiarySpace, place.form, {
      ...definition,
      submit: form(addressForm, async ({ tx, actor, input, visit }) => {
        await place.save(tx, actor, await findAddress(tx, input))
        return see(wayBack(place, visit.url.searchParams, true))
      }),
    }),
    // « Chercher »: the way back to the page, with what is typed and the place where to go on.
    search: page(beneficiarySpace, place.search, {
      ...definition,
      submit: form(searchForm, async ({ tx, input, visit }) => {
        const typed = new URLSearchParams(FIELDS.map((name) => [name, String(input[name] ?? '').slice(0, 100)]))
        const field = await lookFor(tx, typed, input)
        return see(`${place.form.to(comingFrom(visit.url.searchParams, typed))}#${field}`)
      }),
    }),
  }
}

/** Looks for what is typed, and keeps what is found with it: the field where one goes on. */
async function lookFor(db: Reader, typed: URLSearchParams, { kind, search }: z.output<typeof searchForm>): Promise<string> {
  if (search === 'whole' && typed.get('whole')) {
    typed.set('found', 'addresses')
    return 'whole'
  }
  if (kind === 'free') return 'line1'
  const postcode = typed.get('postcode')?.replace(/\s/g, '') ?? ''
  if (!postcode && search !== 'address') return 'postcode'
  if (!isPostcode(postcode)) throw wrongPostcode('Saisissez un code postal à 5 chiffres, par exemple 59000.')
  const towns = await townsOf(db, postcode)
  if (towns.length === 0) throw wrongPostcode(`Aucune ville n’a le code postal ${postcode}. Vérifiez-le.`)
  const town = towns.find(({ insee_code }) => towns.length === 1 || insee_code === typed.get('inseeCode'))
  typed.set('postcode', postcode)
  typed.set('inseeCode', town?.insee_code ?? '')
  if (!town) return 'inseeCode'
  if (!typed.get('street')) return 'street'
  typed.set('found', 'streets')
  moveNumber(typed)
  return 'chosenStreet'
}

/** « 12 bis rue nationale »: the number goes to its own fields, where they are empty. */
function moveNumber(typed: URLSearchParams): void {
  const before = numberBefore(typed.get('street') ?? '')
  if (!before || typed.get('houseNumber')) return
  typed.set('street', before.street)
  typed.set('houseNumber', before.house_number)
  if (before.number_suffix) typed.set('numberSuffix', before.number_suffix)
}

/** What is typed, with the way back that one came with. */
function comingFrom(query: URLSearchParams, typed = new URLSearchParams()): URLSearchParams {
  const back = query.get('retour')
  return new URLSearchParams([...typed, ...(back === null ? [] : [['retour', back]])])
}

/** Where one came from; saying that the address is saved, once it is. */
function wayBack({ asked, cameFrom }: AddressPlace, query: URLSearchParams, isSaved: boolean): string {
  const back = query.get('retour')
  return cameFrom?.(back ?? '', isSaved) ?? (isSaved ? asked.said('adresse', { retour: back }) : asked.to({ retour: back }))
}

const wrongPostcode = (sentence: string) => new UserError('address.wrong-postcode', sentence, { field: 'postcode' })

/** The towns of a postcode, for the page's script. */
export const townsFound = scriptAnswer(beneficiarySpace, places.beneficiary.towns, async ({ db, query }) => {
  const towns = await townsOf(db, query.get('code-postal') ?? '')
  return Response.json(towns.map(({ insee_code, name }) => ({ value: insee_code, label: postalName(name) })))
})

/** The streets that look like what is being typed, for the page's script. */
export const streetsFound = scriptAnswer(beneficiarySpace, places.beneficiary.streets, async ({ db, query }) => {
  const streets = await suggestStreets(db, {
    postcode: query.get('code-postal') ?? '',
    insee_code: query.get('commune') ?? '',
    words: streetIn(query.get('rue') ?? ''),
  })
  return Response.json(streets)
})

/** The addresses that a text written in one go may mean, for the page's script. */
export const addressesAsked = scriptAnswer(beneficiarySpace, places.beneficiary.addresses, async ({ db, query }) =>
  Response.json(await addressesFound(db, query.get('adresse') ?? '')),
)

const streetIn = (typed: string): string => numberBefore(typed)?.street ?? typed

const FOR_THE_SCRIPT = {
  'data-towns': places.beneficiary.towns.to(),
  'data-streets': places.beneficiary.streets.to(),
  'data-addresses': places.beneficiary.addresses.to(),
  'data-not-listed': NOT_LISTED,
  'data-numbered': NUMBERED_STREET.source,
}

async function view(place: AddressPlace, { db, actor, form, query }: Reading<Beneficiary>) {
  const saved = await place.known(db, actor)
  const search = place.search.to(comingFrom(query))
  const known = query.has('kind') ? Object.fromEntries(query) : saved ? fieldsOf(saved) : {}
  const value = (name: string) => form.value(name, known[name])
  const kind = value('kind') === 'free' ? 'free' : 'guided'
  const streets =
    query.get('found') === 'streets' || form.value('chosenStreet') || form.error('chosenStreet') ? await alike(db, value) : undefined
  return (
    <>
      <ErrorSummary form={form} />
      {place.heading?.(TITLE) ?? <PageHeading>{TITLE}</PageHeading>}
      {h(
        'guided-address',
        FOR_THE_SCRIPT,
        <Form form={form} action={place.form.to(comingFrom(query))} class="panel">
          <WholeAddress
            form={form}
            known={known.whole}
            search={search}
            found={query.get('found') === 'addresses' ? await addressesFound(db, known.whole ?? '') : undefined}
            hrefOf={(fields) =>
              place.form.to(comingFrom(query, new URLSearchParams({ kind: 'guided', whole: known.whole ?? '', ...fields })))
            }
          />
          <div class="address-kinds">
            <RadioGroup
              form={form}
              name="kind"
              legend="Comment voulez-vous saisir votre adresse ?"
              inline
              known={kind}
              options={[
                { value: 'guided', label: 'Adresse guidée' },
                { value: 'free', label: 'Adresse libre' },
              ]}
            />
            <div data-without-script>
              <Button kind="quiet" formaction={search} name="search" value="kind">
                Changer de saisie
              </Button>
            </div>
          </div>
          <div data-kind="guided" hidden={kind !== 'guided'}>
            <GuidedFields
              search={search}
              form={form}
              known={known}
              towns={await townsOf(db, value('postcode').replace(/\s/g, ''))}
              streets={streets}
            />
          </div>
          <div data-kind="free" hidden={kind !== 'free'}>
            <FreeAddressFields form={form} known={known} places={await placesFor(db, form)} />
          </div>
          <Actions>
            <ButtonLink kind="quiet" href={wayBack(place, query, false)}>
              Retour
            </ButtonLink>
            <Button>Soumettre</Button>
          </Actions>
        </Form>,
      )}
    </>
  )
}

const alike = (db: Reader, value: (name: string) => string) =>
  suggestStreets(db, { postcode: value('postcode').replace(/\s/g, ''), insee_code: value('inseeCode'), words: streetIn(value('street')) })

interface Fields {
  form: FormState
  known: Record<string, string | null | undefined>
}

function GuidedFields({
  search,
  form,
  known,
  towns,
  streets,
}: Fields & { search: string; towns: { insee_code: string; name: string }[]; streets?: string[] | undefined }) {
  const typed = form.value('street', known.street)
  return (
    <>
      <div class="search-row">
        <TextField
          form={form}
          name="postcode"
          label="Veuillez saisir un code postal"
          hint="Ex : 59000"
          inputmode="numeric"
          autocomplete="postal-code"
          width={10}
          known={known.postcode}
        />
        <SearchButton what="la ville" at={search} />
      </div>
      <p class="hint search-status" role="status" data-towns-status />
      <Select
        form={form}
        name="inseeCode"
        label="Veuillez saisir une ville"
        autocomplete="address-level2"
        placeholder={towns.length > 0 ? 'Choisissez votre ville' : 'Cherchez d’abord votre code postal'}
        known={towns.length === 1 ? towns[0]?.insee_code : known.inseeCode}
        options={towns.map(({ insee_code, name }) => ({ value: insee_code, label: postalName(name) }))}
      />
      <div class="search-row search-row-wide">
        <TextField
          form={form}
          name="street"
          label="Veuillez saisir une rue"
          hint="Ex : RUE NATIONALE"
          autocomplete="off"
          spellcheck={false}
          known={known.street}
        />
        <SearchButton what="la rue" at={search} />
      </div>
      {streets && (
        <div data-street-choices>
          {streets.length > 0 ? (
            <RadioGroup
              form={form}
              name="chosenStreet"
              legend="Choisissez votre rue"
              options={[
                ...streets.map((street) => ({ value: street, label: street })),
                { value: NOT_LISTED, label: `Ma rue n’est pas dans la liste : garder « ${typed} »` },
              ]}
            />
          ) : (
            <p class="field" id="chosenStreet" role="status">
              Aucune rue de cette ville ne ressemble à « {typed} ». Vérifiez ce que vous avez écrit, ou continuez : nous le garderons ainsi.
            </p>
          )}
        </div>
      )}
      <NumberAndMore form={form} known={known} />
    </>
  )
}

/** The number, and what may be needed beside it. */
const NumberAndMore = ({ form, known }: Fields) => (
  <>
    <TextField
      form={form}
      name="houseNumber"
      label="Numéro de rue"
      hint="Ex : 11"
      optional
      inputmode="numeric"
      autocomplete="off"
      width={4}
      known={known.houseNumber}
    />
    <TextField
      form={form}
      name="numberSuffix"
      label="Complément de numéro"
      hint="Ex : A"
      optional
      autocomplete="off"
      width={4}
      known={known.numberSuffix}
    />
    <TextField
      form={form}
      name="careOf"
      label="Chez (précisez le nom de la personne vous hébergeant)"
      optional
      autocomplete="off"
      known={known.careOf}
    />
    <TextField
      form={form}
      name="complement"
      label="Précisez un complément de rue si besoin"
      hint="Numéro d’appartement, étage, lieu-dit… Ex : Hôtel de Région"
      optional
      autocomplete="address-line2"
      known={known.complement}
    />
    <TextField
      form={form}
      name="poBox"
      label="Précisez une boîte postale si besoin"
      hint="Ex : BP 2616"
      optional
      autocomplete="off"
      width={20}
      known={known.poBox}
    />
  </>
)
