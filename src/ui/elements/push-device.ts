/**
 * Has this browser rung: asks it for an address and keys, and sends the form with them. Where it can, the page also says which of the devices it is.
 * Without this script, or in a browser that rings nobody, the page says what else.
 */

const BLOCKED =
  'Les notifications de ce site sont bloquées dans ce navigateur. Autorisez-les dans ses réglages (à côté de l’adresse du site), puis recommencez.'
const NOT_GIVEN = 'Ce navigateur n’a pas pu s’inscrire aux notifications. Vérifiez votre connexion, puis recommencez.'

const canBeRung = () => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window

class PushDevice extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector<HTMLButtonElement>('[data-turn-on]')
    const otherwise = this.querySelector<HTMLElement>('[data-otherwise]')
    if (!button || !otherwise || !canBeRung()) return
    otherwise.hidden = true
    button.hidden = false
    button.addEventListener('click', () => this.turnOn(button))
    // Where it is refused, nothing is known of this browser.
    this.findItself(button).catch(() => {})
  }

  private async turnOn(button: HTMLButtonElement) {
    button.disabled = true
    this.say('')
    try {
      if ((await Notification.requestPermission()) !== 'granted') this.say(BLOCKED)
      else await this.send()
    } catch {
      this.say(NOT_GIVEN)
    }
    button.disabled = false
  }

  private async send() {
    // It may have been refused before, in private browsing for one: then it says so here.
    await navigator.serviceWorker.register('/service-worker.js', { updateViaCache: 'all' })
    const { pushManager } = await navigator.serviceWorker.ready
    // One that was given before may be of another key, or have rung for somebody else.
    const before = await pushManager.getSubscription()
    if (before) await before.unsubscribe()
    const applicationServerKey = bytesOf(this.dataset.key || '')
    const given = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey })
    const input = this.querySelector<HTMLInputElement>('input[name=subscription]')
    if (input) input.value = JSON.stringify(given)
    const form = this.closest('form')
    if (form) form.submit()
  }

  /** Which of the devices of the page it is: they are known by a hash. */
  private async findItself(button: HTMLButtonElement) {
    const registration = await navigator.serviceWorker.getRegistration()
    const given = registration && (await registration.pushManager.getSubscription())
    if (!given) return
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(given.endpoint)))
    const mark = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
    const found = document.querySelector<HTMLElement>(`[data-device="${mark}"]`)
    const already = this.querySelector<HTMLElement>('[data-already]')
    if (!found || !already) return
    found.hidden = false
    already.hidden = false
    button.hidden = true
  }

  private say(sentence: string) {
    const said = this.querySelector<HTMLElement>('[data-said]')
    if (!said) return
    said.textContent = sentence
    said.hidden = sentence === ''
  }
}

/** A key as browsers of some years ago take it too. */
function bytesOf(key: string): Uint8Array<ArrayBuffer> {
  const letters = atob(key.replace(/-/g, '+').replace(/_/g, '/'))
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0))
}

if ('customElements' in window) customElements.define('push-device', PushDevice)
