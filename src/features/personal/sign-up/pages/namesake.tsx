import { places } from '../../../../places.ts'
import { frenchDay } from '../../../../platform/dates.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { InfoBox, PageHeading } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, Checkbox, ErrorSummary, Form, RadioGroup, TextArea, TextField } from '../../../../ui/form.tsx'
import { aboutPerson } from '../../../desks/vigilance/index.ts'
import { namesakeForm } from '../new-account.ts'
import { knownPerson, signUpNamesake } from '../sign-up-namesake.ts'

/** Somebody calls who cannot sign up: a person of the same names and birth date has an account. The agent says that they are two. */
export const namesake = page(regionFor('people.rectify'), places.region.namesake, {
  ...aboutPerson(
    (db, { id }: { id: number }) => knownPerson(db, id),
    ({ id }) => id,
  ),
  title: ({ id }) => `Inscrire un homonyme, bénéficiaire n° ${id}`,
  view({ form, params, subject: person }) {
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Inscrire un homonyme</PageHeading>
        <InfoBox title="Deux personnes du même nom">
          <p>
            {`Pour quelqu’un qui s’appelle aussi ${person.first_name} ${person.last_name}, avec la même date de naissance (${frenchDay(person.birth_date)}), et que le site prend pour la personne de ce dossier. `}
            Cette personne aura son compte, sa demande et, si elle y a droit, son porte-monnaie.
          </p>
        </InfoBox>
        <Form form={form} class="panel">
          <RadioGroup
            form={form}
            name="civility"
            legend="Civilité"
            inline
            options={[
              { value: 'Mme', label: 'Madame' },
              { value: 'M', label: 'Monsieur' },
            ]}
          />
          <TextField
            form={form}
            name="email"
            label="Adresse e-mail"
            hint="Son numéro de dossier et son mot de passe provisoire y sont envoyés."
            type="email"
            inputmode="email"
            autocomplete="off"
            spellcheck={false}
          />
          <Checkbox form={form} name="isAnother" label="J’ai vérifié, sur des pièces d’identité, que ce sont deux personnes différentes" />
          <Checkbox
            form={form}
            name="conditions"
            label="Cette personne accepte les conditions d’utilisation et la politique de confidentialité"
          />
          <TextArea
            form={form}
            name="reason"
            label="Motif"
            hint="Ce motif reste dans le journal : n’y écrivez pas de nom. 300 caractères au plus."
            rows={3}
          />
          <Actions>
            <ButtonLink kind="quiet" href={places.region.beneficiary.to(params)}>
              Retour
            </ButtonLink>
            <Button>Inscrire cette personne</Button>
          </Actions>
        </Form>
      </>
    )
  },
  submit: form(namesakeForm, async ({ tx, actor, input, params, visit }) => {
    const { ibanKey: key, config } = visit.site
    const id = await signUpNamesake(tx, actor, { ...input, knownId: params.id, publicUrl: config.publicUrl, key })
    return see(places.region.beneficiary.said('homonyme', { id }))
  }),
})
