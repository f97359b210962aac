import { places } from '../../../../places.ts'
import type { Recorded } from '../../../../platform/audit.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { see } from '../../../../platform/http/page.ts'
import type { Visit } from '../../../../platform/http/visit.ts'
import type { Agent } from '../../../../spaces/actors.ts'
import { saysWhyBeforeAFile } from '../ask-why.ts'
import { facts } from '../facts.ts'

interface Looking<Params> {
  db: Reader
  now: Date
  actor: Agent
  params: Params
  visit: Visit
}

/**
 * Of a page about one young person, which says who they are: written down and counted as the reading of their file is, whatever is done there.
 * `find` and `trace` of the page; `idOf` says whose page it is.
 */
export const aboutPerson = <Params, Subject>(
  find: (db: Reader, params: Params) => Promise<Subject>,
  idOf: (subject: Subject) => number,
) => ({
  async find({ db, now, actor, params, visit }: Looking<Params>): Promise<Subject | Response> {
    const subject = await find(db, params)
    const isAsked = await saysWhyBeforeAFile(db, actor, now, idOf(subject))
    return isAsked ? see(places.region.why.to({ about: 'files-opened' }, { vers: visit.url.pathname })) : subject
  },
  trace: ({ subject }: { subject: Subject }) => pageRead(idOf(subject)),
})

/** Counted as the reading of their file, and shown to them. */
export const pageRead = (beneficiary_id: number): Omit<Recorded, 'at' | 'staff_id'> => ({
  fact: facts['person.page-read'],
  beneficiary_id,
})
