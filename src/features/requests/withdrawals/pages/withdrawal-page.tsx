import { places } from '../../../../places.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { PageHeading, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, TextArea } from '../../../../ui/form.tsx'
import { askToWithdraw } from '../two-people.ts'
import { AT_ONCE, withdrawalForm } from '../withdrawal.ts'
import { WhyFields } from './why-fields.tsx'

/** The Region asks to take back validations, several at once; the page of the act, which comes next, says whose, and how much. */
export const regionWithdrawal = page(regionFor('corrections.ask'), places.region.withdrawal, {
  title: 'Retirer des validations',
  view: ({ form, query }) => (
    <>
      <ErrorSummary form={form} />
      <PageHeading>Retirer des validations</PageHeading>
      <Warning title="Une fois validé par une seconde personne">
        <ul>
          <li>Les demandes attendent à nouveau une décision de l’établissement, ou de la Région.</li>
          <li>Les prépaiements en attente sont annulés, et ce qui reste revient à la Région.</li>
          <li>Ce qui est déjà dépensé est dû par le jeune : déduit de sa prochaine aide, ou abandonné à deux.</li>
          <li>Chaque jeune est prévenu.</li>
        </ul>
        <p>La page suivante montre les noms et les montants.</p>
      </Warning>
      <Form form={form} class="panel">
        <TextArea
          form={form}
          name="numbers"
          label="Numéros de dossier"
          hint={`Un par ligne, ${AT_ONCE} au plus : d’élèves ou d’apprentis dont la demande est validée.`}
          rows={6}
          known={query.get('numero')}
        />
        <WhyFields form={form} />
        <Actions>
          <ButtonLink kind="quiet" href={places.region.corrections.to()}>
            Retour
          </ButtonLink>
          <Button kind="red">Demander le retrait</Button>
        </Actions>
      </Form>
    </>
  ),
  submit: form(withdrawalForm, async ({ tx, actor, input }) =>
    see(places.region.actOfTwo.to({ id: await askToWithdraw(tx, actor, input) })),
  ),
})
