import { z } from 'zod'
import { places } from '../../../../places.ts'
import { receivedFile } from '../../../../platform/forms/fields.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { Details, PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, FileField, Form } from '../../../../ui/form.tsx'
import { sendFile } from '../decide.ts'
import { FILE_KEPT_DAYS, policyFor } from '../imports.ts'
import { KINDS, type KindName } from '../kinds.ts'
import { partnerTypes } from '../queries.ts'

const sendingForm = z.object({ file: receivedFile('Choisissez un fichier CSV.') })

/** Where a file of that kind is sent. */
function sendingPage(kind: KindName) {
  const { title, permission, importer, words } = KINDS[kind]
  const policy = policyFor(kind)
  return page(regionFor(permission), KINDS[kind].place, {
    title: `Importer un fichier : ${title.toLowerCase()}`,
    scripts: ['file-check'],
    view: async ({ db, form }) => (
      <>
        <ErrorSummary form={form} />
        <PageHeading>{`Importer un fichier : ${title.toLowerCase()}`}</PageHeading>
        <Panel title="Le fichier">
          <ul>
            {words.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
            {kind === 'partners' && <li>{`type : ${(await partnerTypes(db)).join(', ')}`}</li>}
          </ul>
        </Panel>
        <Details title="Les colonnes qu’il doit avoir">
          {importer.formats.map(({ columns }, index) => (
            <p key={columns.join()}>
              {index > 0 && 'Ou : '}
              <code class="desk-code">{columns.join(';')}</code>
            </p>
          ))}
          <p>La première ligne nomme les colonnes, dans n’importe quel ordre. Il peut y en avoir d’autres : elles ne sont pas lues.</p>
        </Details>
        <Panel>
          <Form form={form} multipart>
            <FileField
              form={form}
              name="file"
              label="Fichier CSV"
              hint={`${policy.megabytes} Mo au plus, comme votre tableur l’enregistre. Il est lu d’abord : rien ne change avant qu’il soit accepté.`}
              policy={policy}
            />
            <Actions>
              <ButtonLink href={places.region.imports.to()} kind="quiet">
                Retour
              </ButtonLink>
              <Button icon="upload">Envoyer et vérifier</Button>
            </Actions>
            <p class="hint">{`Le fichier est oublié dès que l’import est fini, ou au bout de ${FILE_KEPT_DAYS} jours.`}</p>
          </Form>
        </Panel>
      </>
    ),
    submit: form(sendingForm, { upload: { policy, chosen: ({ input }) => input.file } }, async ({ tx, actor, file }) =>
      see(places.region.import.to({ id: await sendFile(tx, actor, { kind, file }) })),
    ),
  })
}

export const schoolsImport = sendingPage('schools')
export const partnersImport = sendingPage('partners')
export const bankAccountsImport = sendingPage('bank-accounts')
export const coursesImport = sendingPage('courses')
export const streetsImport = sendingPage('streets')
