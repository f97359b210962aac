import { OUR_REGION } from '../../../platform/region.ts'

/** Where the Region receives letters. */
export const REGION_ADDRESS = `Région ${OUR_REGION.name}, ${OUR_REGION.address}`
