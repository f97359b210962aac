import { z } from 'zod'
import type { FilePolicy } from '../../../platform/files.ts'
import { uploadedFile } from '../../../platform/forms/fields.ts'
import type { UploadedFile } from '../../../platform/http/body.ts'
import { PICTURED_DOCUMENT } from '../../../platform/photographed.ts'
import { UNSENT_IDENTITY_DAYS } from '../card-applications/index.ts'

/** The identity document of those who are neither (guide, 3.3): what is accepted, and what it becomes. */
export const identityPolicy: FilePolicy<UploadedFile> = {
  name: 'identity-document',
  ...PICTURED_DOCUMENT,
  isEncrypted: true,
  // Sending the application stops the count.
  keptDays: UNSENT_IDENTITY_DAYS,
}

export const identityForm = z.object({ document: uploadedFile('Choisissez votre pièce d’identité.') })
