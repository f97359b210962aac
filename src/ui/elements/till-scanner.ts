import decodeQr from 'qr/decode.js'

/** A camera that reads a QR code into the field that `for` names, and sends its form. Without it the code is typed. */

const MILLISECONDS_BETWEEN_LOOKS = 120
/** Enough to read a code on a phone's screen, little enough for a slow till. */
const LOOKED_AT_PIXELS = 640

type Look = (video: HTMLVideoElement) => Promise<string | undefined>

interface NativeDetector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>
}

/** The browser's own detector where it reads QR codes, else ours on a small picture. */
async function bestLook(): Promise<Look> {
  const Native = (window as { BarcodeDetector?: { new (options: object): NativeDetector; getSupportedFormats(): Promise<string[]> } })
    .BarcodeDetector
  const formats = Native ? await Native.getSupportedFormats().catch(() => []) : []
  if (!Native || !formats.includes('qr_code')) return lookByHand
  const detector = new Native({ formats: ['qr_code'] })
  return async (video) => (await detector.detect(video))[0]?.rawValue
}

const canvas = document.createElement('canvas')
const picture = canvas.getContext('2d', { willReadFrequently: true })

const lookByHand: Look = async (video) => {
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

class TillScanner extends HTMLElement {
  #button = document.createElement('button')
  #video = document.createElement('video')
  #status = document.createElement('p')
  #stream: MediaStream | null = null

  connectedCallback() {
    if (!navigator.mediaDevices || this.firstChild) return
    this.#button.type = 'button'
    this.#button.className = 'button button-red'
    this.#button.addEventListener('click', () => (this.#stream ? this.#stop('Appareil photo arrêté.') : this.#start()))
    this.#video.className = 'till-video'
    this.#video.muted = true
    this.#video.setAttribute('playsinline', '')
    this.#video.setAttribute('aria-label', 'Ce que voit l’appareil photo')
    this.#status.className = 'hint'
    this.#status.setAttribute('role', 'status')
    this.append(this.#button, this.#video, this.#status)
    this.#stop('')
  }

  disconnectedCallback() {
    this.#stop('')
  }

  async #start() {
    this.#say('L’appareil photo s’ouvre…')
    try {
      const [stream, look] = await Promise.all([
        navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false }),
        bestLook(),
      ])
      this.#stream = stream
      this.#video.srcObject = stream
      this.#video.hidden = false
      this.#button.textContent = 'Arrêter l’appareil photo'
      await this.#video.play()
      this.#say('Présentez le QR code devant l’appareil photo.')
      this.#lookAgain(stream, look)
    } catch (error) {
      this.#stop(WHY_NOT[(error as Error).name] ?? 'L’appareil photo ne s’ouvre pas. Saisissez le code.')
    }
  }

  async #lookAgain(stream: MediaStream, look: Look) {
    if (this.#stream !== stream) return
    const text = await look(this.#video).catch(() => undefined)
    if (this.#stream !== stream) return
    if (text) this.#send(text)
    else setTimeout(() => this.#lookAgain(stream, look), MILLISECONDS_BETWEEN_LOOKS)
  }

  #send(text: string) {
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
    this.#button.textContent = 'Scanner avec l’appareil photo'
    this.#say(said)
  }

  #say(said: string) {
    this.#status.textContent = said
  }
}

if ('customElements' in window) customElements.define('till-scanner', TillScanner)
