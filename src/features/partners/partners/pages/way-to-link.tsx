import { Icon } from '../../../../ui/icon.tsx'
import { addressOf } from '../partner.ts'
import { positionOf, wayTo } from '../way-to.ts'

interface Located {
  name: string
  street: string
  postcode: string
  town: string
  latitude: number | null
  longitude: number | null
}

/** « Itinéraire »: opens the map of the device. */
export const WayTo = ({ device, partner }: { device: string | null; partner: Located }) => (
  <a class="button button-quiet way-to" href={wayTo(device, { name: partner.name, address: addressOf(partner), at: positionOf(partner) })}>
    <Icon name="map-pin" />
    <span>
      Itinéraire<span class="unseen"> vers {partner.name}</span>
    </span>
  </a>
)
