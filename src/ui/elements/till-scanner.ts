/**
 * A camera that reads a QR code into the field that `for` names, and sends its form. Without it the code is typed. Once it was opened it opens
 * by itself on each page where something is to be scanned, until it is stopped: nobody touches the screen between two clients.
 */

const MILLISECONDS_BETWEEN_LOOKS = 120
/** A code that stays before the camera is read once: it is another when nothing was seen for so long. */
const MILLISECONDS_OUT_OF_SIGHT = 1500
/** Enough to read a code on a phone's screen, little enough for a slow till. */
const LOOKED_AT_PIXELS = 640

type Look = (video: HTMLVideoElement) => Promise<string | undefined>

interface NativeDetector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>
}

/** What lasts from one page of the till to the next, as long as this tab does. */
const kept = {
  get: (name: string) => {
    try {
      return sessionStorage.getItem(`till-${name}`)
    } catch {
      return null
    }
  },
  set: (name: string, value: string | null) => {
    try {
      if (value === null) sessionStorage.removeItem(`till-${name}`)
      else sessionStorage.setItem(`till-${name}`, value)
    } catch {
      // Nothing may be kept in this browser: the camera is opened again by hand.
    }
  },
}

/** The browser's own detector where it reads QR codes, else ours on a small picture: it comes only then. */
async function bestLook(): Promise<Look> {
  const Native = (window as { BarcodeDetector?: { new (options: object): NativeDetector; getSupportedFormats(): Promise<string[]> } })
    .BarcodeDetector
  const formats = Native ? await Native.getSupportedFormats().catch(() => []) : []
  if (!Native || !formats.includes('qr_code')) return lookByHand((await import('qr/decode.js')).default)
  const detector = new Native({ formats: ['qr_code'] })
  return async (video) => (await detector.detect(video))[0]?.rawValue
}

const canvas = document.createElement('canvas')
const picture = canvas.getContext('2d', { willReadFrequently: true })

type Decode = (picture: { width: number; height: number; data: Uint8ClampedArray }) => string

const lookByHand =
  (decodeQr: Decode): Look =>
  async (video) => {
    const scale = Math.min(1, LOOKED_AT_PIXELS / Math.max(video.videoWidth, video.videoHeight))
    canvas.width = Math.round(video.videoWidth * scale)
    canvas.height = Math.round(video.videoHeight * scale)
    if (!picture || canvas.width === 0) return undefined
    picture.drawImage(video, 0, 0, canvas.width, canvas.height)
    const { width, height, data } = picture.getImageData(0, 0, canvas.width, canvas.height)
    try {
      return decodeQr({ width, height, data })
    } catch {
      return undefined
    }
  }

const WHY_NOT: Record<string, string> = {
  NotAllowedError: 'L’appareil photo n’est pas autorisé. Autorisez-le dans votre navigateur, ou saisissez le code.',
  NotFoundError: 'Aucun appareil photo sur cet ordinateur. Saisissez le code.',
}

/** Tells one code from another, and keeps none. */
const markOf = (text: string): string => String(Array.from(text).reduce((mark, sign) => (mark * 31 + (sign.codePointAt(0) ?? 0)) | 0, 7))

class TillScanner extends HTMLElement {
  #button = document.createElement('button')
  #video = document.createElement('video')
  #status = document.createElement('p')
  #stream: MediaStream | null = null
  /** What is before the camera still, and was read already. */
  #read = kept.get('read')
  #seenAt = 0

  connectedCallback() {
    if (!navigator.mediaDevices || this.firstChild) return
    this.#button.type = 'button'
    this.#button.className = 'button button-red'
    this.#button.addEventListener('click', () => {
      const isOpen = this.#stream !== null
      kept.set('camera', isOpen ? null : 'open')
      if (isOpen) this.#stop('Appareil photo arrêté.')
      else this.#start()
    })
    this.#video.className = 'till-video'
    this.#video.muted = true
    this.#video.setAttribute('playsinline', '')
    this.#video.setAttribute('aria-label', 'Ce que voit l’appareil photo')
    this.#status.className = 'hint'
    this.#status.setAttribute('role', 'status')
    this.append(this.#button, this.#video, this.#status)
    this.#stop('')
    if (kept.get('camera')) this.#start()
  }

  disconnectedCallback() {
    this.#stop('')
  }

  async #start() {
    this.#say('L’appareil photo s’ouvre…')
    try {
      const look = await bestLook()
      const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false })
      this.#stream = stream
      this.#video.srcObject = stream
      this.#video.hidden = false
      this.#show('Arrêter')
      await this.#video.play()
      this.#say('Présentez le QR code devant l’appareil photo.')
      this.#seenAt = Date.now()
      this.#lookAgain(stream, look)
    } catch (error) {
      kept.set('camera', null)
      this.#stop(WHY_NOT[(error as Error).name] ?? 'L’appareil photo ne s’ouvre pas. Saisissez le code.')
    }
  }

  async #lookAgain(stream: MediaStream, look: Look) {
    if (this.#stream !== stream) return
    const text = await look(this.#video).catch(() => undefined)
    if (this.#stream !== stream) return
    if (text && markOf(text) !== this.#read) return this.#send(text)
    if (text) this.#seenAt = Date.now()
    else if (Date.now() - this.#seenAt > MILLISECONDS_OUT_OF_SIGHT) this.#read = null
    setTimeout(() => this.#lookAgain(stream, look), MILLISECONDS_BETWEEN_LOOKS)
  }

  #send(text: string) {
    kept.set('read', markOf(text))
    this.#stop('QR code lu.')
    const input = document.getElementById(this.getAttribute('for') ?? '') as HTMLInputElement
    input.value = text
    // As if by hand, so that the form is sent once like any other.
    input.form?.querySelector<HTMLElement>('button[type=submit]')?.click()
  }

  #stop(said: string) {
    for (const track of this.#stream?.getTracks() ?? []) track.stop()
    this.#stream = null
    this.#video.srcObject = null
    this.#video.hidden = true
    this.#show('Scanner')
    this.#say(said)
  }

  /** On a small screen the picture takes the place of what explains the field. */
  #show(verb: 'Scanner' | 'Arrêter') {
    const more = document.createElement('span')
    more.className = 'unseen'
    more.textContent = verb === 'Scanner' ? ' avec l’appareil photo' : ' l’appareil photo'
    this.#button.textContent = verb
    this.#button.append(more)
    this.parentElement?.classList.toggle('till-tools-open', verb === 'Arrêter')
  }

  #say(said: string) {
    this.#status.textContent = said
  }
}

if ('customElements' in window) customElements.define('till-scanner', TillScanner)
