import { places } from '../../../../places.ts'
import { dayOf } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { LINES_A_PAGE, listed, orderAsked, pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import { page } from '../../../../platform/http/page.ts'
import { regionSpace } from '../../../../spaces/staff.tsx'
import { Money, PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { List } from '../../../../ui/list.tsx'
import { ageInDays } from '../../../requests/delays/index.ts'
import { departmentOf, ELSEWHERE, inDays, share } from '../figures.ts'
import { countedAt, figuresBySchool, SCHOOL_ORDERS } from '../queries.ts'
import { CampaignChoice, Counted, chosenCampaign } from './subject.tsx'

/** The figures of a campaign, school by school: sums only. */
export const schoolsFigures = page(regionSpace, places.region.figuresBySchool, {
  mayLag: true,
  title: 'Chiffres par établissement',
  async view({ db, now, query }) {
    const { campaigns, campaign: chosen } = await chosenCampaign(db, dayOf(now), query)
    const campaign = found(chosen)
    const order = orderAsked(query, SCHOOL_ORDERS, 'ville')
    const [all, at] = await Promise.all([figuresBySchool(db, campaign.id, order), countedAt(db, campaign.id)])
    const rows = all.slice((pageAsked(query) - 1) * LINES_A_PAGE, pageAsked(query) * LINES_A_PAGE)
    const past = pastTheEnd(rows, query)
    if (past) return past
    return (
      <>
        <PageHeading>Chiffres par établissement</PageHeading>
        <CampaignChoice campaigns={campaigns} campaign={campaign} />
        <Counted at={at} />
        <Actions>
          <ButtonLink href={places.region.figures.to({ campagne: campaign.id })} kind="quiet">
            Tous les chiffres
          </ButtonLink>
          <ButtonLink href={places.region.figuresOfSchools.to({ campagne: campaign.id })} kind="quiet" icon="documents">
            Télécharger (CSV)
          </ButtonLink>
        </Actions>
        <Panel>
          <List
            listed={listed(query, { total: all.length, order })}
            caption={`Établissements : ${all.length}`}
            columns={[
              { label: 'Établissement', by: 'etablissement' },
              { label: 'Ville', by: 'ville' },
              { label: 'Département' },
              { label: 'Validées', numeric: true, by: '-validees' },
              { label: 'À traiter', numeric: true },
              { label: 'La plus ancienne attend depuis', numeric: true, by: 'attente' },
              { label: 'Accordé', numeric: true, by: '-accorde' },
              { label: 'Dépensé', numeric: true, by: '-depense' },
            ]}
            empty="Aucune demande n’est encore envoyée."
            rows={rows.map((school) => [
              school.name ?? ELSEWHERE,
              school.town ?? '—',
              departmentOf(school),
              school.validated,
              school.waiting,
              school.waiting_since ? inDays(ageInDays(school.waiting_since, now) * 24) : '—',
              <Money key="granted" cents={school.granted_cents} />,
              <span key="spent">
                <Money cents={school.spent_cents} /> {`(${share(school.spent_cents, school.granted_cents)})`}
              </span>,
            ])}
          />
        </Panel>
      </>
    )
  },
})
