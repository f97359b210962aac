import { places } from '../../../../places.ts'
import { page } from '../../../../platform/http/page.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { REGION_ADDRESS } from '../region.ts'

export const legalNotices = page(publicSpace, places.public.legalNotices, {
  isSameForAll: true,
  title: 'Mentions légales',
  description: `Qui publie le site ${OUR_REGION.card}, qui l’héberge, et comment joindre la Région ${OUR_REGION.name}.`,
  view: () => (
    <>
      <PageHeading>Mentions légales</PageHeading>
      <Panel title="Éditeur">
        <p>
          {REGION_ADDRESS}. Téléphone : <a href={`tel:${OUR_REGION.dialled}`}>{OUR_REGION.phone}</a>. Adresse e-mail :{' '}
          <a href={`mailto:${OUR_REGION.email}`}>{OUR_REGION.email}</a>.
        </p>
      </Panel>
      <Panel title="Direction de la publication">
        <p>Le directeur ou la directrice de la publication est la personne qui préside le conseil régional {OUR_REGION.ofIt}.</p>
      </Panel>
      <Panel title="Hébergement">
        <p>
          Ce site est hébergé par la Région {OUR_REGION.name}, ou par son prestataire : ses nom et adresse vous sont donnés sur simple
          demande à l’adresse ci-dessus.
        </p>
      </Panel>
      <Panel title="Règles">
        <p>
          L’utilisation du site suit les <a href={places.public.conditions.to()}>conditions d’utilisation</a>. Ce que nous faisons de vos
          données est écrit dans la <a href={places.public.privacyPolicy.to()}>politique de confidentialité</a> et la{' '}
          <a href={places.public.cookies.to()}>politique de gestion des cookies</a>.
        </p>
      </Panel>
      <Panel title="Logiciel">
        <p>Ce site est un logiciel libre, sous licence AGPL, version 3 ou suivante : chacun peut le lire, l’utiliser et l’améliorer.</p>
        <p>La police de caractères est Atkinson Hyperlegible Next, du Braille Institute, sous licence SIL Open Font.</p>
        <p>
          Les noms et codes postaux des communes viennent de l’Insee et de La Poste, sous Licence Ouverte. Le contour de la carte des
          partenaires est dessiné pour ce site ; elle s’affiche avec le logiciel libre Leaflet.
        </p>
      </Panel>
    </>
  ),
})
