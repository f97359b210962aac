export { registerPages } from './pages/register-pages.ts'
export type { Asked } from './register.ts'
