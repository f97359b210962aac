import { reencryption } from '../../../platform/resealing.ts'
import { sealed } from './sealed.ts'

export const reencryptionOfIdentityDocuments = reencryption('identity-documents', sealed)
