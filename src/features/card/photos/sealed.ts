import { sealedFiles } from '../../../platform/files.ts'
import { photoPolicy } from './photo.ts'

/** What the room keeps encrypted: photos. */
export const sealed = [sealedFiles(photoPolicy)]
