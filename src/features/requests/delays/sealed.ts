import { sealedFiles } from '../../../platform/files.ts'
import { certificatePolicy } from './delay.ts'

/** What the room keeps encrypted: certificates. */
export const sealed = [sealedFiles(certificatePolicy)]
