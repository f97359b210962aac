import { places } from '../../../../places.ts'
import { page } from '../../../../platform/http/page.ts'
import { COOKIES } from '../../../../platform/http/visit.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { IDLE_MINUTES, SESSION_HOURS } from '../../../../platform/sessions.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { DataTable, PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { FromElsewhere } from '../from-elsewhere.tsx'

/** Every cookie that the site sets, from the table that it sets them by. */
export const cookies = page(publicSpace, places.public.cookies, {
  isSameForAll: true,
  title: 'Politique de gestion des cookies',
  description: `Les cookies du site ${OUR_REGION.card} : à quoi sert chacun et combien de temps il dure. Aucun ne vous suit ailleurs.`,
  view: ({ visit }) => (
    <>
      <PageHeading>Politique de gestion des cookies</PageHeading>
      <Panel title="Seulement ce qui est nécessaire">
        <p>
          Ce site n’a ni publicité, ni mesure d’audience. Il ne dépose que les cookies ci-dessous, sans lesquels il ne marche pas : la loi
          ne demande pas de consentement pour eux.
        </p>
        <DataTable
          sentences
          caption="Les cookies de ce site"
          columns={[{ label: 'Nom' }, { label: 'À quoi il sert' }, { label: 'Combien de temps' }]}
          rows={Object.entries(COOKIES).map(([name, { purpose, seconds }]) => [
            name,
            purpose,
            seconds === null ? 'Jusqu’à la fermeture du navigateur' : durationOf(seconds),
          ])}
        />
        <p>
          Sur une adresse en https, leur nom commence par « __Host- » : aucun autre site ne peut les lire. Votre connexion s’arrête
          d’elle-même après {IDLE_MINUTES} minutes sans activité, et au bout de {SESSION_HOURS} heures dans tous les cas.
        </p>
      </Panel>
      <Panel title="Ce que votre navigateur garde d’autre">
        <p>Rien de ce qui suit ne nous est envoyé :</p>
        <ul>
          <li>si vous avez réduit le menu : gardé jusqu’à ce que vous effaciez les données de ce site dans votre navigateur ;</li>
          <li>l’heure à laquelle votre connexion se termine, pour vous prévenir dans chaque onglet : gardée jusqu’à la suivante ;</li>
          <li>
            à la caisse d’un commerce, si vous avez coupé le son, et, jusqu’à la fermeture de l’onglet, si l’appareil photo est ouvert ;
          </li>
          <li>les fichiers du site lui-même, pour l’ouvrir sans réseau ;</li>
          <li>
            quand vous avez ouvert « Ma carte » : votre carte (sans le QR code) et la liste de vos prépaiements, pour les lire sans réseau.
            La déconnexion les efface ; sans elle, ils ne s’affichent plus au bout de {SESSION_HOURS} heures.
          </li>
        </ul>
      </Panel>
      <Panel title="Ce qui vient d’ailleurs">
        <FromElsewhere tiles={visit.site.config.mapTiles} />
        {visit.site.config.push && (
          <p>
            Si vous activez les notifications, votre navigateur demande à son fabricant (Apple, Google, Microsoft, Mozilla…) une adresse
            pour vous prévenir, et nous la gardons jusqu’à ce que vous les désactiviez dans « Ma carte ». Un petit programme de ce site les
            affiche : il n’en garde rien.
          </p>
        )}
      </Panel>
    </>
  ),
})

const durationOf = (seconds: number): string => (seconds < 86_400 ? `${seconds / 60} minutes` : `${seconds / 86_400} jours`)
