export { AidBox, aidBoxOf } from './pages/aid-box.tsx'
