/** A QR code that renews itself while it is looked at. Without this script the page has a link for a new one. */

interface Code {
  path: string
  text: string
  seconds: number
}

/** Asked this long before the end, so that the code on screen always works. */
const AHEAD_MS = 5_000
const AGAIN_MS = 3_000
/** Then the phone was left on a table: the session may end. */
const RENEWALS_AT_MOST = 10

class LiveQr extends HTMLElement {
  // Counted from when the page, or the code, was asked: earlier than when the server made it.
  private endsAt = Number(this.dataset.seconds) * 1000
  private askAgainAt = 0
  private asking = false
  private renewals = 0

  connectedCallback() {
    setInterval(() => this.tick(), 500)
    document.addEventListener('visibilitychange', () => this.tick())
    window.addEventListener('hashchange', () => this.fill())
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.isFull()) this.querySelector<HTMLElement>('.qr-close')?.click()
    })
    this.tick()
    this.fill()
    this.keepLit()
    document.addEventListener('visibilitychange', () => this.keepLit())
  }

  private isFull(): boolean {
    return location.hash === `#${this.id}`
  }

  /** Full screen, nothing behind it can be reached. */
  private fill() {
    document.documentElement.classList.toggle('qr-full', this.isFull())
    if (this.isFull()) this.querySelector<HTMLElement>('.qr-close')?.focus()
  }

  /** In a queue the screen goes dark before one's turn. Where that is not known or refused, it does. */
  private keepLit() {
    if (!document.hidden && this.renewals < RENEWALS_AT_MOST) navigator.wakeLock?.request('screen').catch(() => {})
  }

  private tick() {
    if (document.hidden) return
    const now = performance.now()
    const left = Math.max(0, Math.ceil((this.endsAt - now) / 1000))
    this.classList.toggle('qr-ended', left === 0)
    const goesOn = this.renewals < RENEWALS_AT_MOST
    const after = goesOn ? 'Un nouveau code le remplacera tout seul.' : ''
    this.write('[data-left]', left > 0 ? `Ce code sert une seule fois. Encore ${left} s. ${after}` : 'Ce code n’est plus valable.')
    if (!goesOn && left === 0) this.write('[data-said]', 'Pour en afficher un autre, choisissez « Nouveau code ».')
    if (goesOn && !this.asking && now >= this.askAgainAt && this.endsAt - now < AHEAD_MS) this.renew(now)
  }

  private async renew(askedAt: number) {
    this.asking = true
    try {
      const answer = await fetch(this.dataset.from ?? '', { credentials: 'same-origin', headers: { Accept: 'application/json' } })
      // Signed out meanwhile: the page itself leads to the sign-in page.
      if (answer.status === 401) return location.reload()
      if (!answer.ok) throw new Error(String(answer.status))
      document.dispatchEvent(new Event('session-prolonged'))
      this.show(await answer.json(), askedAt)
      this.renewals += 1
    } catch {
      this.askAgainAt = performance.now() + AGAIN_MS
      this.write('[data-said]', 'Le code ne peut pas être renouvelé : vérifiez votre connexion à Internet.')
    }
    this.asking = false
  }

  private show(code: Code, askedAt: number) {
    this.endsAt = askedAt + code.seconds * 1000
    this.querySelector('path')?.setAttribute('d', code.path)
    this.write('[data-text]', code.text)
    this.write('[data-said]', '')
    this.tick()
  }

  private write(selector: string, text: string) {
    const element = this.querySelector(selector)
    if (element && element.textContent !== text) element.textContent = text
  }
}

if ('customElements' in window) customElements.define('live-qr', LiveQr)
