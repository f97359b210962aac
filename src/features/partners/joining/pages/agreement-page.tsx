import { places } from '../../../../places.ts'
import { found } from '../../../../platform/errors.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { takeTry } from '../../../../platform/limits.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { Said } from '../../../../ui/blocks.tsx'
import { ErrorSummary } from '../../../../ui/form.tsx'
import { codesFor, Signing, signingForm, textInForce } from '../../agreements/index.ts'
import { askCode, proveCode, signAgreement } from '../sign.ts'
import { atStep, StepHeading } from './step.tsx'

/** The agreement: its text, a name, a tick, and a code that a letter box got. Then the application leaves. */
export const agreementPage = page(publicSpace, places.public.joiningAgreement, {
  find: ({ db, params }) => atStep(db, params.token, 'agreement'),
  title: 'La convention — Devenir partenaire',
  said: { code: 'Le code est envoyé' },
  async view({ db, form, params, said, subject: application }) {
    const text = found(await textInForce(db))
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <StepHeading step="agreement" title="La convention" application={application} />
        <Signing
          form={form}
          text={text}
          legalName={application.legal_name ?? ''}
          signerName={application.signer_name}
          email={application.manager_email ?? ''}
          hasAsked={application.code_asked_at !== null}
          readVersion={application.read_version}
          back={places.public.joiningDocument.to(params)}
          accept="Accepter et envoyer la demande"
        />
      </>
    )
  },
  submit: form(
    signingForm,
    {
      isFleeting: true,
      async prepare({ db, now, visit, params: { token }, input }) {
        const application = await atStep(db, token, 'agreement')
        if (application instanceof Response) return application
        if (input.action === 'sign') await proveCode(db, now, application, input.code)
        else await takeTry(db, codesFor({ email: application.manager_email ?? '', network: visit.network }), now)
        return application
      },
    },
    async ({ tx, params: { token }, input, prepared: application, visit }) => {
      if (input.action === 'code') {
        await askCode(tx, application, { ...input, version: input.agrees })
        return see(places.public.joiningAgreement.said('code', { token }))
      }
      const { network, device, site } = visit
      await signAgreement(tx, application, { ...input, version: input.agrees, network, device, publicUrl: site.config.publicUrl })
      return see(places.public.joiningState.said('envoi', { token }))
    },
  ),
})
