import { page } from '../../../platform/http/page.ts'
import { publicSpace } from '../../../spaces/public.tsx'
import { PageHeading, Panel } from '../../../ui/blocks.tsx'

export const legalNotices = page(publicSpace, {
  title: 'Mentions légales',
  view: () => (
    <>
      <PageHeading>Mentions légales</PageHeading>
      <Panel title="Éditeur">
        <p>Région Hauts-de-France, 151 avenue du Président Hoover, 59555 Lille Cedex. Téléphone : 0800 026 080.</p>
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
