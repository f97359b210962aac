import { sealedFiles } from '../../../platform/files.ts'
import { identityPolicy } from './identity-document.ts'

/** What the room keeps encrypted: identity documents. */
export const sealed = [sealedFiles(identityPolicy)]
