import { sayWhatWasAnswered } from './parts/answered-before.ts'
import { ask } from './parts/ask.ts'
import { type Choice, makeCombobox } from './parts/combobox.ts'

/**
 * The page of the postal address, without reloading it: the towns come when the postcode is whole, the streets while
 * one types. Where a question gets no answer, what was typed is kept and the server asks again.
 */
class GuidedAddress extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector('form')
    if (!form) return
    for (const unneeded of Array.from(this.querySelectorAll('[data-without-script]'))) unneeded.remove()
    this.showChosenKind(form)
    const showTowns = this.findTowns(form)
    const keepStreet = this.findStreets(form)
    if (showTowns && keepStreet) this.findWhole(form, { showTowns, keepStreet })
    sayWhatWasAnswered(form)
  }

  showChosenKind(form: HTMLFormElement) {
    const sections = Array.from(this.querySelectorAll<HTMLElement>('[data-kind]'))
    const radios = Array.from(form.querySelectorAll<HTMLInputElement>('[name=kind]'))
    const show = () => {
      const kind = radios.find(({ checked }) => checked)?.value
      for (const section of sections) section.hidden = section.dataset.kind !== kind
    }
    for (const radio of radios) radio.addEventListener('change', show)
    // A browser that comes back to the page puts the choice back without saying so.
    window.addEventListener('pageshow', show)
  }

  findTowns(form: HTMLFormElement) {
    const postcode = field(form, 'postcode')
    const towns = form.querySelector<HTMLSelectElement>('[name=inseeCode]')
    const status = form.querySelector('[data-towns-status]')
    if (!postcode || !towns || !status) return
    let known = postcode.defaultValue.replace(/\s/g, '')
    const look = async () => {
      const typed = postcode.value.replace(/\s/g, '')
      if (typed === known) return
      known = typed
      const whole = /^\d{5}$/.test(typed)
      const found = whole ? await ask<Choice[]>(`${this.dataset.towns}?code-postal=${typed}`) : []
      if (typed !== known) return
      if (!found) {
        known = ''
        return
      }
      offer(towns, found)
      status.textContent = whole ? townsSaid(typed, found) : ''
    }
    postcode.addEventListener('input', look)
    const search = async () => {
      await look()
      const typed = postcode.value.replace(/\s/g, '')
      if (typed !== known && /^\d{5}$/.test(typed)) return false
      if (towns.options.length > 1) towns.focus()
      else if (!/^\d{5}$/.test(known)) status.textContent = 'Saisissez un code postal à 5 chiffres, par exemple 59000.'
      return true
    }
    onSearch(postcode, search)
    return async (chosen: string) => {
      await look()
      towns.value = chosen
      towns.dispatchEvent(new Event('change', { bubbles: true }))
    }
  }

  findStreets(form: HTMLFormElement) {
    const street = field(form, 'street')
    const postcode = field(form, 'postcode')
    const town = form.querySelector<HTMLSelectElement>('[name=inseeCode]')
    if (!street || !postcode || !town) return
    const notListed = { value: this.dataset.notListed ?? '', label: 'Ma rue n’est pas dans la liste' }
    const kept = document.createElement('input')
    kept.type = 'hidden'
    kept.name = 'chosenStreet'
    form.append(kept)
    const forget = () => {
      kept.value = ''
      const choices = form.querySelector('[data-street-choices]')
      if (choices) choices.remove()
    }
    // The choices that the server shows say what is kept, until something else is typed.
    kept.disabled = form.querySelector('[data-street-choices]') !== null

    // « 12 bis rue nationale »: choosing the street leaves the number in its own field. Where that says another, both stay to be seen.
    const numbered = new RegExp(this.dataset.numbered ?? '^(?!)', 'i')
    const chooseStreet = (name: string | undefined) => {
      const [, number, suffix = '', rest = ''] = numbered.exec(street.value) || []
      const [house, after] = [field(form, 'houseNumber'), field(form, 'numberSuffix')]
      if (!number || !house || !after) street.value = name ?? street.value
      else if (house.value && house.value !== number) street.value = name ? `${number} ${suffix} ${name}` : street.value
      else {
        house.value = number
        if (suffix) after.value = suffix.toUpperCase()
        street.value = name ?? rest
      }
    }

    const find = async (words: string): Promise<Choice[]> => {
      if (!town.value || !words.trim()) return []
      const asked = new URLSearchParams({ 'code-postal': postcode.value.replace(/\s/g, ''), commune: town.value, rue: words.slice(0, 100) })
      const found = await ask<string[]>(`${this.dataset.streets}?${asked}`)
      return found ? [...found.map((name) => ({ value: name, label: name })), notListed] : []
    }
    const { close } = makeCombobox(street, {
      patience: 150,
      find,
      choose: (choice) => {
        kept.value = choice === notListed ? choice.value : ''
        chooseStreet(choice === notListed ? undefined : choice.label)
      },
    })
    const changed = () => {
      kept.disabled = false
      forget()
    }
    street.addEventListener('input', changed)
    town.addEventListener('change', changed)
    postcode.addEventListener('input', close)
    onSearch(street, async () => {
      street.focus()
      street.dispatchEvent(new Event('input', { bubbles: true }))
      return true
    })
    return (chosen: string) => {
      kept.disabled = false
      forget()
      kept.value = chosen
    }
  }

  /** One field for the whole address: what is chosen fills the fields below, which are then checked and sent. */
  findWhole(
    form: HTMLFormElement,
    { showTowns, keepStreet }: { showTowns(chosen: string): Promise<void>; keepStreet(chosen: string): void },
  ) {
    const whole = field(form, 'whole')
    const status = form.querySelector('[data-whole-status]')
    if (!whole || !status) return
    let found: Found[] = []
    makeCombobox(whole, {
      patience: 200,
      find: async (words) => {
        const asked = new URLSearchParams({ adresse: words.slice(0, 150) })
        found = words.trim().length < 4 ? [] : (((await ask(`${this.dataset.addresses}?${asked}`)) as Found[] | undefined) ?? [])
        return found.map(({ label }) => ({ value: label, label }))
      },
      choose: ({ label }) => {
        const chosen = found.find((each) => each.label === label)
        if (!chosen) return
        const guided = form.querySelector<HTMLInputElement>('[name=kind][value=guided]')
        if (guided && !guided.checked) guided.click()
        whole.value = label
        fill(form, chosen.fields)
        void showTowns(chosen.fields.inseeCode ?? '').then(() => keepStreet(chosen.chosenStreet))
        status.textContent = 'Les cases ci-dessous sont remplies : vérifiez-les, puis « Soumettre ».'
      },
    })
    whole.addEventListener('input', () => {
      status.textContent = ''
    })
    onSearch(whole, async () => {
      if (found.length === 0) return false
      whole.focus()
      whole.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown' }))
      return true
    })
  }
}

/** An address as the site answers it. */
interface Found {
  label: string
  fields: Record<string, string>
  chosenStreet: string
}

/** What the address does not say beside its street stays as it was typed: who hosts, the floor. */
function fill(form: HTMLFormElement, fields: Record<string, string>) {
  for (const name of Object.keys(fields)) {
    const input = field(form, name)
    const value = fields[name] as string
    const isOfTheStreet = ['postcode', 'street', 'houseNumber', 'numberSuffix'].indexOf(name) >= 0
    if (input && (value || isOfTheStreet)) input.value = value
  }
}

const field = (form: HTMLFormElement, name: string) => form.querySelector<HTMLInputElement>(`input[name=${name}]`)

function offer(towns: HTMLSelectElement, found: Choice[]) {
  const before = towns.value
  towns.textContent = ''
  const first = found.length > 0 ? 'Choisissez votre ville' : 'Cherchez d’abord votre code postal'
  for (const { value, label } of [{ value: '', label: first }, ...found]) {
    const option = document.createElement('option')
    option.value = value
    option.textContent = label
    towns.append(option)
  }
  const same = found.find(({ value }) => value === before)
  towns.value = (found.length === 1 ? found[0] : same)?.value ?? ''
  if (towns.value !== before) towns.dispatchEvent(new Event('change', { bubbles: true }))
}

const townsSaid = (postcode: string, found: Choice[]): string => {
  if (found.length === 0) return `Aucune ville n’a le code postal ${postcode}. Vérifiez-le.`
  return found.length === 1 ? `Ville trouvée : ${found[0]?.label}.` : `${found.length} villes trouvées : choisissez la vôtre.`
}

/**
 * Makes « Chercher » look without sending; Enter in the field does the same, elsewhere it sends the whole form. Where the site
 * does not answer, or no longer knows who asks, it sends after all: the next page says why.
 */
function onSearch(input: HTMLInputElement, look: () => Promise<boolean>) {
  const button = input.closest('.search-row')?.querySelector<HTMLButtonElement>('button')
  if (!button) return
  button.type = 'button'
  const search = async () => {
    if (await look()) return
    button.removeEventListener('click', search)
    button.type = 'submit'
    button.click()
  }
  button.addEventListener('click', search)
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.defaultPrevented) return
    event.preventDefault()
    void search()
  })
}

if ('customElements' in window) customElements.define('guided-address', GuidedAddress)
