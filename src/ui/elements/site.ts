import { sayNotSent, whenNotSent } from './parts/not-sent.ts'
import { announceSessionEnd } from './parts/session-end.ts'

/** What every page is better with. Nothing here is needed to use the site. */

const all = (selector: string) => Array.from(document.querySelectorAll<HTMLElement>(selector))

function focusWhatJustHappened() {
  // A field that takes the cursor keeps it, whatever is said above: a scanner types there.
  const told = document.querySelector<HTMLElement>('input[data-focus]') ?? document.querySelector<HTMLElement>('[data-focus]')
  told?.focus()
  // What was refused stays to be read, and the next scan takes its place.
  if (told instanceof HTMLInputElement) told.select()
}

/** The menu of a phone: the link that opened it by the address becomes a button. */
function openMenuByButton() {
  const link = document.querySelector<HTMLElement>('[data-menu-link]')
  const menu = document.getElementById('menu')
  if (!link || !menu) return
  const button = document.createElement('button')
  button.type = 'button'
  button.className = link.className
  button.innerHTML = link.innerHTML
  button.setAttribute('aria-controls', menu.id)
  const show = (open: boolean) => {
    menu.classList.toggle('menu-open', open)
    button.setAttribute('aria-expanded', String(open))
  }
  show(location.hash === '#menu')
  button.addEventListener('click', () => show(button.getAttribute('aria-expanded') === 'false'))
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || button.getAttribute('aria-expanded') === 'false') return
    show(false)
    button.focus()
  })
  link.replaceWith(button)
}

/** The cross that leaves only the icons. The document puts the class back before the next page is painted. */
function foldMenu() {
  const button = document.querySelector<HTMLElement>('[data-menu-fold]')
  const words = document.querySelector('[data-menu-fold-label]')
  if (!button || !words) return
  const root = document.documentElement
  const say = () => {
    const folded = root.classList.contains('menu-icons')
    button.setAttribute('aria-expanded', String(!folded))
    words.textContent = folded ? 'Agrandir le menu' : 'Réduire le menu'
  }
  say()
  button.addEventListener('click', () => {
    const folded = root.classList.toggle('menu-icons')
    try {
      localStorage.setItem('menu', folded ? 'icons' : 'whole')
    } catch {
      // Nothing may be kept in this browser: the menu is whole again on the next page.
    }
    say()
  })
}

function showPasswords() {
  for (const box of all('[data-password]')) {
    const input = box.querySelector('input')
    if (!input) continue
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'password-show'
    button.setAttribute('aria-controls', input.id)
    const said = document.createElement('span')
    said.className = 'unseen'
    said.setAttribute('role', 'status')
    const show = (shown: boolean) => {
      input.type = shown ? 'text' : 'password'
      button.textContent = shown ? 'Masquer' : 'Afficher'
      button.setAttribute('aria-label', `${button.textContent} le mot de passe`)
    }
    show(false)
    button.addEventListener('click', () => {
      show(input.type === 'password')
      said.textContent = input.type === 'text' ? 'Votre mot de passe est affiché.' : 'Votre mot de passe est masqué.'
    })
    // A browser keeps what was typed in a text field, and would offer it to the next person.
    input.form?.addEventListener('submit', () => show(false))
    box.append(button, said)
  }
}

const RULES: Record<string, (password: string) => boolean> = {
  min8: (password) => Array.from(password).length >= 8,
  max20: (password) => password !== '' && Array.from(password).length <= 20,
  digit: (password) => /\d/.test(password),
  letter: (password) => password.toLowerCase() !== password.toUpperCase(),
  capital: (password) => password !== password.toLowerCase(),
}

function checkPasswordRules() {
  for (const box of all('[data-password-rules]')) {
    const input = document.getElementById(box.dataset.passwordRules ?? '')
    const status = box.querySelector('[role=status]')
    if (!(input instanceof HTMLInputElement) || !status) continue
    const rules = Array.from(box.querySelectorAll<HTMLElement>('[data-rule]'))
    let soon = 0
    input.addEventListener('input', () => {
      let met = 0
      for (const rule of rules) {
        const isMet = RULES[rule.dataset.rule ?? '']?.(input.value) ?? false
        rule.classList.toggle('rule-met', isMet)
        if (isMet) met++
      }
      clearTimeout(soon)
      // Said once the typing pauses: a voice at each key would cover the typing.
      soon = window.setTimeout(() => {
        status.textContent = `${met} règles respectées sur ${rules.length}`
      }, 900)
    })
    // Typed before this script came.
    if (input.value) input.dispatchEvent(new Event('input'))
  }
}

/** A form is sent once: the second click does nothing. Its buttons keep the focus, so they are not disabled. */
function sendOnce() {
  const sent = new Set<HTMLFormElement>()
  const mark = (form: HTMLFormElement, busy: boolean) => {
    for (const button of Array.from(form.querySelectorAll('button[type=submit]'))) {
      if (busy) button.setAttribute('aria-disabled', 'true')
      else button.removeAttribute('aria-disabled')
    }
  }
  const forget = (form: HTMLFormElement) => {
    sent.delete(form)
    mark(form, false)
  }
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement
    if (event.defaultPrevented || form.method !== 'post') return
    if (sent.has(form)) return event.preventDefault()
    sent.add(form)
    mark(form, true)
    // Nobody says that a sending was given up: it may be tried again after a while.
    setTimeout(forget, 15_000, form)
  })
  window.addEventListener('pageshow', () => Array.from(sent).forEach(forget))
  whenNotSent((why) => {
    for (const form of Array.from(sent)) {
      forget(form)
      sayNotSent(form, why)
    }
  })
}

/** What a form answered becomes a page like another: to come back to it, or to load it again, asks for it and sends nothing. */
function forgetWhatWasSent() {
  history.replaceState(history.state, '', location.href)
}

function printByButton() {
  for (const button of all('[data-print]')) button.addEventListener('click', () => window.print())
}

/** What is read without network makes way for the page itself, once it can. */
function comeBackWithTheNetwork() {
  const button = document.querySelector('[data-try-again]')
  if (!button) return
  // Not `reload()`, which would send again a form that led here.
  const tryAgain = () => location.replace(location.pathname + location.search)
  // A little later: networks flicker, and somebody on their way to another page gets there first.
  const soon = () =>
    setTimeout(() => {
      if (navigator.onLine && !document.hidden) tryAgain()
    }, 1000)
  button.addEventListener('click', tryAgain)
  window.addEventListener('online', soon)
  document.addEventListener('visibilitychange', soon)
}

interface InstallOffer extends Event {
  prompt(): Promise<void>
}

/** Where the browser offers to install the site, a button does it. Elsewhere the page says how. */
function installByButton() {
  const button = document.querySelector<HTMLElement>('[data-install]')
  if (!button) return
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    button.hidden = false
    button.addEventListener('click', () => (event as InstallOffer).prompt(), { once: true })
  })
  window.addEventListener('appinstalled', () => button.closest('.install-hint')?.remove())
}

function workWithoutNetwork() {
  if (!('serviceWorker' in navigator)) return
  window.addEventListener('load', () => {
    // Where it is refused, in private browsing for one, the site is as it was.
    navigator.serviceWorker.register('/service-worker.js', { updateViaCache: 'all' }).catch(() => {})
  })
}

openMenuByButton()
foldMenu()
showPasswords()
checkPasswordRules()
sendOnce()
forgetWhatWasSent()
announceSessionEnd()
printByButton()
focusWhatJustHappened()
comeBackWithTheNetwork()
installByButton()
workWithoutNetwork()
