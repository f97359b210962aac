import { places } from '../../../../places.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { InfoBox } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, FileField, Form } from '../../../../ui/form.tsx'
import { documentForm, documentPolicy } from '../joining.ts'
import { DOCUMENT_DAYS } from '../retention.ts'
import { saveDocument } from '../save-answers.ts'
import { atStep, StepHeading } from './step.tsx'

/** The RIB of the account; of an association without a SIRET, its papers. */
export const documentPage = page(publicSpace, places.public.joiningDocument, {
  find: ({ db, params }) => atStep(db, params.token, 'document'),
  title: (_, { siret }) => `${siret ? 'Votre RIB' : 'Vos papiers'} — Devenir partenaire`,
  scripts: ['file-check'],
  view: ({ form, params, subject: application }) => (
    <>
      <ErrorSummary form={form} />
      <StepHeading step="document" title={application.siret ? 'Votre RIB' : 'Les papiers de l’association'} application={application} />
      {application.document_file_id && (
        <InfoBox title="Déjà reçu">
          <p>
            <a href={places.public.joiningAgreement.to(params)}>Continuer avec ce document</a>, ou envoyez-en un autre.
          </p>
        </InfoBox>
      )}
      <Form form={form} multipart class="panel">
        <FileField
          form={form}
          name="document"
          label={application.siret ? 'RIB' : 'Récépissé de la préfecture, ou parution au Journal officiel'}
          hint={`PDF de deux pages au plus, ou photo, ${documentPolicy.megabytes} Mo au plus.`}
          policy={documentPolicy}
        />
        <p class="hint">
          {`Seuls les agents de la Région chargés des partenaires le voient. Il est gardé chiffré, et effacé ${DOCUMENT_DAYS} jours après leur accord.`}
        </p>
        <Actions>
          <ButtonLink href={(application.siret ? places.public.joiningAccount : places.public.joiningShop).to(params)} kind="quiet">
            Retour
          </ButtonLink>
          <Button>Envoyer et continuer</Button>
        </Actions>
      </Form>
    </>
  ),
  submit: form(
    documentForm,
    { upload: { policy: documentPolicy, chosen: ({ input }) => input.document } },
    async ({ tx, params: { token }, file, visit }) => {
      const application = await atStep(tx, token, 'document')
      if (application instanceof Response) return application
      await saveDocument(tx, application, { file, key: visit.site.ibanKey })
      return see(places.public.joiningAgreement.to({ token }))
    },
  ),
})
