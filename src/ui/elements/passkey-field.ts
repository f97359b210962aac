import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser'

/** Asks the browser for a passkey, and sends the form with its answer. Without this script, or where none is known, the page says what else. */

const NOT_GIVEN = 'La clé d’accès n’a pas été donnée. Recommencez, ou choisissez un autre moyen.'
const KNOWN_ALREADY = 'Cette clé d’accès est déjà sur votre compte.'

class PasskeyField extends HTMLElement {
  connectedCallback() {
    if (!browserSupportsWebAuthn()) return
    const button = this.querySelector<HTMLButtonElement>('[data-ask]')
    const otherwise = this.querySelector<HTMLElement>('[data-otherwise]')
    if (!button || !otherwise) return
    otherwise.hidden = true
    button.hidden = false
    button.addEventListener('click', () => this.ask(button))
  }

  private async ask(button: HTMLButtonElement) {
    button.disabled = true
    this.say('')
    try {
      const answer = await this.answer()
      const input = this.querySelector<HTMLInputElement>('input[name=answer]')
      if (input) input.value = JSON.stringify(answer)
      this.closest('form')?.submit()
    } catch (error) {
      this.say((error as Error).name === 'InvalidStateError' ? KNOWN_ALREADY : NOT_GIVEN)
      button.disabled = false
    }
  }

  private answer(): Promise<object> {
    const optionsJSON = JSON.parse(this.dataset.options ?? '{}')
    return this.dataset.does === 'create' ? startRegistration({ optionsJSON }) : startAuthentication({ optionsJSON })
  }

  private say(sentence: string) {
    const said = this.querySelector<HTMLElement>('[data-said]')
    if (!said) return
    said.textContent = sentence
    said.hidden = sentence === ''
  }
}

if ('customElements' in window) customElements.define('passkey-field', PasskeyField)
