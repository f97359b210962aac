import * as leaflet from 'leaflet'
import leafletCss from 'leaflet/dist/leaflet.css?url'
import { borders, edge, towns } from './parts/region-outline.ts'

/**
 * The partners that a search found, on a map that answers the list beside it: what is pointed at in one is shown in the other. It is
 * drawn from our own outline, or over tiles when the site has an address for them.
 */

/** `[code, name, number of the town, latitude, longitude]` */
type FoundPoint = [string, string, number, number, number]

interface Point {
  code: string
  name: string
  town: string
  at: leaflet.LatLng
}

/** Points closer than this, in pixels, are one circle with their number. */
const CELL = 52
const CLOSEST = 16
const NAMED_IN_A_POPUP = 12
/** From here the towns of the partners are named too. */
const TOWNS_OF_PARTNERS_ZOOM = 11

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
  private readonly marks = leaflet.layerGroup()
  private readonly names = leaflet.layerGroup()
  private points: Point[] = []
  private partnerTowns: [name: string, latitude: number, longitude: number][] = []
  private ring: leaflet.CircleMarker | undefined

  connectedCallback() {
    void this.draw()
  }

  private async draw() {
    const found = fetch(this.dataset.points ?? '', { credentials: 'same-origin' })
    await styled()
    this.openMap()
    this.read(await (await found).json())
    if (this.points.length > 0) this.fit(this.points)
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
      minZoom: 7,
      maxZoom: CLOSEST,
      maxBounds: leaflet.latLngBounds(edge).pad(0.4),
      zoomAnimation: moves,
      fadeAnimation: moves,
      markerZoomAnimation: moves,
      scrollWheelZoom: false,
    })
    leaflet.control.zoom({ zoomInTitle: 'Agrandir la carte', zoomOutTitle: 'Réduire la carte' }).addTo(this.map)
    this.map.on('popupopen', ({ popup }) =>
      popup.getElement()?.querySelector('.leaflet-popup-close-button')?.setAttribute('aria-label', 'Fermer'),
    )
    this.map.fitBounds(leaflet.latLngBounds(edge), { animate: false })
    if (tiles) {
      leaflet.tileLayer(tiles, { maxZoom: CLOSEST }).addTo(this.map)
      if (credit) leaflet.control.attribution({ prefix: false }).addAttribution(element('span', credit).innerHTML).addTo(this.map)
    } else {
      this.drawOutline()
    }
    this.marks.addTo(this.map)
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

  private fit(points: Point[]) {
    this.map.fitBounds(leaflet.latLngBounds(points.map(({ at }) => at)), { padding: [30, 30], maxZoom: 13, animate: false })
  }

  private dot = (at: leaflet.LatLng) =>
    leaflet.circleMarker(at, {
      renderer: this.canvas,
      radius: 9,
      weight: 2,
      color: colour('paper'),
      fillColor: colour('green'),
      fillOpacity: 1,
    })

  /** What is in sight, those that would cover each other together. */
  private show() {
    const sight = this.map.getBounds().pad(0.2)
    const cells = new Map<string, Point[]>()
    for (const point of this.points) {
      if (!sight.contains(point.at)) continue
      const { x, y } = this.map.project(point.at)
      const cell = `${Math.floor(x / CELL)} ${Math.floor(y / CELL)}`
      const others = cells.get(cell)
      if (others) others.push(point)
      else cells.set(cell, [point])
    }
    this.marks.clearLayers()
    cells.forEach((points) => {
      const mark = points.length === 1 ? this.dot((points[0] as Point).at) : this.many(points)
      mark
        .on('click', () => this.open(points))
        .on('mouseover', () => light(points, true))
        .on('mouseout', () => light(points, false))
      if (points.length === 1) mark.bindTooltip(element('span', (points[0] as Point).name))
      mark.addTo(this.marks)
    })
  }

  private many(points: Point[]) {
    const at = leaflet.latLngBounds(points.map((point) => point.at)).getCenter()
    const icon = leaflet.divIcon({ className: 'map-many', html: element('span', String(points.length)), iconSize: [38, 38] })
    return leaflet.marker(at, { icon, keyboard: false })
  }

  /** Goes closer to many; names one, or those that no zoom would part. */
  private open(points: Point[]) {
    const bounds = leaflet.latLngBounds(points.map(({ at }) => at))
    const isOnePlace = bounds.getNorthEast().distanceTo(bounds.getSouthWest()) < 30
    if (points.length > 1 && !isOnePlace && this.map.getZoom() < CLOSEST) {
      this.map.fitBounds(bounds, { padding: [40, 40], maxZoom: Math.max(this.map.getZoom() + 1, 14) })
      return
    }
    const list = element('ul', '', 'plain')
    for (const { code, name, town } of points.slice(0, NAMED_IN_A_POPUP)) {
      const link = element('a', name) as HTMLAnchorElement
      link.href = `${this.dataset.partners}${encodeURIComponent(code)}`
      const line = element('li', '')
      line.appendChild(link)
      line.appendChild(element('span', ` ${town}`))
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
