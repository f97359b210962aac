import { buildIfNeeded } from './build.ts'

// `npm start` and every other command of the program: built when its sources changed, then run in this same process.
await buildIfNeeded()
await import(new URL('../dist/server/main.js', import.meta.url).href)
