export { registerPages } from './pages/register-pages.ts'
export { type Asked, KEPT_A_PAGE } from './register.ts'
