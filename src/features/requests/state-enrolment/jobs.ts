import type { Job } from '../../../platform/jobs.ts'
import { askTheState } from './ask.ts'
import { forgetOldAnswers } from './forget.ts'

/** Every two seconds: whoever has just sent their request, whose page waits for nothing. */
export const askingOfTheStateAfterSending: Job = {
  name: 'ask-the-state-after-sending',
  cron: '*/2 * * * * *',
  run: (site) => askTheState(site, { when: 'just-sent', minutes: 1 }),
}

/** Every night, for four hours at most. */
export const askingOfTheStateByNight: Job = {
  name: 'ask-the-state-by-night',
  cron: '10 1 * * *',
  run: (site) => askTheState(site, { when: 'by-night', minutes: 240 }),
}

/** Every night: answers whose days are over. */
export const forgettingOfStateAnswers: Job = {
  name: 'forget-state-answers',
  cron: '48 3 * * *',
  run: ({ db, clock }) => forgetOldAnswers(db, clock.now()),
}
