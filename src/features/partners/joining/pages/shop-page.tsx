import { places } from '../../../../places.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { InfoBox, Panel, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, Checkbox, ErrorSummary, Form, RequiredNote, Select, TextField } from '../../../../ui/form.tsx'
import { concernsOf } from '../../company-directory/index.ts'
import { spacedSiret } from '../../organisations/index.ts'
import { shopForm } from '../joining.ts'
import { type Application, partnerKinds } from '../queries.ts'
import { saveShop } from '../save-answers.ts'
import { atStep, StepHeading, whereNext } from './step.tsx'

/** What the shop is, and who will manage it here. */
export const shopPage = page(publicSpace, places.public.joiningShop, {
  find: ({ db, params }) => atStep(db, params.token, 'shop'),
  title: 'Votre point de vente — Devenir partenaire',
  view: async ({ db, form, subject: application }) => (
    <>
      <ErrorSummary form={form} />
      <StepHeading step="shop" title="Votre point de vente" application={application} />
      <p>
        {application.siret ? `SIRET ${spacedSiret(application.siret)}` : `Association ${application.rna}`}.{' '}
        <a href={places.public.joining.to()}>Ce n’est pas le bon</a>
      </p>
      <FromDirectory application={application} />
      <Form form={form}>
        <RequiredNote />
        <Seen form={form} application={application} kinds={await partnerKinds(db)} />
        <Who form={form} application={application} />
        <Actions>
          <ButtonLink href={places.public.joining.to()} kind="quiet">
            Retour
          </ButtonLink>
          <Button>Continuer</Button>
        </Actions>
      </Form>
    </>
  ),
  submit: form(shopForm, async ({ tx, params: { token }, input }) => {
    const application = await atStep(tx, token, 'shop')
    if (application instanceof Response) return application
    await saveShop(tx, application, input)
    const saved = await atStep(tx, token, 'shop')
    return saved instanceof Response ? saved : see(whereNext(token, saved))
  }),
})

interface Fields {
  form: FormState
  application: Application
}

/** What people read of it once it is a partner. */
const Seen = ({ form, application, kinds }: Fields & { kinds: Awaited<ReturnType<typeof partnerKinds>> }) => (
  <Panel title="Ce que vos clients voient">
    <TextField form={form} name="name" label="Nom du point de vente" known={application.name} autocomplete="organization" />
    <Select
      form={form}
      name="typeCode"
      label="Type"
      placeholder="Choisir un type"
      known={application.type_code}
      options={kinds.map(({ code, label }) => ({ value: code, label }))}
    />
    <TextField form={form} name="street" label="Numéro et rue" known={application.street} autocomplete="address-line1" />
    <TextField
      form={form}
      name="postcode"
      label="Code postal"
      known={application.postcode}
      inputmode="numeric"
      width={10}
      autocomplete="postal-code"
    />
    <TextField form={form} name="town" label="Ville" known={application.town} autocomplete="address-level2" />
    <TextField
      form={form}
      name="phone"
      label="Téléphone"
      known={application.phone}
      type="tel"
      inputmode="tel"
      width={20}
      optional
      autocomplete="tel"
    />
    <TextField
      form={form}
      name="email"
      label="Adresse e-mail du commerce"
      hint="Affichée sur le site. La Région y écrit aussi quand votre compte bancaire change."
      known={application.email}
      type="email"
      optional
      spellcheck={false}
      autocomplete="off"
    />
    <TextField
      form={form}
      name="website"
      label="Site internet"
      hint="Par exemple : https://www.exemple.fr"
      known={application.website}
      optional
      spellcheck={false}
      autocomplete="url"
    />
    <Checkbox
      form={form}
      name="acceptsPrepayments"
      label="Accepte les prépaiements : le client met une somme de côté chez vous, et vient avec un ticket"
      known={application.accepts_prepayments}
    />
    <Checkbox
      form={form}
      name="acceptsOnlinePayments"
      label="Accepte les paiements en ligne, depuis son espace"
      known={application.accepts_online_payments}
    />
  </Panel>
)

const Who = ({ form, application }: Fields) => (
  <Panel title="Qui vous êtes">
    <TextField
      form={form}
      name="legalName"
      label="Raison sociale"
      hint="Le nom de l’entreprise ou de l’association sur ses papiers, pas l’enseigne."
      known={application.legal_name}
      autocomplete="off"
    />
    <TextField
      form={form}
      name="managerName"
      label="Prénom et nom du gestionnaire"
      hint="La personne qui ouvrira les comptes des caissiers."
      known={application.manager_name}
      autocomplete="name"
    />
    <TextField
      form={form}
      name="managerEmail"
      label="Son adresse e-mail"
      hint="Le code pour accepter la convention, les nouvelles de la demande et l’invitation y sont envoyés."
      known={application.manager_email}
      type="email"
      spellcheck={false}
      autocomplete="email"
    />
  </Panel>
)

/** What the State's directory said: it stops nobody. */
function FromDirectory({ application: { directory } }: { application: Application }) {
  if (directory.is === 'off') return null
  if (directory.is === 'found' && concernsOf(directory).length === 0)
    return (
      <InfoBox>
        <p>Nous avons rempli ce que l’annuaire des entreprises sait de vous. Corrigez ce qui n’est pas juste.</p>
      </InfoBox>
    )
  if (directory.is === 'away')
    return (
      <InfoBox>
        <p>L’annuaire des entreprises ne répond pas en ce moment : remplissez tout vous-même.</p>
      </InfoBox>
    )
  return (
    <Warning title="À vérifier">
      {directory.is === 'unknown' ? (
        <p>L’annuaire des entreprises ne connaît pas ce SIRET, ou ne le montre pas. Vérifiez-le. S’il est juste, continuez.</p>
      ) : (
        <>
          <ul>
            {concernsOf(directory).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          <p>Si c’est bien le bon SIRET, continuez : la Région vous demandera ce qu’il en est.</p>
        </>
      )}
    </Warning>
  )
}
