import { readdirSync } from 'node:fs'
import { parse } from 'node:path'
import { defineConfig } from 'vite'

const elements = readdirSync('src/ui/elements')
  .filter((file) => file.endsWith('.ts'))
  .map((file) => `src/ui/elements/${file}`)

// What runs in a thread is loaded by its name, from a file of its own beside whatever asks for it.
const threads = readdirSync('src/platform/threads').map((file) => [`threads/${parse(file).name}`, `src/platform/threads/${file}`])

export default defineConfig(({ isSsrBuild }) => ({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  define: { BUILD: '"dev"' },
  publicDir: isSsrBuild ? false : 'src/ui/public',
  build: isSsrBuild
    ? {
        outDir: 'dist/server',
        ssr: true,
        target: 'node24',
        emptyOutDir: true,
        sourcemap: true,
        rollupOptions: {
          input: { main: 'src/main.ts', ...Object.fromEntries(threads) },
          output: { chunkFileNames: '[name]-[hash].js' },
        },
      }
    : {
        outDir: 'dist/client',
        manifest: true,
        emptyOutDir: true,
        // The oldest browsers that the guide names. Firefox 52.9 runs what comes before the first paint alone, and knows ES2017.
        target: ['es2017', 'chrome66', 'firefox60', 'safari11.1'],
        cssTarget: ['chrome66', 'firefox60', 'safari11.1'],
        assetsInlineLimit: 0,
        modulePreload: false,
        rollupOptions: {
          input: ['src/ui/styles/site.css', 'src/ui/service-worker.ts', ...elements],
          // A service worker rules what is under its address, and is found again there.
          output: { entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js') },
        },
      },
}))
