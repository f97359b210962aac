import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { build } from 'vite'

const STAMP = 'dist/built-from'

/** Builds what the browser gets and what the server runs, unless what is there was built from these very sources. */
export async function buildIfNeeded(): Promise<void> {
  const sources = fingerprint()
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sources) return
  // A build that fails leaves half of one, which is of no sources.
  rmSync(STAMP, { force: true })
  const { NODE_ENV } = process.env
  await build({ logLevel: 'warn', define: { BUILD: JSON.stringify(sources.slice(0, 12)) } })
  await build({ logLevel: 'warn', build: { ssr: true } })
  await drawIcons()
  compressClient()
  writeFileSync(STAMP, sources)
  // Building says « production » to the whole process; what it goes on to do is not, unless somebody said so.
  if (NODE_ENV === undefined) delete process.env.NODE_ENV
}

function fingerprint(): string {
  const hash = createHash('sha256')
  const files = [
    ...globSync('{src,database}/**/*.{ts,tsx,css,sql,json,csv,svg,woff2}'),
    'package-lock.json',
    'vite.config.ts',
    'scripts/build.ts',
  ]
  for (const file of files.sort()) if (!file.includes('.test.')) hash.update(file).update(readFileSync(file))
  return hash.digest('hex')
}

/** The pictures of the installed site, from one drawing. Phones that cut the corners themselves get a square. */
async function drawIcons(): Promise<void> {
  const drawing = sharp('src/ui/public/icon.svg')
  const square = drawing.clone().flatten({ background: '#006b55' })
  await drawing.clone().resize(192).png().toFile('dist/client/icon-192.png')
  await drawing.clone().resize(512).png().toFile('dist/client/icon-512.png')
  await square.clone().resize(512).png().toFile('dist/client/icon-maskable-512.png')
  await square.clone().resize(180).png().toFile('dist/client/icon-apple.png')
}

/** Compressed once here rather than at each request. */
function compressClient(): void {
  for (const file of globSync('dist/client/{assets/*.{js,css,svg},*.{js,svg}}')) {
    const bytes = readFileSync(file)
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
  }
}

if (import.meta.main) await buildIfNeeded()
