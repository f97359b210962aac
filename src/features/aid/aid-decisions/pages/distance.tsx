import { places } from '../../../../places.ts'
import { frenchDay } from '../../../../platform/dates.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { Lines, PageHeading, Panel, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, TextArea, TextField } from '../../../../ui/form.tsx'
import { bandsInWords, frenchKilometres } from '../../apprentice-aid/index.ts'
import { checkDistance } from '../check-distance.ts'
import { DOUBTS_TO_CHECK, distanceForm } from '../grounds.ts'
import { requestFor } from '../queries.ts'

/** The distance that an agent keeps, and why; what was measured stays beside it. */
export const aidDistance = page(regionFor('aid.decide'), places.region.aidDistance, {
  title: ({ number }) => `Distance, demande d’aide ${number}`,
  async view({ db, actor, form, params }) {
    const file = await requestFor(db, actor, params.number)
    const { distance_m, distance_contest, distance_doubts } = file
    const metres = file.distance_checked_m ?? distance_m
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Confirmer ou corriger la distance</PageHeading>
        <Panel title={`${file.first_name} ${file.last_name}`}>
          <SummaryList
            items={[
              { label: 'Domicile', value: <Lines lines={file.home_lines ?? []} /> },
              { label: 'Adresse du CFA', value: <Lines lines={file.cfa_lines ?? []} /> },
              {
                label: 'Distance mesurée',
                value:
                  distance_m === null ? 'Inconnue' : `${frenchKilometres(distance_m)}, le ${frenchDay(file.distance_measured_on ?? '')}`,
              },
              ...(distance_doubts.length > 0
                ? [{ label: 'À vérifier', value: distance_doubts.map((doubt) => DOUBTS_TO_CHECK[doubt]).join(' ; ') }]
                : []),
              ...(distance_contest === null ? [] : [{ label: 'L’apprenti conteste', value: `« ${distance_contest} »` }]),
              { label: 'Barème de la demande', value: <Lines lines={bandsInWords(file.bands ?? [])} /> },
            ]}
          />
        </Panel>
        <Form form={form} class="panel">
          <TextField
            form={form}
            name="distance"
            label="Distance retenue, en kilomètres"
            hint="Par exemple 42,3. Le montant du transport est recalculé ; la mesure est conservée à côté."
            inputmode="decimal"
            width={10}
            known={metres === null ? null : String(metres / 1000).replace('.', ',')}
          />
          <TextArea form={form} name="reason" label="Motif" hint="Ce texte est transmis au jeune : 500 caractères au plus." />
          <Actions>
            <ButtonLink kind="quiet" href={places.region.aidRequest.to(params)}>
              Retour
            </ButtonLink>
            <Button>Enregistrer la distance</Button>
          </Actions>
        </Form>
      </>
    )
  },
  submit: form(distanceForm, async ({ tx, actor, input, params }) => {
    const { number } = params
    await checkDistance(tx, actor, { number, distance_m: input.distance, reason: input.reason })
    return see(places.region.aidRequest.said('distance', { number }))
  }),
})
