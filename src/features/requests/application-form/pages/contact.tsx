import { places } from '../../../../places.ts'
import { UserError } from '../../../../platform/errors.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { Said } from '../../../../ui/blocks.tsx'
import { ErrorSummary, Form, PasswordField, PhoneFields, Username } from '../../../../ui/form.tsx'
import { latestFileNumber, mustKnowPassword } from '../../../people/accounts/index.ts'
import { addressLines } from '../../../people/addresses/index.ts'
import { CONTACT, changesPhones, contactOf, draftOf, saveAnswers } from '../../card-applications/index.ts'
import { atStep, goOn, hrefOnTheWay, StepActions, StepHeading, titleOf } from './step.tsx'

const ADDRESS = { place: places.beneficiary.contactAddress }

export const contactStep = page(beneficiarySpace, places.beneficiary.contact, {
  title: titleOf(CONTACT),
  said: { adresse: 'Votre adresse est enregistrée' },
  async view({ db, actor, now, form, said }) {
    const application = await atStep({ db, actor, now }, CONTACT)
    if (application instanceof Response) return application
    const { address, fixedPhone, mobilePhone } = application.answers.contact ?? {}
    const known = await contactOf(db, actor)
    const missing = form.error('address')
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <StepHeading step={CONTACT} application={application} />
        <Form form={form} class="panel">
          <DefaultButton />
          <div class={missing ? 'field field-wrong' : 'field'}>
            <p class="block-title" id="address-label">
              Adresse
            </p>
            <p class="hint">Votre carte vous est envoyée à cette adresse. Vérifiez que votre nom figure sur la boîte aux lettres.</p>
            {missing && (
              <p class="error" id="address-error">
                <span class="unseen">Erreur : </span>
                {missing}
              </p>
            )}
            <button
              class="block-link"
              id="address"
              type="submit"
              name="goTo"
              value="address"
              aria-describedby={missing ? 'address-label address-error' : 'address-label'}
            >
              {address ? (
                <>
                  {addressLines(address).map((line) => (
                    <span key={line}>{line}</span>
                  ))}
                  <b>Modifier mon adresse</b>
                </>
              ) : (
                <b>Saisir mon adresse</b>
              )}
            </button>
          </div>
          <PhoneFields form={form} fixed={fixedPhone} mobile={mobilePhone} />
          {(known.fixedPhone || known.mobilePhone) && (
            <>
              <Username name={await latestFileNumber(db, actor.id)} />
              <PasswordField
                form={form}
                name="password"
                label="Votre mot de passe"
                hint="Seulement si vous changez un téléphone."
                autocomplete="current-password"
              />
            </>
          )}
          <StepActions step={CONTACT} application={application} />
        </Form>
      </>
    )
  },
  submit: form(
    CONTACT.schema,
    {
      async alsoWrong({ db, actor, typed }) {
        const { answers } = await draftOf(db, actor)
        return typed.goTo || answers.contact?.address ? [] : NO_ADDRESS.errors
      },
      async prepare({ db, now, actor, input, visit: { network } }) {
        const [known, { answers }] = await Promise.all([contactOf(db, actor), draftOf(db, actor)])
        if (changesPhones(known, answers.contact, input)) await mustKnowPassword(db, now, actor, { password: input.password, network })
      },
    },
    async ({ tx, actor, input: { goTo, password: _, ...phones }, visit }) => {
      const application = await saveAnswers(tx, actor, CONTACT, ({ contact }) => ({ contact: { ...contact, ...phones } }))
      if (goTo) return see(hrefOnTheWay(ADDRESS, visit.url.searchParams))
      if (!application.answers.contact?.address) throw NO_ADDRESS
      return goOn(CONTACT, application, visit.url.searchParams)
    },
  ),
})

const NO_ADDRESS = new UserError('application.no-address', 'Saisissez votre adresse.', { field: 'address' })

/** Enter in a field sends the form by its first button, which must not be the one that leaves for the address. */
const DefaultButton = () => (
  <div class="unseen" aria-hidden="true">
    <button type="submit" tabindex={-1}>
      Suivant
    </button>
  </div>
)
