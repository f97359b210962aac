import type { ComponentChildren } from 'preact'
import { places } from '../../../../places.ts'
import { page } from '../../../../platform/http/page.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { DataTable, PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { FromElsewhere } from '../from-elsewhere.tsx'
import { REGION_ADDRESS } from '../region.ts'

/** What « Mes données » says is here. */
export const privacyPolicy = page(publicSpace, places.public.privacyPolicy, {
  isSameForAll: true,
  title: 'Politique de confidentialité',
  description: `Ce que ${OUR_REGION.card} sait de vous, pourquoi, pendant combien de temps, qui peut le lire, et comment exercer vos droits.`,
  view: ({ visit }) => (
    <>
      <PageHeading>Politique de confidentialité</PageHeading>
      <Panel title="En bref">
        <p>
          La Région {OUR_REGION.name} est responsable de ce que ce site sait de vous. Elle s’en sert pour gérer la carte {OUR_REGION.card}{' '}
          et l’aide THR, qui sont une mission de service public, et pour rien d’autre. Les informations sur les bons plans et les
          newsletters, elles, ne vous sont envoyées qu’avec votre accord.
        </p>
        <p>Rien n’est vendu, ni utilisé pour de la publicité. Aucune décision n’est prise par une machine seule.</p>
      </Panel>
      <Panel>
        <DataTable
          sentences
          caption="Ce que nous gardons, pourquoi, qui le voit et combien de temps"
          columns={[{ label: 'Donnée' }, { label: 'Pourquoi' }, { label: 'Qui la voit' }, { label: 'Combien de temps' }]}
          rows={visit.site.kept.map(({ data, purpose, seenBy, until }): ComponentChildren[] => [data, purpose, seenBy, until])}
        />
        <p>
          « Près de moi », sur la carte des partenaires, ne demande votre position que si vous le choisissez, l’arrondit à un kilomètre
          environ, et ne la garde pas.
        </p>
      </Panel>
      <Panel title="Vos droits">
        <p>Connecté à votre espace, vous pouvez tout de suite :</p>
        <ul>
          <li>
            télécharger tout ce que nous gardons de vous, ou fermer votre compte et le faire effacer :{' '}
            <a href={places.beneficiary.data.to()}>Mes données</a> ;
          </li>
          <li>
            voir qui a ouvert votre dossier : <a href={places.beneficiary.consultations.to()}>Qui a consulté mon dossier</a> ;
          </li>
          <li>
            corriger votre adresse, vos téléphones, votre e-mail, et retirer vos consentements :{' '}
            <a href={places.beneficiary.account.to()}>Mon compte</a>.
          </li>
        </ul>
        <p>
          Pour le reste (corriger votre nom, vous opposer à un usage, le limiter, ou poser une question), écrivez au délégué à la protection
          des données de la Région : <a href={`mailto:${OUR_REGION.email}`}>{OUR_REGION.email}</a>, ou par courrier à « Délégué à la
          protection des données, {REGION_ADDRESS} ». Une réponse vous est due dans un délai d’un mois. Si vous avez moins de 18 ans, vos
          parents peuvent aussi le faire pour vous.
        </p>
        <p>
          Si la réponse ne vous convient pas, vous pouvez saisir la CNIL : <a href="https://www.cnil.fr/fr/plaintes">cnil.fr/fr/plaintes</a>
          .
        </p>
      </Panel>
      <HowItIsProtected />
      <Panel title="Ce qui vient d’ailleurs">
        <FromElsewhere tiles={visit.site.config.mapTiles} />
        {visit.site.config.push && (
          <p>
            Si vous activez les notifications, elles passent par le fabricant de votre navigateur, parfois hors d’Europe. Il sait que ce
            site vous prévient, et quand ; il ne peut pas lire ce qui est dit, qui ne contient ni votre nom, ni le commerce, ni le montant.
          </p>
        )}
        <p>
          Les cookies sont décrits dans la <a href={places.public.cookies.to()}>politique de gestion des cookies</a>.
        </p>
      </Panel>
    </>
  ),
})

const HowItIsProtected = () => (
  <Panel title="Comment vos données sont protégées">
    <p>
      Les photos sont vidées de leurs informations cachées (lieu, appareil). Le QR code ne contient rien sur vous et change toutes les
      minutes. Un établissement ne voit que ses élèves et apprentis, un partenaire que ses propres paiements.
    </p>
    <p>
      Des sauvegardes permettent de remettre le site en marche après une panne, et ne servent qu’à cela. Ce qui est effacé du site y reste
      encore quelque temps, jusqu’à ce qu’elles soient effacées à leur tour.
    </p>
  </Panel>
)
