export { distanceGateway } from './gateway.ts'
export { hasFarEnds, type Measure, type MeasureDistance, type Point } from './measure.ts'
export { importRoads, unreadRoads } from './valhalla.ts'
