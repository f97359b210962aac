import { places } from '../../../../places.ts'
import type { Config } from '../../../../platform/config.ts'
import { notFound } from '../../../../platform/errors.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { takeTry } from '../../../../platform/limits.ts'
import { mustTakeSms, readablePhone } from '../../../../platform/phones.ts'
import { guardianSpace } from '../../../../spaces/staff.tsx'
import { PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, PasswordField, TextField, Username } from '../../../../ui/form.tsx'
import { provePassword } from '../../staff/index.ts'
import { enrolmentForm, securityOf, showCodes, wrongCodes } from '../../staff-sign-in/index.ts'
import { areCodesSent, codePhoneForm, offerCodePhone, offeredPhone, proveCodePhone, smsToProve } from '../code-phone.ts'

function mustSendSms({ offersSms }: Config): void {
  if (!offersSms) throw notFound()
}

const NOT_THERE = { field: 'mobilePhone', otherwise: 'Donnez un autre numéro.' }

const MEANWHILE =
  'D’ici là, vos codes arrivent comme avant. Pour protéger votre compte sans SMS, ajoutez une application ou une clé d’accès dans « Sécurité du compte ».'

/** Where a guardian's codes go by SMS. */
export const codePhonePage = page(guardianSpace, places.guardian.codePhone, {
  title: 'Recevoir mes codes par SMS',
  async view({ db, now, actor, visit, form }) {
    mustSendSms(visit.site.config)
    if (!(await areCodesSent(db, now, actor))) return see(places.staff.security.to())
    const { email } = await securityOf(db, now, actor.id)
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Recevoir mes codes par SMS</PageHeading>
        <p>
          À chaque connexion, le code arrivera par SMS au lieu du mail : qui lit votre messagerie ne pourra plus se connecter à votre place.
          Nous envoyons d’abord un code à ce numéro, pour vérifier que c’est le vôtre.
        </p>
        <Panel>
          <Form form={form}>
            <Username name={email} />
            <TextField
              form={form}
              name="mobilePhone"
              label="Téléphone portable"
              hint="Il ne sert qu’à vos codes. Un numéro d’un autre pays commence par + et son indicatif."
              type="tel"
              inputmode="tel"
              autocomplete="mobile tel"
              width={20}
            />
            <PasswordField form={form} name="password" label="Mot de passe" autocomplete="current-password" />
            <Actions>
              <ButtonLink kind="quiet" href={places.staff.security.to()}>
                Retour
              </ButtonLink>
              <Button>Recevoir un code</Button>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(
    codePhoneForm,
    {
      async prepare({ db, now, actor, visit, input }) {
        mustSendSms(visit.site.config)
        mustTakeSms(input.mobilePhone, visit.site.config, NOT_THERE)
        await provePassword(db, now, actor, { password: input.password, network: visit.network })
        await takeTry(db, smsToProve(actor.id, input.mobilePhone), now, MEANWHILE)
      },
    },
    async ({ tx, actor, input }) => {
      await offerCodePhone(tx, actor, input.mobilePhone)
      return see(places.guardian.codePhoneProof.to())
    },
  ),
})

/** The code that proves the number. */
export const codePhoneProofPage = page(guardianSpace, places.guardian.codePhoneProof, {
  title: 'Confirmer votre numéro',
  async view({ db, now, actor, form }) {
    const offered = await offeredPhone(db, now, actor)
    if (!offered) return see(places.guardian.codePhone.to())
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Confirmer votre numéro</PageHeading>
        <Panel>
          <Form form={form}>
            <TextField
              form={form}
              name="code"
              label="Code à 6 chiffres"
              hint={`Nous l’envoyons par SMS au ${readablePhone(offered.phone)}. Il peut mettre quelques minutes.`}
              inputmode="numeric"
              autocomplete="one-time-code"
              spellcheck={false}
              width={10}
            />
            <Actions>
              <Button>Continuer</Button>
            </Actions>
          </Form>
        </Panel>
        <p>
          Vous ne recevez rien ? <a href={places.guardian.codePhone.to()}>Vérifiez votre numéro</a>. Tant que le code n’est pas donné, rien
          ne change. <a href={places.staff.security.to()}>Ne rien changer</a>
        </p>
      </>
    )
  },
  submit: form(
    enrolmentForm,
    { isFleeting: true, prepare: ({ db, now, actor }) => takeTry(db, wrongCodes(actor.id), now) },
    async ({ tx, actor, visit, input }) => showCodes(visit, await proveCodePhone(tx, actor, { code: input.code, key: visit.site.ibanKey })),
  ),
})
