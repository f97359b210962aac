import { qrPicture } from './qr-picture.ts'

/** A QR code of `text`, which a reader scans from the screen; `label` says what it is to who does not see it. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = qrPicture(text)
  return (
    <svg class="qr-picture" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <path d={path} />
    </svg>
  )
}
