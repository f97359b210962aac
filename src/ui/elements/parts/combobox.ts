/** A text field that offers choices while one types: the ARIA combobox pattern, with a list box. */

export interface Choice {
  value: string
  label: string
  /** Said small, after the label. */
  detail?: string
}

interface Combobox {
  /** What to offer for these words; everything for none. A sentence, shown in its place, when there is nothing to offer. */
  find(words: string): Choice[] | string | Promise<Choice[] | string>
  choose(choice: Choice): void
  /** Milliseconds without a key before looking. */
  patience: number
}

let count = 0

/** Capitals and accents do not count. The range, because old browsers know no \p{M}. */
export const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()

/** Makes a combobox of the field. Returns what opens its list. */
export function makeCombobox(input: HTMLInputElement, combobox: Combobox): { open(): void; close(): void } {
  const offered = new Offered(input, combobox)
  return { open: () => void offered.look(''), close: () => offered.close() }
}

const counted = (found: number): string =>
  found === 0 ? 'Aucune proposition.' : `${found} proposition${found > 1 ? 's' : ''}, flèches haut et bas pour choisir.`

/** The list under the field, and what is said of it. */
class Offered {
  readonly #id = `choices-${++count}`
  readonly #list = document.createElement('ul')
  readonly #status = document.createElement('div')
  readonly #input: HTMLInputElement
  readonly #combobox: Combobox
  #choices: Choice[] = []
  #active = -1
  #asked = 0
  #soon = 0
  #saying = 0

  constructor(input: HTMLInputElement, combobox: Combobox) {
    this.#input = input
    this.#combobox = combobox
    this.#place()
    input.addEventListener('input', () => {
      clearTimeout(this.#soon)
      this.#soon = window.setTimeout(() => this.look(input.value), combobox.patience)
    })
    input.addEventListener('keydown', (event) => this.#press(event))
    input.addEventListener('blur', () => this.close())
    // Pressing a choice must not take the focus from the field, which would close the list first.
    this.#list.addEventListener('mousedown', (event) => event.preventDefault())
    this.#list.addEventListener('click', (event) => {
      const option = (event.target as HTMLElement).closest('li')
      if (option) this.#take(this.#choices[Array.from(this.#list.children).indexOf(option)])
    })
  }

  #place() {
    const [input, list, status] = [this.#input, this.#list, this.#status]
    const box = document.createElement('div')
    const hadFocus = document.activeElement === input
    box.className = 'combobox'
    input.parentNode?.insertBefore(box, input)
    box.append(input, list, status)
    if (hadFocus) input.focus()

    list.id = this.#id
    list.className = 'combobox-list'
    list.hidden = true
    list.setAttribute('role', 'listbox')
    list.setAttribute('aria-label', input.labels?.[0]?.textContent ?? 'Propositions')
    status.className = 'unseen'
    status.setAttribute('role', 'status')
    const attributes = {
      role: 'combobox',
      'aria-autocomplete': 'list',
      'aria-controls': list.id,
      'aria-expanded': 'false',
      autocomplete: 'off',
    }
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value)
  }

  close() {
    this.#asked++
    clearTimeout(this.#soon)
    this.#list.hidden = true
    this.#hush()
    this.#input.setAttribute('aria-expanded', 'false')
    this.#activate(-1)
  }

  #activate(index: number) {
    const list = this.#list
    list.children[this.#active]?.setAttribute('aria-selected', 'false')
    this.#active = index
    const option = list.children[index] as HTMLElement | undefined
    if (!option) return this.#input.removeAttribute('aria-activedescendant')
    option.setAttribute('aria-selected', 'true')
    this.#input.setAttribute('aria-activedescendant', option.id)
    if (option.offsetTop < list.scrollTop) list.scrollTop = option.offsetTop
    const below = option.offsetTop + option.offsetHeight - list.clientHeight
    if (below > list.scrollTop) list.scrollTop = below
  }

  #show(offered: Choice[] | string) {
    const list = this.#list
    const found = typeof offered === 'string' ? [] : offered
    const opens = list.hidden && found.length > 0
    this.#choices = found
    list.textContent = ''
    found.forEach(({ label, detail }, index) => {
      const option = document.createElement('li')
      option.id = `${this.#id}-${index}`
      option.className = 'combobox-option'
      option.textContent = label
      option.setAttribute('role', 'option')
      option.setAttribute('aria-selected', 'false')
      if (detail) {
        const small = document.createElement('small')
        small.textContent = detail
        option.append(' ', small)
      }
      list.append(option)
    })
    list.hidden = found.length === 0
    list.scrollTop = 0
    this.#input.setAttribute('aria-expanded', String(found.length > 0))
    this.#activate(-1)
    this.#say(offered)
    // On a phone the keyboard leaves little room under the field.
    if (opens) list.scrollIntoView({ block: 'nearest' })
  }

  // Said once the typing pauses: a voice at each key would cover the typing.
  #say(offered: Choice[] | string) {
    const isShown = typeof offered === 'string'
    this.#hush()
    this.#saying = window.setTimeout(() => {
      this.#status.className = isShown ? 'combobox-said' : 'unseen'
      this.#status.textContent = isShown ? offered : counted(offered.length)
    }, 500)
  }

  #hush() {
    clearTimeout(this.#saying)
    this.#status.className = 'unseen'
  }

  /** An answer that comes after a later question, or after the list was closed, is dropped. */
  async look(words: string) {
    const question = ++this.#asked
    const found = await this.#combobox.find(words)
    if (question === this.#asked && document.activeElement === this.#input) this.#show(found)
  }

  #take(choice: Choice | undefined) {
    if (!choice) return
    this.#combobox.choose(choice)
    this.close()
  }

  #press(event: KeyboardEvent) {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const [choices, active] = [this.#choices, this.#active]
    const isOpen = !this.#list.hidden
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!isOpen) return void this.look(this.#input.value)
      const step = event.key === 'ArrowDown' ? 1 : -1
      this.#activate(active === -1 && step === -1 ? choices.length - 1 : (active + step + choices.length) % choices.length)
    } else if (event.key === 'Enter' && isOpen) {
      // The form is not sent while one is choosing.
      event.preventDefault()
      this.#take(choices[choices.length === 1 ? 0 : active])
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault()
      this.close()
    }
  }
}
