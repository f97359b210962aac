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

export const privacyPolicy = page(publicSpace, {
  title: 'Politique de confidentialité',
  view: () => (
    <>
      <PageHeading>Politique de confidentialité</PageHeading>
      <Panel title="Ce que nous gardons, et pourquoi">
        <p>
          Votre identité, votre adresse, votre téléphone, votre mail, votre établissement et votre photo servent à instruire votre demande,
          à fabriquer votre carte et à vous prévenir. Vos paiements servent à tenir votre porte-monnaie et à payer les partenaires.
        </p>
        <p>La Région Hauts-de-France en est responsable. Ces informations ne sont ni vendues, ni utilisées pour de la publicité.</p>
      </Panel>
      <Panel title="Ce que vous nous demandez">
        <p>
          Le formulaire de contact garde votre nom, votre adresse e-mail et votre question pendant un an, pour vous répondre. Il n’est relié
          à aucun dossier.
        </p>
        <p>
          « Près de moi », sur la carte des partenaires, ne demande votre position que si vous le choisissez, l’arrondit à un kilomètre
          environ, et ne la garde pas.
        </p>
      </Panel>
      <Panel title="Qui les voit">
        <ul>
          <li>votre établissement : votre demande, pour confirmer que vous y êtes inscrit ;</li>
          <li>un partenaire, au moment de payer : votre prénom, l’initiale de votre nom, votre photo et le montant ;</li>
          <li>les agents de la Région, pour gérer votre dossier. Chaque consultation par un agent ou un établissement est notée.</li>
        </ul>
      </Panel>
      <Panel title="Comment elles sont protégées">
        <p>
          Votre mot de passe n’est jamais gardé en clair. Les photos sont vidées de leurs informations cachées (lieu, appareil). Le QR code
          ne contient rien sur vous et change toutes les minutes.
        </p>
      </Panel>
      <Panel title="Vos droits">
        <p>
          Vous pouvez demander à voir, corriger ou effacer vos données en écrivant à{' '}
          <a href="mailto:beneficiaires.hdf@hautsdefrance.fr">beneficiaires.hdf@hautsdefrance.fr</a>, et saisir la CNIL (
          <a href="https://www.cnil.fr">cnil.fr</a>) si la réponse ne vous convient pas.
        </p>
      </Panel>
    </>
  ),
})

export const cookies = page(publicSpace, {
  title: 'Politique de gestion des cookies',
  view: () => (
    <>
      <PageHeading>Politique de gestion des cookies</PageHeading>
      <Panel title="Seulement ce qui est nécessaire">
        <p>Ce site n’a ni publicité, ni mesure d’audience, ni contenu venu d’ailleurs. Il dépose deux cookies, indispensables :</p>
        <ul>
          <li>« session », quand vous êtes connecté : il vous reconnaît, et disparaît à la déconnexion ;</li>
          <li>« visitor », quand une page a un formulaire : il vérifie que l’envoi vient bien de vous.</li>
        </ul>
        <p>Votre navigateur retient aussi, sur votre appareil seulement, si vous avez réduit le menu.</p>
        <p>
          Pour s’ouvrir sans réseau, le site y garde ses propres fichiers et, quand vous avez ouvert « Ma carte », votre carte (sans le QR
          code) et la liste de vos prépaiements. La déconnexion efface tout ce qui est à vous ; sans elle, rien ne s’affiche plus au bout de
          12 heures.
        </p>
        <p>Comme rien d’autre n’est déposé, aucun consentement ne vous est demandé.</p>
      </Panel>
    </>
  ),
})

export const accessibility = page(publicSpace, {
  title: 'Accessibilité',
  view: () => (
    <>
      <PageHeading>Déclaration d’accessibilité</PageHeading>
      <Panel title="État de conformité">
        <p>
          Ce site vise la conformité complète au RGAA 4.1. Aucun audit complet par un tiers n’a encore eu lieu : il se déclare donc{' '}
          <strong>partiellement conforme</strong>.
        </p>
        <p>
          À chaque modification, chaque page est vérifiée par un outil automatique, et les parcours sont suivis dans un navigateur, sur
          grand et petit écran.
        </p>
      </Panel>
      <Panel title="Une difficulté ?">
        <p>
          Dites-le-nous au <a href="tel:+33800026080">0800 026 080</a> ou à{' '}
          <a href="mailto:beneficiaires.hdf@hautsdefrance.fr">beneficiaires.hdf@hautsdefrance.fr</a> : nous vous donnerons l’information
          autrement.
        </p>
        <p>
          Si la réponse ne vous convient pas, vous pouvez saisir le Défenseur des droits :{' '}
          <a href="https://formulaire.defenseurdesdroits.fr">formulaire.defenseurdesdroits.fr</a>, ou par téléphone au 09 69 39 00 00.
        </p>
      </Panel>
    </>
  ),
})

export const siteMap = page(publicSpace, {
  title: 'Plan du site',
  view: () => (
    <>
      <PageHeading>Plan du site</PageHeading>
      <Panel title="Pour tous">
        <Links
          links={[
            ['/', 'Accueil'],
            ['/inscription', 'Créer un compte'],
            ['/connexion', 'Se connecter'],
            ['/mot-de-passe-oublie', 'Mot de passe oublié'],
            ['/ou-utiliser-ma-carte', 'Où utiliser ma carte'],
            ['/faq', 'Foire aux questions'],
            ['/contact', 'Contact'],
          ]}
        />
      </Panel>
      <Panel title="Mon espace">
        <Links
          links={[
            ['/espace', 'Accueil et suivi de ma demande'],
            ['/espace/ma-carte', 'Ma carte'],
            ['/espace/ma-carte/transactions', 'Mes transactions'],
            ['/espace/mon-compte', 'Mon compte'],
            ['/espace/mes-documents', 'Mes documents'],
            ['/espace/bons-plans', 'Bons plans'],
            ['/espace/mot-de-passe', 'Gestion mot de passe'],
          ]}
        />
      </Panel>
      <Panel title="Professionnels">
        <Links
          links={[
            ['/professionnels/connexion', 'Connexion des professionnels'],
            ['/partenaire', 'Espace partenaire'],
            ['/etablissement', 'Espace établissement'],
            ['/region', 'Espace Région'],
          ]}
        />
      </Panel>
      <Panel title="Informations">
        <Links
          links={[
            ['/mentions-legales', 'Mentions légales'],
            ['/politique-de-confidentialite', 'Politique de confidentialité'],
            ['/gestion-des-cookies', 'Politique de gestion des cookies'],
            ['/accessibilite', 'Accessibilité'],
          ]}
        />
      </Panel>
    </>
  ),
})

const Links = ({ links }: { links: [href: string, label: string][] }) => (
  <ul>
    {links.map(([href, label]) => (
      <li key={href}>
        <a href={href}>{label}</a>
      </li>
    ))}
  </ul>
)
