import { conformity } from '../accessibility/conformity.ts'
import { places } from '../places.ts'
import type { FooterLinks, MenuEntry } from '../ui/shell.tsx'

/** The menu of who is not in a space of their own. */
export const publicMenu = (isSignedIn: boolean): MenuEntry[] => [
  { href: places.public.home.to(), label: 'Accueil', icon: 'home' },
  { href: places.public.whereToUse.to(), label: 'Où utiliser ma carte', icon: 'map-pin' },
  { href: places.public.faq.to(), label: 'FAQ', icon: 'faq' },
  { href: isSignedIn ? places.public.mySpace.to() : places.public.signIn.to(), label: 'Mon compte', icon: 'account' },
]

/** What is at the bottom of every page (guide, 4.2). */
export const FOOTER: FooterLinks = {
  help: [
    [places.public.contact.to(), 'Contact'],
    [places.public.faq.to(), 'Foire aux questions'],
    [places.public.siteMap.to(), 'Plan du site'],
  ],
  information: [
    [places.public.legalNotices.to(), 'Mentions légales'],
    [places.public.conditions.to(), 'Conditions d’utilisation'],
    [places.public.privacyPolicy.to(), 'Politique de confidentialité'],
    [places.public.cookies.to(), 'Politique de gestion des cookies'],
    [places.public.accessibility.to(), `Accessibilité : ${conformity.state}`],
  ],
}
