import { places } from '../../../../places.ts'
import { found } from '../../../../platform/errors.ts'
import { page } from '../../../../platform/http/page.ts'
import { isOnOurMap, OUR_REGION } from '../../../../platform/region.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { PageHeading, Panel, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions } from '../../../../ui/form.tsx'
import { addressOf } from '../partner.ts'
import { publicPartner } from '../search.ts'
import { RegionMap } from './region-map.tsx'
import { WayTo } from './way-to-link.tsx'

/** A partner: where it is, how to reach it, what it accepts. */
export const partner = page(publicSpace, places.public.partner, {
  find: async ({ db, params }) => found(await publicPartner(db, params.code)),
  title: (_, { name }) => `${name} — Partenaire`,
  description: (_, { name, type, street, postcode, town }) =>
    `${name}, ${street}, ${postcode} ${town} : ${type}, partenaire de la carte ${OUR_REGION.card}. Téléphone, site internet, ce qu’il accepte.`,
  view({ subject: shown, visit }) {
    const accepts = [
      'Carte et QR code en magasin',
      ...(shown.accepts_prepayments ? ['Prépaiement'] : []),
      ...(shown.accepts_online_payments ? ['Paiement en ligne'] : []),
    ]
    return (
      <>
        <PageHeading>{shown.name}</PageHeading>
        <Panel>
          <SummaryList
            items={[
              { label: 'Type de partenaire', value: shown.type },
              { label: 'Adresse', value: addressOf(shown) },
              ...(shown.phone ? [{ label: 'Téléphone', value: <a href={`tel:${shown.phone.replaceAll(' ', '')}`}>{shown.phone}</a> }] : []),
              ...(shown.email ? [{ label: 'Adresse électronique', value: <a href={`mailto:${shown.email}`}>{shown.email}</a> }] : []),
              ...(shown.website ? [{ label: 'Site internet', value: <a href={shown.website}>{shown.website}</a> }] : []),
              { label: 'Accepte', value: accepts.join(', ') },
            ]}
          />
          <Actions>
            <WayTo device={visit.device} partner={shown} />
          </Actions>
        </Panel>
        {isOnOurMap && shown.latitude !== null && shown.longitude !== null && (
          <Panel title="Sur la carte">
            <RegionMap
              at={{ latitude: shown.latitude, longitude: shown.longitude }}
              label={`Carte ${OUR_REGION.ofIt} : ${shown.name} est à ${shown.town}.`}
            />
            <p>
              <a href={places.public.whereToUse.to({ ville: shown.town })}>{`Les partenaires à ${shown.town}`}</a>
            </p>
          </Panel>
        )}
        <p>
          <a href={places.public.whereToUse.to()}>Chercher un autre partenaire</a>
        </p>
      </>
    )
  },
})
