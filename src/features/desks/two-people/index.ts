export { type ActOfTwo, type ActsOfTwo, OUTCOMES, type Outcome, type Shown, takesTwo } from './act-of-two.ts'
export { agree, refuse, withdraw } from './finish.ts'
export { actById, ENDED_A_PAGE, endedActs, type Started, waitingAbout, waitingActs, waitingFor, whoDid } from './queries.ts'
export { startAct } from './start.ts'
