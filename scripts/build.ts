import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'vite'

const STAMP = 'dist/built-from'

/** Builds what the browser gets and what the server runs, unless what is there was built from these very sources. */
export async function buildIfNeeded(): Promise<void> {
  const sources = fingerprint()
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sources) return
  // A build that fails leaves half of one, which is of no sources.
  rmSync(STAMP, { force: true })
  await build({ logLevel: 'warn' })
  await build({ logLevel: 'warn', build: { ssr: 'src/main.ts' } })
  compressClient()
  writeFileSync(STAMP, sources)
}

function fingerprint(): string {
  const hash = createHash('sha256')
  const files = [...globSync('{src,database}/**/*.{ts,tsx,css,sql,json,csv}'), 'package-lock.json', 'vite.config.ts', 'scripts/build.ts']
  for (const file of files.sort()) if (!file.includes('.test.')) hash.update(file).update(readFileSync(file))
  return hash.digest('hex')
}

/** Compressed once here rather than at each request. */
function compressClient(): void {
  for (const file of globSync('dist/client/assets/*.{js,css,svg}')) {
    const bytes = readFileSync(file)
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
  }
}
