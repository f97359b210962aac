/** A text field that offers choices while one types: the ARIA combobox pattern, with a list box. */

export interface Choice {
  value: string
  label: string
}

interface Combobox {
  /** What to offer for these words; everything for none. */
  find(words: string): Choice[] | Promise<Choice[]>
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
export function makeCombobox(input: HTMLInputElement, { find, choose, patience }: Combobox): { open(): void; close(): void } {
  const id = `choices-${++count}`
  const box = document.createElement('div')
  const list = document.createElement('ul')
  const status = document.createElement('div')
  const hadFocus = document.activeElement === input
  box.className = 'combobox'
  input.parentNode?.insertBefore(box, input)
  box.append(input, list, status)
  if (hadFocus) input.focus()

  list.id = id
  list.className = 'combobox-list'
  list.hidden = true
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', input.labels?.[0]?.textContent ?? 'Propositions')
  status.className = 'unseen'
  status.setAttribute('role', 'status')
  const attributes = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': id, 'aria-expanded': 'false', autocomplete: 'off' }
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value)

  let choices: Choice[] = []
  let active = -1
  let asked = 0
  let soon = 0
  let saying = 0

  const close = () => {
    asked++
    clearTimeout(soon)
    list.hidden = true
    input.setAttribute('aria-expanded', 'false')
    activate(-1)
  }

  const activate = (index: number) => {
    list.children[active]?.setAttribute('aria-selected', 'false')
    active = index
    const option = list.children[index] as HTMLElement | undefined
    if (!option) return input.removeAttribute('aria-activedescendant')
    option.setAttribute('aria-selected', 'true')
    input.setAttribute('aria-activedescendant', option.id)
    if (option.offsetTop < list.scrollTop) list.scrollTop = option.offsetTop
    const below = option.offsetTop + option.offsetHeight - list.clientHeight
    if (below > list.scrollTop) list.scrollTop = below
  }

  const show = (found: Choice[]) => {
    const opens = list.hidden && found.length > 0
    choices = found
    list.textContent = ''
    found.forEach(({ label }, index) => {
      const option = document.createElement('li')
      option.id = `${id}-${index}`
      option.className = 'combobox-option'
      option.textContent = label
      option.setAttribute('role', 'option')
      option.setAttribute('aria-selected', 'false')
      list.append(option)
    })
    list.hidden = found.length === 0
    list.scrollTop = 0
    input.setAttribute('aria-expanded', String(found.length > 0))
    activate(-1)
    say(found.length)
    // On a phone the keyboard leaves little room under the field.
    if (opens) list.scrollIntoView({ block: 'nearest' })
  }

  // Said once the typing pauses: a voice at each key would cover the typing.
  const say = (found: number) => {
    clearTimeout(saying)
    saying = window.setTimeout(() => {
      status.textContent =
        found === 0 ? 'Aucune proposition.' : `${found} proposition${found > 1 ? 's' : ''}, flèches haut et bas pour choisir.`
    }, 500)
  }

  /** An answer that comes after a later question, or after the list was closed, is dropped. */
  const look = async (words: string) => {
    const question = ++asked
    const found = await find(words)
    if (question === asked && document.activeElement === input) show(found)
  }

  const take = (choice: Choice | undefined) => {
    if (!choice) return
    choose(choice)
    close()
  }

  input.addEventListener('input', () => {
    clearTimeout(soon)
    soon = window.setTimeout(() => look(input.value), patience)
  })
  input.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const isOpen = !list.hidden
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!isOpen) return void look(input.value)
      const step = event.key === 'ArrowDown' ? 1 : -1
      activate(active === -1 && step === -1 ? choices.length - 1 : (active + step + choices.length) % choices.length)
    } else if (event.key === 'Enter' && isOpen) {
      // The form is not sent while one is choosing.
      event.preventDefault()
      take(choices[choices.length === 1 ? 0 : active])
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault()
      close()
    }
  })
  input.addEventListener('blur', close)
  // Pressing a choice must not take the focus from the field, which would close the list first.
  list.addEventListener('mousedown', (event) => event.preventDefault())
  list.addEventListener('click', (event) => {
    const option = (event.target as HTMLElement).closest('li')
    if (option) take(choices[Array.from(list.children).indexOf(option)])
  })

  return { open: () => void look(''), close }
}
