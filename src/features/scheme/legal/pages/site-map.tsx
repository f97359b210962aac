import { page } from '../../../../platform/http/page.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { PageHeading, Panel } from '../../../../ui/blocks.tsx'

export const siteMap = page(publicSpace, {
  title: 'Plan du site',
  view: () => (
    <>
      <PageHeading>Plan du site</PageHeading>
      <Panel title="Pour tous">
        <Links
          links={[
            ['/', 'Accueil'],
            ['/le-dispositif', 'Le dispositif'],
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
            ['/espace/mes-donnees', 'Mes données'],
            ['/espace/mes-connexions', 'Mes connexions'],
            ['/espace/consultations', 'Qui a consulté mon dossier'],
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
            ['/conditions-d-utilisation', 'Conditions d’utilisation'],
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
