import { places } from '../../../../places.ts'
import { type Day, dayOf, frenchDay, frenchDayOf, frenchMinute } from '../../../../platform/dates.ts'
import { listed, orderAsked, pageAsked, pastTheEnd, wordsAsked } from '../../../../platform/forms/paging.ts'
import { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, PageHeading, Panel, Said, SummaryList, Tag } from '../../../../ui/blocks.tsx'
import {
  Actions,
  Button,
  ButtonLink,
  DateField,
  ErrorSummary,
  Form,
  HidingSearchForm,
  RadioGroup,
  Select,
  TextArea,
  TextField,
} from '../../../../ui/form.tsx'
import { List } from '../../../../ui/list.tsx'
import { answerRequest } from '../answer-request.ts'
import { answerForm, REFUSALS, requestForm, rightInWords, rightOptions } from '../data-request.ts'
import { facts } from '../facts.ts'
import { dataRequest, dataRequests, type Numbered, peopleNumbered, REQUEST_ORDERS } from '../queries.ts'
import { recordRequest } from '../record-request.ts'

const OUTCOMES: Record<string, string> = { done: 'Faite', refused: 'Refusée' }

/** Where a request is; past its day, it says so. */
function StandingTag({ outcome, due_on, today }: { outcome: string | null; due_on: Day; today: Day }) {
  if (outcome) return <Tag tone={outcome === 'done' ? 'good' : 'neutral'}>{OUTCOMES[outcome]}</Tag>
  return due_on < today ? <Tag tone="bad">En retard</Tag> : <Tag tone="warning">À répondre</Tag>
}

/** The register, and whose a number is. */
export const dataRegister = page(regionFor('data.protect'), places.region.dataRequests, {
  async find({ db, query }) {
    const number = wordsAsked(query, 'numero')
    return { number, people: number ? await peopleNumbered(db, number) : null }
  },
  title: 'Protection des données',
  said: { inscription: 'La demande est inscrite au registre' },
  trace: ({ subject: { people } }) => people && { fact: facts['person.searched-by-number'], details: { found: people.length } },
  async view({ db, now, query, said, subject: { number, people } }) {
    const isEnded = query.get('etat') === 'terminees'
    const order = orderAsked(query, REQUEST_ORDERS, isEnded ? '-echeance' : 'echeance')
    const { rows, total } = await dataRequests(db, { isEnded, page: pageAsked(query), order })
    const past = pastTheEnd(rows, query)
    if (past) return past
    return (
      <>
        <Said>{said}</Said>
        <PageHeading>Protection des données</PageHeading>
        <Panel title="Trouver une personne">
          <HidingSearchForm>
            <TextField
              form={new FormState('', '', { numero: [number] })}
              name="numero"
              label="Un de ses numéros"
              hint="Dossier, carte, demande d’aide, prépaiement, transaction ou téléphone."
              type="search"
              optional
            />
            <Actions>
              <Button icon="search">Chercher</Button>
            </Actions>
          </HidingSearchForm>
          <p>
            Sans numéro, <a href={places.region.beneficiaries.to()}>cherchez par nom ou par adresse e-mail</a>.
          </p>
          {people && <People people={people} />}
        </Panel>
        <Actions>
          <ButtonLink href={places.region.newDataRequest.to()}>Inscrire une demande</ButtonLink>
          <ButtonLink href={places.region.dataRequests.to({ etat: isEnded ? null : 'terminees' })} kind="quiet">
            {isEnded ? 'Voir celles qui attendent' : 'Voir celles qui sont terminées'}
          </ButtonLink>
        </Actions>
        <Panel>
          <List
            listed={listed(query, { total, order })}
            caption={`${isEnded ? 'Demandes terminées' : 'Demandes à répondre'} : ${total}`}
            columns={[
              { label: 'Demande' },
              { label: 'De' },
              { label: 'Reçue le', by: 'recue' },
              { label: 'À répondre avant le', by: 'echeance' },
              { label: 'État' },
            ]}
            empty={isEnded ? 'Aucune demande terminée.' : 'Aucune demande n’attend.'}
            rows={rows.map((row) => [
              <a key="kind" href={places.region.dataRequest.to({ id: row.id })}>{`${rightInWords(row.kind)}, n° ${row.id}`}</a>,
              row.asked_by,
              frenchDay(row.received_on),
              frenchDay(row.due_on),
              <StandingTag key="state" {...row} today={dayOf(now)} />,
            ])}
          />
        </Panel>
      </>
    )
  },
})

const People = ({ people }: { people: readonly Numbered[] }) => (
  <DataTable
    caption={people.length > 1 ? `${people.length} personnes` : `${people.length} personne`}
    columns={[{ label: 'Nom' }, { label: 'Ce numéro est celui de' }]}
    empty="Ce numéro n’est celui de personne. Vérifiez-le."
    rows={people.map((person) => [
      person.is_closed ? (
        'Compte effacé'
      ) : (
        <a key="name" href={places.region.beneficiaryData.to({ id: person.id })}>{`${person.last_name} ${person.first_name}`}</a>
      ),
      person.is,
    ])}
  />
)

export const newDataRequest = page(regionFor('data.protect'), places.region.newDataRequest, {
  title: 'Inscrire une demande sur des données',
  view: ({ form }) => (
    <>
      <ErrorSummary form={form} />
      <PageHeading>Inscrire une demande sur des données</PageHeading>
      <p>La loi donne un mois pour répondre, à partir du jour où la demande est arrivée.</p>
      <Panel>
        <Form form={form}>
          <RadioGroup form={form} name="kind" legend="Ce qui est demandé" options={rightOptions} />
          <DateField form={form} name="receivedOn" label="Arrivée le" />
          <TextField form={form} name="askedBy" label="Qui demande, et où lui répondre" hint="Nom, et adresse postale ou e-mail." />
          <TextField
            form={form}
            name="number"
            label="Un numéro de cette personne"
            hint="Dossier, carte, demande d’aide, prépaiement, transaction ou téléphone."
            width={10}
            autocomplete="off"
            optional
          />
          <TextArea form={form} name="words" label="La demande" rows={5} />
          <Actions>
            <ButtonLink href={places.region.dataRequests.to()} kind="quiet">
              Retour
            </ButtonLink>
            <Button>Inscrire la demande</Button>
          </Actions>
        </Form>
      </Panel>
    </>
  ),
  submit: form(requestForm, async ({ tx, actor, input }) => {
    await recordRequest(tx, actor, input)
    return see(places.region.dataRequests.said('inscription'))
  }),
})

type Request = Awaited<ReturnType<typeof dataRequest>>

export const dataRequestPage = page(regionFor('data.protect'), places.region.dataRequest, {
  find: ({ db, params }) => dataRequest(db, params.id),
  title: ({ id }) => `Demande sur des données n° ${id}`,
  said: { reponse: 'La réponse est enregistrée', delai: 'Le délai est prolongé de deux mois' },
  view: ({ now, form, subject: request, said }) => (
    <>
      <ErrorSummary form={form} />
      <Said>{said}</Said>
      <PageHeading>{`Demande sur des données n° ${request.id}`}</PageHeading>
      <p>
        <StandingTag {...request} today={dayOf(now)} /> {rightInWords(request.kind)}
      </p>
      <Panel title="Demande">
        <p class="as-typed">{request.words}</p>
        <SummaryList items={itemsOf(request)} />
      </Panel>
      {request.outcome ? (
        <Panel title="Réponse">
          <p class="as-typed">{request.answer}</p>
          <p class="hint">{`${OUTCOMES[request.outcome]} le ${request.ended_at ? frenchDayOf(request.ended_at) : ''} par ${request.ended_by_name}.`}</p>
        </Panel>
      ) : (
        <Answers form={form} request={request} />
      )}
      <Actions>
        <ButtonLink href={places.region.dataRequests.to()} kind="quiet">
          Tout le registre
        </ButtonLink>
      </Actions>
    </>
  ),
  submit: form(answerForm, async ({ tx, actor, params: { id }, input }) => {
    await answerRequest(tx, actor, { id, ...input })
    return see(places.region.dataRequest.said(input.action === 'extend' ? 'delai' : 'reponse', { id }))
  }),
})

const itemsOf = (request: Request) => [
  { label: 'De', value: request.asked_by },
  {
    label: 'Dossier',
    value:
      request.beneficiary_id && request.last_name ? (
        <a href={places.region.beneficiaryData.to({ id: request.beneficiary_id })}>{`${request.first_name} ${request.last_name}`}</a>
      ) : (
        'Aucun'
      ),
  },
  { label: 'Reçue le', value: frenchDay(request.received_on) },
  { label: 'À répondre avant le', value: frenchDay(request.due_on) },
  ...(request.extension_reason ? [{ label: 'Délai prolongé', value: request.extension_reason }] : []),
  { label: 'Inscrite le', value: `${frenchMinute(request.recorded_at)}, par ${request.recorded_by_name}` },
]

const Answers = ({ form, request }: { form: FormState; request: Request }) => (
  <>
    <Panel title="C’est fait">
      <Form form={form}>
        <TextArea form={form} name="answer" label="Ce qui a été fait, et répondu" rows={4} />
        <Actions>
          <Button name="action" value="done">
            Terminer la demande
          </Button>
        </Actions>
      </Form>
    </Panel>
    <Panel title="Ce n’est pas possible">
      <Form form={form}>
        <Select
          form={form}
          name="ground"
          label="Pourquoi"
          placeholder="Choisir"
          options={Object.entries(REFUSALS).map(([value, label]) => ({ value, label }))}
        />
        <TextArea form={form} name="refusal" label="Ce que vous répondez à la personne" rows={4} />
        <Actions>
          <Button kind="quiet-red" name="action" value="refuse">
            Refuser la demande
          </Button>
        </Actions>
      </Form>
    </Panel>
    {!request.extension_reason && (
      <Panel title="Il faut plus de temps">
        <Form form={form}>
          <p>Pour une demande complexe, la loi permet deux mois de plus, une fois. Dites-le à la personne avant la fin du premier mois.</p>
          <TextArea form={form} name="extension" label="Pourquoi deux mois de plus" rows={3} />
          <Actions>
            <Button kind="quiet" name="action" value="extend">
              Prolonger le délai
            </Button>
          </Actions>
        </Form>
      </Panel>
    )}
  </>
)
