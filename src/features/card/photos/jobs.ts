import { reencryption } from '../../../platform/resealing.ts'
import { sealed } from './sealed.ts'

export const reencryptionOfPhotos = reencryption('photos', sealed)
