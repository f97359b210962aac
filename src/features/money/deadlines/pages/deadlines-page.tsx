import { z } from 'zod'
import { places } from '../../../../places.ts'
import { frenchDay, frenchMinute } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import type { Query } from '../../../../platform/http/place.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, InfoBox, PageHeading, Panel, Said, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, DateField, ErrorSummary, Form, RadioGroup, Select, TextArea } from '../../../../ui/form.tsx'
import { waitingAbout } from '../../../desks/two-people/index.ts'
import { moveForm, REASONS, type Reason, type Scope, scopeInWords, stateInWords } from '../deadline.ts'
import { askForMove, draftMove } from '../draft.ts'
import { campaignToMove, moveById, movesOf, schoolsOf } from '../queries.ts'
import { deadlineMove, effectsOf, itemsOf, previewUntilAgreed } from '../two-people.ts'
import { DepartmentSelect, SchoolSelect } from './which-schools.tsx'

/** The moves that were asked for in a campaign. */
export const deadlines = page(regionFor('campaigns.manage'), places.region.deadlines, {
  find: ({ db, params }) => campaignToMove(db, params.id),
  title: (_, { name }) => `Derniers jours déplacés, campagne ${name}`,
  said: { demande: 'C’est demandé : un autre administrateur doit l’accepter' },
  async view({ db, subject: campaign, said }) {
    const moves = await movesOf(db, campaign.id)
    return (
      <>
        <Said>{said}</Said>
        <PageHeading>Derniers jours déplacés</PageHeading>
        <p>
          {`Campagne ${campaign.name} : ses porte-monnaie servent jusqu’au ${frenchDay(campaign.ends_on)}. Vous pouvez déplacer ce jour pour ceux qui sont déjà accordés, tous ou certains.`}
        </p>
        <Panel>
          <DataTable
            caption="Déplacements demandés, du plus récent au plus ancien"
            columns={[
              { label: 'Demandé le' },
              { label: 'Par' },
              { label: 'Pour qui' },
              { label: 'Nouveau dernier jour' },
              { label: 'État' },
              { label: 'Déplacés', numeric: true },
            ]}
            rows={moves.map((move) => [
              <a key="move" href={places.region.deadline.to({ id: campaign.id, move: move.id })}>
                {move.asked_at ? frenchMinute(move.asked_at) : `n° ${move.id}`}
              </a>,
              move.drafted_by_name,
              scopeInWords(move),
              frenchDay(move.closes_on),
              stateInWords(move),
              move.wallets,
            ])}
            empty="Aucun dernier jour n’a été déplacé."
          />
          <Actions>
            <ButtonLink href={places.region.campaign.to({ id: campaign.id })} kind="quiet">
              Retour à la campagne
            </ButtonLink>
            <ButtonLink href={places.region.newDeadline.to({ id: campaign.id })}>Déplacer le dernier jour</ButtonLink>
          </Actions>
        </Panel>
      </>
    )
  },
})

/** What a link to the form says already, as that of an outage does. */
interface Known {
  scope: Scope | null
  department: string | null
  school: string | null
}

const knownFrom = (query: Query<'departement' | 'etablissement' | 'tous'>): Known => {
  const [department, school] = [query.get('departement'), query.get('etablissement')]
  const scope = department ? 'department' : school ? 'school' : query.has('tous') ? 'campaign' : null
  return { scope, department, school }
}

/** Whose wallets: all, or those of schools or of people that are named. */
const WhoseFields = ({ form, schools, known }: { form: FormState; schools: Awaited<ReturnType<typeof schoolsOf>>; known: Known }) => (
  <>
    <RadioGroup
      form={form}
      name="scope"
      legend="Pour quels porte-monnaie ?"
      known={known.scope}
      options={[
        { value: 'campaign', label: 'Tous ceux de la campagne' },
        { value: 'department', label: 'Les élèves et apprentis des établissements d’un département' },
        { value: 'school', label: 'Les élèves et apprentis d’un établissement' },
        { value: 'people', label: 'Une liste de personnes' },
      ]}
    />
    <DepartmentSelect form={form} known={known.department} />
    <SchoolSelect form={form} known={known.school} schools={schools} />
    <TextArea
      form={form}
      name="people"
      label="Numéros de carte ou de dossier"
      hint="Si vous avez choisi une liste : un numéro par ligne, 8 chiffres (carte) ou 10 (dossier)."
      sometimes
      rows={6}
    />
  </>
)

/** What is moved, and for whom. Nothing counts before it was shown. */
export const newDeadline = page(regionFor('campaigns.manage'), places.region.newDeadline, {
  find: ({ db, params }) => campaignToMove(db, params.id),
  title: (_, { name }) => `Déplacer le dernier jour, campagne ${name}`,
  scripts: ['searchable-select'],
  async view({ db, form, query, subject: campaign }) {
    const schools = await schoolsOf(db, campaign.id)
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Déplacer le dernier jour</PageHeading>
        <p>{`Campagne ${campaign.name}. Vous verrez combien de porte-monnaie changent, et pour quelles sommes, avant de le demander.`}</p>
        <Panel>
          <Form form={form}>
            <DateField
              form={form}
              name="closesOn"
              label="Nouveau dernier jour"
              hint={`Compris. Celui de la campagne est le ${frenchDay(campaign.ends_on)}.`}
            />
            <WhoseFields form={form} schools={schools} known={knownFrom(query)} />
            <Select
              form={form}
              name="reason"
              label="Motif"
              placeholder="Choisissez le motif"
              known={query.get('motif') === 'panne' ? ('outage' satisfies Reason) : null}
              options={Object.entries(REASONS).map(([value, label]) => ({ value, label }))}
            />
            <TextArea
              form={form}
              name="comment"
              label="Explication"
              hint="La seconde personne la lit, et elle reste : n’y écrivez pas de nom. 500 caractères au plus."
              rows={3}
            />
            <Actions>
              <ButtonLink href={places.region.deadlines.to({ id: campaign.id })} kind="quiet">
                Retour
              </ButtonLink>
              <Button>Voir ce qui change</Button>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(moveForm, async ({ tx, actor, input, params }) =>
    see(places.region.deadline.to({ id: params.id, move: await draftMove(tx, actor, { campaignId: params.id, typed: input }) })),
  ),
})

/** One move: what it would do, then what has become of it. */
export const deadline = page(regionFor('campaigns.manage'), places.region.deadline, {
  async find({ db, params }) {
    const move = await moveById(db, params.move)
    return found(move.campaign_id === params.id ? move : null)
  },
  title: (_, { id, campaign_name }) => `Déplacement n° ${id} du dernier jour, campagne ${campaign_name}`,
  async view({ db, now, actor, form, subject: move }) {
    const [preview, waiting] = await Promise.all([
      previewUntilAgreed(db, move, now),
      move.asked_at ? waitingAbout(db, now, deadlineMove, move.id) : undefined,
    ])
    const mayAsk = !move.asked_at && move.drafted_by === actor.id
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>{mayAsk ? 'Vérifier avant de demander' : 'Dernier jour déplacé'}</PageHeading>
        <Panel title={`Campagne ${move.campaign_name}`}>
          <SummaryList
            items={[
              ...itemsOf(move, preview),
              { label: 'État', value: move.asked_at && !move.agreed_at && !waiting ? 'Sans suite' : stateInWords(move) },
              ...(move.asked_at ? [{ label: 'Demandé', value: `Le ${frenchMinute(move.asked_at)}, par ${move.drafted_by_name}` }] : []),
              ...(move.agreed_at ? [{ label: 'Accepté', value: `Le ${frenchMinute(move.agreed_at)}, par ${move.agreed_by_name}` }] : []),
            ]}
          />
          {waiting && (
            <Actions>
              <ButtonLink href={places.region.actOfTwo.to({ id: waiting.id })} kind="quiet">
                Voir ce qui attend une seconde personne
              </ButtonLink>
            </Actions>
          )}
        </Panel>
        {preview && (mayAsk || waiting) && (
          <InfoBox title="Si c’est accepté">
            <ul>
              {effectsOf(move, preview, now).map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </InfoBox>
        )}
        {mayAsk ? (
          <Form form={form}>
            <Actions>
              <ButtonLink href={places.region.newDeadline.to({ id: move.campaign_id })} kind="quiet">
                Recommencer
              </ButtonLink>
              <Button>Demander à un autre administrateur</Button>
            </Actions>
          </Form>
        ) : (
          <Actions>
            <ButtonLink href={places.region.deadlines.to({ id: move.campaign_id })} kind="quiet">
              Tous les déplacements
            </ButtonLink>
          </Actions>
        )}
      </>
    )
  },
  submit: form(z.object({}), async ({ tx, actor, params }) => {
    await askForMove(tx, actor, params.move)
    return see(places.region.deadlines.said('demande', { id: params.id }))
  }),
})
