import { places } from '../../../../places.ts'
import { page } from '../../../../platform/http/page.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { PageHeading, Panel } from '../../../../ui/blocks.tsx'

/** The statement that article 47 of the law of 11 February 2005 asks for, in the sections of its official model. */
export const accessibility = page(publicSpace, places.public.accessibility, {
  title: 'Déclaration d’accessibilité',
  description: 'Où en est l’accessibilité du site Génération #HDF, ce qui reste à corriger, et comment signaler une difficulté.',
  view: ({ visit }) => (
    <>
      <PageHeading>Déclaration d’accessibilité</PageHeading>
      <p>
        La Région Hauts-de-France s’engage à rendre ses sites accessibles, conformément à l’article 47 de la loi n° 2005-102 du 11 février
        2005. Cette déclaration s’applique au site {new URL(visit.site.config.publicUrl).host}.
      </p>
      <Panel title="État de conformité">
        <p>
          Ce site est <strong>non conforme</strong> au référentiel général d’amélioration de l’accessibilité (RGAA), version 4.1 : aucun
          audit de conformité n’a encore été fait, et la loi ne permet pas de se dire conforme sans audit.
        </p>
      </Panel>
      <Panel title="Résultats des tests">
        <p>
          Aucun audit n’ayant été fait, aucun taux de conformité ne peut être donné. Ce qui est vérifié, à chaque modification du site :
        </p>
        <ul>
          <li>
            chaque page, par un outil automatique, sur un écran d’ordinateur et sur un écran de téléphone : il ne trouve pas d’erreur, mais
            il ne sait voir qu’une partie de ce que demande le RGAA ;
          </li>
          <li>sur les mêmes pages : un seul titre principal, un titre de page, rien qui déborde de l’écran, un code HTML valide ;</li>
          <li>des parcours entiers, faits au clavier seul, et sans JavaScript.</li>
        </ul>
        <p>Personne n’a encore vérifié tout le site avec un lecteur d’écran.</p>
      </Panel>
      <Panel title="Contenus non accessibles">
        <h3>Non-conformités</h3>
        <p>Sans audit, leur liste complète n’est pas connue. Nous savons déjà que :</p>
        <ul>
          <li>les documents PDF que la Région publie dans « Mes documents » peuvent ne pas être lisibles par un lecteur d’écran ;</li>
          <li>les documents que l’on nous envoie (photo, pièce d’identité, contrat) sont des images, sans texte.</li>
        </ul>
        <h3>Dérogations pour charge disproportionnée</h3>
        <p>Aucune.</p>
        <h3>Contenus non soumis à l’obligation d’accessibilité</h3>
        <p>La carte des partenaires : la liste placée à côté d’elle donne les mêmes informations.</p>
      </Panel>
      <HowItWasMade />
      <Panel title="Retour d’information et contact">
        <p>
          Vous ne pouvez pas lire une page ou utiliser un service ? Dites-le-nous au <a href="tel:+33800026080">0800 026 080</a>, à{' '}
          <a href="mailto:beneficiaires.hdf@hautsdefrance.fr">beneficiaires.hdf@hautsdefrance.fr</a> ou par le{' '}
          <a href={places.public.contact.to()}>formulaire de contact</a> : nous vous donnerons l’information ou le service autrement.
        </p>
      </Panel>
      <Panel title="Voies de recours">
        <p>
          Vous nous avez signalé un défaut d’accessibilité qui vous empêche d’utiliser le site, et notre réponse ne vous convient pas ? Vous
          pouvez :
        </p>
        <ul>
          <li>
            écrire un message au Défenseur des droits :{' '}
            <a href="https://formulaire.defenseurdesdroits.fr">formulaire.defenseurdesdroits.fr</a> ;
          </li>
          <li>
            contacter le délégué du Défenseur des droits près de chez vous :{' '}
            <a href="https://www.defenseurdesdroits.fr/saisir/delegues">defenseurdesdroits.fr/saisir/delegues</a> ;
          </li>
          <li>l’appeler au 09 69 39 00 00 ;</li>
          <li>lui envoyer un courrier (gratuit, sans timbre) : Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07.</li>
        </ul>
      </Panel>
    </>
  ),
})

const HowItWasMade = () => (
  <Panel title="Établissement de cette déclaration">
    <p>Elle a été établie le 26 novembre 2026.</p>
    <h3>Technologies utilisées</h3>
    <ul>
      <li>HTML5, CSS, SVG</li>
      <li>JavaScript, dont les pages n’ont pas besoin pour marcher</li>
      <li>PDF balisé, pour les reçus</li>
    </ul>
    <h3>Environnement de test</h3>
    <p>Le navigateur Chromium, en 1 280 et en 375 pixels de large, avec et sans JavaScript. Pas encore de technologie d’assistance.</p>
    <h3>Outils pour évaluer l’accessibilité</h3>
    <ul>
      <li>axe-core</li>
      <li>html-validate</li>
    </ul>
    <h3>Pages vérifiées</h3>
    <p>Par ces outils, toutes les pages du site. Par un audit, aucune.</p>
  </Panel>
)
