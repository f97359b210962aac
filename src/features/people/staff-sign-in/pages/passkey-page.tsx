import type { ComponentChildren } from 'preact'
import { places } from '../../../../places.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { takeTry } from '../../../../platform/limits.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { staffSpace, wayOf } from '../../../../spaces/staff.tsx'
import { PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { ErrorSummary, Form, TextField } from '../../../../ui/form.tsx'
import { PasskeyField } from '../../../../ui/passkey-field.tsx'
import { kindOf } from '../../staff/index.ts'
import { addOfferedPasskey } from '../add-passkey.ts'
import { countCode, finishWithFirstPasskey, finishWithPasskey } from '../finish-sign-in.ts'
import {
  challengeOfOffer,
  challengeOfSignIn,
  newPasskeyForm,
  optionsToAdd,
  optionsToSignIn,
  passkeyForm,
  provenNewPasskey,
  provenPasskey,
  wrongPasskey,
} from '../passkey.ts'
import { passkeyOffer, passkeysOf, pendingSignIn, securityOf } from '../queries.ts'
import { wrongCodes } from '../second-factor.ts'
import { showCodes } from './enrolment.tsx'
import { afterAll, opened } from './opened.ts'

/** The password was right: the passkey opens. */
export const signInPasskeyPage = page(publicSpace, places.public.signInPasskey, {
  title: 'Connexion par clé d’accès',
  scripts: ['passkey-field'],
  async view({ db, now, actor, visit, form }) {
    const pending = await pendingSignIn(db, now, visit.pendingSignIn)
    if (!pending?.has_passkey || !visit.pendingSignIn) return see(afterAll(actor))
    const asked = { known: await passkeysOf(db, pending.staff_id), challenge: challengeOfSignIn(visit.pendingSignIn) }
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Connexion par clé d’accès</PageHeading>
        <Panel>
          <p>Votre appareil vous demande votre doigt, votre visage ou son code.</p>
          <Form form={form}>
            <PasskeyField
              form={form}
              does="get"
              options={await optionsToSignIn(visit.site.config, asked)}
              label="Utiliser ma clé d’accès"
              otherwise="Une clé d’accès demande un navigateur récent, avec JavaScript. Ici, utilisez un code."
            />
          </Form>
        </Panel>
        <p>
          <a href={places.public.signInCode.to()}>
            {pending.enrolled_at ? 'Utiliser le code de mon application, ou un code de secours' : 'Utiliser un code de secours'}
          </a>
        </p>
      </>
    )
  },
  submit: form(
    passkeyForm,
    {
      opensSession: true,
      isFleeting: true,
      async prepare({ db, now, actor, visit, input }) {
        const pending = await countCode(db, now, { pendingToken: visit.pendingSignIn, isSignedIn: actor !== null })
        const known = await passkeysOf(db, pending.staff_id)
        return provenPasskey(visit.site.config, input.answer, { known, challenge: challengeOfSignIn(visit.pendingSignIn ?? '') })
      },
    },
    async ({ tx, visit, prepared: passkey }) => {
      const { pendingSignIn: pendingToken, sessionToken: formerToken } = visit
      const done = await finishWithPasskey(tx, { passkey, pendingToken, formerToken })
      return opened(visit, done, () => see(wayOf(visit, kindOf(done.member))))
    },
  ),
})

/** An agent's first sign-in: a passkey instead of an application. */
export const firstPasskeyPage = page(publicSpace, places.public.firstPasskey, {
  title: 'Protéger votre compte par une clé d’accès',
  scripts: ['passkey-field'],
  async view({ db, now, actor, visit, form }) {
    const pending = await pendingSignIn(db, now, visit.pendingSignIn)
    if (!pending || pending.is_guardian || pending.enrolled_at || pending.has_passkey || !visit.pendingSignIn) return see(afterAll(actor))
    const asked = { staffId: pending.staff_id, email: pending.email, known: [], challenge: challengeOfSignIn(visit.pendingSignIn) }
    return (
      <NewPasskey title="Protéger votre compte par une clé d’accès" form={form} options={await optionsToAdd(visit.site.config, asked)}>
        <a href={places.public.firstEnrolment.to()}>Utiliser plutôt une application d’authentification</a>
      </NewPasskey>
    )
  },
  submit: form(
    newPasskeyForm,
    {
      opensSession: true,
      isFleeting: true,
      async prepare({ db, now, actor, visit, input }) {
        await countCode(db, now, { pendingToken: visit.pendingSignIn, isSignedIn: actor !== null })
        return provenNewPasskey(visit.site.config, input.answer, challengeOfSignIn(visit.pendingSignIn ?? ''))
      },
    },
    async ({ tx, visit, input: { name }, prepared }) => {
      const { pendingSignIn: pendingToken, sessionToken: formerToken } = visit
      const made = { ...prepared, name, key: visit.site.ibanKey }
      const done = await finishWithFirstPasskey(tx, { made, pendingToken, formerToken })
      return opened(visit, done, () => showCodes(visit, done.recoveryCodes))
    },
  ),
})

/** Of somebody who is signed in and has just given their password. */
export const newPasskeyPage = page(staffSpace, places.staff.newPasskey, {
  title: 'Ajouter une clé d’accès',
  scripts: ['passkey-field'],
  async view({ db, now, actor, visit, form }) {
    const offeredAt = await passkeyOffer(db, now, actor.id)
    if (!offeredAt) return see(places.staff.security.to({ expire: 'oui' }))
    const { email } = await securityOf(db, now, actor.id)
    const challenge = challengeOfOffer(visit.site.ibanKey, actor.id, offeredAt)
    const asked = { staffId: actor.id, email, known: await passkeysOf(db, actor.id), challenge }
    return (
      <NewPasskey title="Ajouter une clé d’accès" form={form} options={await optionsToAdd(visit.site.config, asked)}>
        <a href={places.staff.security.to()}>Ne rien changer</a>
      </NewPasskey>
    )
  },
  submit: form(
    newPasskeyForm,
    {
      isFleeting: true,
      async prepare({ db, now, actor, visit, input }) {
        await takeTry(db, wrongCodes(actor.id), now)
        const offeredAt = await passkeyOffer(db, now, actor.id)
        if (!offeredAt) throw wrongPasskey()
        return provenNewPasskey(visit.site.config, input.answer, challengeOfOffer(visit.site.ibanKey, actor.id, offeredAt))
      },
    },
    async ({ tx, actor, visit, input: { name }, prepared }) => {
      const codes = await addOfferedPasskey(tx, actor, { ...prepared, name, key: visit.site.ibanKey })
      return codes.length > 0 ? showCodes(visit, codes) : see(places.staff.security.said('cle'))
    },
  ),
})

interface Offered {
  title: string
  form: FormState
  options: object
  /** The way elsewhere. */
  children: ComponentChildren
}

const NewPasskey = ({ title, form, options, children }: Offered) => (
  <>
    <ErrorSummary form={form} />
    <PageHeading>{title}</PageHeading>
    <p>
      Une clé d’accès reste dans votre téléphone, votre ordinateur ou une petite clé USB, et s’ouvre avec votre doigt, votre visage ou leur
      code. Elle ne marche que sur ce site : personne ne peut vous la faire donner ailleurs.
    </p>
    <Panel>
      <Form form={form}>
        <TextField form={form} name="name" label="Nom de cette clé" hint="Par exemple : Ordinateur du bureau" autocomplete="off" />
        <PasskeyField
          form={form}
          does="create"
          options={options}
          label="Créer la clé d’accès"
          otherwise="Une clé d’accès demande un navigateur récent, avec JavaScript. Ici, utilisez une application d’authentification."
        />
      </Form>
    </Panel>
    <p>{children}</p>
  </>
)
