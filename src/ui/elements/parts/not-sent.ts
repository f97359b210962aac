/** A form that could not leave stays on its page as it is: the service worker says so, and why. */

export type NotSent = 'no-network' | 'away'

const WHY: Record<NotSent, [title: string, words: string]> = {
  'no-network': [
    'Ce formulaire n’est pas parti',
    'Vous n’êtes pas connecté à Internet. Ce que vous avez saisi est toujours là : envoyez-le à nouveau quand le réseau sera revenu.',
  ],
  away: [
    'Ce formulaire n’est pas passé',
    'Le service est momentanément indisponible. Ce que vous avez saisi est toujours là : envoyez-le à nouveau dans une minute.',
  ],
}
const BACK = 'Le réseau est revenu : vous pouvez envoyer ce formulaire.'

/** What the service worker says to the pages that it did not replace. */
export function whenNotSent(then: (why: NotSent) => void) {
  if (!('serviceWorker' in navigator)) return
  navigator.serviceWorker.addEventListener('message', ({ data }) => {
    if (data && typeof data.notSent === 'string' && data.notSent in WHY) then(data.notSent)
  })
}

/** Says it over the form, where the keyboard goes. */
export function sayNotSent(form: HTMLFormElement, why: NotSent) {
  const [title, words] = WHY[why]
  const former = form.querySelector('[data-not-sent]')
  if (former) former.remove()
  const box = document.createElement('div')
  box.className = 'box box-wrong'
  box.tabIndex = -1
  box.setAttribute('role', 'alert')
  box.setAttribute('data-not-sent', '')
  const heading = document.createElement('h2')
  heading.className = 'box-title'
  heading.textContent = title
  const said = document.createElement('p')
  said.textContent = words
  box.append(heading, said)
  form.insertBefore(box, form.firstChild)
  box.focus()
  if (why === 'no-network') {
    window.addEventListener(
      'online',
      () => {
        said.textContent = BACK
      },
      { once: true },
    )
  }
}
