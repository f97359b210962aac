import { checkingOfQuarantine } from '../../../platform/files.ts'
import { documentPolicy } from './file-policies.ts'
import { tellOfVirus } from './tell-of-virus.ts'

/** Those who write the contents are told. */
export const checkingOfDocuments = checkingOfQuarantine(documentPolicy, tellOfVirus)
