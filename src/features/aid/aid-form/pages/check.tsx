import { z } from 'zod'
import { places } from '../../../../places.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { Lines, Panel, type SummaryItem, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { ErrorSummary, Form } from '../../../../ui/form.tsx'
import {
  amountsToSend,
  CHECK,
  DOCUMENTS,
  DOCUMENTS_AND_BANK,
  documentsAsked,
  givenAlready,
  hrefOf,
  LODGING_SITUATIONS,
  nextCheck,
  type Request,
  submitRequest,
  TRANSPORT,
  totalCents,
  wholeEuros,
} from '../../apprentice-aid/index.ts'
import { shownIban } from './documents.tsx'
import { kindInWords } from './lodging.tsx'
import { atStep, StepActions, StepHeading, titleOf } from './step.tsx'
import { transportInWords } from './transport.tsx'

/** Everything that was answered, what it gives, and « Valider ma demande » (guide, 3.2.1). */
export const checkStep = page(beneficiarySpace, places.beneficiary.aidCheck, {
  title: titleOf(CHECK),
  async view({ db, actor, form, now }) {
    const filling = await atStep(db, actor, now, CHECK)
    if (filling instanceof Response) return filling
    const { current, draft } = filling
    const amounts = amountsToSend(filling, current)
    const already = givenAlready(current, filling.given)
    const isWhole = current.state !== 'rejected-by-bank'
    return (
      <>
        <ErrorSummary form={form} />
        <StepHeading step={CHECK} />
        <Panel title="Vos aides">
          <SummaryList
            items={[
              {
                label: 'Transport',
                value: transportInWords(current, { bands: amounts.bands }),
                ...(isWhole && { changeHref: hrefOf(TRANSPORT), changeLabel: 'transport' }),
              },
              { label: 'Restauration', value: wholeEuros(amounts.meals_cents) },
              {
                label: 'Hébergement',
                value: wholeEuros(amounts.lodging_cents),
                ...(isWhole && { changeHref: places.beneficiary.aidLodging.to({ modifier: 'oui' }), changeLabel: 'hébergement' }),
              },
              { label: 'Total', value: <strong>{wholeEuros(totalCents(amounts))}</strong> },
            ]}
          />
          {(already.meals || already.lodging) && (
            <p class="hint">
              La restauration et l’hébergement sont versés une fois par année de formation : ce qui vous est déjà accordé avec un autre
              contrat ne l’est pas une seconde fois.
            </p>
          )}
        </Panel>
        <Panel title="Vos réponses">
          <SummaryList items={answersOf(current)} />
        </Panel>
        {current.bank_holder_differs && (
          <Warning title="Vérifiez le titulaire du compte">
            <p>
              Le nom du titulaire ne semble pas être le vôtre. Le compte doit être à votre nom : un agent de la Région le vérifiera avant le
              virement.
            </p>
          </Warning>
        )}
        <Form form={form} class="panel">
          <p>
            {nextCheck(current) === 'awaiting-school'
              ? 'Votre demande sera transmise à votre établissement pour validation.'
              : 'Votre demande sera transmise directement à la Région pour traitement.'}{' '}
            Une fois envoyée, elle ne peut plus être modifiée, sauf si l’on vous demande de la corriger.
          </p>
          <StepActions step={CHECK} draft={draft}>
            Valider ma demande
          </StepActions>
        </Form>
      </>
    )
  },
  submit: form(z.object({}), async ({ tx, actor }) => {
    const { number } = await submitRequest(tx, actor)
    return see(places.beneficiary.aidRequest.said('envoi', { number }))
  }),
})

/** What was answered, line by line; each with the way to change it while it can be. */
export function answersOf(request: Request, mayChange = true): SummaryItem[] {
  const { lodging_situation, lodging_kind, number } = request
  const change = (href: string) => (mayChange ? { changeHref: href } : {})
  const account = (): SummaryItem[] => [
    { label: 'Nom du titulaire', value: request.bank_holder, ...change(hrefOf(DOCUMENTS_AND_BANK)) },
    { label: 'N° IBAN', value: shownIban(request), ...change(hrefOf(DOCUMENTS_AND_BANK)) },
    { label: 'BIC', value: request.bic, ...change(hrefOf(DOCUMENTS_AND_BANK)) },
    { label: 'Domiciliation bancaire', value: request.bank_name, ...change(hrefOf(DOCUMENTS_AND_BANK)) },
    ...documentsAsked(request).map((kind) => ({
      label: DOCUMENTS[kind].label,
      value: <a href={places.beneficiary.ownAidDocument.to({ number, document: kind })}>Voir le document (PDF)</a>,
      ...change(hrefOf(DOCUMENTS_AND_BANK)),
    })),
  ]
  const items: SummaryItem[] = [
    { label: 'Ma résidence', value: <Lines lines={request.home_lines ?? []} /> },
    { label: 'Adresse du CFA', value: <Lines lines={request.cfa_lines ?? []} /> },
    {
      label: 'Logement',
      value: lodging_kind ? kindInWords(lodging_kind) : lodging_situation && LODGING_SITUATIONS[lodging_situation],
    },
    ...(request.iban_last4 === '' ? [{ label: 'Compte et documents', value: 'Effacés, un an après la fin de la demande' }] : account()),
  ]
  return request.distance_contest === null
    ? items
    : [...items, { label: 'Votre contestation de la distance', value: `« ${request.distance_contest} »` }]
}
