import { places } from '../../../../places.ts'
import { frenchDay } from '../../../../platform/dates.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { Details, Lines, Panel, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { ErrorSummary, Form, TextArea } from '../../../../ui/form.tsx'
import {
  bandsInWords,
  DOUBTS,
  frenchKilometres,
  hrefOf,
  MEALS,
  type Parameters,
  type Request,
  saveContest,
  TRANSPORT,
  transportCents,
  wholeEuros,
} from '../../apprentice-aid/index.ts'
import { atStep, StepActions, StepHeading, titleOf } from './step.tsx'

/** The way from home to the CFA, what it gives, and what one has to say against it (guide, 3.2.1). */
export const transportStep = page(beneficiarySpace, places.beneficiary.aidTransport, {
  title: titleOf(TRANSPORT),
  async view({ db, actor, form, now }) {
    const filling = await atStep(db, actor, now, TRANSPORT)
    if (filling instanceof Response) return filling
    const { current, draft, parameters } = filling
    return (
      <>
        <ErrorSummary form={form} />
        <StepHeading step={TRANSPORT} />
        <Panel>
          <p>
            L’aide au transport est une aide forfaitaire, calculée à partir d’un barème kilométrique, sur la base : « Domicile/CFA ». Elle
            varie en fonction de la distance parcourue.
          </p>
          <ul>
            {bandsInWords(parameters.bands).map((band) => (
              <li key={band}>{band}</li>
            ))}
          </ul>
          <SummaryList
            items={[
              { label: 'Ma résidence', value: <Lines lines={current.home_lines ?? []} /> },
              { label: 'Adresse du CFA', value: <Lines lines={current.cfa_lines ?? []} /> },
              { label: 'Distance calculée', value: <Distance request={current} parameters={parameters} /> },
              { label: 'Aide au transport', value: <strong>{transportInWords(current, parameters)}</strong> },
            ]}
          />
        </Panel>
        {current.distance_doubts.length > 0 && current.distance_checked_at === null && (
          <Warning title="Distance à vérifier">
            <p>
              Un agent de la Région vérifiera cette distance avant le virement, et le montant peut changer :{' '}
              {current.distance_doubts.map((doubt) => DOUBTS[doubt]).join(' ; ')}. Vous pouvez continuer votre demande.
            </p>
          </Warning>
        )}
        <Form form={form} class="panel">
          <Details title="Je conteste cette distance" open={current.distance_contest !== null || form.errors.length > 0}>
            <TextArea
              form={form}
              name="contest"
              label="Pourquoi cette distance vous semble-t-elle fausse ?"
              hint="Un agent de la Région lira votre phrase et corrigera la distance s’il le faut."
              known={current.distance_contest}
              rows={3}
              optional
            />
          </Details>
          <StepActions step={TRANSPORT} draft={draft} />
        </Form>
      </>
    )
  },
  submit: form(TRANSPORT.schema, async ({ tx, actor, input }) => {
    await saveContest(tx, actor, input)
    return see(hrefOf(MEALS))
  }),
})

const PROVIDERS = {
  valhalla: 'par la route, en voiture, calculée avec Valhalla sur les cartes d’OpenStreetMap',
  osrm: 'par la route, en voiture, calculée avec OSRM sur les cartes d’OpenStreetMap',
  geoplateforme: 'par la route, en voiture, calculée par la Géoplateforme de l’IGN',
}

function Distance({ request, parameters }: { request: Request; parameters: Pick<Parameters, 'detour_factor'> }) {
  if (request.distance_checked_m !== null) {
    return (
      <>
        {frenchKilometres(request.distance_checked_m)} <span class="hint">fixée par un agent : {request.distance_check_reason}</span>
      </>
    )
  }
  if (request.distance_m === null) return <>Inconnue pour l’instant : un agent de la Région la déterminera.</>
  const provider = request.distance_provider as keyof typeof PROVIDERS | 'great-circle'
  const how =
    provider === 'great-circle'
      ? `estimée : la ligne droite, multipliée par ${parameters.detour_factor.toLocaleString('fr-FR')}`
      : PROVIDERS[provider]
  return (
    <>
      {frenchKilometres(request.distance_m)}{' '}
      <span class="hint">
        {how}, le {frenchDay(request.distance_measured_on ?? '')}
      </span>
    </>
  )
}

/** « 150 € », as far as it is known. */
export function transportInWords(request: Request, parameters: Pick<Parameters, 'bands'>): string {
  const metres = request.distance_checked_m ?? request.distance_m
  if (metres === null) return 'Selon la distance qu’un agent déterminera'
  const amount = wholeEuros(transportCents(parameters.bands, metres))
  return request.distance_doubts.length > 0 && request.distance_checked_at === null ? `${amount}, à confirmer` : amount
}
