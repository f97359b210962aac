import { sayWhatWasAnswered } from './parts/answered-before.ts'
import { ask } from './parts/ask.ts'

const AGAIN_MS = 5_000

interface Offered {
  levels: { code: string; label: string }[]
  /** The one that is chosen, or that there is. */
  level?: string
  courses: { code: string; label: string }[]
}

/**
 * Where one studies, on one screen: the levels follow the school, the courses follow the level, and a question comes up when an answer
 * asks for it. The server says what may be chosen, by the address that it would be asked for by without this script.
 */
class SchoolChoice extends HTMLElement {
  private status = document.createElement('p')
  private asked = 0

  connectedCallback() {
    const school = this.select('school')
    const [level, course] = [this.select('level'), this.select('course')]
    if (!school || !level || !course || this.contains(this.status)) return
    this.status.className = 'hint'
    this.status.setAttribute('role', 'status')
    level.parentElement?.append(this.status)
    this.sayWhatComesFirst(level, course)
    for (const list of [school, level]) list.addEventListener('change', () => this.follow(level, course))
    this.whereItIs(school, () => this.follow(level, course))
    this.whatIsAskedBesides()
    sayWhatWasAnswered(this)
  }

  /** Asks what may be chosen now, and offers it. */
  private async follow(level: HTMLSelectElement, course: HTMLSelectElement) {
    const question = ++this.asked
    const chosen = this.chosenNow(level)
    // What was offered stays, until there is a school to ask about.
    if (!chosen.etablissement && !(chosen.nom && chosen.ville)) return
    // Those of before are gone at once: what somebody writes meanwhile is looked for in what comes.
    const before = course.value
    offer(course, [], '')
    course.dispatchEvent(new Event('change', { bubbles: true }))
    const choices = new URLSearchParams()
    for (const name of Object.keys(chosen)) if (chosen[name]) choices.set(name, chosen[name] as string)
    const offered = await ask<Offered>(`${this.dataset.offered}?${choices}`)
    if (question !== this.asked) return
    if (!offered) {
      this.status.textContent =
        'Les formations ne peuvent pas être affichées. Vérifiez votre connexion : elles viendront dès qu’elle sera revenue.'
      setTimeout(() => {
        if (question === this.asked) void this.follow(level, course)
      }, AGAIN_MS)
      return
    }
    const isUnknown = chosen.etablissement && offered.levels.length === 0
    this.status.textContent = isUnknown
      ? 'Nous ne connaissons pas les formations de cet établissement. Vérifiez votre choix, ou contactez-nous.'
      : ''
    offer(level, offered.levels, offered.level)
    offer(course, offered.courses, before)
    this.sayWhatComesFirst(level, course)
    const field = this.querySelector<HTMLInputElement>('#course')
    const told = field === document.activeElement ? field : course
    told?.dispatchEvent(new Event(told === course ? 'change' : 'input', { bubbles: true }))
  }

  /** What is chosen so far, by the names of what the site is asked. */
  private chosenNow(level: HTMLSelectElement): Record<string, string | undefined> {
    const school = this.select('school')
    return {
      cfa: this.ticked('cfaInRegion'),
      etablissement: school?.disabled ? '' : school?.value,
      nom: this.typed('schoolName'),
      ville: this.typed('schoolTown'),
      niveau: level.value,
    }
  }

  private sayWhatComesFirst(level: HTMLSelectElement, course: HTMLSelectElement) {
    placeholder(level, level.options.length > 1 ? null : 'Choisissez d’abord votre établissement')
    placeholder(course, course.options.length > 1 ? null : 'Choisissez d’abord votre niveau de formation')
  }

  /** An apprentice's school may be elsewhere, where one may have to write its name. */
  private whereItIs(school: HTMLSelectElement, follow: () => void) {
    const radios = this.radios('cfaInRegion')
    const list = this.piece('list')
    const byHand = this.piece('by-hand')
    const [toHand, toList] = [this.piece('to-hand'), this.piece('to-list')]
    if (!list || !byHand || !toHand || !toList) return
    let isByHand = byHand.hasAttribute('data-open')
    const show = () => {
      const cfa = this.ticked('cfaInRegion')
      isByHand = isByHand && cfa === 'no'
      list.hidden = !cfa || isByHand
      byHand.hidden = !isByHand
      toHand.hidden = cfa !== 'no'
      school.disabled = isByHand
      for (const input of Array.from(byHand.querySelectorAll('input'))) input.disabled = !isByHand
      const searched = list.querySelector('searchable-select')
      if (searched) searched.setAttribute('data-search', `${this.dataset.schools}?cfa=${cfa}`)
      for (const hint of Array.from(list.querySelectorAll<HTMLElement>('[data-cfa]'))) hint.hidden = hint.dataset.cfa !== cfa
    }
    const change = (toByHand: boolean) => {
      isByHand = toByHand
      show()
      school.value = ''
      school.dispatchEvent(new Event('change', { bubbles: true }))
    }
    for (const radio of radios) radio.addEventListener('change', () => change(false))
    for (const [part, toByHand] of [
      [toHand, true],
      [toList, false],
    ] as const) {
      part.querySelector('button')?.addEventListener('click', () => {
        change(toByHand)
        const first = (toByHand ? byHand : list).querySelector('input')
        if (first) first.focus()
      })
    }
    byHand.addEventListener('change', follow)
    // A browser that comes back to the page puts the answers back without saying so.
    window.addEventListener('pageshow', show)
    show()
  }

  private whatIsAskedBesides() {
    const part = this.piece('diploma')
    if (!part) return
    const before = this.radios('otherDiploma').find(({ value }) => value === part.dataset.known)
    if (before && !this.ticked('otherDiploma')) before.checked = true
    const show = () => {
      part.hidden = this.ticked('wasApprentice') !== 'yes'
      for (const radio of this.radios('otherDiploma')) radio.disabled = part.hidden
    }
    for (const radio of this.radios('wasApprentice')) radio.addEventListener('change', show)
    window.addEventListener('pageshow', show)
    show()
  }

  private piece = (name: string) => this.querySelector<HTMLElement>(`[data-part=${name}]`)
  private select = (name: string) => this.querySelector<HTMLSelectElement>(`select[name=${name}]`)
  private radios = (name: string) => Array.from(this.querySelectorAll<HTMLInputElement>(`input[type=radio][name=${name}]`))
  private ticked = (name: string) => this.radios(name).find(({ checked }) => checked)?.value

  private typed(name: string): string {
    const input = this.querySelector<HTMLInputElement>(`input[name=${name}]`)
    return input && !input.disabled ? input.value.trim() : ''
  }
}

/** Offers these in the list: the one that is chosen already stays, if it is among them. The only one is chosen. */
function offer(select: HTMLSelectElement, choices: { code: string; label: string }[], chosen: string | undefined) {
  while (select.options.length > 1) select.remove(1)
  for (const { code, label } of choices) select.add(new Option(label, code))
  const [first] = choices
  select.value = (choices.length === 1 ? first : choices.find(({ code }) => code === chosen))?.code ?? ''
}

/** What the first line of a list says; null: what it said when the page came. */
function placeholder(select: HTMLSelectElement, words: string | null) {
  const first = select.options[0]
  if (!first) return
  if (select.dataset.first === undefined) select.dataset.first = first.text
  first.text = words ?? select.dataset.first
}

if ('customElements' in window) customElements.define('school-choice', SchoolChoice)
