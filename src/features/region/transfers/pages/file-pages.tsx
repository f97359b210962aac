import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { z } from 'zod'
import { places } from '../../../../places.ts'
import { frenchDay, frenchMinute } from '../../../../platform/dates.ts'
import { download, form, page, see } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { PageHeading, Panel, Said, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, Checkbox, ErrorSummary, Form, TextArea } from '../../../../ui/form.tsx'
import { waitingAbout } from '../../../desks/two-people/index.ts'
import { bankFiles, mandateProposals } from '../archive.ts'
import { askToCancel, cancelForm, fileCancelling } from '../cancel-file.ts'
import { facts } from '../facts.ts'
import { hasNoPayer, subjectOf } from '../make-file.ts'
import { type FileMade, fileById, sourceOf } from '../queries.ts'
import { fileToGive, takeFile, whyNotGiven } from '../take-file.ts'
import { KINDS } from '../transfer.ts'
import { payerOf, transfersOf } from './transfers-page.tsx'

const PREPARING = regionFor('settlements.prepare')

/** One file: who made it, who took it and when, and the way to take it or to cancel it. */
export const transferFile = page(PREPARING, places.region.transferFile, {
  find: ({ db, params }) => fileById(db, params.id),
  title: ({ id }) => `Fichier de virements n° ${id}`,
  said: { demande: 'L’annulation attend une seconde personne' },
  async view({ db, now, subject: file, form, said }) {
    const { id } = file
    const waiting = await waitingAbout(db, now, fileCancelling, id)
    const why = whyNotGiven(file, waiting !== undefined)
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>{`Fichier ${file.message_id}`}</PageHeading>
        <Panel>
          <SummaryList items={aboutFile(file)} />
          {why === null ? (
            <Form form={form}>
              <Warning title="Ce fichier contient des IBAN en clair">
                <p>
                  Transmettez-le, puis effacez-le. Vous pouvez le reprendre : c’est toujours le même fichier, que la banque ne paie qu’une
                  fois.
                </p>
              </Warning>
              <Actions>
                <Button icon="documents">Prendre ce fichier</Button>
              </Actions>
            </Form>
          ) : (
            <p>{why}</p>
          )}
          <Actions>
            <ButtonLink href={transfersOf(file)} kind="quiet">
              Retour aux virements
            </ButtonLink>
            {waiting && (
              <ButtonLink href={places.region.actOfTwo.to({ id: waiting.id })} kind="quiet">
                Voir l’annulation qui attend une seconde personne
              </ButtonLink>
            )}
            {!waiting && file.cancelled_at === null && file.answered === 0 && (
              <ButtonLink href={places.region.transferFileCancellation.to({ id })} kind="quiet-red">
                Annuler ce fichier
              </ButtonLink>
            )}
          </Actions>
        </Panel>
      </>
    )
  },
  submit: form(z.object({}), async ({ tx, actor, params }) => {
    await takeFile(tx, actor, params)
    return see(places.region.transferFileDownload.to(params))
  }),
})

const aboutFile = (file: FileMade) => [
  { label: 'Nature', value: KINDS[file.kind] },
  { label: 'Fait le', value: `${frenchMinute(file.made_at)}, par ${file.made_by_name}` },
  { label: 'Virements', value: file.transfers },
  { label: 'Total', value: <strong>{frenchEuros(file.total_cents)}</strong> },
  { label: 'Date d’exécution demandée', value: frenchDay(file.execute_on) },
  {
    label: 'Pris pour la première fois le',
    value: file.taken_at ? `${frenchMinute(file.taken_at)}, par ${file.taken_by_name}` : 'Personne ne l’a pris',
  },
  { label: 'Réponses', value: file.answered },
  ...(file.cancelled_at
    ? [
        { label: 'Annulé le', value: `${frenchMinute(file.cancelled_at)}, par ${file.cancelled_by_name}` },
        { label: 'Motif de l’annulation', value: file.cancel_reason },
      ]
    : []),
]

/** A file as it was made: the same each time, for whoever prepares settlements. It is made as it is sent, and kept nowhere. */
export const transferFileDownload = download(
  PREPARING,
  places.region.transferFileDownload,
  {
    isSlow: true,
    find: ({ db, params, now }) => fileToGive(db, params.id, now),
    trace: ({ subject: file }) => ({
      fact: facts['transfers.downloaded'],
      details: { file: file.id, ...subjectOf(sourceOf(file)), kind: file.kind, transfers: file.transfers },
    }),
  },
  async ({ db, actor, now, subject: file, visit }) => {
    const keys = visit.site.ibanKey
    if (file.kind === 'mandates') return answerOf(await mandateProposals(db, { file, keys, by: actor.name, now }))
    const payer = payerOf(visit)
    if (!payer) throw hasNoPayer()
    return answerOf(await bankFiles(db, { file, keys, payer }))
  },
)

const answerOf = ({ name, content }: { name: string; content: Readable | string }): Response =>
  new Response(typeof content === 'string' ? content : (Readable.toWeb(content) as WebStream as ReadableStream), {
    headers: {
      'Content-Type': typeof content === 'string' ? 'application/xml; charset=utf-8' : 'application/zip',
      'Content-Disposition': `attachment; filename="${name}"`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': 'private, no-store',
    },
  })

/** A file made by mistake: a second person is asked. */
export const transferFileCancellation = page(PREPARING, places.region.transferFileCancellation, {
  find: ({ db, params }) => fileById(db, params.id),
  title: ({ id }) => `Annuler le fichier de virements n° ${id}`,
  view: ({ subject: file, form }) => (
    <>
      <ErrorSummary form={form} />
      <PageHeading>{`Annuler le fichier ${file.message_id}`}</PageHeading>
      <Form form={form} class="panel">
        <SummaryList items={aboutFile(file)} />
        <p>
          Une seconde personne doit l’accepter. Le fichier ne se télécharge plus ; ses virements repartent dans un autre, sous d’autres
          numéros. Annuler ici n’arrête aucun virement à la banque.
        </p>
        <Checkbox
          form={form}
          name="withdrawn"
          label="Le fichier n’a pas été transmis, ou la banque ou le comptable m’a confirmé l’avoir retiré"
        />
        <TextArea form={form} name="reason" label="Motif de l’annulation" hint="500 caractères au plus." />
        <Actions>
          <ButtonLink href={places.region.transferFile.to({ id: file.id })} kind="quiet">
            Retour au fichier
          </ButtonLink>
          <Button kind="quiet-red">Demander l’annulation</Button>
        </Actions>
      </Form>
    </>
  ),
  submit: form(cancelForm, async ({ tx, actor, input, params }) => {
    await askToCancel(tx, actor, { file_id: params.id, reason: input.reason })
    return see(places.region.transferFile.said('demande', params))
  }),
})
