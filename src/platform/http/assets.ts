import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where the browser finds the style sheet, the font files and the scripts, under names that change with their content. */
export interface Assets {
  url(source: string): string
}

/** Reads the manifest of the built client; without one (tests of pages), names are those of the sources. */
export function readAssets(clientDir: string | undefined): Assets {
  if (!clientDir) return { url: (source) => `/assets/${source}` }
  const manifest: Record<string, { file: string }> = JSON.parse(readFileSync(join(clientDir, '.vite/manifest.json'), 'utf8'))
  return {
    url(source) {
      const entry = manifest[source]
      if (!entry) throw new Error(`The client was built without ${source}`)
      return `/${entry.file}`
    },
  }
}
