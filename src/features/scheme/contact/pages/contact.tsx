import { places } from '../../../../places.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { mayTry, takeTry } from '../../../../platform/limits.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { Columns, PageHeading, Panel, Success } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, RequiredNote, Select, TextArea, TextField } from '../../../../ui/form.tsx'
import { askQuestion } from '../ask.ts'
import { mailsAboutQuestions, questionForm, questionsFrom, themeOptions } from '../question.ts'

export const contact = page(publicSpace, places.public.contact, {
  title: 'Contact',
  description: `Une question sur votre carte, votre demande ou vos aides ${OUR_REGION.card} ? Écrivez-nous, ou appelez le numéro vert ${OUR_REGION.phone}.`,
  view: ({ form }) => (
    <>
      <ErrorSummary form={form} />
      <PageHeading>Contact</PageHeading>
      <p>
        La réponse est peut-être déjà dans la <a href={places.public.faq.to()}>foire aux questions</a>.
      </p>
      <Columns>
        <Panel title="Écrivez-nous">
          <Form form={form}>
            <RequiredNote />
            <TextField form={form} name="name" label="Nom et prénom" autocomplete="name" />
            <TextField
              form={form}
              name="email"
              label="Adresse e-mail"
              hint="La réponse y sera envoyée."
              type="email"
              autocomplete="email"
              spellcheck={false}
            />
            <TextField
              form={form}
              name="fileNumber"
              label="Numéro de dossier"
              hint="Si vous en avez un : il est dans le mail d’inscription."
              inputmode="numeric"
              autocomplete="off"
              optional
            />
            <Select form={form} name="theme" label="De quoi s’agit-il ?" optional placeholder="Je ne sais pas" options={themeOptions} />
            <TextField form={form} name="subject" label="Sujet" />
            <TextArea
              form={form}
              name="message"
              label="Votre question"
              hint="N’écrivez jamais votre mot de passe, ni de coordonnées bancaires."
              rows={8}
            />
            <Actions>
              <Button>Envoyer</Button>
            </Actions>
          </Form>
        </Panel>
        <div>
          <Panel title="Par téléphone">
            <p>
              Numéro vert, appel gratuit : <a href={`tel:${OUR_REGION.dialled}`}>{OUR_REGION.phone}</a>
            </p>
          </Panel>
          <Panel title="Par mail">
            <p>
              <a href={`mailto:${OUR_REGION.email}`}>{OUR_REGION.email}</a>
            </p>
            <p>Précisez votre numéro de dossier, vos nom, prénom et date de naissance. N’envoyez jamais votre mot de passe.</p>
          </Panel>
        </div>
      </Columns>
    </>
  ),
  submit: form(
    questionForm,
    {
      async prepare({ db, visit, input, now }) {
        await takeTry(db, questionsFrom(visit.network), now)
        return mayTry(db, mailsAboutQuestions(input.email), now)
      },
    },
    async ({ tx, input, prepared }) => {
      await askQuestion(tx, { input, isAcknowledged: prepared })
      return see(places.public.contactSent.to())
    },
  ),
})

export const contactSent = page(publicSpace, places.public.contactSent, {
  title: 'Votre question est envoyée',
  view: () => (
    <>
      <Success title="Votre question est envoyée">
        <p>Un mail vous confirme que nous l’avons reçue. Nous vous répondrons à la même adresse.</p>
      </Success>
      <Actions>
        <ButtonLink href={places.public.home.to()}>Revenir à l’accueil</ButtonLink>
      </Actions>
    </>
  ),
})
