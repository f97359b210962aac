import { z } from 'zod'
import { places } from '../../../../places.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { uploadedFile } from '../../../../platform/forms/fields.ts'
import { LINES_A_PAGE, pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, InfoBox, PageHeading, Pagination, Panel, Said, SummaryList, Tag, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, FileField, Form } from '../../../../ui/form.tsx'
import { waitingAbout } from '../../../desks/two-people/index.ts'
import { kindsManagedBy } from '../../staff/index.ts'
import { columnsOf, FILE_KINDS, type FileKind } from '../account-file.ts'
import { leftWithin } from '../invitations.ts'
import { keepFile } from '../open-from-file.ts'
import { type AccountFile, accountFile, accountsOfFile, latestFiles } from '../queries.ts'
import { accountsPolicy } from '../read-file.ts'
import { askToOpenFile, openingAct } from '../two-people.ts'

const space = regionFor('school-accounts.manage', 'partner-accounts.manage')

const accountsIn = (count: number): string => (count > 1 ? `${count} comptes` : `${count} compte`)

/** A file is sent here: it is tried, and opens nothing. */
export const accountFiles = page(space, places.region.accountFiles, {
  title: 'Ouvrir des comptes par fichier',
  scripts: ['file-check'],
  async view({ db, actor, form }) {
    const files = await latestFiles(db, actor)
    const managed = kindsManagedBy(actor)
    const kinds = (Object.keys(FILE_KINDS) as FileKind[]).filter((kind) => managed.includes(kind))
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Ouvrir des comptes par fichier</PageHeading>
        <Panel title="Le fichier">
          <p>
            Un fichier CSV, une ligne par personne, des points-virgules entre les colonnes. La première ligne nomme les colonnes, par
            exemple :
          </p>
          {kinds.map((kind) => (
            <p key={kind}>
              {`Pour des ${FILE_KINDS[kind].of} :`}
              <br />
              <code class="desk-code">{[...columnsOf(kind), 'fonction'].join(';')}</code>
              <br />
              <code class="desk-code">{FILE_KINDS[kind].example}</code>
            </p>
          ))}
          <p>La fonction peut être vide : elle dit qui est la personne, et ne donne aucun droit.</p>
        </Panel>
        <InfoBox title="Ce qui va se passer">
          <ol>
            <li>Le fichier est essayé : vous voyez, ligne par ligne, ce qu’il ferait. Aucun compte n’est ouvert.</li>
            <li>S’il vous convient, vous demandez à une seconde personne d’ouvrir ces comptes, tous ensemble.</li>
            <li>Les invitations partent alors peu à peu, en journée, sans retarder les autres messages.</li>
          </ol>
        </InfoBox>
        <Panel>
          <Form form={form} multipart>
            <FileField
              form={form}
              name="file"
              label="Fichier CSV"
              hint={`${accountsPolicy.megabytes} Mo au plus`}
              policy={accountsPolicy}
            />
            <Actions>
              <ButtonLink href={places.region.staff.to()} kind="quiet">
                Retour
              </ButtonLink>
              <Button icon="upload">Essayer ce fichier</Button>
            </Actions>
          </Form>
        </Panel>
        <Panel>
          <DataTable
            caption="Derniers fichiers"
            columns={[{ label: 'Fichier' }, { label: 'Pour des' }, { label: 'Envoyé' }, { label: 'Par' }, { label: 'Ce qu’il est devenu' }]}
            empty="Aucun fichier pour l’instant."
            rows={files.map((file) => [
              <a key="name" href={places.region.accountFile.to({ id: file.id })}>
                {file.file_name}
              </a>,
              FILE_KINDS[file.kind].of,
              frenchMinute(file.at),
              file.by,
              file.opened === null ? `${accountsIn(file.to_open)} à ouvrir` : `${accountsIn(file.opened)} ouverts`,
            ])}
          />
        </Panel>
      </>
    )
  },
  submit: form(
    z.object({ file: uploadedFile('Choisissez un fichier CSV.') }),
    { upload: { policy: accountsPolicy, chosen: ({ input }) => input.file } },
    async ({ tx, actor, input, file }) => {
      const id = await keepFile(tx, actor, { read: file, fileName: input.file.name })
      return see(places.region.accountFile.to({ id }))
    },
  ),
})

/** What a file would do, or did, line by line. */
export const accountFilePage = page(space, places.region.accountFile, {
  find: ({ db, actor, params }) => accountFile(db, actor, params.id),
  title: ({ id }) => `Fichier de comptes n° ${id}`,
  said: { demande: 'C’est demandé : une seconde personne doit l’accepter' },
  async view({ db, now, query, form, said, subject: file }) {
    const number = pageAsked(query)
    const [waiting, accounts] = await Promise.all([
      waitingAbout(db, now, openingAct(file.kind), file.id),
      accountsOfFile(db, file.id, number),
    ])
    const past = file.opened === null && pastTheEnd(accounts, query)
    if (past) return past
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>{`Comptes de ${FILE_KINDS[file.kind].of}, fichier n° ${file.id}`}</PageHeading>
        <p>
          <StateTag file={file} waits={waiting !== undefined} />
        </p>
        <Panel title={file.file_name}>
          <SummaryList items={summaryOf(file)} />
        </Panel>
        {waiting && (
          <InfoBox title="Une seconde personne doit l’accepter">
            <p>
              {`Demandé par ${waiting.started_by_name}, le ${frenchMinute(waiting.started_at)}. `}
              <a href={places.region.actOfTwo.to({ id: waiting.id })}>Voir la demande</a>
            </p>
          </InfoBox>
        )}
        {!waiting && file.opened === null && <Asking file={file} form={form} />}
        <Refused refused={file.refused} />
        {file.opened === null && file.to_open > 0 && (
          <Panel>
            <DataTable
              caption={`${accountsIn(file.to_open)} à ouvrir`}
              columns={[
                { label: 'Ligne', numeric: true },
                { label: 'Où' },
                { label: 'Nom' },
                { label: 'Adresse e-mail' },
                { label: 'Fonction' },
              ]}
              rows={accounts.map(({ line, place, name, email, job_title }) => [line, place, name, email, job_title ?? ''])}
            />
            {file.to_open > LINES_A_PAGE && (
              <Pagination
                page={number}
                pages={Math.ceil(file.to_open / LINES_A_PAGE)}
                href={(to) => places.region.accountFile.to({ id: file.id }, { page: to })}
              />
            )}
          </Panel>
        )}
        <Actions>
          <ButtonLink href={places.region.accountFiles.to()} kind="quiet">
            Essayer un autre fichier
          </ButtonLink>
          {file.opened !== null && <ButtonLink href={places.region.invitations.to({ type: file.kind })}>Voir les invitations</ButtonLink>}
        </Actions>
      </>
    )
  },
  submit: form(z.object({}), async ({ tx, actor, params }) => {
    await askToOpenFile(tx, actor, await accountFile(tx, actor, params.id))
    return see(places.region.accountFile.said('demande', params))
  }),
})

/** What a file that was tried would do, and who is asked to agree to it. */
const Asking = ({ file: { to_open }, form }: { file: AccountFile; form: FormState }) => (
  <Panel title="Rien n’est encore fait">
    {to_open === 0 ? (
      <p>Ce fichier n’ouvrirait aucun compte : corrigez ses lignes, puis essayez-le de nouveau.</p>
    ) : (
      <>
        <p>{`Ce fichier ouvrirait ${accountsIn(to_open)}, une fois qu’une seconde personne l’aura accepté. Leurs invitations partiraient en ${leftWithin(to_open)} environ, de 8 h à 21 h.`}</p>
        <Form form={form}>
          <Actions>
            <Button>{`Demander l’ouverture de ${to_open > 1 ? `ces ${accountsIn(to_open)}` : 'ce compte'}`}</Button>
          </Actions>
        </Form>
      </>
    )}
  </Panel>
)

function StateTag({ file, waits }: { file: AccountFile; waits: boolean }) {
  if (file.opened !== null) return <Tag tone="good">Comptes ouverts</Tag>
  return waits ? <Tag tone="info">En attente</Tag> : <Tag>Essai</Tag>
}

function summaryOf(file: AccountFile) {
  const { opened, opened_at, to_open } = file
  return [
    { label: 'Envoyé', value: `Le ${frenchMinute(file.at)}, par ${file.by}` },
    { label: 'Lignes lues', value: file.lines_read },
    { label: 'Comptes à ouvrir', value: opened === null ? to_open : 0 },
    ...(opened !== null && opened_at ? [{ label: 'Comptes ouverts', value: `${opened}, le ${frenchMinute(opened_at)}` }] : []),
    ...(opened !== null && opened < to_open ? [{ label: 'Ouverts autrement entre-temps', value: to_open - opened }] : []),
    { label: 'Comptes déjà là, laissés tels quels', value: file.known },
    { label: 'Lignes refusées', value: file.refused.length },
  ]
}

/** More than anybody reads on a page: the first ones are corrected first. */
const REFUSED_SHOWN = 200

const Refused = ({ refused }: { refused: AccountFile['refused'] }) =>
  refused.length === 0 ? null : (
    <>
      <Warning title="Des lignes sont à corriger">
        <p>
          Corrigez-les dans votre fichier, puis essayez-le de nouveau : les comptes déjà ouverts ne changeront pas.
          {refused.length > REFUSED_SHOWN && ` Voici les ${REFUSED_SHOWN} premières, sur ${refused.length}.`}
        </p>
      </Warning>
      <Panel>
        <DataTable
          caption="Lignes refusées"
          columns={[{ label: 'Ligne', numeric: true }, { label: 'Pourquoi' }]}
          rows={refused.slice(0, REFUSED_SHOWN).map(({ line, why }) => [line, why])}
        />
      </Panel>
    </>
  )
