export { distanceGateway } from './gateway.ts'
export { hasFarEnds, type MeasureDistance, type Point } from './measure.ts'
export { importRoads } from './valhalla.ts'
