import { ask } from './parts/ask.ts'

/**
 * A till that waits for the owner of a card: asks what became of it, and shows the page again once it is known; then takes what they agreed to.
 * Without this script the cashier asks for the page again, and presses the button.
 */

const AGAIN_MS = 2_000

const isBack = () => (performance.getEntriesByType?.('navigation')[0] as PerformanceNavigationTiming | undefined)?.type === 'back_forward'

class TillAssent extends HTMLElement {
  connectedCallback() {
    const { from, page } = this.dataset
    if (from && page) this.wait(from, page)
    else if (!isBack()) this.querySelector('form')?.submit()
  }

  private wait(from: string, page: string) {
    setTimeout(async () => {
      if (!this.isConnected) return
      const answer = await ask<{ state: string }>(from)
      if (answer && answer.state !== 'waiting') location.replace(page)
      else this.wait(from, page)
    }, AGAIN_MS)
  }
}

if ('customElements' in window) customElements.define('till-assent', TillAssent)
