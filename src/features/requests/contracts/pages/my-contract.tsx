import { places } from '../../../../places.ts'
import { frenchDay, frenchDayOf } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { InfoBox, PageHeading, Panel, Said, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { everySchoolTaking } from '../../../schools/schools/index.ts'
import { changeForm } from '../contract.ts'
import { declareChange } from '../declare.ts'
import { contractsOf, latestChangeOf } from '../queries.ts'
import { ChangeFields } from './fields.tsx'
import { changeInWords } from './words.tsx'

/** An apprentice's contracts, and what became of the last: declared here, it counts once it is confirmed. */
export const myContract = page(beneficiarySpace, places.beneficiary.contract, {
  title: 'Mon contrat',
  said: { envoi: 'Votre changement de contrat est envoyé' },
  scripts: ['searchable-select'],
  async view({ db, actor, form, said }) {
    const contracts = await contractsOf(db, actor.id)
    const contract = found(contracts[0])
    const change = await latestChangeOf(db, actor.id)
    const isWaiting = change !== undefined && change.decided_at === null
    const mayDeclare = !isWaiting || (change.declared_by === null && change.first_agent_id === null)
    const schools = mayDeclare ? await everySchoolTaking(db, 'apprentices') : []
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>Mon contrat</PageHeading>
        {isWaiting && (
          <InfoBox title="Changement à confirmer">
            <p>{changeInWords(change)}</p>
            <p>
              {`Changement n° ${change.number}, déclaré le ${frenchDayOf(change.declared_at)}. `}
              {change.cfa_in_region
                ? `Il compte dès que votre CFA, ${change.cfa_label}, l’a confirmé.`
                : 'Votre CFA étant hors de la région, il compte dès que deux agents de la Région l’ont confirmé.'}{' '}
              Nous vous prévenons.
            </p>
          </InfoBox>
        )}
        {change?.reason && (
          <Warning title="Votre changement n’est pas confirmé">
            <p>« {change.reason} »</p>
          </Warning>
        )}
        <Panel title="Contrats">
          <SummaryList
            items={contracts.map((row) => ({
              label: `Du ${frenchDay(row.contract_signed_on)} au ${frenchDay(row.contract_ends_on)}`,
              value: `${row.cfa_name} (${row.cfa_town})`,
            }))}
          />
        </Panel>
        {mayDeclare && (
          <Panel title={isWaiting ? 'Corriger ma déclaration' : 'Déclarer un changement'}>
            <p>
              Votre contrat s’est terminé plus tôt, ou vous en avez signé un autre ? Les dates de votre aide THR suivent. Les aides à la
              restauration et à l’hébergement sont versées une fois par année de formation, quels que soient les contrats.
            </p>
            <Form form={form}>
              <ChangeFields form={form} contract={contract} schools={schools} />
              <Actions>
                <ButtonLink kind="quiet" href={places.beneficiary.home.to()}>
                  Retour
                </ButtonLink>
                <Button>Envoyer</Button>
              </Actions>
            </Form>
          </Panel>
        )}
      </>
    )
  },
  submit: form(changeForm, async ({ tx, actor, input }) => {
    await declareChange(tx, actor, input)
    return see(places.beneficiary.contract.said('envoi'))
  }),
})
