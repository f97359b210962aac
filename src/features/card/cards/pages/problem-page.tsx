import { places } from '../../../../places.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { storeFile } from '../../../../platform/files.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { Columns, InfoBox, PageHeading, Panel, Said, Success, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, Checkbox, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { addressLines } from '../../../people/addresses/index.ts'
import { PhotoFields, photoPolicy } from '../../photos/index.ts'
import { numbered } from '../card.ts'
import { declarationForm } from '../declaration.ts'
import { declareProblem } from '../oppose.ts'
import { consequences, reasonForm, reasonOf } from '../problem.ts'
import { ProblemChoice } from '../problem-choice.tsx'
import { cardToDeclare, lastProblemOf } from '../problem-queries.ts'

/** The reason first (guide, 7.3). */
export const cardProblem = page(beneficiarySpace, places.beneficiary.cardProblem, {
  title: 'Un problème de carte ?',
  view: ({ form }) => (
    <>
      <ErrorSummary form={form} />
      <PageHeading>Un problème de carte ?</PageHeading>
      <Panel>
        <ProblemChoice form={form} />
      </Panel>
      <Back />
    </>
  ),
  submit: form(reasonForm, async ({ input }) => see(places.beneficiary.problemToDeclare.to(input))),
})

/** What declaring does. Nothing stops before its owner has read that. */
export const problemToDeclare = page(beneficiarySpace, places.beneficiary.problemToDeclare, {
  title: ({ reason }) => reasonOf(reason).label,
  said: { adresse: 'Votre adresse est enregistrée' },
  scripts: ['photo-crop'],
  async view({ db, actor, form, params, said }) {
    const chosen = reasonOf(params.reason)
    const card = await cardToDeclare(db, actor.id)
    if (!card) return see(places.beneficiary.home.to())
    if (chosen.reason === 'never-received' && !card.shipped_at) return <NotShipped />
    const name = `${card.first_name} ${card.last_name}`
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>{chosen.label}</PageHeading>
        <Columns>
          <Panel title="Ce qui va se passer">
            <ul>
              {consequences(chosen.reason).map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
            <p>{chosen.advice}</p>
          </Panel>
          <Panel title="Votre déclaration">
            <SummaryList
              items={[
                { label: 'Motif', value: chosen.label, changeHref: places.beneficiary.cardProblem.to() },
                { label: 'Carte à arrêter', value: numbered(card.number) },
                {
                  label: 'Adresse d’envoi de la nouvelle carte',
                  value: card.address
                    ? addressLines(card.address).map((line) => <div key={line}>{line}</div>)
                    : 'Aucune adresse connue : saisissez la vôtre.',
                  changeHref: places.beneficiary.accountAddress.to({ retour: chosen.reason }),
                },
                ...(chosen.reason === 'wrong' ? [{ label: 'Nom sur la nouvelle carte', value: name }] : []),
              ]}
            />
            {chosen.reason === 'wrong' && <IsNameRight />}
            <Form form={form} multipart={chosen.reason === 'wrong'}>
              <input type="hidden" name="card" value={card.number} />
              {chosen.reason === 'wrong' && <IsPhotoRight form={form} name={name} />}
              {chosen.reason === 'never-received' && (
                <Checkbox
                  form={form}
                  name="isAddressRight"
                  label="Je confirme que mon adresse est la bonne et que mon nom est sur la boîte aux lettres"
                />
              )}
              <Actions>
                <ButtonLink href={places.beneficiary.card.to()} kind="quiet">
                  Retour
                </ButtonLink>
                <Button kind="red" name="reason" value={chosen.reason}>
                  Déclarer
                </Button>
              </Actions>
            </Form>
          </Panel>
        </Columns>
      </>
    )
  },
  submit: form(
    declarationForm,
    { upload: { policy: photoPolicy, chosen: ({ input }) => input.photo } },
    async ({ tx, actor, input, file, visit }) => {
      const photoFileId = file && (await storeFile(tx, photoPolicy, file, visit.site.ibanKey))
      await declareProblem(tx, actor, { ...input, photoFileId, sessionToken: visit.sessionToken })
      return see(places.beneficiary.problemDeclared.to())
    },
  ),
})

/** What was stopped, and what comes. */
export const problemDeclaredPage = page(beneficiarySpace, places.beneficiary.problemDeclared, {
  title: 'Votre carte est remplacée',
  async view({ db, actor }) {
    const problem = found(await lastProblemOf(db, actor))
    return (
      <>
        <Success title="Votre carte est remplacée">
          <p>
            La carte {numbered(problem.number)} est arrêtée depuis le {frenchMinute(problem.declared_at)} : elle est refusée en caisse.
          </p>
        </Success>
        <Panel title="Et maintenant ?">
          <ul>
            <li>
              Votre nouvelle carte porte le <strong>{numbered(problem.new_number)}</strong>. Pour vous connecter, utilisez ce numéro ou
              votre numéro de dossier.
            </li>
            <li>Vous pouvez payer tout de suite avec son QR code : votre argent vous a suivi.</li>
            <li>Elle est fabriquée, puis envoyée à votre adresse. Nous vous prévenons à chaque étape.</li>
            <li>{reasonOf(problem.reason).advice}</li>
          </ul>
          <Actions>
            <ButtonLink href={places.beneficiary.card.to()} kind="quiet">
              Ma carte
            </ButtonLink>
            <ButtonLink href={places.beneficiary.qrCode.to()} kind="red" icon="qr">
              Afficher mon QR code
            </ButtonLink>
          </Actions>
        </Panel>
      </>
    )
  },
})

const Back = () => (
  <Actions>
    <ButtonLink href={places.beneficiary.card.to()} kind="quiet">
      Retour
    </ButtonLink>
  </Actions>
)

const NotShipped = () => (
  <>
    <PageHeading>Carte jamais reçue</PageHeading>
    <InfoBox title="Votre carte n’est pas encore partie">
      <p>Elle est envoyée à l’étape « Expédition » de votre page d’accueil : nous vous prévenons ce jour-là.</p>
      <p>En attendant, vous pouvez payer avec votre QR code.</p>
    </InfoBox>
    <Back />
  </>
)

/** A new card made from the same name would be wrong again. */
const IsNameRight = () => (
  <Warning title="Ce nom est-il le bon ?">
    <p>
      La nouvelle carte porte ce nom. S’il est faux, ne déclarez rien : faites-le d’abord corriger au{' '}
      <a href={`tel:${OUR_REGION.dialled}`}>{OUR_REGION.phone}</a> ou à <a href={`mailto:${OUR_REGION.email}`}>{OUR_REGION.email}</a>.
    </p>
  </Warning>
)

const IsPhotoRight = ({ form, name }: { form: FormState; name: string }) => (
  <div class="photo-form">
    <h3>Cette photo est-elle la bonne ?</h3>
    <p>
      <img src={places.beneficiary.cardPhoto.to()} alt={`Portrait de ${name}`} width="70" height="90" />
    </p>
    <p>Si oui, ne choisissez rien : la nouvelle carte porte la même. Sinon, choisissez celle qui la remplace.</p>
    <p>Chez les partenaires, l’ancienne photo est montrée jusqu’à la fabrication de la nouvelle carte.</p>
    <PhotoFields form={form} optional />
  </div>
)
