import { places } from '../../../../places.ts'
import { found } from '../../../../platform/errors.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { takeTry } from '../../../../platform/limits.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { Details, Panel, Said } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, Checkbox, ErrorSummary, Form, TextField } from '../../../../ui/form.tsx'
import { AgreementText, textInForce } from '../../agreements/index.ts'
import { CODE_MINUTES, codesFor, signingForm } from '../joining.ts'
import type { Application } from '../queries.ts'
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
        <Panel title={`Texte de la convention, version n° ${text.version}`}>
          <AgreementText body={text.body} />
          <Details title="Empreinte du texte">
            <p>Elle change dès qu’une lettre du texte change (SHA-256) :</p>
            <p>
              <code>{text.sha256}</code>
            </p>
          </Details>
        </Panel>
        <Panel title="Votre accord">
          <Form form={form}>
            <TextField
              form={form}
              name="signerName"
              label="Prénom et nom"
              hint={`De la personne qui peut engager ${application.legal_name}.`}
              known={application.signer_name}
              autocomplete="name"
            />
            <Checkbox
              form={form}
              name="agrees"
              value={String(text.version)}
              label="J’ai lu la convention, et je l’accepte"
              known={application.read_version === text.version}
            />
            {application.code_asked_at ? <Code form={form} application={application} /> : <FirstCode application={application} />}
            <Actions>
              <ButtonLink href={places.public.joiningDocument.to(params)} kind="quiet">
                Retour
              </ButtonLink>
              {application.code_asked_at && (
                <Button name="action" value="sign">
                  Accepter et envoyer la demande
                </Button>
              )}
              <Button name="action" value="code" kind={application.code_asked_at ? 'quiet' : 'main'}>
                {application.code_asked_at ? 'Recevoir un autre code' : 'Recevoir le code'}
              </Button>
            </Actions>
          </Form>
        </Panel>
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

const FirstCode = ({ application }: { application: Application }) => (
  <p>{`Un code est envoyé à ${application.manager_email} : il prouve que cette boîte mail est la vôtre.`}</p>
)

const Code = ({ form, application }: { form: Parameters<typeof Form>[0]['form']; application: Application }) => (
  <TextField
    form={form}
    name="code"
    label="Code reçu par mail"
    hint={`6 chiffres, envoyés à ${application.manager_email}. Il sert pendant ${CODE_MINUTES} minutes. Seul le dernier compte.`}
    inputmode="numeric"
    width={10}
    autocomplete="one-time-code"
  />
)
