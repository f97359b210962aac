import { sealedPieces } from '../../../platform/received-files.ts'

/** What the room keeps encrypted: the files that wait to be read or agreed to. */
export const sealed = [sealedPieces]
