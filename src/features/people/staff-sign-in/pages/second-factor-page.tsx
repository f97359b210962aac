import { places } from '../../../../places.ts'
import type { Tx } from '../../../../platform/database/index.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import type { Visit } from '../../../../platform/http/visit.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { wayOf } from '../../../../spaces/staff.tsx'
import { InfoBox, PageHeading, Panel, Warning } from '../../../../ui/blocks.tsx'
import { ErrorSummary } from '../../../../ui/form.tsx'
import { kindOf } from '../../staff/index.ts'
import { whyNoCode } from '../begin-sign-in.ts'
import { countCode, finishFirstSignIn, finishStaffSignIn, type Typed } from '../finish-sign-in.ts'
import { isSent, type PendingSignIn, pendingSignIn } from '../queries.ts'
import { CODES_AN_HOUR, CODES_BY_SMS, codeForm, enrolmentForm } from '../second-factor.ts'
import { CodeForm } from './code-form.tsx'
import { Enrolment, showCodes } from './enrolment.tsx'
import { afterAll, opened } from './opened.ts'

/** The password was right, no session is open yet. */
export const signInCodePage = page(publicSpace, places.public.signInCode, {
  title: 'Code de connexion',
  async view({ db, now, actor, visit, form }) {
    const pending = await pendingSignIn(db, now, visit.pendingSignIn)
    if (!pending) return see(afterAll(actor))
    const why = await whyNoCode(db, now, pending)
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Code de connexion</PageHeading>
        {why ? <NoCode why={why} bySms={pending.code_phone !== null} /> : visit.site.config.demo && <Demonstration />}
        {(!why || pending.code_phone) && (
          <Panel>
            {why ? <CodeForm form={form} width={20} isRecovery /> : <CodeForm form={form} width={20} hint={whereItIs(pending)} />}
          </Panel>
        )}
        {pending.has_passkey && (
          <p>
            <a href={places.public.signInPasskey.to()}>Utiliser ma clé d’accès</a>
          </p>
        )}
        {why ? null : isSent(pending) ? (
          <p>
            Vous ne recevez rien ? <a href={places.public.guardianSignIn.to()}>Reconnectez-vous</a> pour recevoir un autre code
            {pending.code_phone &&
              ` (${CODES_BY_SMS} SMS par jour au plus). Sans code de secours, le jeune peut vous indiquer à une autre adresse`}
            .
          </p>
        ) : (
          <p>
            Vous n’avez plus ni téléphone ni code de secours ? Appelez le numéro vert{' '}
            <a href={`tel:${OUR_REGION.dialled}`}>{OUR_REGION.phone}</a>.
          </p>
        )}
      </>
    )
  },
  submit: endOfSignIn(codeForm, finishStaffSignIn, (visit, { member }) => see(wayOf(visit, kindOf(member)))),
})

/** Too many codes were sent already: when one leaves again, and what to do until then. */
const NoCode = ({ why, bySms }: { why: 'hour' | 'day'; bySms: boolean }) => (
  <Warning title="Aucun code n’a été envoyé">
    <p>
      {why === 'day'
        ? `${CODES_BY_SMS} SMS sont déjà partis à votre numéro en 24 heures : c’est le plus que nous envoyons. Réessayez demain.`
        : `${CODES_AN_HOUR} codes vous ont déjà été envoyés en une heure : c’est le plus que nous envoyons. Réessayez dans une heure.`}
    </p>
    {bySms && (
      <p>
        Pour entrer dès maintenant, saisissez un de vos codes de secours. Ensuite, dans « Sécurité du compte », ajoutez une application ou
        une clé d’accès : elles marchent sans SMS. Sans code de secours, le jeune peut vous indiquer à une autre adresse.
      </p>
    )}
    <p>
      Vous n’avez pas demandé autant de codes ? Quelqu’un connaît votre mot de passe :{' '}
      <a href={places.public.guardianForgottenPassword.to()}>choisissez-en un autre</a>.
    </p>
  </Warning>
)

const Demonstration = () => (
  <InfoBox title="Démonstration">
    <p>
      Le code est aussi dans les <a href={places.public.demoMessages.to()}>messages envoyés</a>.
    </p>
  </InfoBox>
)

function whereItIs(pending: PendingSignIn): string {
  const { code_phone } = pending
  if (!isSent(pending))
    return 'Celui que votre application d’authentification affiche maintenant. Sans votre téléphone, saisissez un de vos codes de secours.'
  return code_phone
    ? `Nous l’envoyons par SMS au numéro qui finit par ${code_phone.slice(-2)}. S’il n’arrive pas, saisissez un de vos codes de secours.`
    : 'Nous venons de vous l’envoyer par mail. Regardez aussi dans les courriers indésirables.'
}

/** An agent's first sign-in. */
export const firstEnrolmentPage = page(publicSpace, places.public.firstEnrolment, {
  title: 'Protéger votre compte',
  async view({ db, now, actor, visit, form }) {
    const pending = await pendingSignIn(db, now, visit.pendingSignIn)
    if (!pending?.offered_secret_encrypted) return see(afterAll(actor))
    return (
      <Enrolment
        title="Protéger votre compte"
        form={form}
        visit={visit}
        staffId={pending.staff_id}
        email={pending.email}
        encrypted={pending.offered_secret_encrypted}
      >
        <p>
          À chaque connexion, un code de votre téléphone s’ajoutera à votre mot de passe. Vous pouvez aussi{' '}
          <a href={places.public.firstPasskey.to()}>utiliser une clé d’accès</a> : votre doigt, votre visage ou le code de votre appareil.
        </p>
      </Enrolment>
    )
  },
  submit: endOfSignIn(enrolmentForm, finishFirstSignIn, (visit, { recoveryCodes }) => showCodes(visit, recoveryCodes)),
})

/** The code that ends a sign-in: it is counted before it is looked at; then the session is open. */
function endOfSignIn<Done extends { token: string; member: PendingSignIn }>(
  schema: typeof codeForm | typeof enrolmentForm,
  finish: (tx: Tx, typed: Typed) => Promise<Done>,
  next: (visit: Visit, done: Done) => Response,
) {
  return form(
    schema,
    {
      opensSession: true,
      prepare: ({ db, now, actor, visit }) => countCode(db, now, { pendingToken: visit.pendingSignIn, isSignedIn: actor !== null }),
    },
    async ({ tx, visit, input }) => {
      const { pendingSignIn: pendingToken, sessionToken: formerToken } = visit
      const done = await finish(tx, { pendingToken, code: input.code, key: visit.site.ibanKey, formerToken })
      return opened(visit, done, () => next(visit, done))
    },
  )
}
