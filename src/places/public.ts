import { anything, place, token } from '../platform/http/place.ts'

/** Anybody’s. */
export const publicPlaces = {
  home: place('/'),
  // People
  signIn: place('/connexion'),
  passwordChanged: place('/connexion/mot-de-passe-modifie'),
  forgottenPassword: place('/mot-de-passe-oublie'),
  resetAsked: place('/mot-de-passe-oublie/envoye'),
  passwordReset: place('/mot-de-passe/:token', { token }),
  signOut: place('/deconnexion'),
  session: place('/connexion/prolongation'),
  staffSignIn: place('/professionnels/connexion'),
  signInCode: place('/professionnels/connexion/code'),
  firstEnrolment: place('/professionnels/connexion/double-authentification'),
  staffPasswordChosen: place('/professionnels/connexion/mot-de-passe-choisi'),
  staffForgottenPassword: place('/professionnels/mot-de-passe-oublie'),
  staffResetAsked: place('/professionnels/mot-de-passe-oublie/envoye'),
  staffPassword: place('/professionnels/mot-de-passe/:token', { token }),
  // Partners
  whereToUse: place('/ou-utiliser-ma-carte').asking('nom', 'ville', 'type', 'pres', 'page'),
  partnerPoints: place('/ou-utiliser-ma-carte/points').asking('nom', 'ville', 'type'),
  partner: place('/partenaires/:code', { code: anything }),
  // The scheme
  scheme: place('/le-dispositif'),
  faq: place('/faq').asking('recherche'),
  faqQuestion: place('/faq/:slug', { slug: anything }),
  contact: place('/contact'),
  contactSent: place('/contact/envoye'),
  legalNotices: place('/mentions-legales'),
  conditions: place('/conditions-d-utilisation'),
  privacyPolicy: place('/politique-de-confidentialite'),
  cookies: place('/gestion-des-cookies'),
  accessibility: place('/accessibilite'),
  siteMap: place('/plan-du-site'),
  securityText: place('/.well-known/security.txt'),
  changePassword: place('/.well-known/change-password'),
  robotsText: place('/robots.txt'),
  demoMessages: place('/demo/messages'),
  // Personal
  mySpace: place('/mon-espace'),
  offline: place('/hors-connexion'),
  signUp: place('/inscription'),
  signedUp: place('/inscription/envoyee'),
  emailConfirmed: place('/adresse-email/confirmee'),
  emailConfirmation: place('/adresse-email/:token', { token }),
  accountClosed: place('/connexion/compte-ferme'),
}
