import { places } from '../../../../places.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { InfoBox, Panel, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { ErrorSummary, Form, Select } from '../../../../ui/form.tsx'
import {
  hrefOf,
  isLodgingEligible,
  LODGING,
  LODGING_KINDS,
  LODGING_SITUATIONS,
  type Lodging,
  type LodgingKind,
  lodgingInWords,
  saveLodging,
  wholeEuros,
} from '../../apprentice-aid/index.ts'
import { atStep, StepActions, StepHeading, StepLinks, titleOf } from './step.tsx'

/** Where the apprentice lodges, then whether the aid is for them (guide, 3.2.1). `?modifier` asks again. */
export const lodgingStep = page(beneficiarySpace, places.beneficiary.aidLodging, {
  title: titleOf(LODGING),
  async view({ db, actor, form, now, query }) {
    const filling = await atStep(db, actor, now, LODGING)
    if (filling instanceof Response) return filling
    const { current, draft, parameters } = filling
    const { lodging_situation, lodging_kind } = current
    const answered = lodging_situation !== null && !query.has('modifier') && form.errors.length === 0
    return (
      <>
        <ErrorSummary form={form} />
        <StepHeading step={LODGING} />
        <Panel>
          <p>
            L’aide à l’hébergement est forfaitaire <strong>et soumise à conditions</strong>. Elle est fixée à{' '}
            {wholeEuros(parameters.lodging_cents)} par année de formation.
          </p>
          {!answered && <p>Indiquez ci-dessous votre situation d’hébergement.</p>}
          {answered ? (
            <>
              <LodgingSummary
                lodging={{ lodging_situation, lodging_kind }}
                changeHref={places.beneficiary.aidLodging.to({ modifier: 'oui' })}
              />
              <Eligibility lodging={{ lodging_situation, lodging_kind }} />
              <StepLinks step={LODGING} draft={draft} />
            </>
          ) : (
            <Form form={form}>
              <Select
                form={form}
                name="situation"
                label="Choisissez votre situation d’hébergement"
                placeholder="Choisissez dans la liste"
                known={lodging_situation}
                options={Object.entries(LODGING_SITUATIONS).map(([value, label]) => ({ value, label }))}
              />
              <Select
                form={form}
                name="kind"
                label="Sélectionnez votre logement"
                hint="Seulement si vous avez un hébergement à votre nom."
                placeholder="Choisissez dans la liste"
                sometimes
                known={lodging_kind}
                options={Object.entries(LODGING_KINDS).map(([value, { label }]) => ({ value, label }))}
              />
              <StepActions step={LODGING} draft={draft} />
            </Form>
          )}
        </Panel>
      </>
    )
  },
  submit: form(LODGING.schema, async ({ tx, actor, input }) => {
    await saveLodging(tx, actor, input)
    return see(hrefOf(LODGING))
  }),
})

const LodgingSummary = ({ lodging, changeHref }: { lodging: Lodging; changeHref: string }) => (
  <SummaryList
    items={[
      { label: 'Situation d’hébergement', value: LODGING_SITUATIONS[lodging.lodging_situation], changeHref },
      ...(lodging.lodging_kind ? [{ label: 'Logement', value: kindInWords(lodging.lodging_kind), changeHref }] : []),
    ]}
  />
)

export const kindInWords = (kind: LodgingKind): string => LODGING_KINDS[kind].label

const Eligibility = ({ lodging }: { lodging: Lodging }) =>
  isLodgingEligible(lodging) ? (
    <InfoBox>
      <p>
        <strong>{lodgingInWords(lodging)}</strong>
      </p>
    </InfoBox>
  ) : (
    <Warning>
      <p>{lodgingInWords(lodging)} Vos aides au transport et à la restauration ne changent pas.</p>
    </Warning>
  )
