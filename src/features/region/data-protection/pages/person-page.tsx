import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { places } from '../../../../places.ts'
import { frenchDay } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { download, form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, PageHeading, Panel, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, Checkbox, ErrorSummary, Form, TextArea } from '../../../../ui/form.tsx'
import { aboutPerson } from '../../../desks/vigilance/index.ts'
import { archiveOf } from '../../../personal/personal-data/index.ts'
import { erasureForm, rightInWords } from '../data-request.ts'
import { eraseForThem } from '../erase.ts'
import { facts } from '../facts.ts'
import { dataRequestsOf, ownerOf } from '../queries.ts'

const aboutOwner = aboutPerson(
  async (db, { id }: { id: number }) => found(await ownerOf(db, id)),
  ({ id }) => id,
)

/** What the data protection officer does for one person: the acts themselves are those of the file, or of the person. */
export const beneficiaryData = page(regionFor('data.protect'), places.region.beneficiaryData, {
  ...aboutOwner,
  title: ({ id }) => `Données du bénéficiaire n° ${id}`,
  async view({ db, subject: person, params }) {
    const requests = await dataRequestsOf(db, person.id)
    return (
      <>
        <PageHeading>{`Données de ${person.first_name} ${person.last_name}`}</PageHeading>
        <Panel title="Ce qui peut être fait">
          <Actions>
            <ButtonLink href={places.region.beneficiaryArchive.to(params)} icon="documents">
              Archive de ses données (ZIP)
            </ButtonLink>
            <ButtonLink href={places.region.beneficiary.to(params)} kind="quiet">
              Lire son dossier
            </ButtonLink>
            <ButtonLink href={places.region.identityCorrection.to(params)} kind="quiet">
              Corriger l’identité
            </ButtonLink>
            <ButtonLink href={places.region.erasure.to(params)} kind="quiet-red">
              Effacer cette personne
            </ButtonLink>
          </Actions>
          <p class="hint">Chaque lecture et chaque acte est écrit dans le journal ; la personne voit les lectures dans son espace.</p>
        </Panel>
        <Panel>
          <DataTable
            caption="Ses demandes"
            columns={[{ label: 'Demande' }, { label: 'Reçue le' }, { label: 'À répondre avant le' }]}
            empty="Aucune demande au registre."
            rows={requests.map((request) => [
              <a key="kind" href={places.region.dataRequest.to({ id: request.id })}>{`${rightInWords(request.kind)}, n° ${request.id}`}</a>,
              frenchDay(request.received_on),
              request.outcome ? 'Terminée' : frenchDay(request.due_on),
            ])}
          />
        </Panel>
        <Actions>
          <ButtonLink href={places.region.dataRequests.to()} kind="quiet">
            Tout le registre
          </ButtonLink>
        </Actions>
      </>
    )
  },
})

export const beneficiaryArchive = download(
  regionFor('data.protect'),
  places.region.beneficiaryArchive,
  {
    isSlow: true,
    find: async ({ db, params }) => found(await ownerOf(db, params.id)),
    trace: ({ params }) => ({ fact: facts['beneficiary.archived'], beneficiary_id: params.id }),
  },
  async ({ db, subject, now, visit }) =>
    new Response(Readable.toWeb(await archiveOf(db, subject, now, visit.site)) as WebStream as ReadableStream, {
      headers: {
        'Content-Type': 'application/zip',
        'Content-Disposition': `attachment; filename="donnees-beneficiaire-${subject.id}.zip"`,
        'Cache-Control': 'private, no-store',
      },
    }),
)

export const erasure = page(regionFor('data.protect'), places.region.erasure, {
  ...aboutOwner,
  title: ({ id }) => `Effacer le bénéficiaire n° ${id}`,
  view: ({ form, subject: person, params }) => (
    <>
      <ErrorSummary form={form} />
      <PageHeading>{`Effacer ${person.first_name} ${person.last_name}`}</PageHeading>
      <Warning title="C’est définitif">
        <ul>
          <li>Ses nom, prénom, date de naissance, e-mail, téléphones, adresse, photo, documents et notes sont effacés.</li>
          <li>
            Sa carte s’arrête tout de suite, ses prépaiements en attente sont annulés, ses demandes pas encore acceptées sont retirées.
          </li>
          <li>L’argent qui reste sur sa carte est rendu à la Région à la fin de la campagne.</li>
          <li>Les montants des transactions restent, sans son nom : la loi oblige la Région à garder ses comptes.</li>
          <li>Un dernier mail le lui confirme.</li>
        </ul>
      </Warning>
      <Panel>
        <Form form={form}>
          <p>
            Pour refuser un effacement, répondez à sa demande dans <a href={places.region.dataRequests.to()}>le registre</a>, avec le motif.
          </p>
          <TextArea
            form={form}
            name="reason"
            label="Motif"
            hint="Il reste dans le journal : n’y écrivez pas de nom. 300 caractères au plus."
            rows={3}
          />
          <Checkbox form={form} name="isSure" label="J’ai vérifié que cette personne est bien celle qui demande" />
          <Actions>
            <ButtonLink href={places.region.beneficiaryData.to(params)} kind="quiet">
              Retour
            </ButtonLink>
            <Button kind="red">Effacer cette personne</Button>
          </Actions>
        </Form>
      </Panel>
    </>
  ),
  submit: form(erasureForm, async ({ tx, actor, params: { id }, input, visit }) => {
    await eraseForThem(tx, actor, { id, reason: input.reason, key: visit.site.ibanKey })
    return see(places.region.dataRequests.to())
  }),
})
