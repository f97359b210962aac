/**
 * Says that the session is about to end, and prolongs it by one button (RGAA 13.1). What another tab asks for prolongs it too: each
 * page that is shown tells the others when it ends.
 */

const KEY = 'session-ends'
const CHECKED_EVERY_MS = 2_000

const SOON =
  'Votre connexion se termine dans moins de deux minutes. Un formulaire envoyé après est gardé une heure, le temps de vous reconnecter.'
const ENDED =
  'Votre connexion est terminée. Ce que vous avez saisi sur cette page n’est pas perdu : envoyez-le, connectez-vous, et vous le retrouverez.'
const NOT_NOW = 'Votre connexion n’a pas pu être prolongée : vérifiez que vous êtes connecté à Internet, puis recommencez.'

/** Its end by the clock of this device, told to the other tabs. */
function tell(seconds: number): number {
  const endsAt = Date.now() + seconds * 1000
  try {
    localStorage.setItem(KEY, String(endsAt))
  } catch {
    // Nothing may be kept in this browser: each tab counts by itself.
  }
  return endsAt
}

/** Prolongs the session, and answers when it ends now; null when it had ended. */
async function prolonged(address: string): Promise<number | null> {
  const answer = await fetch(address, { credentials: 'same-origin' })
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const said = page.querySelector<HTMLElement>('[data-session-lasts]')
  return said && tell(Number(said.dataset.sessionLasts))
}

export function announceSessionEnd() {
  const box = document.querySelector<HTMLElement>('[data-session-seconds]')
  const words = box?.querySelector('[data-session-words]')
  const link = box?.querySelector('a')
  if (!box || !words || !link) return
  const isProlonged = box.hasAttribute('data-prolongs')
  const soon = isProlonged ? SOON : (words.textContent ?? '')
  const before = Number(box.dataset.announcedSeconds) * 1000
  let endsAt = tell(Number(box.dataset.sessionSeconds))

  const say = (sentence: string) => {
    if (words.textContent !== sentence || !box.classList.contains('session-end-shown')) words.textContent = sentence
    box.classList.toggle('session-end-shown', sentence !== '')
  }
  const look = () => {
    const left = endsAt - Date.now()
    link.hidden = isProlonged || left <= 0
    button.hidden = !isProlonged || left <= 0
    if (left > before) say('')
    else if (left <= 0) say(ENDED)
    else if (words.textContent !== NOT_NOW) say(soon)
  }

  const button = document.createElement('button')
  button.type = 'button'
  button.className = link.className
  button.textContent = 'Rester connecté'
  let cameFrom: EventTarget | null = null
  button.addEventListener('focus', ({ relatedTarget }) => {
    cameFrom = relatedTarget
  })
  button.addEventListener('click', async () => {
    try {
      endsAt = (await prolonged(link.href)) ?? Date.now()
      look()
      // The button is gone: back to what one was doing.
      if (button.hidden || endsAt - Date.now() > before) ((cameFrom as HTMLElement | null) ?? document.getElementById('contenu'))?.focus()
    } catch {
      say(NOT_NOW)
    }
  })
  box.append(button)
  words.setAttribute('role', 'alert')

  window.addEventListener('storage', ({ key, newValue }) => {
    if (key !== KEY || !newValue) return
    endsAt = Number(newValue)
    look()
  })
  // From elements that ask something of the server.
  document.addEventListener('session-prolonged', () => {
    if (isProlonged) endsAt = tell(Number(box.dataset.sessionSeconds))
    look()
  })
  document.addEventListener('visibilitychange', look)
  setInterval(look, CHECKED_EVERY_MS)
  look()
}
