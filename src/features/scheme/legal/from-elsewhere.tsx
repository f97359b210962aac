/** What the site shows of other hosts: the map's ground, where the installation has one. */
export const FromElsewhere = ({ tiles }: { tiles: { url: string; credit: string | undefined } | undefined }) =>
  tiles ? (
    <p>
      Une seule chose : le fond de la carte des partenaires, qui vient de {hostOf(tiles.url)}
      {tiles.credit && ` (${tiles.credit})`}. Quand vous ouvrez cette carte, votre navigateur y prend des images, et montre donc votre
      adresse IP à celui qui les donne.
    </p>
  ) : (
    <p>Rien : toutes les pages, les images et la carte des partenaires viennent de ce site.</p>
  )

const hostOf = (url: string): string => new URL(url.replaceAll(/[{}]/g, '')).host.replace(/^s\./, '')
