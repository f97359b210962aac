import { places } from '../../../../places.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import type { Beneficiary, Staff } from '../../../../spaces/actors.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { HOMES, wayOf } from '../../../../spaces/staff.tsx'
import { InfoBox, PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ErrorSummary, Form, TextField } from '../../../../ui/form.tsx'
import { countCode, finishFirstSignIn, finishStaffSignIn } from '../finish-sign-in.ts'
import { pendingSignIn } from '../queries.ts'
import { codeForm, enrolmentForm } from '../second-factor.ts'
import { kindOf } from '../staff.ts'
import { Enrolment } from './enrolment.tsx'

/** The password was right, no session is open yet. */
export const signInCodePage = page(publicSpace, places.public.signInCode, {
  title: 'Code de connexion',
  async view({ db, now, actor, visit, form }) {
    if (!(await pendingSignIn(db, now, visit.pendingSignIn))) return see(afterAll(actor))
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Code de connexion</PageHeading>
        {visit.site.config.demo ? (
          <InfoBox title="Démonstration">
            <p>
              Le code est aussi dans les <a href={places.public.demoMessages.to()}>messages envoyés</a>.
            </p>
          </InfoBox>
        ) : null}
        <Panel>
          <Form form={form}>
            <TextField
              form={form}
              name="code"
              label="Code à 6 chiffres"
              hint="Celui que votre application d’authentification affiche maintenant. Sans votre téléphone, saisissez un de vos codes de secours."
              inputmode="numeric"
              autocomplete="one-time-code"
              spellcheck={false}
              width={20}
            />
            <Actions>
              <Button>Continuer</Button>
            </Actions>
          </Form>
        </Panel>
        <p>
          Vous n’avez plus ni téléphone ni code de secours ? Appelez le numéro vert <a href="tel:+33800026080">0800 026 080</a>.
        </p>
      </>
    )
  },
  submit: form(
    codeForm,
    {
      opensSession: true,
      prepare: ({ db, now, actor, visit }) => countCode(db, now, { pendingToken: visit.pendingSignIn, isSignedIn: actor !== null }),
    },
    async ({ tx, visit, input }) => {
      const { token, member } = await finishStaffSignIn(tx, {
        pendingToken: visit.pendingSignIn,
        code: input.code,
        key: visit.site.ibanKey,
        formerToken: visit.sessionToken,
      })
      visit.setPendingSignIn(null)
      visit.setSession(token)
      return see(wayOf(visit, kindOf(member)))
    },
  ),
})

/** An agent's first sign-in. */
export const firstEnrolmentPage = page(publicSpace, places.public.firstEnrolment, {
  title: 'Protéger votre compte',
  async view({ db, now, actor, visit, form }) {
    const pending = await pendingSignIn(db, now, visit.pendingSignIn)
    if (!pending?.offered_secret_encrypted) return see(afterAll(actor))
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Protéger votre compte</PageHeading>
        <p>À chaque connexion, un code de votre téléphone s’ajoutera à votre mot de passe.</p>
        <Enrolment
          form={form}
          staffId={pending.staff_id}
          email={pending.email}
          encrypted={pending.offered_secret_encrypted}
          siteKey={visit.site.ibanKey}
        />
      </>
    )
  },
  submit: form(
    enrolmentForm,
    {
      opensSession: true,
      prepare: ({ db, now, actor, visit }) => countCode(db, now, { pendingToken: visit.pendingSignIn, isSignedIn: actor !== null }),
    },
    async ({ tx, visit, input }) => {
      const { token, recoveryCodes } = await finishFirstSignIn(tx, {
        pendingToken: visit.pendingSignIn,
        code: input.code,
        key: visit.site.ibanKey,
        formerToken: visit.sessionToken,
      })
      visit.setPendingSignIn(null)
      visit.setSession(token)
      visit.leaveNote(recoveryCodes.join(' '))
      return see(places.staff.recoveryCodes.to())
    },
  ),
})

/** Without a sign-in that awaits a code: it was finished in another tab, or is to begin again. */
const afterAll = (actor: Beneficiary | Staff | null): string =>
  actor && actor.kind !== 'beneficiary' ? HOMES[actor.kind] : places.public.staffSignIn.to()
