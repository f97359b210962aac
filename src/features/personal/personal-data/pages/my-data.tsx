import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { z } from 'zod'
import { places } from '../../../../places.ts'
import { password } from '../../../../platform/forms/fields.ts'
import { download, form, page, see, seeSignedOut } from '../../../../platform/http/page.ts'
import { hasGivenPassword, notePassword, PASSWORD_MINUTES } from '../../../../platform/sessions.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { publicSpace } from '../../../../spaces/public.tsx'
import { InfoBox, PageHeading, Panel, Said, Success, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, PasswordField, Username } from '../../../../ui/form.tsx'
import { latestFileNumber, mustKnowPassword } from '../../../people/accounts/index.ts'
import { archiveOf } from '../archive.ts'
import { closeAccount } from '../close.ts'

const passwordForm = z.object({ password: password('Saisissez votre mot de passe.') })

/** Take them away, or have them erased. */
export const myData = page(beneficiarySpace, places.beneficiary.data, {
  title: 'Mes données',
  said: { archive: 'Vos données sont prêtes' },
  view: async ({ db, now, actor, visit, form, said }) => (
    <>
      <ErrorSummary form={form} />
      <Said>{said}</Said>
      <PageHeading>Mes données</PageHeading>
      <Panel title="Télécharger mes données">
        <p>
          Un fichier ZIP : ce que nous savons de vous (<code>data.json</code>, qui s’ouvre avec un éditeur de texte), et les fichiers que
          vous avez donnés.
        </p>
        {(await hasGivenPassword(db, visit.sessionToken, now)) ? (
          <Actions>
            <ButtonLink href={places.beneficiary.dataArchive.to()} icon="documents">
              Tout télécharger
            </ButtonLink>
          </Actions>
        ) : (
          <Form form={form}>
            <Username name={await latestFileNumber(db, actor.id)} />
            <PasswordField
              form={form}
              name="password"
              label="Votre mot de passe"
              hint={`Le téléchargement est ensuite ouvert pendant ${PASSWORD_MINUTES} minutes.`}
              autocomplete="current-password"
            />
            <Actions>
              <Button icon="documents">Préparer mes données</Button>
            </Actions>
          </Form>
        )}
        <p class="hint">Ce fichier contient des informations personnelles : ne le laissez pas sur un ordinateur partagé.</p>
      </Panel>
      <Panel title="Fermer mon compte">
        <p>Vos informations personnelles sont effacées et votre carte ne marche plus. Nous vous demandons votre mot de passe.</p>
        <Actions>
          <ButtonLink href={places.beneficiary.accountClosing.to()} kind="quiet-red">
            Fermer mon compte
          </ButtonLink>
        </Actions>
      </Panel>
      <InfoBox title="Vos droits">
        <p>
          Ce que nous faisons de vos données, et combien de temps nous les gardons : voir la{' '}
          <a href={places.public.privacyPolicy.to()}>politique de confidentialité</a>.
        </p>
      </InfoBox>
      <Actions>
        <ButtonLink href={places.beneficiary.account.to()} kind="quiet">
          Retour
        </ButtonLink>
      </Actions>
    </>
  ),
  submit: form(
    passwordForm,
    { prepare: ({ db, now, actor, visit, input }) => mustKnowPassword(db, now, actor, { ...input, network: visit.network }) },
    async ({ tx, visit }) => {
      await notePassword(tx, visit.sessionToken)
      return see(places.beneficiary.data.said('archive'))
    },
  ),
})

/** All of somebody's life in one file: an open session alone does not give it. */
export const myDataArchive = download(
  beneficiarySpace,
  places.beneficiary.dataArchive,
  {
    isSlow: true,
    find: async ({ db, now, visit }) => ((await hasGivenPassword(db, visit.sessionToken, now)) ? null : see(places.beneficiary.data.to())),
  },
  async ({ db, actor, now, visit }) => {
    const archive = await archiveOf(db, actor, now, visit.site)
    return new Response(Readable.toWeb(archive) as WebStream as ReadableStream, {
      headers: {
        'Content-Type': 'application/zip',
        'Content-Disposition': 'attachment; filename="mes-donnees.zip"',
        'Cache-Control': 'private, no-store',
      },
    })
  },
)

export const accountClosing = page(beneficiarySpace, places.beneficiary.accountClosing, {
  title: 'Fermer mon compte',
  view: async ({ db, actor, form }) => (
    <>
      <ErrorSummary form={form} />
      <PageHeading>Fermer mon compte</PageHeading>
      <Warning title="C’est définitif">
        <ul>
          <li>Vous ne pourrez plus vous connecter.</li>
          <li>Votre carte s’arrête tout de suite, sur votre téléphone et en plastique.</li>
          <li>Vos prépaiements en attente sont annulés : les tickets imprimés ne valent plus rien.</li>
          <li>L’argent qui reste sur votre carte est rendu à la Région à la fin de la campagne.</li>
          <li>
            Si vous recréez un compte, ce qui vous a déjà été versé ne l’est pas une deuxième fois, même si vous n’aviez pas tout dépensé.
          </li>
          <li>Une demande de carte ou d’aide THR qui n’est pas encore acceptée est retirée.</li>
          <li>
            Vos nom, prénom, date de naissance, e-mail, téléphones, adresse, photo et documents sont effacés. Seuls les montants des
            transactions restent, sans votre nom : la loi oblige la Région à garder ses comptes. Jusqu’à la fin de la campagne, et de
            l’année du contrat si une aide THR vous a été versée, une empreinte dont personne ne peut tirer votre nom nous dit seulement si
            vous revenez.
          </li>
        </ul>
      </Warning>
      <Panel>
        <p>
          Avant, vous pouvez <a href={places.beneficiary.data.to()}>télécharger vos données</a>.
        </p>
        <Form form={form}>
          <Username name={await latestFileNumber(db, actor.id)} />
          <PasswordField form={form} name="password" label="Votre mot de passe" autocomplete="current-password" />
          <Actions>
            <ButtonLink href={places.beneficiary.data.to()} kind="quiet">
              Retour
            </ButtonLink>
            <Button kind="red">Fermer mon compte</Button>
          </Actions>
        </Form>
      </Panel>
    </>
  ),
  submit: form(
    passwordForm,
    { prepare: ({ db, now, actor, visit, input }) => mustKnowPassword(db, now, actor, { ...input, network: visit.network }) },
    async ({ tx, actor, visit }) => {
      await closeAccount(tx, actor, { key: visit.site.ibanKey })
      visit.setSession(null)
      return seeSignedOut(places.public.accountClosed.to())
    },
  ),
})

export const accountClosedPage = page(publicSpace, places.public.accountClosed, {
  title: 'Compte fermé',
  view: () => (
    <>
      <Success title="Votre compte est fermé">
        <p>Vos informations personnelles sont effacées. Un dernier mail vous le confirme.</p>
      </Success>
      <Actions>
        <ButtonLink href={places.public.home.to()} kind="quiet">
          Revenir à l’accueil
        </ButtonLink>
      </Actions>
    </>
  ),
})
