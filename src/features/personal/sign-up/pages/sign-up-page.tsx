import { places } from '../../../../places.ts'
import { dayOf } from '../../../../platform/dates.ts'
import { UserError } from '../../../../platform/errors.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { takeTry } from '../../../../platform/limits.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { InfoBox, PageHeading, Panel, Success } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, Checkbox, DateField, ErrorSummary, Form, RadioGroup, TextField } from '../../../../ui/form.tsx'
import { sharedLimits, TEMPORARY_PASSWORD_HOURS } from '../../../people/accounts/index.ts'
import { LatinNames } from '../../../people/beneficiaries/index.ts'
import { campaignOpenOn, whenItOpens } from '../../../scheme/campaigns/index.ts'
import { MENDING_MINUTES, madeHere, markOf } from '../made-here.ts'
import { mendAddress } from '../mend-address.ts'
import { addressForm, signUpForm } from '../new-account.ts'
import { signUp } from '../sign-up.ts'

export const signUpPage = page(publicSpace, places.public.signUp, {
  title: 'Créer un compte',
  description: `Créez gratuitement votre compte ${OUR_REGION.card}, et demandez votre carte de lycéen ou d’apprenti ${OUR_REGION.ofIt}, en cinq étapes.`,
  async view({ db, now, form }) {
    const notYet = (await campaignOpenOn(db, dayOf(now))) ? null : await whenItOpens(db, dayOf(now))
    if (notYet && form.errors.length === 0) return <NotYet words={notYet} />
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Créer un compte</PageHeading>
        <p>
          Vous avez déjà un compte ou une carte {OUR_REGION.card} ? <a href={places.public.signIn.to()}>Connectez-vous</a>.
        </p>
        <Panel>
          <Form form={form}>
            <p class="hint">Tous les champs sont obligatoires.</p>
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
            <TextField form={form} name="lastName" label="Nom" autocomplete="family-name" spellcheck={false} />
            <TextField form={form} name="firstName" label="Prénom" autocomplete="given-name" spellcheck={false} />
            <LatinNames form={form} />
            <DateField form={form} name="birthDate" label="Date de naissance" hint="Par exemple : 17 06 2010" birthDate />
            <TextField
              form={form}
              name="email"
              label="Adresse e-mail"
              hint="Nous y enverrons votre numéro de dossier et un mot de passe provisoire. Plusieurs personnes peuvent avoir la même adresse. Par exemple : prenom.nom@exemple.fr"
              type="email"
              inputmode="email"
              autocomplete="email"
              spellcheck={false}
            />
            <Checkbox
              form={form}
              name="conditions"
              label={
                <>
                  J’ai lu et j’accepte les <a href={places.public.conditions.to()}>conditions d’utilisation</a> et la{' '}
                  <a href={places.public.privacyPolicy.to()}>politique de confidentialité</a>
                </>
              }
            />
            <Actions>
              <ButtonLink href={places.public.home.to()} kind="quiet">
                Retour
              </ButtonLink>
              <Button>Créer mon compte</Button>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(
    signUpForm,
    { prepare: ({ db, now, visit }) => takeTry(db, sharedLimits('sign-up', visit.network), now) },
    async ({ tx, now, visit, input }) => {
      const { ibanKey: key, config } = visit.site
      const before = madeHere(key, visit.signUp, now)?.accountId ?? null
      const accountId = await signUp(tx, { ...input, publicUrl: config.publicUrl, key, madeHere: before })
      // Signing up again does not begin the hour again.
      if (accountId === null || accountId !== before) visit.leaveSignUp(markOf(key, accountId, now))
      visit.leaveNote(input.email)
      return see(places.public.signedUp.to())
    },
  ),
})

/** The same for everybody, whether there was an account already or not. */
export const signedUpPage = page(publicSpace, places.public.signedUp, {
  title: 'Inscription envoyée',
  view: ({ visit, form, now }) => (
    <>
      <ErrorSummary form={form} />
      <Success title="Votre inscription est envoyée">
        <MailOnItsWay address={visit.takeNote()} />
      </Success>
      <Panel title="Et maintenant ?">
        <p>
          Ce mail contient votre numéro de dossier et un mot de passe provisoire, valable {TEMPORARY_PASSWORD_HOURS} heures. Ils vous
          servent à vous connecter pour poursuivre votre demande de carte.
        </p>
        <Actions>
          <ButtonLink href={places.public.signIn.to()}>Se connecter</ButtonLink>
        </Actions>
      </Panel>
      {madeHere(visit.site.ibanKey, visit.signUp, now) && <AddressToMend form={form} />}
      <InfoBox title="Vous ne recevez rien ?">
        <ul>
          <li>Vérifiez l’onglet « Courriers indésirables » de votre messagerie.</li>
          <li>Si vous aviez déjà un compte, le mail part à l’adresse que nous connaissons.</li>
          <li>Au bout de cinq essais, attendez une heure.</li>
          <li>
            Une autre personne a le même nom, le même prénom et la même date de naissance que vous ? Appelez le numéro vert : vous aurez
            chacun votre compte.
          </li>
          <li>
            Pour toute question, appelez le numéro vert <a href={`tel:${OUR_REGION.dialled}`}>{OUR_REGION.phone}</a>.
          </li>
        </ul>
      </InfoBox>
    </>
  ),
  submit: form(
    addressForm,
    { prepare: ({ db, now, visit }) => takeTry(db, sharedLimits('sign-up', visit.network), now) },
    async ({ tx, now, visit, input: { email } }) => {
      const made = madeHere(visit.site.ibanKey, visit.signUp, now)
      if (!made) throw tooLateToMend()
      if (made.accountId !== null) await mendAddress(tx, { id: made.accountId, email, publicUrl: visit.site.config.publicUrl })
      visit.leaveNote(email)
      return see(places.public.signedUp.to())
    },
  ),
})

const tooLateToMend = () =>
  new UserError(
    'sign-up.too-late',
    `Plus de ${MENDING_MINUTES} minutes ont passé : pour corriger votre adresse, appelez le ${OUR_REGION.phone}.`,
    {
      field: 'email',
    },
  )

/** Of this browser alone, and whoever it was that signed up: the page says nothing of who was known already. */
const AddressToMend = ({ form }: { form: FormState }) => (
  <Panel title="L’adresse n’est pas la bonne ?">
    <p>{`Vous pouvez la corriger pendant ${MENDING_MINUTES} minutes, dans ce navigateur. Ce que la première a reçu ne servira plus. Ensuite, appelez le numéro vert.`}</p>
    <Form form={form}>
      <TextField
        form={form}
        name="email"
        label="Bonne adresse e-mail"
        type="email"
        inputmode="email"
        autocomplete="email"
        spellcheck={false}
      />
      <Actions>
        <Button kind="quiet">Corriger l’adresse</Button>
      </Actions>
    </Form>
  </Panel>
)

/** The address is said once: whoever reloads the page, or comes after, is told of a mail. */
const MailOnItsWay = ({ address }: { address: string | undefined }) =>
  address ? (
    <p>
      Nous vous envoyons un mail à cette adresse :<br />
      <strong>{address}</strong>
    </p>
  ) : (
    <p>Nous vous envoyons un mail.</p>
  )

/** Before the first campaign there is nothing to sign up for. */
const NotYet = ({ words }: { words: string }) => (
  <>
    <PageHeading>Créer un compte</PageHeading>
    <InfoBox title="Pas encore ouvert">
      <p>{words}</p>
    </InfoBox>
    <Actions>
      <ButtonLink href={places.public.scheme.to()}>Découvrir le dispositif</ButtonLink>
    </Actions>
  </>
)
