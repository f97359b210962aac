import encodeQr from 'qr'

/** Around the code, so that it is found on any ground. */
const QUIET_MODULES = 4

/** A QR code as one drawing: the black parts of each line, in a square of `size`. */
export function qrPicture(text: string): { size: number; path: string } {
  const rows = encodeQr(text, 'raw', { ecc: 'quartile', border: QUIET_MODULES })
  let path = ''
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue
      const from = x
      while (row[x + 1]) x++
      path += `M${from} ${y}h${x + 1 - from}v1H${from}z`
    }
  })
  return { size: rows.length, path }
}
