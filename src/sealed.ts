import { marked as accountsOfAids, sealed as ofAids } from './features/aid/apprentice-aid/sealed.ts'
import { sealed as ofPhotos } from './features/card/photos/sealed.ts'
import { sealed as ofDevices } from './features/money/assents/sealed.ts'
import { marked as accountsOfShops, sealed as ofShopAccounts } from './features/partners/bank-accounts/sealed.ts'
import { marked as accountsOfJoining, sealed as ofJoining } from './features/partners/joining/sealed.ts'
import { sealed as ofStaff } from './features/people/staff-sign-in/sealed.ts'
import { sealed as ofImports } from './features/region/imports/sealed.ts'
import { sealed as ofIncidents } from './features/region/incidents/sealed.ts'
import { sealed as ofTransfers } from './features/region/transfers/sealed.ts'
import { sealed as ofIdentityDocuments } from './features/requests/application-form/sealed.ts'
import { sealed as ofCertificates } from './features/requests/delays/sealed.ts'
import type { Marked, Sealed } from './platform/resealing.ts'

/** All that is kept encrypted: written again under each new key, and before an old one is forgotten. */
export const SEALED: Record<string, Sealed[]> = {
  photos: ofPhotos,
  'identity-documents': ofIdentityDocuments,
  'enrolment-certificates': ofCertificates,
  aids: ofAids,
  'bank-accounts': ofShopAccounts,
  joining: ofJoining,
  transfers: ofTransfers,
  secrets: ofStaff,
  devices: ofDevices,
  incidents: ofIncidents,
  'received-files': ofImports,
}

/** What is fingerprinted beside what is encrypted: made again before an old key is forgotten. */
export const MARKED: Marked[] = [accountsOfAids, accountsOfShops, accountsOfJoining]
