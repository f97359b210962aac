export { type AskedAbout, saysWhyBeforeAFile, saysWhyBeforeAFileOfMany } from './ask-why.ts'
export { forgetReasons, giveReason } from './give-reason.ts'
export { mailedBeforeNoticed, saveThreshold, type Threshold, thresholdOf, thresholds } from './thresholds.ts'
