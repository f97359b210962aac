import type { ComponentChildren } from 'preact'
import { places } from '../../../../places.ts'
import { found } from '../../../../platform/errors.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { see } from '../../../../platform/http/page.ts'
import type { Visit } from '../../../../platform/http/visit.ts'
import { PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { ErrorSummary } from '../../../../ui/form.tsx'
import { QrCode } from '../../../../ui/qr-code.tsx'
import { secretOf, uriOf } from '../second-factor.ts'
import { CodeForm } from './code-form.tsx'

interface Offered {
  title: string
  form: FormState
  visit: Visit
  staffId: number
  email: string
  encrypted: Buffer | null
  /** Before the steps. */
  children?: ComponentChildren
}

/** What a phone scans, or is told by hand, and the code that proves it did. */
export function Enrolment({ title, form, visit, staffId, email, encrypted, children }: Offered) {
  const secret = secretOf(visit.site.ibanKey, staffId, found(encrypted))
  return (
    <>
      <ErrorSummary form={form} />
      <PageHeading>{title}</PageHeading>
      {children}
      <Panel title="1. Ouvrez une application d’authentification">
        <p>Sur votre téléphone : FreeOTP, Aegis, Google Authenticator, Microsoft Authenticator, ou celle que vous utilisez déjà.</p>
      </Panel>
      <Panel title="2. Ajoutez-y ce compte">
        <p>Scannez ce QR code avec l’application.</p>
        <QrCode text={uriOf(secret, email)} label="QR code de votre compte" />
        <p class="qr-text">
          <span class="hint">Ou recopiez cette clé dans l’application :</span>
          <b>{secret.replace(/(.{4})(?=.)/g, '$1 ')}</b>
        </p>
      </Panel>
      <Panel title="3. Donnez le code qu’elle affiche">
        <CodeForm form={form} width={10} />
      </Panel>
    </>
  )
}

/** To the page that shows the recovery codes, once. */
export function showCodes(visit: Visit, codes: string[]): Response {
  visit.leaveNote(codes.join(' '))
  return see(places.staff.recoveryCodes.to())
}
