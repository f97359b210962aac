import type { ComponentChildren } from 'preact'
import type { Reader } from '../../../../platform/database/index.ts'
import { type Day, frenchMinute } from '../../../../platform/dates.ts'
import { FormState } from '../../../../platform/forms/state.ts'
import { Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, SearchForm, Select } from '../../../../ui/form.tsx'
import { campaignsUntil } from '../queries.ts'

/** The campaign that an address asks for, the last that began without one; and the others. */
export async function chosenCampaign(db: Reader, today: Day, query: URLSearchParams) {
  const campaigns = await campaignsUntil(db, today)
  const asked = query.get('campagne')
  return { campaigns, campaign: campaigns.find(({ id }) => String(id) === asked) ?? campaigns[0] }
}

type Campaign = Awaited<ReturnType<typeof campaignsUntil>>[number]

/** The way to the figures of another campaign. */
export const CampaignChoice = ({ campaigns, campaign }: { campaigns: readonly Campaign[]; campaign: Campaign }) =>
  campaigns.length > 1 ? (
    <SearchForm>
      <Select
        form={new FormState('', '', { campagne: [String(campaign.id)] })}
        name="campagne"
        label="Campagne"
        optional
        options={campaigns.map(({ id, name }) => ({ value: String(id), label: name }))}
      />
      <Actions>
        <Button>Afficher</Button>
      </Actions>
    </SearchForm>
  ) : (
    <p>{`Campagne ${campaign.name}`}</p>
  )

/** Since when the requests and what is spent by school are what is shown; nothing where they are counted as they are read. */
export const Counted = ({ at }: { at: Date | undefined }) =>
  at ? (
    <p class="hint">{`Demandes, établissements et mois : comptés le ${frenchMinute(at)}, et à nouveau toutes les dix minutes.`}</p>
  ) : null

interface SubjectProps {
  title: string
  csv: string
  /** How a link names it. */
  id?: string
  /** Its table has many columns: it stands under the drawing. */
  isWide?: boolean
  /** Besides its file. */
  more?: ComponentChildren
  chart: ComponentChildren
  children: ComponentChildren
}

/** A subject: drawn, in a table, and as a file. */
export const Subject = ({ title, csv, id, isWide, more, chart, children }: SubjectProps) => (
  <Panel title={title}>
    <div class={isWide ? 'chart-over-table' : 'chart-and-table'} id={id}>
      {chart && <div>{chart}</div>}
      <div>
        {children}
        <Actions>
          <ButtonLink href={csv} kind="quiet" icon="documents">
            Télécharger (CSV)<span class="unseen">{` : ${title}`}</span>
          </ButtonLink>
          {more}
        </Actions>
      </div>
    </div>
  </Panel>
)
