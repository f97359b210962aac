/** What the rest of the house may say of what is frozen. */

export { Freezes } from './freezes-panel.tsx'
export { reasonInWords } from './freezing.ts'
export { freezesOf } from './queries.ts'
