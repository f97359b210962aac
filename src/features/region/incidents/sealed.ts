import { sealedFiles } from '../../../platform/files.ts'
import { documentPolicy } from './document-policy.ts'

/** What the room keeps encrypted: the documents of incidents. */
export const sealed = [sealedFiles(documentPolicy)]
