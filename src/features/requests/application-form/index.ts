export { RenewalButton, RenewalWords } from './pages/renewal.tsx'
