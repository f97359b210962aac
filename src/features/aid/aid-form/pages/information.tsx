import { z } from 'zod'
import { places } from '../../../../places.ts'
import { dayOf, frenchDay } from '../../../../platform/dates.ts'
import { documentAnswer } from '../../../../platform/files.ts'
import { download, form, page, see } from '../../../../platform/http/page.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { InfoBox, Lines, Panel, SummaryList } from '../../../../ui/blocks.tsx'
import { ErrorSummary, Form } from '../../../../ui/form.tsx'
import {
  beginRequest,
  fillingOf,
  firstOpenStep,
  hrefOf,
  INFORMATION,
  isToMeasure,
  rulesOfToday,
  TRANSPORT,
} from '../../apprentice-aid/index.ts'
import { distanceGateway } from '../../distances/index.ts'
import { measureTransport } from '../measure-transport.ts'
import { regulationPdf } from '../regulation.ts'
import { StepActions, StepHeading, titleOf } from './step.tsx'

/** What to read and gather before asking (guide, 3.2.1). Going on from here measures the way to the CFA. */
export const informationStep = page(beneficiarySpace, places.beneficiary.aidInformation, {
  title: titleOf(INFORMATION),
  async view({ db, actor, form, now }) {
    const { draft, parameters, opening, apprenticeship } = await fillingOf(db, actor, now)
    if (!INFORMATION.asked(draft)) return see(hrefOf(firstOpenStep(draft)))
    const { first_request_days, window_months } = parameters
    return (
      <>
        <ErrorSummary form={form} />
        <StepHeading step={INFORMATION} />
        <InfoBox>
          <p>
            Avant de commencer votre demande d’aide Transport, hébergement, restauration, merci de prendre connaissance du{' '}
            <a href={places.beneficiary.aidRegulation.to()}>règlement régional d’attribution des aides aux apprentis (PDF)</a>.
          </p>
          <p>
            La première demande de THR peut se faire {first_request_days} jours après la date de signature du contrat et dans un délai
            maximum de {window_months} mois à partir de la date de signature du contrat.
          </p>
          <p>
            Son renouvellement peut avoir lieu à chaque <strong>date anniversaire du contrat plus un jour</strong> et dans un délai maximum
            de {window_months} mois.
          </p>
          {opening.kind === 'open' && (
            <p>
              Cette demande est possible jusqu’au <strong>{frenchDay(opening.window.closes_on)}</strong>.
            </p>
          )}
        </InfoBox>
        <Panel title="Vos coordonnées">
          <p>
            La distance entre votre résidence et votre CFA est calculée automatiquement sur la base des éléments transmis lors de votre
            inscription. En cas de changement, contactez-nous pour effectuer les modifications nécessaires :{' '}
            <a href={places.public.contact.to()}>contact</a>
            {' ou '}
            <a href={`tel:${OUR_REGION.dialled}`}>{OUR_REGION.phone}</a>.
          </p>
          <SummaryList
            items={[
              { label: 'Ma résidence', value: <Lines lines={apprenticeship.home_lines} /> },
              { label: 'Adresse du CFA', value: <Lines lines={apprenticeship.cfa_lines} /> },
            ]}
          />
        </Panel>
        <Panel title="Les pièces à préparer">
          <p>Par ailleurs, veuillez vérifier vos coordonnées et vous munir des pièces suivantes (format PDF) :</p>
          <ul>
            <li>votre contrat d’apprentissage ou tout document justifiant d’une inscription en CFA ;</li>
            <li>
              un justificatif d’hébergement à votre nom (quittance, facture d’hébergement, facture d’un fournisseur d’énergie), si vous
              demandez l’aide à l’hébergement ;
            </li>
            <li>votre R.I.B. (celui-ci doit être obligatoirement à votre nom).</li>
          </ul>
          <p>Vous n’avez pas de PDF ? Prenez chaque pièce en photo, à plat et en pleine lumière : nous en faisons un PDF.</p>
          <p>
            La Région peut, sous certaines conditions, vous apporter une aide financière pour faire face à vos dépenses liées au transport,
            à l’hébergement et à la restauration.
          </p>
          <Form form={form}>
            <StepActions step={INFORMATION} draft={draft} />
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(
    z.object({}),
    {
      async prepare({ db, actor, visit, now }) {
        const filling = await fillingOf(db, actor, now)
        if (!isToMeasure(filling)) return undefined
        const { config, log } = visit.site
        const { detour_factor } = filling.parameters
        return measureTransport(db, filling.apprenticeship, distanceGateway({ config, log, detour_factor, today: dayOf(now) }))
      },
    },
    async ({ tx, actor, prepared }) => {
      await beginRequest(tx, actor, prepared)
      return see(hrefOf(TRANSPORT))
    },
  ),
})

/** The regulation, as the parameters of the campaign make it. */
export const regulation = download(beneficiarySpace, places.beneficiary.aidRegulation, { isSlow: true }, async ({ db, now }) => {
  const bytes = await regulationPdf(await rulesOfToday(db, now))
  return documentAnswer({ media_type: 'application/pdf', bytes }, 'reglement-aides-aux-apprentis.pdf')
})
