export { type ActOfTwo, type ActsOfTwo, DAYS_BEFORE_IT_LAPSES, OUTCOMES, type Outcome, type Shown, takesTwo } from './act-of-two.ts'
export { agree, lapseAbout, refuse, withdraw } from './finish.ts'
export {
  actById,
  ENDED_A_PAGE,
  ENDED_ORDERS,
  endedActs,
  isStillAsked,
  type Started,
  waitingAbout,
  waitingActs,
  waitingFor,
  whoDid,
} from './queries.ts'
export { remindOfActs } from './remind.ts'
export { startAct } from './start.ts'
