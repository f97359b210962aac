import { frenchDayOf } from '../../../platform/dates.ts'
import { page } from '../../../platform/http/page.ts'
import { hasRole } from '../../../spaces/roles.ts'
import { regionSpace } from '../../../spaces/staff.tsx'
import { Columns, PageHeading, Panel, SummaryList } from '../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../ui/form.tsx'
import { waitingForTheRegion } from '../../card-applications/index.ts'
import { whatWaits } from '../queries.ts'

/** What waits for the Region, and the way to it. */
export const regionHome = page(regionSpace, {
  title: 'Accueil de la Région',
  async view({ db, actor }) {
    if (!hasRole(actor, 'support')) return <PageHeading>Accueil de la Région</PageHeading>
    const [{ cards, to_have_made, to_ship }, applications] = await Promise.all([whatWaits(db), waitingForTheRegion(db, actor)])
    return (
      <>
        <PageHeading>Accueil de la Région</PageHeading>
        <Columns>
          <Panel title="Demandes">
            <SummaryList
              items={[
                { label: 'Demandes à valider par la Région', value: applications.count },
                { label: 'Envoi de la plus ancienne', value: applications.since ? frenchDayOf(applications.since) : '—' },
              ]}
            />
            <Actions>
              <ButtonLink href="/region/demandes">Voir les demandes à valider</ButtonLink>
            </Actions>
          </Panel>
          <Panel title="Cartes">
            <SummaryList
              items={[
                { label: 'Cartes à fabriquer, hors lot', value: cards },
                { label: 'Lots en fabrication', value: to_have_made },
                { label: 'Lots à expédier', value: to_ship },
              ]}
            />
            <Actions>
              <ButtonLink href="/region/cartes">Voir les cartes à fabriquer</ButtonLink>
            </Actions>
          </Panel>
        </Columns>
      </>
    )
  },
})
