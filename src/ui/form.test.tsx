import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { FormState } from '../platform/forms/state.ts'
import { Select, TextArea } from './form.tsx'
import { PasswordRules } from './password-rules.tsx'

const form = new FormState('', '')

test('a field that only some answers need is neither said to be required nor to be optional', () => {
  const fields = { form, name: 'kind', label: 'Logement', options: [] }
  for (const Field of [Select, TextArea]) {
    expect(renderToString(<Field {...fields} />)).toContain('aria-required="true"')
    expect(renderToString(<Field {...fields} optional />)).toContain('(facultatif)')
    expect(renderToString(<Field {...fields} sometimes />)).not.toMatch(/aria-required|facultatif/)
  }
})

test('the rules of passwords that are shown are those that are checked', () => {
  const shown = renderToString(<PasswordRules field="newPassword" />)
  for (const rule of ['8 caractères', '20 caractères', 'un chiffre', 'une lettre', 'majuscule', 'trois derniers', 'courant', 'votre nom']) {
    expect(shown).toContain(rule)
  }
})
