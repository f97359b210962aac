import { places } from '../../../../places.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { see } from '../../../../platform/http/page.ts'
import { Stepper } from '../../../../ui/blocks.tsx'
import { type Application, applicationBy } from '../queries.ts'

/** Of a shop that is paid; an association without a SIRET has no account to give. */
const STEPS = ['siret', 'shop', 'account', 'document', 'agreement'] as const
type Step = (typeof STEPS)[number]

const ACCOUNT = STEPS.indexOf('account') + 1

/** The heading of a step. Before the SIRET is given, all of them are to come. */
export const StepHeading = ({ step, title, application }: { step: Step; title: string; application?: Application }) => (
  <Stepper
    current={STEPS.indexOf(step) + 1}
    total={STEPS.length}
    title={title}
    skipped={application && !application.siret ? { number: ACCOUNT, words: 'Sans SIRET, pas de compte à donner' } : undefined}
  />
)

/** What comes first among what is not said yet. */
function firstOpen({ siret, type_code, iban_first4, document_file_id }: Application): Exclude<Step, 'siret'> {
  if (!type_code) return 'shop'
  if (siret && !iban_first4) return 'account'
  return document_file_id ? 'agreement' : 'document'
}

/** Where the next thing is asked. */
export function whereNext(token: string, application: Application): string {
  const step = firstOpen(application)
  if (step === 'shop') return places.public.joiningShop.to({ token })
  if (step === 'account') return places.public.joiningAccount.to({ token })
  return step === 'document' ? places.public.joiningDocument.to({ token }) : places.public.joiningAgreement.to({ token })
}

/** The application of these pages, at that step: elsewhere when it has left, or is not there yet. */
export async function atStep(db: Reader, token: string, step: Exclude<Step, 'siret'>): Promise<Application | Response> {
  const application = await applicationBy(db, token)
  if (application.state !== 'begun') return see(places.public.joiningState.to({ token }))
  const isNotTheirs = step === 'account' && !application.siret
  const isTooEarly = STEPS.indexOf(firstOpen(application)) < STEPS.indexOf(step)
  return isNotTheirs || isTooEarly ? see(whereNext(token, application)) : application
}
