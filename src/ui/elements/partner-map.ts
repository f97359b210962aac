import * as leaflet from 'leaflet'
import leafletCss from 'leaflet/dist/leaflet.css?url'
import { borders, edge, towns } from './parts/region-outline.ts'

/**
 * The partners that a search found, on a map that answers the list beside it: what is pointed at in one is shown in the other. It is
 * drawn from our own outline, or over tiles when the site has an address for them. On a phone the list and the map are two tabs, and the
 * map is drawn when it is opened. Its marks are buttons, from the top to the bottom.
 */

/** `[code, name, number of the town, latitude, longitude]` */
type FoundPoint = [string, string, number, number, number]

interface Point {
  code: string
  name: string
  town: string
  at: leaflet.LatLng
}

/** Those that are one mark: they would cover each other. */
interface Group {
  key: string
  points: Point[]
  at: leaflet.LatLng
}

/** Points closer than this, in pixels, are one circle with their number. */
const CELL = 52
const CLOSEST = 16
const NAMED_IN_A_POPUP = 12
/** From here the towns of the partners are named too. */
const TOWNS_OF_PARTNERS_ZOOM = 11
/** Room for a finger on each mark. */
const MARK = 44
/** As the style sheet parts the list from the map. */
const NARROW = '(max-width: 63.99em)'

const THE_REGION = leaflet.latLngBounds(edge)

const colour = (token: string) => getComputedStyle(document.documentElement).getPropertyValue(`--${token}`).trim()
const isCalm = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches
const lineOf = (code: string) => document.querySelector<HTMLElement>(`[data-partner="${CSS.escape(code)}"]`)

function element(name: string, text: string, className = ''): HTMLElement {
  const made = document.createElement(name)
  made.textContent = text
  made.className = className
  return made
}

/** Leaflet's own style sheet, asked for by this page only. */
const styled = () =>
  new Promise<void>((resolve) => {
    const link = document.createElement('link')
    link.rel = 'stylesheet'
    link.href = leafletCss
    link.onload = link.onerror = () => resolve()
    document.head.appendChild(link)
  })

class PartnerMap extends HTMLElement {
  private map!: leaflet.Map
  private readonly canvas = leaflet.canvas({ padding: 0.3 })
  private readonly marks = new Map<string, { mark: leaflet.Marker; group: Group }>()
  private readonly names = leaflet.layerGroup()
  private points: Point[] = []
  private partnerTowns: [name: string, latitude: number, longitude: number][] = []
  private ring: leaflet.CircleMarker | undefined
  private isDrawn = false
  /** What was opened by a key: the focus goes there once it is shown. */
  private opened: leaflet.LatLngBounds | undefined
  private openedFrom: HTMLElement | undefined

  connectedCallback() {
    inTabs(this, () => this.appear())
  }

  /** It is in sight: drawn the first time, and as large as there is room. */
  private appear() {
    if (this.isDrawn) {
      if (this.map) this.map.invalidateSize()
      return
    }
    this.isDrawn = true
    void this.draw()
  }

  private async draw() {
    const found = fetch(this.dataset.points ?? '', { credentials: 'same-origin' })
    await styled()
    this.openMap()
    this.read(await (await found).json())
    this.fit()
    this.map.on('moveend', () => this.show())
    this.show()
    this.answerTheList()
  }

  private openMap() {
    const moves = !isCalm()
    const { tiles, credit } = this.dataset
    this.map = leaflet.map(this, {
      zoomControl: false,
      attributionControl: false,
      // Tiles are drawn for whole zooms; an outline is as large as there is room.
      zoomSnap: tiles ? 1 : 0.25,
      minZoom: 6,
      maxZoom: CLOSEST,
      maxBounds: THE_REGION.pad(0.4),
      zoomAnimation: moves,
      fadeAnimation: moves,
      markerZoomAnimation: moves,
      scrollWheelZoom: false,
    })
    leaflet.control.zoom({ zoomInTitle: 'Agrandir la carte', zoomOutTitle: 'Réduire la carte' }).addTo(this.map)
    new WholeRegion({ position: 'topright' }).addTo(this.map)
    this.map.on('popupopen', ({ popup }) => {
      const box = popup.getElement()
      box?.querySelector('.leaflet-popup-close-button')?.setAttribute('aria-label', 'Fermer')
      if (this.openedFrom) box?.querySelector<HTMLElement>('li a')?.focus()
    })
    this.map.on('popupclose', () => {
      // What had the focus is gone with the popup.
      if (this.openedFrom && document.activeElement === document.body) this.openedFrom.focus()
      this.openedFrom = undefined
    })
    this.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') this.map.closePopup()
    })
    this.map.fitBounds(THE_REGION, { animate: false })
    if (tiles) {
      leaflet.tileLayer(tiles, { maxZoom: CLOSEST }).addTo(this.map)
      if (credit) leaflet.control.attribution({ prefix: false }).addAttribution(element('span', credit).innerHTML).addTo(this.map)
    } else {
      this.drawOutline()
    }
  }

  private drawOutline() {
    const still = { renderer: this.canvas, interactive: false }
    leaflet.polygon(edge, { ...still, weight: 2, color: colour('control'), fillColor: colour('paper'), fillOpacity: 1 }).addTo(this.map)
    for (const border of borders) leaflet.polyline(border, { ...still, weight: 1.5, color: colour('line') }).addTo(this.map)
    this.names.addTo(this.map)
    this.map.on('zoomend', () => this.name())
    this.name()
  }

  private name() {
    const zoom = this.map.getZoom()
    const shown: [string, number, number][] = towns.filter((town) => town[3] <= zoom).map(([name, ...at]) => [name, at[0], at[1]])
    const known = new Set(towns.map(([name]) => name))
    if (zoom >= TOWNS_OF_PARTNERS_ZOOM) shown.push(...this.partnerTowns.filter(([name]) => !known.has(name)))
    this.names.clearLayers()
    for (const [name, latitude, longitude] of shown) {
      const icon = leaflet.divIcon({ className: 'map-town', html: element('span', name), iconSize: [0, 0] })
      leaflet.marker([latitude, longitude], { icon, interactive: false, keyboard: false }).addTo(this.names)
    }
  }

  private read(found: { towns: string[]; partners: FoundPoint[] }) {
    const sums = found.towns.map(() => ({ latitude: 0, longitude: 0, count: 0 }))
    this.points = found.partners.map(([code, name, town, latitude, longitude]) => {
      const sum = sums[town] as (typeof sums)[0]
      sum.latitude += latitude
      sum.longitude += longitude
      sum.count += 1
      return { code, name, town: found.towns[town] as string, at: leaflet.latLng(latitude, longitude) }
    })
    this.partnerTowns = sums.map(({ latitude, longitude, count }, index) => [
      found.towns[index] as string,
      latitude / count,
      longitude / count,
    ])
  }

  /** The whole Region, or what a search found in it: a position that is wrong is not followed abroad. */
  private fit() {
    const found = this.points.map(({ at }) => at).filter((at) => THE_REGION.pad(0.05).contains(at))
    if (this.dataset.whole === undefined && found.length > 0) {
      this.map.fitBounds(leaflet.latLngBounds(found), { padding: [30, 30], maxZoom: 13, animate: false })
    }
  }

  /** By cells of a grid; two that would still overlap, on both sides of a line, are one. */
  private groups(): Group[] {
    const zoom = this.map.getZoom()
    const cells = new Map<string, Point[]>()
    for (const point of this.points) {
      const { x, y } = this.map.project(point.at)
      const cell = `${Math.floor(y / CELL)} ${Math.floor(x / CELL)}`
      const others = cells.get(cell)
      if (others) others.push(point)
      else cells.set(cell, [point])
    }
    const groups = new Map<string, Point[]>()
    cells.forEach((points, cell) => {
      const [row = 0, column = 0] = cell.split(' ').map(Number)
      const here = this.map.project(middleOf(points))
      const near = NEIGHBOURS.map(([down, right]) => groups.get(`${row + down} ${column + right}`)).find(
        (others) => others && this.map.project(middleOf(others)).distanceTo(here) < MARK,
      )
      if (near) near.push(...points)
      else groups.set(cell, points)
    })
    return Array.from(groups, ([cell, points]) => ({ key: `${zoom} ${cell} ${points.length}`, points, at: middleOf(points) }))
  }

  /** What is in sight, those that would cover each other together. What was in sight already stays, with the focus that it may have. */
  private show() {
    const sight = this.map.getBounds().pad(0.2)
    const shown = this.groups().filter(({ at }) => sight.contains(at))
    const keys = new Set(shown.map(({ key }) => key))
    for (const [key, { mark }] of Array.from(this.marks)) {
      if (keys.has(key)) continue
      mark.remove()
      this.marks.delete(key)
    }
    for (const group of shown) if (!this.marks.has(group.key)) this.marks.set(group.key, { group, mark: this.mark(group) })
    this.putInOrder()
    this.goOnFromKeys()
  }

  private mark(group: Group): leaflet.Marker {
    const { points, at } = group
    const [first] = points as [Point]
    const isOne = points.length === 1
    const html = isOne ? '' : element('span', String(points.length))
    const icon = leaflet.divIcon({ className: isOne ? 'map-mark map-one' : 'map-mark map-many', html, iconSize: [MARK, MARK] })
    const mark = leaflet
      .marker(at, { icon })
      .on('click', () => this.open(group))
      .on('mouseover', () => light(points, true))
      .on('mouseout', () => light(points, false))
      .addTo(this.map)
    if (isOne) mark.bindTooltip(element('span', first.name), { direction: 'top', offset: [0, -12] })
    const button = mark.getElement() as HTMLElement
    button.setAttribute('aria-label', isOne ? `${first.name}, ${first.town}` : `${points.length} partenaires près de ${first.town}`)
    button.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return
      event.preventDefault()
      this.open(group, button)
    })
    return mark
  }

  /** From the top to the bottom: the order in which keys go through them. */
  private putInOrder() {
    const pane = this.map.getPane('markerPane')
    if (!pane || pane.contains(document.activeElement)) return
    const marks = Array.from(this.marks.values()).sort((a, b) => b.group.at.lat - a.group.at.lat || a.group.at.lng - b.group.at.lng)
    for (const { mark } of marks) pane.append(mark.getElement() as HTMLElement)
  }

  /** What was opened by a key is now several marks: the focus goes to the first. */
  private goOnFromKeys() {
    const opened = this.opened
    if (!opened) return
    this.opened = undefined
    const inside = Array.from(this.marks.values()).filter(({ group }) => opened.contains(group.at))
    const [first] = inside.sort((a, b) => b.group.at.lat - a.group.at.lat)
    const button = first?.mark.getElement()
    if (button) button.focus({ preventScroll: true })
  }

  /** Goes closer to many; names one, or those that no zoom would part. `from`: the mark, when it is opened by a key. */
  private open({ points }: Group, from?: HTMLElement) {
    const bounds = leaflet.latLngBounds(points.map(({ at }) => at))
    const isOnePlace = bounds.getNorthEast().distanceTo(bounds.getSouthWest()) < 30
    if (points.length > 1 && !isOnePlace && this.map.getZoom() < CLOSEST) {
      if (from) this.opened = bounds.pad(0.01)
      this.map.fitBounds(bounds, { padding: [40, 40], maxZoom: Math.max(this.map.getZoom() + 1, 14) })
      return
    }
    this.openedFrom = from
    const list = element('ul', '', 'plain')
    for (const { code, name, town, at } of points.slice(0, NAMED_IN_A_POPUP)) {
      const line = element('li', '')
      line.append(linkTo(`${this.dataset.partners}${encodeURIComponent(code)}`, name), element('div', town))
      if (points.length === 1) line.append(linkTo(this.wayTo(name, at), 'Itinéraire', 'map-way'))
      list.appendChild(line)
    }
    const others = points.length - NAMED_IN_A_POPUP
    if (others > 0) list.appendChild(element('li', `et ${others} autres`))
    leaflet
      .popup({ autoPanPadding: [20, 20] })
      .setLatLng(bounds.getCenter())
      .setContent(list)
      .openOn(this.map)
    const line = lineOf((points[0] as Point).code)
    if (line) line.scrollIntoView({ block: 'nearest' })
  }

  private wayTo = (name: string, { lat, lng }: leaflet.LatLng): string =>
    (this.dataset.way ?? '').replace('{at}', `${lat},${lng}`).replace('%7Bname%7D', encodeURIComponent(name.replace(/[()]/g, ' ')))

  private answerTheList() {
    const byCode = new Map(this.points.map((point) => [point.code, point]))
    for (const line of Array.from(document.querySelectorAll<HTMLElement>('[data-partner]'))) {
      const point = byCode.get(line.dataset.partner ?? '')
      if (!point) continue
      for (const event of ['mouseenter', 'focusin']) line.addEventListener(event, () => this.point(point))
      for (const event of ['mouseleave', 'focusout']) line.addEventListener(event, () => this.point(undefined))
      // Somebody was there before the map was.
      if (line.contains(document.activeElement)) this.point(point)
    }
  }

  private point(point: Point | undefined) {
    if (this.ring) this.ring.remove()
    this.ring =
      point &&
      leaflet
        .circleMarker(point.at, { interactive: false, radius: 15, weight: 5, color: colour('red'), fill: false })
        .bindTooltip(element('span', point.name), { permanent: true, direction: 'top', offset: [0, -14] })
        .addTo(this.map)
  }
}

function linkTo(href: string, text: string, className = ''): HTMLAnchorElement {
  const link = element('a', text, `map-link ${className}`) as HTMLAnchorElement
  link.href = href
  return link
}

/** Back to where one sees everything. */
const WholeRegion = leaflet.Control.extend({
  onAdd(map: leaflet.Map) {
    const bar = element('div', '', 'leaflet-bar map-whole')
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = 'Toute la région'
    leaflet.DomEvent.disableClickPropagation(bar)
    button.addEventListener('click', () => map.fitBounds(THE_REGION))
    bar.append(button)
    return bar
  },
})

/** The list and the map: side by side, or two tabs on a narrow screen. `appear` is called when the map is in sight. */
function inTabs(map: HTMLElement, appear: () => void) {
  const bar = document.querySelector<HTMLElement>('[data-found-tabs]')
  const list = document.getElementById('found-list')
  const box = map.parentElement
  const tabs = bar && Array.from(bar.querySelectorAll('button'))
  if (!bar || !list || !box || !tabs) return appear()
  const panels = [list, map]
  const narrow = window.matchMedia(NARROW)
  let shown = location.hash === '#carte' ? 1 : 0

  const show = () => {
    const isNarrow = narrow.matches
    box.classList.toggle('found-on-map', shown === 1)
    toggle(bar, isNarrow, { role: 'tablist', 'aria-label': 'Partenaires trouvés' })
    tabs.forEach((tab, index) => {
      const isShown = index === shown
      toggle(tab, isNarrow, { role: 'tab', 'aria-selected': String(isShown), 'aria-controls': (panels[index] as HTMLElement).id })
      tab.tabIndex = isShown ? 0 : -1
    })
    toggle(list, isNarrow, { role: 'tabpanel', 'aria-labelledby': (tabs[0] as HTMLElement).id })
    if (!isNarrow || shown === 1) appear()
  }
  const choose = (index: number) => {
    shown = index
    // The tab is there again when one comes back from a partner.
    history.replaceState(null, '', index === 1 ? '#carte' : location.pathname + location.search)
    // So it is after another search.
    document.querySelector('[role=search]')?.setAttribute('action', index === 1 ? `${location.pathname}#carte` : location.pathname)
    show()
    if (narrow.matches) bar.scrollIntoView()
  }
  tabs.forEach((tab, index) => {
    tab.addEventListener('click', () => choose(index))
    tab.addEventListener('keydown', ({ key }) => {
      if (key !== 'ArrowLeft' && key !== 'ArrowRight') return
      choose(1 - index)
      const other = tabs[1 - index]
      if (other) other.focus()
    })
  })
  narrow.addListener(show)
  show()
}

/** Those attributes, or none of them. */
function toggle(element: HTMLElement, isThere: boolean, attributes: Record<string, string>) {
  for (const name of Object.keys(attributes)) {
    if (isThere) element.setAttribute(name, attributes[name] as string)
    else element.removeAttribute(name)
  }
}

const middleOf = (points: Point[]) => leaflet.latLngBounds(points.map(({ at }) => at)).getCenter()

/** The cells around one: down, right. */
const NEIGHBOURS = [
  [-1, -1],
  [-1, 0],
  [-1, 1],
  [0, -1],
  [0, 1],
  [1, -1],
  [1, 0],
  [1, 1],
] as const

function light(points: Point[], lit: boolean) {
  for (const { code } of points) {
    const line = lineOf(code)
    if (line) line.classList.toggle('result-lit', lit)
  }
}

/** « Près de moi »: the place is asked for on a click only, and sent to a kilometre or so. */
function searchNear() {
  const button = document.querySelector<HTMLButtonElement>('[data-near]')
  const field = document.querySelector<HTMLInputElement>('input[name=pres]')
  const said = document.querySelector('[data-near-said]')
  if (!button || !field || !said) return
  button.addEventListener('click', () => {
    said.textContent = 'Recherche de votre position…'
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        field.value = `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`
        field.form?.submit()
      },
      () => {
        said.textContent = 'Votre position n’est pas disponible. Choisissez plutôt une ville dans la liste.'
      },
      { timeout: 15_000, maximumAge: 600_000 },
    )
  })
}

if ('customElements' in window) {
  customElements.define('partner-map', PartnerMap)
  searchNear()
}
