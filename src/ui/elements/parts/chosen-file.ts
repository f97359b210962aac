/** What is seen of a file before it travels, and made of a large photo. The server looks at all of it again. */

/** Enough to read a page, or to print a part of it on a card. */
const LONGEST_SIDE = 3000
const REDUCED_FROM_BYTES = 1_000_000

/** The file as it is to be sent by this field, a large photo reduced; or why it is not to be sent, in words. */
export async function readyToSend(file: File, { accept, dataset }: Pick<HTMLInputElement, 'accept' | 'dataset'>): Promise<File | string> {
  if (!isAccepted(file, accept)) return `Ce fichier n’est pas accepté ici. Choisissez un fichier au format ${dataset.formats}.`
  if (file.size === 0) return 'Ce fichier est vide. Choisissez-en un autre.'
  const ready = file.type.indexOf('image/') === 0 ? await reduced(file) : file
  if (ready.size <= Number(dataset.megabytes) * 1_000_000) return ready
  return `Ce fichier est trop lourd : ${dataset.megabytes} Mo au plus. Choisissez-en un plus léger.`
}

/** By its type or by its name. What a phone gives neither, the server looks at. */
function isAccepted({ name, type }: File, accept: string): boolean {
  if (!type && name.indexOf('.') < 0) return true
  return accept.split(',').some((kind) => {
    if (kind.charAt(0) === '.') return name.toLowerCase().slice(-kind.length) === kind
    return kind.slice(-2) === '/*' ? type.indexOf(kind.slice(0, -1)) === 0 : type === kind
  })
}

async function reduced(photo: File): Promise<File> {
  if (photo.size < REDUCED_FROM_BYTES || !drawsUpright()) return photo
  const image = await opened(photo)
  // The iPhone's own format, which most browsers do not open: the server reads it.
  if (!image) return photo
  const scale = Math.min(1, LONGEST_SIDE / Math.max(image.naturalWidth, image.naturalHeight))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(image.naturalWidth * scale)
  canvas.height = Math.round(image.naturalHeight * scale)
  const context = canvas.getContext('2d')
  if (!context) return photo
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  const jpeg = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85))
  if (!jpeg || jpeg.size >= photo.size) return photo
  return new File([jpeg], photo.name.replace(/(\.\w+)?$/, '.jpg'), { type: 'image/jpeg' })
}

/** Old browsers draw a phone's photos lying on their side. */
const drawsUpright = () => getComputedStyle(document.documentElement).imageOrientation === 'from-image'

function opened(photo: File): Promise<HTMLImageElement | undefined> {
  const image = new Image()
  const url = URL.createObjectURL(photo)
  return new Promise<HTMLImageElement | undefined>((resolve) => {
    image.onload = () => resolve(image)
    image.onerror = () => resolve(undefined)
    image.src = url
  }).then((shown) => {
    URL.revokeObjectURL(url)
    return shown
  })
}
