import { places } from '../../../../places.ts'
import { found } from '../../../../platform/errors.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { InfoBox, PageHeading } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { everySchoolTaking } from '../../../schools/schools/index.ts'
import { changeForm } from '../contract.ts'
import { recordChange } from '../declare.ts'
import { facts } from '../facts.ts'
import { contractsOf, latestChangeOf } from '../queries.ts'
import { ChangeFields } from './fields.tsx'
import { changeInWords } from './words.tsx'

/** An agent records what became of the contract of somebody who calls. */
export const recordContract = page(regionFor('requests.decide'), places.region.contractRecording, {
  find: async ({ db, params }) => found((await contractsOf(db, params.id))[0]),
  title: ({ id }) => `Changement de contrat, bénéficiaire n° ${id}`,
  trace: ({ params }) => ({ fact: facts['contract-change.read'], beneficiary_id: params.id }),
  scripts: ['searchable-select'],
  async view({ db, form, params, subject: contract }) {
    const [change, schools] = await Promise.all([latestChangeOf(db, params.id), everySchoolTaking(db, 'apprentices')])
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Changement de contrat</PageHeading>
        {change && change.decided_at === null && (
          <InfoBox title="Un changement attend d’être confirmé">
            <p>{changeInWords(change)}</p>
            <p>
              <a href={places.region.contractChange.to({ number: change.number })}>Voir ce changement</a>
            </p>
          </InfoBox>
        )}
        <Form form={form} class="panel">
          <ChangeFields form={form} contract={contract} schools={schools} />
          <p>Pour un CFA de la région, le changement compte tout de suite. Hors de la région, un autre agent doit le confirmer.</p>
          <Actions>
            <ButtonLink kind="quiet" href={places.region.beneficiary.to(params)}>
              Retour
            </ButtonLink>
            <Button>Enregistrer</Button>
          </Actions>
        </Form>
      </>
    )
  },
  submit: form(changeForm, async ({ tx, actor, params, input }) => {
    await recordChange(tx, actor, { beneficiaryId: params.id, change: input })
    return see(places.region.beneficiary.said('contrat', params))
  }),
})
