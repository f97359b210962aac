/**
 * Says by a sound what the page says by its words and its colours: two notes that rise when something was taken, one low note twice when it was
 * not. A switch turns it off, and this browser remembers it. Where a browser lets no page sound before it is touched, nothing is heard.
 */

const KEY = 'till-sound'

/** Each note: its pitch in hertz, and when it begins in seconds. */
const NOTES: Record<string, [pitch: number, at: number][]> = {
  success: [
    [880, 0],
    [1320, 0.12],
  ],
  refusal: [
    [196, 0],
    [196, 0.22],
  ],
}
const NOTE_SECONDS = 0.14
const LOUDNESS = 0.2

const isOff = () => {
  try {
    return localStorage.getItem(KEY) === 'off'
  } catch {
    return false
  }
}

function play(outcome: string) {
  const Context = window.AudioContext ?? (window as unknown as { webkitAudioContext?: typeof AudioContext }).webkitAudioContext
  if (!Context) return
  const context = new Context()
  for (const [pitch, at] of NOTES[outcome] ?? []) {
    const note = context.createOscillator()
    const loudness = context.createGain()
    note.type = outcome === 'refusal' ? 'square' : 'sine'
    note.frequency.value = pitch
    const from = context.currentTime + at
    loudness.gain.setValueAtTime(LOUDNESS, from)
    // A note that is cut off clicks.
    loudness.gain.exponentialRampToValueAtTime(0.001, from + NOTE_SECONDS)
    note.connect(loudness)
    loudness.connect(context.destination)
    note.start(from)
    note.stop(from + NOTE_SECONDS)
  }
}

/** Not when the page is only looked at again: what was taken was heard. */
function hasJustCome(): boolean {
  const [visit] = (performance.getEntriesByType?.('navigation') ?? []) as PerformanceNavigationTiming[]
  return visit?.type !== 'reload' && visit?.type !== 'back_forward'
}

class TillSound extends HTMLElement {
  connectedCallback() {
    if (this.firstChild) return
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'button button-quiet'
    const say = () => {
      button.setAttribute('aria-pressed', String(!isOff()))
      button.textContent = isOff() ? 'Son coupé' : 'Son activé'
    }
    button.addEventListener('click', () => {
      try {
        localStorage.setItem(KEY, isOff() ? 'on' : 'off')
      } catch {
        // Nothing may be kept in this browser: it sounds on the next page.
      }
      say()
      if (!isOff()) play('success')
    })
    say()
    this.append(button)
    const { outcome } = this.dataset
    if (outcome && !isOff() && hasJustCome()) play(outcome)
  }
}

if ('customElements' in window) customElements.define('till-sound', TillSound)
