import { ask } from './parts/ask.ts'
import { type Choice, folded, makeCombobox } from './parts/combobox.ts'

const SHOWN_AT_MOST = 100

/**
 * Around a <select> of many options: a field in which one types to find them. The select stays what the form sends; it
 * is only not shown. With `data-search`, the address that knows more options than the page has, they are looked for there.
 */
class SearchableSelect extends HTMLElement {
  connectedCallback() {
    const select = this.querySelector('select')
    if (!select || this.querySelector('[role=combobox]')) return
    const input = standIn(select)
    const hide = () => {
      select.className = 'unseen'
      select.tabIndex = -1
      select.setAttribute('aria-hidden', 'true')
    }
    const chosen = () => {
      const option = select.options[select.selectedIndex]
      return option?.value ? text(option) : ''
    }
    const set = (value: string) => {
      if (select.value !== value) {
        select.value = value
        select.dispatchEvent(new Event('change', { bubbles: true }))
      }
      input.value = chosen()
    }

    input.value = chosen()
    const { open } = makeCombobox(input, {
      patience: this.dataset.search ? 150 : 0,
      find: (typed) => {
        const words = typed === chosen() ? '' : typed.trim()
        return this.dataset.search ? this.search(words, select) : foundOr(matching(select, words), words, select)
      },
      choose: ({ value, label }) => {
        if (!choicesOf(select).some((choice) => choice.value === value)) select.add(new Option(label, value))
        set(value)
        input.select()
      },
    })
    hide()
    input.addEventListener('click', open)
    input.addEventListener('focus', () => input.select())
    // What was typed and not chosen counts when it is exactly an option; else the choice is what it was.
    input.addEventListener('blur', () => {
      const exact = choicesOf(select).find(({ label }) => folded(label) === folded(input.value.trim()))
      set(input.value.trim() === '' ? '' : (exact?.value ?? select.value))
    })
    select.addEventListener('change', () => {
      input.value = chosen()
    })
    select.form?.addEventListener('reset', () => setTimeout(() => (input.value = chosen())))
  }

  private async search(words: string, select: HTMLSelectElement): Promise<Choice[] | string> {
    if (!words) return foundOr([], words, select)
    const { search = '' } = this.dataset
    const asked = new URLSearchParams({ recherche: words.slice(0, 100) })
    const found = await ask<Choice[]>(`${search}${search.indexOf('?') === -1 ? '?' : '&'}${asked}`)
    return found ? foundOr(found, words, select) : 'La liste ne répond pas. Vérifiez votre connexion, puis écrivez à nouveau.'
  }
}

/** What was found; a sentence when nothing was, that of the list's first line when nothing was looked for. */
function foundOr(found: Choice[], words: string, { options: [first] }: HTMLSelectElement): Choice[] | string {
  if (found.length > 0) return found
  return words ? `Rien ne ressemble à « ${words} ». Vérifiez ce que vous avez écrit.` : (first?.text ?? [])
}

/** The field that takes the select's place: its label, hint and error become those of the field. */
function standIn(select: HTMLSelectElement): HTMLInputElement {
  const input = document.createElement('input')
  input.type = 'text'
  input.className = select.className
  input.spellcheck = false
  for (const name of ['id', 'aria-required', 'aria-invalid', 'aria-describedby']) {
    const value = select.getAttribute(name)
    if (value !== null) input.setAttribute(name, value)
  }
  const hadFocus = document.activeElement === select
  select.id = `${select.id}-select`
  select.parentNode?.insertBefore(input, select)
  if (hadFocus) input.focus()
  return input
}

const text = (option: HTMLOptionElement) => (option.textContent ?? '').trim()

const choicesOf = (select: HTMLSelectElement): Choice[] =>
  Array.from(select.options)
    .filter(({ value, disabled }) => value && !disabled)
    .map((option) => ({ value: option.value, label: text(option) }))

/** The options that hold every word, those that begin with the first word before the others. */
function matching(select: HTMLSelectElement, typed: string): Choice[] {
  const words = folded(typed).split(/\s+/).filter(Boolean)
  const found = choicesOf(select)
    .map((choice) => ({ choice, label: folded(choice.label) }))
    .filter(({ label }) => words.every((word) => label.includes(word)))
  const first = found.filter(({ label }) => label.indexOf(words[0] ?? '') === 0)
  const others = found.filter((one) => first.indexOf(one) === -1)
  return [...first, ...others].slice(0, SHOWN_AT_MOST).map(({ choice }) => choice)
}

if ('customElements' in window) customElements.define('searchable-select', SearchableSelect)
