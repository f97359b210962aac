export { type Address, addressLines } from './address.ts'
export { streetsImporter } from './import.ts'
export { loadTowns } from './load-towns.ts'
export { addressPages } from './pages/address.tsx'
