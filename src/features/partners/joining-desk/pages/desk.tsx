import { places } from '../../../../places.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { documentAnswer, storedPicture } from '../../../../platform/files.ts'
import { choiceAsked, listed, orderAsked, pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { download, form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, InfoBox, PageHeading, Panel, Said, SummaryList, Tag, type Tone, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, TextArea, TextField } from '../../../../ui/form.tsx'
import { List } from '../../../../ui/list.tsx'
import { waitingAbout } from '../../../desks/two-people/index.ts'
import { proofInWords, proofOf, proofPdf } from '../../agreements/index.ts'
import { concernsOf } from '../../company-directory/index.ts'
import {
  APPLICATION_ORDERS,
  APPLICATIONS_A_PAGE,
  type Application,
  applicationsSent,
  doublesOf,
  partyOf,
  STATES,
  STATES_LISTED,
  type State,
  sentApplication,
} from '../../joining/index.ts'
import { spacedSiret } from '../../organisations/index.ts'
import { deskForm, differencesOf, joiningOfPartner, proposeApplication, refuseApplication, whatIsTyped } from '../countersign.ts'
import { facts } from '../facts.ts'

const space = regionFor('partners.manage')

const TONES: Record<State, Tone> = { begun: 'neutral', sent: 'info', accepted: 'good', refused: 'bad' }

const StateTag = ({ state }: { state: State }) => <Tag tone={TONES[state]}>{STATES[state]}</Tag>

/** Shops that asked to join: those that wait for the Region, the oldest first. */
export const joiningApplications = page(space, places.region.joiningApplications, {
  title: 'Demandes pour devenir partenaire',
  async view({ db, query }) {
    const state = choiceAsked(query, 'etat', STATES_LISTED) ?? 'sent'
    const order = orderAsked(query, APPLICATION_ORDERS, 'envoi')
    const { rows, total } = await applicationsSent(db, { state, page: pageAsked(query), order })
    const past = pastTheEnd(rows, query)
    if (past) return past
    return (
      <>
        <PageHeading>Demandes pour devenir partenaire</PageHeading>
        <Actions>
          {STATES_LISTED.filter((other) => other !== state).map((other) => (
            <ButtonLink key={other} href={places.region.joiningApplications.to({ etat: other })} kind="quiet">
              {`${STATES[other]}${other === 'sent' ? '' : 's'}`}
            </ButtonLink>
          ))}
          <ButtonLink href={places.region.agreementText.to()} kind="quiet">
            Texte de la convention
          </ButtonLink>
        </Actions>
        <Panel>
          <List
            listed={listed(query, { total, aPage: APPLICATIONS_A_PAGE, order })}
            caption={`${state === 'sent' ? STATES.sent : `${STATES[state]}s`} : ${total}`}
            columns={[{ label: 'Commerce' }, { label: 'Ville' }, { label: 'SIRET ou RNA' }, { label: 'Envoyée le', by: 'envoi' }]}
            rows={rows.map(({ id, name, town, siret, rna, sent_at }) => [
              <a key="name" href={places.region.joiningApplication.to({ id })}>
                {name}
              </a>,
              town,
              siret ? spacedSiret(siret) : rna,
              sent_at ? frenchMinute(sent_at) : '—',
            ])}
            empty="Aucune."
          />
        </Panel>
      </>
    )
  },
})

/** One of them: what was typed, what the directory said, what others have too; then it is proposed to a second person, or refused. */
export const joiningApplication = page(space, places.region.joiningApplication, {
  find: async ({ db, params }) => found(await sentApplication(db, params.id)),
  title: ({ id }, { name }) => `${name} — Demande n° ${id}`,
  said: {
    proposition: 'La demande est proposée : une autre personne doit la signer',
    refus: 'La demande est refusée, et le commerce prévenu',
  },
  async view({ db, now, form, params, said, subject: application }) {
    const [doubles, proof, act] = await Promise.all([
      doublesOf(db, params.id),
      proofOf(db, { application_id: params.id }),
      waitingAbout(db, now, joiningOfPartner, params.id),
    ])
    return (
      <>
        <Said>{said}</Said>
        <ErrorSummary form={form} />
        <PageHeading>{application.name}</PageHeading>
        <Concerns sentences={[...concernsOf(application.directory), ...doubles]} />
        <Panel title={`Demande n° ${params.id}`}>
          <SummaryList items={[{ label: 'État', value: <StateTag state={application.state} /> }, ...whatIsTyped(application)]} />
        </Panel>
        <Compared application={application} />
        <DocumentPanel application={application} />
        {proof && (
          <Panel title="Convention">
            {proofInWords(proof, partyOf(application)).map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
            <Actions>
              <ButtonLink href={places.region.joiningSigned.to(params)} kind="quiet">
                Convention et preuve (PDF)
              </ButtonLink>
            </Actions>
          </Panel>
        )}
        <Answering form={form} application={application} act={act} />
        <Actions>
          <ButtonLink href={places.region.joiningApplications.to()} kind="quiet">
            Toutes les demandes
          </ButtonLink>
        </Actions>
      </>
    )
  },
  submit: form(deskForm, async ({ tx, actor, params: { id }, input }) => {
    if (input.action === 'propose') {
      await proposeApplication(tx, actor, { id, code: input.code })
      return see(places.region.joiningApplication.said('proposition', { id }))
    }
    await refuseApplication(tx, actor, { id, reason: input.reason })
    return see(places.region.joiningApplication.said('refus', { id }))
  }),
})

const Concerns = ({ sentences }: { sentences: string[] }) =>
  sentences.length > 0 ? (
    <Warning title="À regarder">
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Warning>
  ) : null

/** What differs from the directory. */
const Compared = ({ application }: { application: Application }) =>
  application.directory.is === 'found' ? (
    <Panel>
      <DataTable
        caption="Différences avec l’annuaire des entreprises"
        columns={[{ label: 'Quoi' }, { label: 'Annuaire' }, { label: 'Saisi' }]}
        rows={differencesOf(application).map(({ label, listed, typed }) => [label, listed, <strong key="typed">{typed}</strong>])}
        empty="Rien ne diffère."
      />
    </Panel>
  ) : null

const DocumentPanel = ({ application: { id, siret, document_file_id } }: { application: Application }) => (
  <Panel title={siret ? 'RIB' : 'Papiers de l’association'}>
    {document_file_id ? (
      <p>
        <img
          class="identity-document"
          src={places.region.joiningDocument.to({ id })}
          alt={siret ? 'Le RIB envoyé' : 'Les papiers envoyés'}
        />
      </p>
    ) : (
      <p>Effacé.</p>
    )}
  </Panel>
)

function Answering({ form, application, act }: { form: FormState; application: Application; act: { id: number } | undefined }) {
  const { state, partner_id, refusal } = application
  if (state === 'accepted' && partner_id)
    return (
      <Actions>
        <ButtonLink href={places.region.partner.to({ id: partner_id })}>Voir le partenaire</ButtonLink>
      </Actions>
    )
  if (state !== 'sent')
    return (
      <InfoBox title="Refusée">
        <p>{refusal}</p>
      </InfoBox>
    )
  if (act)
    return (
      <InfoBox title="En attente d’une seconde personne">
        <Actions>
          <ButtonLink href={places.region.actOfTwo.to({ id: act.id })} kind="quiet">
            Voir ce qui est proposé
          </ButtonLink>
        </Actions>
      </InfoBox>
    )
  return (
    <>
      <Panel title="Tout est juste">
        <p>Rappelez le commerce à un numéro que vous avez trouvé vous-même. Une autre personne signera ensuite ; rien n’est fait avant.</p>
        <Form form={form}>
          <TextField
            form={form}
            name="code"
            label="Code du partenaire"
            hint="En lettres et en chiffres, par exemple L212."
            width={10}
            autocomplete="off"
          />
          <Actions>
            <Button name="action" value="propose">
              Proposer à une seconde personne
            </Button>
          </Actions>
        </Form>
      </Panel>
      <Panel title="Refuser">
        <Form form={form}>
          <TextArea form={form} name="reason" label="Pourquoi ?" hint="Le commerce le lira." rows={3} />
          <Actions>
            <Button kind="quiet-red" name="action" value="refuse">
              Refuser cette demande
            </Button>
          </Actions>
        </Form>
      </Panel>
    </>
  )
}

/** The RIB or the papers; each reading is written down. */
export const joiningDocument = download(
  space,
  places.region.joiningDocument,
  {
    find: async ({ db, params }) => found(await sentApplication(db, params.id)),
    trace: ({ params }) => ({ fact: facts['joining.document-read'], details: { application_id: params.id } }),
  },
  ({ db, subject, visit }) => storedPicture(db, subject.document_file_id, visit.site),
)

/** The agreement with its proof, as the shop has it too. */
export const joiningSigned = download(space, places.region.joiningSigned, { isSlow: true }, async ({ db, params: { id } }) => {
  const application = found(await sentApplication(db, id))
  const bytes = await proofPdf(found(await proofOf(db, { application_id: id })), partyOf(application))
  return documentAnswer({ media_type: 'application/pdf', bytes }, `convention-${id}.pdf`)
})
