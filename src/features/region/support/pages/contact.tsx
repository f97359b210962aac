import { places } from '../../../../places.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { PageHeading } from '../../../../ui/blocks.tsx'
import { Button, ErrorSummary, Form, PhoneFields, TextField } from '../../../../ui/form.tsx'
import { FreeAddressFields, findFreeAddress, freeAddressForm, placesFor } from '../../../people/addresses/index.ts'
import { askEmailChangeFor, EMAIL_CHANGE_HOURS } from '../../../personal/my-account/index.ts'
import { changeAddress } from '../change-address.ts'
import { changePhones } from '../change-phones.ts'
import { emailForm, phonesForm, reasonForm } from '../support.ts'
import { aboutTheirs, BackAnd, nameOf, Reason, WhoCalls } from './act.tsx'

export const phonesChange = page(regionFor('people.help'), places.region.phonesChange, {
  ...aboutTheirs,
  title: ({ id }) => `Changer les téléphones, bénéficiaire n° ${id}`,
  view({ form, params, subject: person }) {
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Changer les téléphones</PageHeading>
        <WhoCalls />
        <Form form={form} class="panel">
          <PhoneFields form={form} fixed={person.fixed_phone} mobile={person.mobile_phone} />
          <Reason form={form} />
          <p>{`Un e-mail le dit à ${nameOf(person)}.`}</p>
          <BackAnd params={params}>
            <Button>Changer les téléphones</Button>
          </BackAnd>
        </Form>
      </>
    )
  },
  submit: form(phonesForm, async ({ tx, actor, input, params }) => {
    await changePhones(tx, actor, { ...input, beneficiaryId: params.id })
    return see(places.region.beneficiary.said('telephones', params))
  }),
})

/** Written freely: what somebody says on the telephone is not chosen in lists. */
const postalForm = freeAddressForm.extend(reasonForm.shape)

/** Where the card goes. */
export const addressChange = page(regionFor('people.help'), places.region.addressChange, {
  ...aboutTheirs,
  title: ({ id }) => `Changer l’adresse postale, bénéficiaire n° ${id}`,
  async view({ db, form, params, subject: person }) {
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Changer l’adresse postale</PageHeading>
        <WhoCalls />
        <Form form={form} class="panel">
          <FreeAddressFields form={form} places={await placesFor(db, form)} />
          <Reason form={form} />
          <p>{`Un message le dit à ${nameOf(person)}, sans l’adresse. Une carte déjà partie ne change pas de route.`}</p>
          <BackAnd params={params}>
            <Button>Changer l’adresse</Button>
          </BackAnd>
        </Form>
      </>
    )
  },
  submit: form(postalForm, async ({ tx, actor, input, params }) => {
    await changeAddress(tx, actor, { beneficiaryId: params.id, address: await findFreeAddress(tx, input), reason: input.reason })
    return see(places.region.beneficiary.said('adresse', params))
  }),
})

/** For somebody who has neither their letter box nor their password any more. */
export const emailChange = page(regionFor('people.help'), places.region.emailChange, {
  ...aboutTheirs,
  title: ({ id }) => `Changer l’adresse e-mail, bénéficiaire n° ${id}`,
  view({ form, params, subject: person }) {
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Changer l’adresse e-mail</PageHeading>
        <WhoCalls />
        <Form form={form} class="panel">
          <p>
            {`Adresse actuelle de ${nameOf(person)} : `}
            <strong class="desk-code">{person.email}</strong>. Elle est prévenue, et peut arrêter ce changement.
          </p>
          <p>
            {`La nouvelle la remplace une fois son lien ouvert, ${EMAIL_CHANGE_HOURS} heures après cette demande ; tout de suite si un autre conseiller l’accepte dans `}
            <a href={places.region.actsOfTwo.to()}>À valider à deux</a>.
          </p>
          <p>Qui reçoit ce lien peut ensuite ouvrir le compte : en cas de doute, ne changez rien et demandez un écrit.</p>
          <TextField
            form={form}
            name="email"
            label="Nouvelle adresse e-mail"
            hint="Le lien est valable 60 minutes. Pour l’envoyer encore, saisissez la même adresse."
            type="email"
            inputmode="email"
            autocomplete="off"
            spellcheck={false}
            known={person.asked_email}
          />
          <Reason form={form} />
          <BackAnd params={params}>
            <Button>Envoyer le lien</Button>
          </BackAnd>
        </Form>
      </>
    )
  },
  submit: form(emailForm, async ({ tx, actor, input, params, visit }) => {
    await askEmailChangeFor(tx, actor, { ...input, beneficiaryId: params.id, publicUrl: visit.site.config.publicUrl })
    return see(places.region.beneficiary.said('adresse-email', params))
  }),
})
