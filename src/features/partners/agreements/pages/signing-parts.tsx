import type { FormState } from '../../../../platform/forms/state.ts'
import { Details, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, Checkbox, Form, TextField } from '../../../../ui/form.tsx'
import { CODE_MINUTES } from '../signing.ts'
import { AgreementText } from './text.tsx'

interface Signing {
  form: FormState
  text: { version: number; body: string; sha256: string }
  /** Whom the signer binds. */
  legalName: string
  signerName: string | null
  /** The letter box that gets the code. */
  email: string
  hasAsked: boolean
  /** Which version was on screen when the code was asked for, if it is in force still. */
  readVersion: number | null
  back: string
  /** On the button that accepts. */
  accept: string
}

/** The text, and the form by which it is accepted (`signingForm`). */
export const Signing = ({ form, text, legalName, signerName, email, hasAsked, readVersion, back, accept }: Signing) => (
  <>
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
          hint={`De la personne qui peut engager ${legalName}.`}
          known={signerName}
          autocomplete="name"
        />
        <Checkbox
          form={form}
          name="agrees"
          value={String(text.version)}
          label="J’ai lu la convention, et je l’accepte"
          known={readVersion === text.version}
        />
        {hasAsked ? (
          <TextField
            form={form}
            name="code"
            label="Code reçu par mail"
            hint={`6 chiffres, envoyés à ${email}. Il sert pendant ${CODE_MINUTES} minutes. Seul le dernier compte.`}
            inputmode="numeric"
            width={10}
            autocomplete="one-time-code"
          />
        ) : (
          <p>{`Un code est envoyé à ${email} : il prouve que cette boîte mail est la vôtre.`}</p>
        )}
        <Actions>
          <ButtonLink href={back} kind="quiet">
            Retour
          </ButtonLink>
          {hasAsked && (
            <Button name="action" value="sign">
              {accept}
            </Button>
          )}
          <Button name="action" value="code" kind={hasAsked ? 'quiet' : 'main'}>
            {hasAsked ? 'Recevoir un autre code' : 'Recevoir le code'}
          </Button>
        </Actions>
      </Form>
    </Panel>
  </>
)
