import { places } from '../../../../places.ts'
import { frenchDayOf } from '../../../../platform/dates.ts'
import { page } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { hasRole } from '../../../../spaces/roles.ts'
import { regionSpace } from '../../../../spaces/staff.tsx'
import { Columns, PageHeading, Panel, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { waitsForFinance, waitsForSupport } from '../waiting.ts'

/** What waits for an agent of that role, and the way to it. */
export const regionHome = page(regionSpace, places.region.home, {
  title: 'Accueil de la Région',
  async view({ db, actor }) {
    const [support, finance] = await Promise.all([
      hasRole(actor, 'support') ? waitsForSupport(db, actor) : null,
      hasRole(actor, 'finance') ? waitsForFinance(db) : null,
    ])
    return (
      <>
        <PageHeading>Accueil de la Région</PageHeading>
        <Columns>
          {support && <ForSupport waiting={support} />}
          {finance && <ForFinance waiting={finance} />}
          {hasRole(actor, 'content') && (
            <Panel title="Contenus">
              <p>Bons plans, documents, questions fréquentes et dates clés que les jeunes lisent.</p>
              <Actions>
                <ButtonLink href={places.region.contents.to()}>Voir les contenus</ButtonLink>
              </Actions>
            </Panel>
          )}
        </Columns>
      </>
    )
  },
})

const dayOrNone = (since: Date | null): string => (since ? frenchDayOf(since) : '—')

const ForSupport = ({ waiting }: { waiting: Awaited<ReturnType<typeof waitsForSupport>> }) => (
  <>
    <Panel title="Demandes">
      <SummaryList
        items={[
          { label: 'Demandes à valider par la Région', value: waiting.applications },
          { label: 'Envoi de la plus ancienne', value: dayOrNone(waiting.applications_since) },
        ]}
      />
      <Actions>
        <ButtonLink href={places.region.requests.to()}>Voir les demandes à valider</ButtonLink>
      </Actions>
    </Panel>
    <Panel title="Questions">
      <SummaryList
        items={[
          { label: 'Questions sans réponse', value: waiting.questions },
          { label: 'Réception de la plus ancienne', value: dayOrNone(waiting.questions_since) },
        ]}
      />
      <Actions>
        <ButtonLink href={places.region.questions.to()}>Répondre aux questions</ButtonLink>
      </Actions>
    </Panel>
    <Panel title="Cartes">
      <SummaryList
        items={[
          { label: 'Cartes à fabriquer, hors lot', value: waiting.cards },
          { label: 'Lots en fabrication', value: waiting.batches_to_make },
          { label: 'Lots à expédier', value: waiting.batches_to_ship },
        ]}
      />
      <Actions>
        <ButtonLink href={places.region.cards.to()}>Voir les cartes à fabriquer</ButtonLink>
      </Actions>
    </Panel>
  </>
)

const ForFinance = ({ waiting }: { waiting: Awaited<ReturnType<typeof waitsForFinance>> }) => (
  <Panel title="Aides THR">
    <SummaryList
      items={[
        { label: 'Demandes à vérifier', value: waiting.to_check },
        { label: 'Envoi de la plus ancienne', value: dayOrNone(waiting.to_check_since) },
        { label: 'Demandes acceptées, hors lot', value: waiting.to_pay },
        { label: 'Montant à payer', value: frenchEuros(waiting.to_pay_cents) },
      ]}
    />
    <Actions>
      <ButtonLink href={places.region.aidRequests.to()}>Voir les demandes d’aide</ButtonLink>
      <ButtonLink href={places.region.aidBatches.to()} kind="quiet">
        Voir les paiements
      </ButtonLink>
    </Actions>
  </Panel>
)
