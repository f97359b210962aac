import { places } from '../../../../places.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { Columns, InfoBox, PageHeading, Panel, SummaryList } from '../../../../ui/blocks.tsx'
import { Button, Checkbox, ErrorSummary, Form, Select } from '../../../../ui/form.tsx'
import {
  cardToDeclare,
  declareProblemFor,
  endsSessions,
  numbered,
  problemForm,
  REASONS,
  reasonForm,
  reasonOf,
} from '../../../card/cards/index.ts'
import { addressLines } from '../../../people/addresses/index.ts'
import { aboutTheirs, BackAnd, nameOf, WhoCalls } from './act.tsx'

/** Why the card of whoever calls is stopped. */
export const cardStopping = page(regionFor('people.help'), places.region.cardStopping, {
  ...aboutTheirs,
  title: ({ id }) => `Arrêter la carte, bénéficiaire n° ${id}`,
  async view({ db, form, params, subject: person }) {
    const card = await cardToDeclare(db, person.id)
    if (!card) return <NoCard params={params} name={nameOf(person)} />
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Arrêter une carte</PageHeading>
        <WhoCalls />
        <Form form={form} class="panel">
          <p>{`Carte ${numbered(card.number)}, de ${nameOf(person)}. Rien ne s’arrête avant la page suivante.`}</p>
          <Select
            form={form}
            name="reason"
            label="Motif"
            placeholder="Choisir un motif"
            options={REASONS.map(({ reason, label }) => ({ value: reason, label }))}
          />
          <BackAnd params={params}>
            <Button>Suivant</Button>
          </BackAnd>
        </Form>
      </>
    )
  },
  submit: form(reasonForm, async ({ input, params }) => see(places.region.cardStoppingCheck.to({ ...params, reason: input.reason }))),
})

/** What stopping does, to be read before it is done. */
export const cardStoppingCheck = page(regionFor('people.help'), places.region.cardStoppingCheck, {
  ...aboutTheirs,
  title: ({ reason }) => `Arrêter une carte : ${reasonOf(reason).label}`,
  async view({ db, form, params, subject: person }) {
    const chosen = reasonOf(params.reason)
    const card = await cardToDeclare(db, person.id)
    if (!card) return <NoCard params={params} name={nameOf(person)} />
    if (chosen.reason === 'never-received' && !card.shipped_at) return <NotShipped params={params} />
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Arrêter une carte : vérification</PageHeading>
        <Columns>
          <Panel title="Ce qui va se passer">
            <ul>
              <li>Cette carte s’arrête tout de suite : son numéro et ses QR codes sont refusés en caisse.</li>
              <li>Une nouvelle carte, sous un nouveau numéro, permet de payer aussitôt avec son QR code.</li>
              {endsSessions(chosen.reason) && <li>Son compte se ferme sur tous les appareils où il est ouvert.</li>}
              <li>L’argent suit : le solde et les prépaiements en attente ne changent pas.</li>
              <li>La nouvelle carte est fabriquée, puis envoyée à l’adresse connue. Vérifiez cette adresse avec la personne.</li>
              <li>Un message part à la personne, et cet arrêt est écrit dans son dossier avec votre nom.</li>
            </ul>
            <p>{`À lui dire : ${chosen.advice}`}</p>
          </Panel>
          <Panel title="Carte à arrêter">
            <SummaryList
              items={[
                { label: 'Bénéficiaire', value: nameOf(person) },
                { label: 'Carte', value: numbered(card.number) },
                { label: 'Motif', value: chosen.label, changeHref: places.region.cardStopping.to(params) },
                {
                  label: 'Adresse d’envoi de la nouvelle carte',
                  value: card.address ? addressLines(card.address).map((line) => <div key={line}>{line}</div>) : 'Aucune adresse connue',
                },
              ]}
            />
            <p>
              Elle a déménagé ? <a href={places.region.addressChange.to(params)}>Changez d’abord l’adresse postale</a>.
            </p>
            {chosen.reason === 'wrong' && (
              <p>
                La nouvelle carte porte le nom du dossier et la même photo. Si le nom est faux, corrigez-le d’abord ; si c’est la photo,
                demandez-en une autre depuis le dossier, une fois la carte arrêtée.
              </p>
            )}
            <Form form={form}>
              <input type="hidden" name="card" value={card.number} />
              {chosen.reason === 'never-received' && (
                <Checkbox
                  form={form}
                  name="isAddressRight"
                  label="La personne confirme cette adresse, et que son nom est sur la boîte aux lettres"
                />
              )}
              <BackAnd params={params}>
                <Button kind="red" name="reason" value={chosen.reason}>
                  Arrêter la carte
                </Button>
              </BackAnd>
            </Form>
          </Panel>
        </Columns>
      </>
    )
  },
  submit: form(problemForm, async ({ tx, actor, input, params }) => {
    await declareProblemFor(tx, actor, { ...input, beneficiaryId: params.id })
    return see(places.region.beneficiary.said('carte', params))
  }),
})

const NoCard = ({ params, name }: { params: { id: number }; name: string }) => (
  <>
    <PageHeading>Aucune carte à arrêter</PageHeading>
    <Panel>
      <p>{`${name} n’a pas de carte qui marche.`}</p>
      <BackAnd params={params} />
    </Panel>
  </>
)

const NotShipped = ({ params }: { params: { id: number } }) => (
  <>
    <PageHeading>Carte jamais reçue</PageHeading>
    <InfoBox title="Cette carte n’est pas encore partie">
      <p>Rien à arrêter : elle est envoyée à l’étape « Expédition », et la personne est prévenue ce jour-là.</p>
      <p>En attendant, elle peut payer avec le QR code de son espace.</p>
    </InfoBox>
    <BackAnd params={params} />
  </>
)
