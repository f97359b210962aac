import { readdirSync } from 'node:fs'
import { defineConfig } from 'vite'

const elements = readdirSync('src/ui/elements')
  .filter((file) => file.endsWith('.ts'))
  .map((file) => `src/ui/elements/${file}`)

export default defineConfig(({ isSsrBuild }) => ({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  publicDir: false,
  build: isSsrBuild
    ? { outDir: 'dist/server', ssr: 'src/main.ts', target: 'node24', emptyOutDir: true, sourcemap: true }
    : {
        outDir: 'dist/client',
        manifest: true,
        emptyOutDir: true,
        // The oldest browsers that the guide names.
        target: ['chrome66', 'firefox60', 'safari11.1'],
        cssTarget: ['chrome66', 'firefox60', 'safari11.1'],
        assetsInlineLimit: 0,
        modulePreload: false,
        rollupOptions: { input: ['src/ui/styles/site.css', ...elements] },
      },
}))
