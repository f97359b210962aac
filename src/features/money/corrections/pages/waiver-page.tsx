import { places } from '../../../../places.ts'
import { frenchDayOf } from '../../../../platform/dates.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { Money, PageHeading, Panel, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, Select, TextArea } from '../../../../ui/form.tsx'
import { aboutPerson } from '../../../desks/vigilance/index.ts'
import { COMMENT_HINT, WAIVER_REASONS, waiverForm } from '../correction.ts'
import { debtToWaive } from '../queries.ts'
import { askToWaive } from '../waive-debt.ts'

export const debtWaiving = page(regionFor('corrections.ask'), places.region.debtWaiving, {
  ...aboutPerson(
    (db, { id }: { id: number }) => debtToWaive(db, id),
    ({ beneficiary_id }) => beneficiary_id,
  ),
  title: ({ id }) => `Abandonner la somme due n° ${id}`,
  view: ({ form, subject: debt }) => (
    <>
      <ErrorSummary form={form} />
      <PageHeading>Abandonner une somme due</PageHeading>
      <Panel title={`${debt.first_name} ${debt.last_name}`}>
        <SummaryList
          items={[
            { label: 'Porte-monnaie', value: `${debt.label} (${debt.campaign_name})` },
            { label: 'Due depuis le', value: frenchDayOf(debt.at) },
            { label: 'Somme due', value: <Money cents={debt.owed_cents} /> },
            { label: 'Déjà déduit', value: <Money cents={debt.deducted_cents} /> },
            { label: 'Reste dû', value: <Money cents={debt.left_cents} /> },
          ]}
        />
      </Panel>
      <Form form={form} class="panel">
        <p>Une fois validé par une seconde personne, rien ne sera plus déduit de ses prochaines aides pour cette somme.</p>
        <Select
          form={form}
          name="reason"
          label="Motif"
          placeholder="Choisissez un motif"
          options={Object.entries(WAIVER_REASONS).map(([value, label]) => ({ value, label }))}
        />
        <TextArea form={form} name="comment" label="Commentaire" hint={COMMENT_HINT} rows={3} />
        <Actions>
          <ButtonLink kind="quiet" href={places.region.beneficiary.to({ id: debt.beneficiary_id })}>
            Retour
          </ButtonLink>
          <Button>Demander l’abandon</Button>
        </Actions>
      </Form>
    </>
  ),
  submit: form(waiverForm, async ({ tx, actor, input, params }) =>
    see(places.region.actOfTwo.to({ id: await askToWaive(tx, actor, { ...input, ...params }) })),
  ),
})
