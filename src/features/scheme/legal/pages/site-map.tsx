import { places } from '../../../../places.ts'
import { page } from '../../../../platform/http/page.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { PageHeading, Panel } from '../../../../ui/blocks.tsx'

export const siteMap = page(publicSpace, places.public.siteMap, {
  isSameForAll: true,
  title: 'Plan du site',
  description: `Toutes les pages du site ${OUR_REGION.card} : votre compte, votre carte, où l’utiliser, les questions fréquentes et l’aide.`,
  view: () => (
    <>
      <PageHeading>Plan du site</PageHeading>
      <Panel title="Pour tous">
        <Links
          links={[
            [places.public.home.to(), 'Accueil'],
            [places.public.scheme.to(), 'Le dispositif'],
            [places.public.signUp.to(), 'Créer un compte'],
            [places.public.signIn.to(), 'Se connecter'],
            [places.public.forgottenPassword.to(), 'Mot de passe oublié'],
            [places.public.whereToUse.to(), 'Où utiliser ma carte'],
            [places.public.faq.to(), 'Foire aux questions'],
            [places.public.contact.to(), 'Contact'],
          ]}
        />
      </Panel>
      <Panel title="Mon espace">
        <Links
          links={[
            [places.beneficiary.home.to(), 'Accueil et suivi de ma demande'],
            [places.beneficiary.card.to(), 'Ma carte'],
            [places.beneficiary.transactions.to(), 'Mes transactions'],
            [places.beneficiary.account.to(), 'Mon compte'],
            [places.beneficiary.data.to(), 'Mes données'],
            [places.beneficiary.guardians.to(), 'Mes responsables légaux (avant 18 ans)'],
            [places.beneficiary.sessions.to(), 'Mes connexions'],
            [places.beneficiary.consultations.to(), 'Qui a consulté mon dossier'],
            [places.beneficiary.documents.to(), 'Mes documents'],
            [places.beneficiary.goodDeals.to(), 'Bons plans'],
            [places.beneficiary.password.to(), 'Gestion mot de passe'],
          ]}
        />
      </Panel>
      <Panel title="Responsables légaux">
        <Links
          links={[
            [places.public.guardianSignIn.to(), 'Connexion des responsables légaux'],
            [places.guardian.home.to(), 'Les jeunes que j’accompagne'],
          ]}
        />
      </Panel>
      <Panel title="Professionnels">
        <Links
          links={[
            [places.public.staffSignIn.to(), 'Connexion des professionnels'],
            [places.public.joining.to(), 'Devenir partenaire'],
            [places.partner.home.to(), 'Espace partenaire'],
            [places.school.requests.to(), 'Espace établissement'],
            [places.region.home.to(), 'Espace Région'],
          ]}
        />
      </Panel>
      <Panel title="Informations">
        <Links
          links={[
            [places.public.legalNotices.to(), 'Mentions légales'],
            [places.public.conditions.to(), 'Conditions d’utilisation'],
            [places.public.privacyPolicy.to(), 'Politique de confidentialité'],
            [places.public.cookies.to(), 'Politique de gestion des cookies'],
            [places.public.accessibility.to(), 'Accessibilité'],
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
