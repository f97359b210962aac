import type { KeyObject } from 'node:crypto'
import { found } from '../../../../platform/errors.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, Form, TextField } from '../../../../ui/form.tsx'
import { qrPicture } from '../../../../ui/qr-picture.ts'
import { secretOf, uriOf } from '../second-factor.ts'

interface Offered {
  form: FormState
  staffId: number
  email: string
  encrypted: Buffer | null
  siteKey: KeyObject
}

/** What a phone scans, or is told by hand, and the code that proves it did. */
export function Enrolment({ form, staffId, email, encrypted, siteKey }: Offered) {
  const secret = secretOf(siteKey, staffId, found(encrypted))
  const { size, path } = qrPicture(uriOf(secret, email))
  return (
    <>
      <Panel title="1. Ouvrez une application d’authentification">
        <p>Sur votre téléphone : FreeOTP, Aegis, Google Authenticator, Microsoft Authenticator, ou celle que vous utilisez déjà.</p>
      </Panel>
      <Panel title="2. Ajoutez-y ce compte">
        <p>Scannez ce QR code avec l’application.</p>
        <svg
          class="qr-picture"
          viewBox={`0 0 ${size} ${size}`}
          role="img"
          aria-label="QR code de votre compte"
          shape-rendering="crispEdges"
        >
          <path d={path} />
        </svg>
        <p class="qr-text">
          <span class="hint">Ou recopiez cette clé dans l’application :</span>
          <b>{secret.replace(/(.{4})(?=.)/g, '$1 ')}</b>
        </p>
      </Panel>
      <Panel title="3. Donnez le code qu’elle affiche">
        <Form form={form}>
          <TextField
            form={form}
            name="code"
            label="Code à 6 chiffres"
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
    </>
  )
}
