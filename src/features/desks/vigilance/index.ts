export { type AskedAbout, FILE_READINGS, saysWhyBeforeAFile, saysWhyBeforeAFileOfMany } from './ask-why.ts'
export { forgetReasons, giveReason } from './give-reason.ts'
export { aboutPerson, pageRead } from './pages/about-person.ts'
export { mailedBeforeNoticed, saveThreshold, type Threshold, thresholdOf, thresholds } from './thresholds.ts'
