import { readyToSend } from './parts/chosen-file.ts'

/**
 * Around the form of one document: what is chosen or dropped there is sent at once, and the block of the page that answers takes its
 * place. Nothing typed elsewhere in the page is lost.
 */
class FileDrop extends HTMLElement {
  private input: HTMLInputElement | null = null
  private status: HTMLElement | null = null

  connectedCallback() {
    this.input = this.querySelector('input[type=file]')
    const form = this.input?.form
    if (!this.input || !form || this.status) return
    const button = form.querySelector('button')
    // A document chosen before this script came is still to be sent.
    if (button?.parentNode && !this.input.files?.length) button.parentNode.removeChild(button)

    const invitation = document.createElement('p')
    invitation.className = 'file-drop-here'
    invitation.setAttribute('aria-hidden', 'true')
    invitation.textContent = 'Glissez/déposez votre document ici, ou parcourez :'
    this.input.parentNode?.insertBefore(invitation, this.input)

    this.status = document.createElement('p')
    this.status.setAttribute('role', 'status')
    form.appendChild(this.status)

    this.input.addEventListener('change', () => void this.sendFirst(this.input?.files))
    this.addEventListener('dragover', (event) => {
      event.preventDefault()
      this.classList.add('file-drop-over')
    })
    this.addEventListener('dragleave', () => this.classList.remove('file-drop-over'))
    this.addEventListener('drop', (event) => {
      event.preventDefault()
      this.classList.remove('file-drop-over')
      void this.sendFirst(event.dataTransfer?.files)
    })
  }

  private async sendFirst(files: FileList | null | undefined) {
    const file = files?.[0]
    if (!file || !this.input?.form || this.hasAttribute('aria-busy')) return
    this.setAttribute('aria-busy', 'true')
    this.say('Envoi en cours…')
    const ready = await readyToSend(file, this.input)
    if (typeof ready !== 'string') return this.send(this.input.form, this.input.name, ready)
    this.removeAttribute('aria-busy')
    this.input.value = ''
    this.say(ready, 'error')
  }

  private async send(form: HTMLFormElement, name: string, file: File) {
    const body = new FormData(form)
    body.set(name, file, file.name)
    try {
      const answer = await fetch(form.action, { method: 'POST', body, credentials: 'same-origin' })
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const block = page.getElementById(this.id)
      // Signed out meanwhile: where it was sent leads to the sign-in page, and back to what is kept of it.
      if (!block && answer.redirected) return location.assign(form.action)
      if (!block) throw new Error('another page')
      document.dispatchEvent(new Event('session-prolonged'))
      const fresh = document.importNode(block, true)
      this.parentNode?.replaceChild(fresh, this)
      const first = fresh.querySelector<HTMLElement>('[aria-invalid]') || fresh.querySelector<HTMLElement>('[data-sent]')
      if (first) first.focus()
    } catch {
      this.removeAttribute('aria-busy')
      this.input = this.querySelector('input[type=file]')
      if (this.input) this.input.value = ''
      this.say('Le document n’a pas pu être envoyé. Vérifiez votre connexion, rechargez la page, puis recommencez.', 'error')
    }
  }

  private say(words: string, how = '') {
    if (!this.status) return
    this.status.className = how
    this.status.textContent = words
  }
}

if ('customElements' in window) customElements.define('file-drop', FileDrop)
