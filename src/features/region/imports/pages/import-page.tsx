import { z } from 'zod'
import { places } from '../../../../places.ts'
import { csvAnswer } from '../../../../platform/csv.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { frenchDay, frenchMinute } from '../../../../platform/dates.ts'
import { notFound } from '../../../../platform/errors.ts'
import { choice } from '../../../../platform/forms/fields.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { download, form, page, see } from '../../../../platform/http/page.ts'
import type { Agent } from '../../../../spaces/actors.ts'
import { may } from '../../../../spaces/roles.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, InfoBox, PageHeading, Panel, Said, Success, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { waitingAbout } from '../../../desks/two-people/index.ts'
import { actOf, askForImport, giveUpImport } from '../decide.ts'
import { forgottenOn, LINES_TOLD_AT_MOST, TOLD } from '../imports.ts'
import { KINDS } from '../kinds.ts'
import { type ImportRow, importById, toldOf } from '../queries.ts'
import { StateTag } from './state-tag.tsx'

const space = regionFor('schools.manage', 'partners.manage', 'reference-data.import')

/** A file of a kind that this agent brings in. */
async function importOf(db: Reader, actor: Agent, id: number): Promise<ImportRow> {
  const sent = await importById(db, id)
  if (!may(actor, KINDS[sent.kind].permission)) throw notFound()
  return sent
}

const LINES_SHOWN = 100

const decisionForm = z.object({ action: choice(['import', 'give-up'], 'Choisissez ce que vous voulez faire.') })

/** One file: how far it is, what it changes, what is wrong with it, and what is decided. */
export const importPage = page(space, places.region.import, {
  find: ({ db, actor, params }) => importOf(db, actor, params.id),
  title: (_, sent) => `Import n° ${sent.id} : ${KINDS[sent.kind].title.toLowerCase()}`,
  said: { demande: 'Une seconde personne doit maintenant accepter ce fichier', abandon: 'Le fichier est abandonné : rien n’a changé' },
  async view({ db, now, actor, subject: sent, form, said }) {
    const act = actOf(sent.kind)
    const [told, waiting] = await Promise.all([toldOf(db, sent.id, LINES_SHOWN), act && waitingAbout(db, now, act, sent.id)])
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>{`Import n° ${sent.id} : ${KINDS[sent.kind].title.toLowerCase()}`}</PageHeading>
        <Situation sent={sent} />
        <Summary sent={sent} />
        {sent.state === 'checked' &&
          (waiting ? <Waiting act={waiting.id} isOwn={sent.sent_by === actor.id} /> : <Decision form={form} sent={sent} actor={actor} />)}
        {told.length > 0 && <Told sent={sent} told={told} />}
        <Actions>
          <ButtonLink href={places.region.imports.to()} kind="quiet">
            Tous les imports
          </ButtonLink>
        </Actions>
      </>
    )
  },
  submit: form(decisionForm, async ({ tx, actor, params: { id }, input: { action } }) => {
    const sent = await importOf(tx, actor, id)
    if (action === 'give-up') {
      await giveUpImport(tx, actor, id)
      return see(places.region.import.said('abandon', { id }))
    }
    await askForImport(tx, actor, sent)
    return see(actOf(sent.kind) ? places.region.import.said('demande', { id }) : places.region.import.to({ id }))
  }),
})

/** Where it is, in words. */
function Situation({ sent }: { sent: ImportRow }) {
  if (sent.state === 'done') return <Success title="Le fichier est importé" level={2} />
  if (sent.state === 'checking' || sent.state === 'loading') return <Progress sent={sent} />
  if (sent.failure !== null)
    return (
      <Warning title={sent.state === 'unreadable' ? 'Ce fichier n’a pas pu être lu' : 'Le fichier n’a pas été importé'}>
        {sent.failure.split('\n').map((line) => (
          <p key={line}>{line}</p>
        ))}
        <Actions>
          <ButtonLink href={KINDS[sent.kind].place.to()} kind="quiet">
            Envoyer un autre fichier
          </ButtonLink>
        </Actions>
      </Warning>
    )
  return null
}

const counted = (count: number): string => count.toLocaleString('fr-FR')

/** Seen again each time the page is loaded: nobody is taken away from what they read. */
const Progress = ({ sent }: { sent: ImportRow }) => (
  <InfoBox title={sent.state === 'checking' ? 'Le fichier est en cours de lecture' : 'Le fichier est en cours d’import'}>
    <p>
      {sent.lines_seen > 0 && `${counted(sent.lines_seen)} lignes lues${sent.lines_read > 0 ? ` sur ${counted(sent.lines_read)}` : ''}. `}
      Vous pouvez quitter cette page : cela continue sans vous.
    </p>
    <Actions>
      <ButtonLink href={places.region.import.to({ id: sent.id })} kind="quiet">
        Voir où il en est
      </ButtonLink>
    </Actions>
  </InfoBox>
)

function Summary({ sent }: { sent: ImportRow }) {
  const isRead = sent.state !== 'checking' && sent.failure === null
  return (
    <Panel title={sent.file_name}>
      <SummaryList
        items={[
          { label: 'État', value: <StateTag state={sent.state} /> },
          { label: 'Envoyé', value: `Le ${frenchMinute(sent.sent_at)}, par ${sent.sent_by_name}` },
          ...(sent.agreed_at ? [{ label: 'Accepté', value: `Le ${frenchMinute(sent.agreed_at)}, par ${sent.agreed_by_name}` }] : []),
          ...(sent.ended_at ? [{ label: 'Fini', value: `Le ${frenchMinute(sent.ended_at)}` }] : []),
          ...(isRead
            ? [
                { label: 'Lignes lues', value: counted(sent.lines_read) },
                { label: 'Lignes refusées', value: counted(sent.refused) },
                { label: 'Lignes à vérifier', value: counted(sent.doubts) },
                { label: 'Lignes sans objet', value: counted(sent.left_out) },
                ...sent.effects.map(({ label, count }) => ({ label, value: counted(count) })),
              ]
            : []),
          ...(sent.ended_at ? [{ label: 'Rapport gardé', value: `Jusqu’au ${frenchDay(forgottenOn(sent.ended_at))}` }] : []),
        ]}
      />
    </Panel>
  )
}

const Waiting = ({ act, isOwn }: { act: number; isOwn: boolean }) => (
  <InfoBox title="Une seconde personne doit accepter ce fichier">
    <p>{isOwn ? 'Quelqu’un d’autre que vous doit le regarder et l’accepter.' : 'Regardez ce qu’il change, puis répondez.'}</p>
    <Actions>
      <ButtonLink href={places.region.actOfTwo.to({ id: act })} kind="quiet">
        Voir la demande
      </ButtonLink>
    </Actions>
  </InfoBox>
)

function Decision({ form, sent, actor }: { form: FormState; sent: ImportRow; actor: Agent }) {
  const isTheirs = !actOf(sent.kind) || sent.sent_by === actor.id
  return (
    <Panel title="Rien n’a encore changé">
      <p>
        {sent.refused > 0
          ? 'Les lignes refusées seront laissées de côté, les autres importées. Vous pouvez aussi corriger le fichier et l’envoyer de nouveau.'
          : 'Regardez ce que le fichier changerait, puis décidez.'}
      </p>
      <Form form={form}>
        <Actions>
          <Button kind="quiet-red" name="action" value="give-up">
            Abandonner
          </Button>
          {isTheirs && (
            <Button name="action" value="import">
              {actOf(sent.kind) ? 'Demander à une seconde personne' : 'Importer'}
            </Button>
          )}
        </Actions>
      </Form>
    </Panel>
  )
}

function Told({ sent, told }: { sent: ImportRow; told: Awaited<ReturnType<typeof toldOf>> }) {
  return (
    <>
      {sent.refused > 0 && sent.state === 'done' && (
        <Warning title="Des lignes sont à corriger">
          <p>Corrigez-les dans votre fichier, puis envoyez-le de nouveau : les lignes déjà importées ne changeront pas.</p>
        </Warning>
      )}
      <Panel>
        <DataTable
          caption="Le rapport, ligne par ligne"
          columns={[{ label: 'Ligne', numeric: true }, { label: 'Quoi' }, { label: 'Détail' }]}
          rows={told.map(({ line, kind, words }) => [counted(Number(line)), TOLD[kind], words])}
          sentences
        />
        {told.length === LINES_SHOWN && <p>{`Ce sont les ${LINES_SHOWN} premières : le rapport à télécharger les dit toutes.`}</p>}
        <Actions>
          <ButtonLink href={places.region.importReport.to({ id: sent.id })} kind="quiet">
            Télécharger le rapport (CSV)
          </ButtonLink>
        </Actions>
      </Panel>
    </>
  )
}

/** The same, for a spreadsheet. */
export const importReport = download(
  space,
  places.region.importReport,
  { find: ({ db, actor, params }) => importOf(db, actor, params.id) },
  async ({ db, subject: { id } }) => {
    const told = await toldOf(db, id, LINES_TOLD_AT_MOST)
    return csvAnswer(`import-${id}-rapport.csv`, [
      ['Ligne', 'Quoi', 'Détail'],
      ...told.map(({ line, kind, words }) => [Number(line), TOLD[kind], words] as const),
    ])
  },
)
