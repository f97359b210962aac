import { readyToSend } from './parts/chosen-file.ts'
import { ADVICE, type Advice, adviceOn, adviceOnFaces, LOOKED_AT_WIDTH } from './parts/photo-advice.ts'

/**
 * Chooses the part of a photo that goes on the card, and takes the photo with the camera. It only fills the form it stands in: the
 * file, and where to cut it; what is cut is seen at once on the card that the page draws. Without this script the form sends the file
 * alone and the server cuts its middle.
 */

interface Part {
  x: number
  y: number
  width: number
}

/** What some browsers know, and others do not. */
declare class FaceDetector {
  constructor(options: { fastMode: boolean; maxDetectedFaces: number })
  detect(picture: HTMLCanvasElement): Promise<unknown[]>
}

const WORKING_PIXELS = 1600
/** A photo that moves is looked at once it stands still. */
const STANDS_STILL_MS = 400
const MOVE = 0.05
const ZOOM = 1.12
const CROP_FIELDS = ['cropX', 'cropY', 'cropWidth', 'cropHeight'] as const

const REFUSED = 'L’accès à la caméra est refusé. Autorisez-le dans les réglages de votre navigateur, ou importez une photo.'
const CAMERA_TROUBLES: Record<string, string> = {
  NotAllowedError: REFUSED,
  SecurityError: REFUSED,
  NotFoundError: 'Aucune caméra n’a été trouvée sur cet appareil. Importez une photo.',
  NotReadableError: 'La caméra est utilisée par une autre application. Fermez-la, puis recommencez, ou importez une photo.',
}
const NO_CAMERA = 'La caméra ne peut pas être utilisée ici. Importez une photo.'

const BUTTONS: readonly [sign: string, label: string, key: string][] = [
  ['←', 'Déplacer la photo vers la gauche', 'ArrowLeft'],
  ['→', 'Déplacer la photo vers la droite', 'ArrowRight'],
  ['↑', 'Déplacer la photo vers le haut', 'ArrowUp'],
  ['↓', 'Déplacer la photo vers le bas', 'ArrowDown'],
  ['−', 'Dézoomer', '-'],
  ['+', 'Zoomer', '+'],
]

class PhotoCrop extends HTMLElement {
  private input = this.querySelector('input') as HTMLInputElement
  /** Height of the part for a width of one. */
  private ratio = Number(this.dataset.height) / Number(this.dataset.width)
  private fields = CROP_FIELDS.map((name) => make('input', { type: 'hidden', name, disabled: true }))
  private said = make('p', { className: 'photo-said' })
  private frame = make('canvas', { className: 'photo-frame', width: 525, height: Math.round(525 * this.ratio), tabIndex: 0 })
  private video = make('video', { className: 'photo-video', muted: true, autoplay: true })
  private choosing = make('div', {})
  private filming = make('div', {})
  private cutting = make('div', {})
  private done = make('div', {})
  private advice = make('div', { className: 'photo-advice' })
  private preview = make('canvas', { width: 280, height: Math.round(280 * this.ratio) })
  private submit: HTMLElement | null = null
  private stream: MediaStream | undefined
  /** The photo, small enough to be drawn at each movement. */
  private picture: HTMLCanvasElement | undefined
  private area: Part = { x: 0, y: 0, width: 1 }
  private widest = 1
  /** The photo's own pixels for one of those. */
  private scale = 1
  private soon = 0
  private narrowest = 1
  private pointers = new Map<number, { x: number; y: number }>()

  connectedCallback() {
    this.said.setAttribute('role', 'status')
    this.advice.setAttribute('role', 'status')
    this.preview.setAttribute('role', 'img')
    this.preview.setAttribute('aria-label', 'Aperçu de votre photo')
    this.submit = this.input.form?.querySelector<HTMLElement>('button[type=submit]') ?? null
    this.video.setAttribute('playsinline', '')
    this.frame.setAttribute('role', 'img')
    this.frame.setAttribute(
      'aria-label',
      'Zone de la photo imprimée sur la carte. Déplacez la photo avec les flèches du clavier, zoomez avec les touches plus et moins.',
    )
    this.choosing.append(...Array.from(this.children), actions(button('Webcam', 'quiet', () => this.film())))
    this.filming.append(
      group('photo-stage', [this.video]),
      actions(
        button('Prendre la photo', 'main', () => this.shoot()),
        button('Annuler', 'quiet', () => this.restart()),
      ),
    )
    const nudges = BUTTONS.map(([sign, label, key]) => button(sign, 'quiet', () => this.nudge(key), label))
    this.cutting.append(
      make('p', {
        className: 'hint',
        textContent: 'Placez votre visage au milieu : glissez la photo, pincez pour zoomer, ou utilisez les boutons.',
      }),
      group('photo-stage', [this.frame]),
      group('photo-nudges', nudges),
      actions(
        button('Appliquer', 'main', () => this.apply()),
        button('Reprendre', 'quiet', () => this.restart()),
      ),
    )
    this.done.append(
      actions(
        button('Modifier le cadrage', 'quiet', () => this.recut()),
        button('Reprendre', 'quiet', () => this.restart()),
      ),
    )
    this.choosing.className = 'photo-choosing'
    this.append(this.choosing, this.filming, this.cutting, this.advice, this.done, this.said, ...this.fields)
    this.show(this.choosing)
    this.listen()
    // Chosen before this script came.
    if (this.input.files?.length) this.take()
  }

  private listen() {
    this.input.addEventListener('change', () => this.take())
    this.addEventListener('dragover', (event) => event.preventDefault())
    this.addEventListener('drop', (event) => {
      const dropped = event.dataTransfer?.files
      if (!dropped?.length) return
      event.preventDefault()
      this.stop()
      this.input.files = dropped
      this.take()
    })
    this.frame.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !this.nudge(event.key)) return
      event.preventDefault()
    })
    this.frame.addEventListener('pointerdown', (event) => {
      this.frame.setPointerCapture(event.pointerId)
      this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY })
    })
    this.frame.addEventListener('pointermove', (event) => this.drag(event))
    for (const type of ['pointerup', 'pointercancel'] as const) {
      this.frame.addEventListener(type, (event) => this.pointers.delete(event.pointerId))
    }
    // A pinch on a touchpad; the wheel alone scrolls the page.
    this.frame.addEventListener(
      'wheel',
      (event) => {
        if (!event.ctrlKey) return
        event.preventDefault()
        this.zoom(event.deltaY < 0 ? 1.04 : 1 / 1.04)
      },
      { passive: false },
    )
    window.addEventListener('pagehide', () => this.stop())
    this.input.form?.addEventListener('submit', () => {
      if (this.input.files?.length) this.say('Votre photo est en cours d’envoi…')
    })
  }

  // The camera

  private async film() {
    this.say('')
    try {
      if (!navigator.mediaDevices) throw new Error()
      const wanted = { facingMode: 'user', width: { ideal: 1920 }, height: { ideal: 1440 } }
      this.stream = await navigator.mediaDevices.getUserMedia({ video: wanted })
    } catch (error) {
      return this.say(CAMERA_TROUBLES[(error as Error).name] ?? NO_CAMERA)
    }
    this.video.srcObject = this.stream
    this.show(this.filming)
  }

  private shoot() {
    const { videoWidth, videoHeight } = this.video
    if (!videoWidth) return
    const shot = make('canvas', { width: videoWidth, height: videoHeight })
    shot.getContext('2d')?.drawImage(this.video, 0, 0)
    this.stop()
    shot.toBlob(
      (blob) => {
        if (!blob) return this.restart()
        this.put(new File([blob], 'photo.jpg', { type: 'image/jpeg' }))
        void this.take()
      },
      'image/jpeg',
      0.92,
    )
  }

  private stop() {
    for (const track of this.stream?.getTracks() ?? []) track.stop()
    this.stream = undefined
  }

  // The photo

  private put(file: File) {
    const transfer = new DataTransfer()
    transfer.items.add(file)
    this.input.files = transfer.files
  }

  private async take() {
    const chosen = this.input.files?.[0]
    if (!chosen) return this.restart()
    const file = await readyToSend(chosen, this.input)
    if (typeof file === 'string') {
      this.restart()
      return this.say(file)
    }
    if (file !== chosen) this.put(file)
    const image = new Image()
    const url = URL.createObjectURL(file)
    image.onload = () => {
      this.open(image)
      URL.revokeObjectURL(url)
    }
    image.onerror = () => {
      URL.revokeObjectURL(url)
      this.forget()
      this.show(this.choosing)
      this.offerToSend(true)
      this.say('Votre navigateur ne sait pas afficher cette photo. Vous pouvez l’envoyer : elle sera centrée, et vous verrez le résultat.')
    }
    image.src = url
  }

  private open(image: HTMLImageElement) {
    this.advice.className = 'photo-advice'
    this.advice.textContent = ''
    const { naturalWidth, naturalHeight } = image
    const scale = Math.min(1, WORKING_PIXELS / Math.max(naturalWidth, naturalHeight))
    const picture = make('canvas', { width: Math.round(naturalWidth * scale), height: Math.round(naturalHeight * scale) })
    picture.getContext('2d')?.drawImage(image, 0, 0, picture.width, picture.height)
    this.picture = picture
    this.scale = 1 / scale
    this.showOnCard()
    this.widest = Math.min(picture.width, picture.height / this.ratio)
    this.narrowest = Math.min(this.widest, Number(this.dataset.narrowest) * scale)
    const width = this.widest
    this.cut({ width, x: (picture.width - width) / 2, y: (picture.height - width * this.ratio) / 2 })
    this.recut()
  }

  /** Takes that part of the photo, or the nearest that there is. */
  private cut({ x, y, width }: Part) {
    const { picture, frame } = this
    if (!picture) return
    const wide = between(this.narrowest, width, this.widest)
    const high = wide * this.ratio
    this.area = { width: wide, x: between(0, x, picture.width - wide), y: between(0, y, picture.height - high) }
    this.draw(frame)
    this.draw(this.preview)
    clearTimeout(this.soon)
    this.soon = window.setTimeout(() => this.look(), STANDS_STILL_MS)
    const values = [this.area.x / picture.width, this.area.y / picture.height, wide / picture.width, high / picture.height]
    this.fields.forEach((field, index) => {
      field.disabled = false
      field.value = (values[index] as number).toFixed(5)
    })
  }

  private draw(canvas: HTMLCanvasElement) {
    const { x, y, width } = this.area
    const context = canvas.getContext('2d')
    if (!context || !this.picture) return
    context.fillStyle = '#fff'
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.drawImage(this.picture, x, y, width, width * this.ratio, 0, 0, canvas.width, canvas.height)
  }

  /** Grows the photo around what is in the middle. */
  private zoom(by: number) {
    const { x, y, width } = this.area
    const wide = between(this.narrowest, width / by, this.widest)
    this.cut({ width: wide, x: x + (width - wide) / 2, y: y + ((width - wide) * this.ratio) / 2 })
  }

  /** Does what a key, or the button of that key, is for; answers whether it is one of those. */
  private nudge(key: string): boolean {
    const { x, y, width } = this.area
    const step = width * MOVE
    if (key === '+' || key === '=') this.zoom(ZOOM)
    else if (key === '-') this.zoom(1 / ZOOM)
    else if (key === 'ArrowLeft') this.cut({ width, x: x + step, y })
    else if (key === 'ArrowRight') this.cut({ width, x: x - step, y })
    else if (key === 'ArrowUp') this.cut({ width, x, y: y + step })
    else if (key === 'ArrowDown') this.cut({ width, x, y: y - step })
    else return false
    return true
  }

  /** One finger moves the photo; two move and zoom it. */
  private drag(event: PointerEvent) {
    const before = this.pointers.get(event.pointerId)
    if (!before) return
    const after = { x: event.clientX, y: event.clientY }
    const other = Array.from(this.pointers).find(([id]) => id !== event.pointerId)?.[1]
    this.pointers.set(event.pointerId, after)
    if (other) this.zoom(Math.hypot(after.x - other.x, after.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y)))
    const { x, y, width } = this.area
    const scale = width / this.frame.clientWidth / this.pointers.size
    this.cut({ width, x: x - (after.x - before.x) * scale, y: y - (after.y - before.y) * scale })
  }

  // What is shown

  private recut() {
    this.say('')
    this.show(this.cutting)
    this.frame.focus()
  }

  private apply() {
    this.show(this.done)
    if (this.submit) this.submit.focus()
    this.say('Votre photo est sur l’aperçu de la carte. Si elle vous convient, choisissez « Envoyer ».')
  }

  /** The drawn card of the page shows the photo as it moves. */
  private showOnCard() {
    const place = document.querySelector('.card-face-photo')
    if (!place || place.contains(this.preview)) return
    place.insertBefore(this.preview, place.firstChild)
  }

  /** Says what could be better in the part that is kept. */
  private async look() {
    const { picture, area } = this
    const own = area.width * this.scale
    const width = Math.round(Math.min(LOOKED_AT_WIDTH, own))
    const part = make('canvas', { width, height: Math.round(width * this.ratio) })
    this.draw(part)
    const pixels = part.getContext('2d')?.getImageData(0, 0, part.width, part.height)
    if (!picture || !pixels) return
    const advice = [...(await facesIn(part)), ...adviceOn(pixels, own)]
    // It has moved, or is no longer there.
    if (this.picture === picture && this.area === area) this.advise(advice)
  }

  private advise(advice: Advice[]) {
    const lines = advice.map((what) => make('li', { textContent: ADVICE[what] }))
    const list = make('ul', {})
    list.append(...lines)
    this.advice.className = lines.length > 0 ? 'photo-advice box box-warning' : 'photo-advice'
    this.advice.textContent = ''
    if (lines.length > 0) {
      const title = make('p', { textContent: 'Un conseil avant d’envoyer' })
      this.advice.append(title, list, make('p', { className: 'hint', textContent: 'Vous pouvez aussi l’envoyer ainsi.' }))
    } else {
      this.advice.append(make('p', { textContent: 'Taille, netteté et lumière : c’est bon.' }))
    }
  }

  private restart() {
    this.stop()
    this.input.value = ''
    this.forget()
    this.say('')
    this.show(this.choosing)
    this.input.focus()
  }

  /** Leaves the cutting to the server. */
  private forget() {
    this.picture = undefined
    this.preview.remove()
    clearTimeout(this.soon)
    for (const field of this.fields) field.disabled = true
  }

  private show(shown: HTMLElement) {
    for (const part of [this.choosing, this.filming, this.cutting, this.done]) part.hidden = part !== shown
    const isThere = shown === this.cutting || shown === this.done
    this.advice.hidden = !isThere
    this.offerToSend(shown === this.done || (shown === this.choosing && this.dataset.optional !== undefined))
    // The page makes room for the photo.
    if (!this.input.form) return
    this.input.form.classList.toggle('photo-form-open', shown !== this.choosing)
    this.input.form.classList.toggle('photo-form-cut', isThere)
  }

  /** One main button at a time: that of the form comes last. */
  private offerToSend(isReady: boolean) {
    if (this.submit) this.submit.hidden = !isReady
  }

  private say(sentence: string) {
    this.said.textContent = sentence
  }
}

/** What a browser that knows faces says of them: those of the others cost nothing, for they have none. */
async function facesIn(picture: HTMLCanvasElement): Promise<Advice[]> {
  if (!('FaceDetector' in window)) return []
  try {
    return adviceOnFaces((await new FaceDetector({ fastMode: true, maxDetectedFaces: 3 }).detect(picture)).length)
  } catch {
    return []
  }
}

const between = (least: number, value: number, most: number) => Math.min(Math.max(value, least), most)

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]>,
): HTMLElementTagNameMap[Name] {
  return Object.assign(document.createElement(name), properties)
}

function group(className: string, children: HTMLElement[]): HTMLElement {
  const element = make('div', { className })
  element.append(...children)
  return element
}

const actions = (...buttons: HTMLElement[]) => group('actions', buttons)

function button(text: string, kind: 'main' | 'quiet', act: () => void, label = ''): HTMLButtonElement {
  const element = make('button', { type: 'button', className: `button button-${kind}`, textContent: text })
  if (label) element.setAttribute('aria-label', label)
  element.addEventListener('click', act)
  return element
}

/** Old browsers show photos lying on their side, or cannot put a file in a form: they keep the plain field. */
function isSupported(): boolean {
  try {
    new DataTransfer()
  } catch {
    return false
  }
  return (
    'customElements' in window && 'PointerEvent' in window && getComputedStyle(document.documentElement).imageOrientation === 'from-image'
  )
}

if (isSupported()) customElements.define('photo-crop', PhotoCrop)
