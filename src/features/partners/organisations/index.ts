/** The door of the room: the legal persons behind partners. */
export { giveSiret, holdOrganisation } from './give-siret.ts'
export { contradicts, legalNameCheck, siretChecks, siretMerge } from './merge.ts'
export { StructureAsked } from './pages/structure-asked.tsx'
export { legalNameOf, organisationOf, partnersOfOrganisation } from './queries.ts'
export { isSiret, LEGAL_NAME_AT_MOST, siretTyped, spacedSiret, WRONG_SIRET } from './siret.ts'
export { structureChange } from './structure.ts'
