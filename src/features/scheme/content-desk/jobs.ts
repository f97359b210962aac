import { checkingOfQuarantine } from '../../../platform/files.ts'
import { documentPolicy } from './file-policies.ts'

export const checkingOfDocuments = checkingOfQuarantine(documentPolicy)
