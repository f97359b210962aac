import { places } from '../../../../places.ts'
import { pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { download, page } from '../../../../platform/http/page.ts'
import type { Visit } from '../../../../platform/http/visit.ts'
import { isOnOurMap, OUR_REGION } from '../../../../platform/region.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { Icon, PageHeading, Pagination, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, SearchForm, Select, TextField } from '../../../../ui/form.tsx'

import { addressOf } from '../partner.ts'
import { PARTNERS_A_PAGE, type Place, pointsInJson, searchChoices, searchPartners } from '../search.ts'
import { ANY_PLACE, wayTo } from '../way-to.ts'
import { WayTo } from './way-to-link.tsx'

/** What the address asks for: it holds the whole search, so that it can be shared. */
const criteriaOf = (query: URLSearchParams) => ({
  name: (query.get('nom') ?? '').trim().slice(0, 60),
  town: (query.get('ville') ?? '').trim().slice(0, 60),
  type: (query.get('type') ?? '').slice(0, 50),
})

/** The same, as an address has it. */
const searchedBy = ({ name, town, type }: ReturnType<typeof criteriaOf>) => ({ nom: name, ville: town, type })

/** `50.63,3.06`: to a kilometre or so, which says near where and not at whose. */
function placeOf(typed: string | null): Place | null {
  const [, latitude, longitude] = /^(-?\d{1,2}(?:\.\d{1,2})?),(-?\d{1,3}(?:\.\d{1,2})?)$/.exec(typed ?? '') ?? []
  return latitude && longitude ? { latitude: Number(latitude), longitude: Number(longitude) } : null
}

/** Guide, section 9: one criterion or several; the list on the left, the map on the right. */
export const whereToUse = page(publicSpace, places.public.whereToUse, {
  title: 'Où utiliser ma carte',
  description: `Les librairies, magasins et associations ${OUR_REGION.ofIt} qui acceptent la carte ${OUR_REGION.card}, en liste et sur une carte.`,
  scripts: ['partner-map'],
  async view({ db, form, query, visit }) {
    const criteria = criteriaOf(query)
    const near = placeOf(query.get('pres'))
    const asked = pageAsked(query)
    const [choices, partners] = await Promise.all([searchChoices(db), searchPartners(db, criteria, { near, page: asked })])
    const past = pastTheEnd(partners, query)
    if (past) return past
    const found = partners[0]?.found ?? 0
    const searched = searchedBy(criteria)
    const place = near ? `${near.latitude},${near.longitude}` : ''
    return (
      <>
        <PageHeading>Où utiliser ma carte</PageHeading>
        <Panel>
          <Criteria form={form} criteria={criteria} choices={choices} place={place} />
          <p class="near-said" role="status" data-near-said></p>
        </Panel>
        <h2 class="found-title">{found === 0 ? 'Aucun partenaire trouvé' : found === 1 ? '1 partenaire' : `${found} partenaires`}</h2>
        {found === 0 && <p>Essayez avec moins de critères, ou vérifiez l’orthographe du nom.</p>}
        {near && found > 0 && (
          <p>
            Du plus proche au plus loin. <a href={places.public.whereToUse.to(searched)}>Ne plus trier par distance</a>
          </p>
        )}
        {found > 0 && <Found partners={partners} query={query} criteria={criteria} place={place} visit={visit} />}
        <p>
          Vous tenez un commerce, ou une association ? <a href={places.public.joining.to()}>Devenir partenaire</a>
        </p>
      </>
    )
  },
})

interface FoundProps {
  partners: Awaited<ReturnType<typeof searchPartners>>
  query: URLSearchParams
  criteria: ReturnType<typeof criteriaOf>
  place: string
  visit: Visit
}

/** The list and the map of what is found. */
function Found({ partners, query, criteria, place, visit }: FoundProps) {
  const searched = searchedBy(criteria)
  const { mapTiles } = visit.site.config
  const list = (
    <>
      <Results partners={partners} device={visit.device} />
      <Pagination
        page={pageAsked(query)}
        pages={Math.max(1, Math.ceil((partners[0]?.found ?? 0) / PARTNERS_A_PAGE))}
        href={(to) => places.public.whereToUse.to({ ...searched, pres: place, page: to })}
      />
    </>
  )
  if (!isOnOurMap) return list
  return (
    <>
      <div class="found-tabs needs-script" data-found-tabs>
        <button id="found-list-tab" type="button">
          Liste
        </button>
        <button id="found-map-tab" type="button">
          Carte
        </button>
      </div>
      <div class="found">
        <div id="found-list" class="found-list">
          {list}
        </div>
        <partner-map
          id="carte"
          class="map needs-script"
          role="region"
          aria-label="Carte des partenaires de la liste"
          data-points={places.public.partnerPoints.to(searched)}
          data-partners={places.public.partner.to({ code: '' })}
          data-way={wayTo(visit.device, ANY_PLACE)}
          data-whole={Object.values(criteria).some(Boolean) ? undefined : ''}
          data-tiles={mapTiles?.url}
          data-credit={mapTiles?.credit}
        />
      </div>
    </>
  )
}

const Criteria = ({
  form,
  criteria,
  choices,
  place,
}: {
  form: FormState
  criteria: ReturnType<typeof criteriaOf>
  choices: Awaited<ReturnType<typeof searchChoices>>
  /** Where they are, to sort by distance. */
  place: string
}) => (
  <SearchForm>
    <TextField form={form} name="nom" label="Nom du partenaire" known={criteria.name} optional type="search" />
    <Select
      form={form}
      name="ville"
      label="Ville du partenaire"
      known={criteria.town}
      optional
      placeholder="Toutes les villes"
      options={choices.towns}
    />
    <Select
      form={form}
      name="type"
      label="Type de partenaire"
      known={criteria.type}
      optional
      placeholder="Tous les types"
      options={choices.types.map(({ code, label }) => ({ value: code, label }))}
    />
    <input type="hidden" name="pres" value={place} />
    <Actions>
      <Button icon="search">Lancer la recherche</Button>
      <button class="button button-quiet needs-script" type="button" data-near>
        <Icon name="map-pin" />
        <span>Près de moi</span>
      </button>
    </Actions>
  </SearchForm>
)

const Results = ({ partners, device }: { partners: Awaited<ReturnType<typeof searchPartners>>; device: string | null }) => (
  <ul class="plain results">
    {partners.map((partner) => (
      <li key={partner.code} class="panel" data-partner={partner.code}>
        <h3>
          <a href={places.public.partner.to({ code: partner.code })}>{partner.name}</a>
        </h3>
        <p>
          {partner.type}
          {partner.distance_km !== null && `, à ${distanceInWords(partner.distance_km)}`}
          <br />
          {addressOf(partner)}
        </p>
        <WayTo device={device} partner={partner} />
      </li>
    ))}
  </ul>
)

/** `3 km`; under one, it is next door. */
const distanceInWords = (km: number): string => (km < 1 ? 'moins de 1 km' : `${Math.round(km)} km`)

/** Everything that the same search found, for the map. */
export const partnerPoints = download(publicSpace, places.public.partnerPoints, async ({ db, query }) => {
  const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'public, max-age=60' }
  return new Response(await pointsInJson(db, criteriaOf(query)), { headers })
})
