import { places } from '../../../places.ts'
import { message, SECRET } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { type Role, rolesInWords } from '../../../spaces/roles.ts'
import { PENDING_MINUTES } from './second-factor.ts'
import { STAFF_LINK_HOURS, STAFF_RESET_MINUTES } from './staff.ts'

/** Whom an account was opened for. */
export interface Invited {
  name: string
  place: string
  email: string
  /** How long the invitation lives. */
  days: number
  publicUrl: string
}

const hello = (name: string) => `Bonjour ${name},`

/** In the demonstration only: outside it a code comes from a phone. */
export const codeForTheDemonstration = message(
  'sign-in-code',
  { who: 'Staff of the demonstration', when: 'signs in with a second factor', example: ['123456'] },
  (code: string) => ({
    urgency: 'secret',
    subject: 'Code de connexion',
    paragraphs: [
      'Bonjour,',
      `Code de connexion : ${code}`,
      'Il sert une fois, dans les 5 minutes. Ce message n’existe que dans la démonstration : ailleurs, le code vient de votre application d’authentification.',
    ],
  }),
)

/** Of a guardian who has added neither an application nor a passkey. */
export const codeMailed = message(
  'guardian-code',
  { who: 'Guardian', when: 'signs in, without an application or a passkey', example: [] },
  () => ({
    subject: 'Code de connexion',
    paragraphs: [
      'Bonjour,',
      `Code de connexion : ${SECRET}`,
      `Il sert une fois, dans les ${PENDING_MINUTES} minutes qui suivent la saisie de votre mot de passe. Ne le donnez à personne : ni la Région ni votre enfant n’en ont besoin.`,
      'Si vous n’avez pas essayé de vous connecter, quelqu’un connaît votre mot de passe : changez-le par « Mot de passe oublié ? ».',
    ],
    secret: 'sign-in-code',
  }),
)

const staffLink = (publicUrl: string, within: string) =>
  `Pour choisir votre mot de passe, ouvrez ce lien ${within}. Il ne sert qu’une fois, et remplace ceux que vous auriez reçus avant :\n${publicUrl}${places.public.staffPassword.to({ token: SECRET })}`

export const staffInvited = message(
  'staff-invited',
  {
    who: 'Partner, school or agent',
    when: 'is given an account, or is invited once more',
    example: [{ name: 'Anne', place: 'LES PAGES', email: 'caisse@les-pages.example', days: 7, publicUrl: 'https://carte.example' }],
  },
  ({ name, place, email, days, publicUrl }: Invited) => ({
    subject: `Votre compte professionnel ${OUR_REGION.card}`,
    paragraphs: [
      hello(name),
      `La Région vous ouvre un compte pour ${place}.`,
      staffLink(publicUrl, days > 1 ? `dans les ${days} jours` : 'dans les 24 heures'),
      `Vous vous connecterez ensuite avec votre adresse ${email} :\n${publicUrl}${places.public.staffSignIn.to()}`,
    ],
    secret: 'staff-link',
  }),
)

export const staffPasswordLink = message(
  'staff-password-link',
  {
    who: 'Partner, school or agent',
    when: 'is sent a link for a new password',
    example: [{ name: 'Anne', publicUrl: 'https://carte.example' }],
  },
  ({ name, publicUrl }: { name: string; publicUrl: string }) => ({
    subject: 'Choisissez un nouveau mot de passe',
    paragraphs: [
      hello(name),
      staffLink(publicUrl, `dans les ${STAFF_LINK_HOURS} heures`),
      'Tant que vous ne l’ouvrez pas, votre mot de passe ne change pas.',
    ],
    secret: 'staff-link',
  }),
)

/** They asked for it themselves. */
export const staffResetAsked = message(
  'staff-reset-asked',
  [
    { who: 'Partner, school or agent', when: 'asks for a new password', example: [{ name: 'Anne', publicUrl: 'https://carte.example' }] },
    { who: 'Guardian', when: 'asks for a new password', example: [{ name: 'Anne', publicUrl: 'https://carte.example', isGuardian: true }] },
  ],
  ({ name, publicUrl, isGuardian }: { name: string; publicUrl: string; isGuardian?: boolean | undefined }) => ({
    subject: 'Choisissez un nouveau mot de passe',
    paragraphs: [
      hello(name),
      `Vous avez indiqué avoir oublié votre mot de passe. Pour en choisir un nouveau, ouvrez ce lien dans les ${STAFF_RESET_MINUTES} minutes. Il ne sert qu’une fois, et remplace ceux que vous auriez reçus avant :\n${publicUrl}${(isGuardian ? places.public.guardianPassword : places.public.staffPassword).to({ token: SECRET })}`,
      'Si vous n’avez rien demandé, ne tenez pas compte de ce message : votre mot de passe ne change pas.',
    ],
    secret: 'staff-reset-link',
  }),
)

const SUSPICIOUS = 'Si vous ne vous y attendiez pas, prévenez tout de suite un administrateur.'

export const rolesAsked = message(
  'staff-roles-asked',
  { who: 'Agent of the Region', when: 'an administrator asks another to change their roles', example: [['helpline', 'content']] },
  (roles: readonly Role[]) => ({
    subject: 'Un changement de vos rôles est demandé',
    paragraphs: [
      'Bonjour,',
      `Un administrateur demande que vos rôles deviennent : ${rolesInWords(roles)}.`,
      'Un autre doit encore l’accepter.',
      SUSPICIOUS,
    ],
  }),
)

export const rolesWereChanged = message(
  'staff-roles-changed',
  { who: 'Agent of the Region', when: 'two administrators have changed their roles', example: [['helpline', 'content']] },
  (roles: readonly Role[]) => ({
    subject: 'Vos rôles ont changé',
    paragraphs: ['Bonjour,', `Vos rôles sont maintenant : ${rolesInWords(roles)}.`, SUSPICIOUS],
  }),
)

export const resetAsked = message(
  'staff-reset-of-second-factor-asked',
  { who: 'Agent of the Region', when: 'an administrator asks another to reset their second factor', example: [] },
  () => ({
    subject: 'La réinitialisation de votre double authentification est demandée',
    paragraphs: [
      'Bonjour,',
      'Un administrateur demande que votre double authentification soit réinitialisée. Un autre doit encore l’accepter.',
      'Si ce n’est pas vous qui l’avez demandé, prévenez tout de suite un administrateur : quelqu’un essaie peut-être d’entrer dans votre compte.',
    ],
  }),
)

/** Of a partner or a school: a day before, at the address that is known. */
export const resetIsNear = message(
  'staff-second-factor-reset-near',
  {
    who: 'Partner or school',
    when: 'an agent, or a manager of their shop, asks for their second factor to be reset',
    example: [{ by: 'La Région', at: '24/11/2026 à 09:00' }],
  },
  ({ by, at }: { by: string; at: string }) => ({
    subject: 'Votre double authentification va être réinitialisée',
    paragraphs: [
      'Bonjour,',
      `${by} le demande : vous n’auriez plus ni votre téléphone ni vos codes de secours. Votre double authentification sera réinitialisée le ${at}.`,
      `Si ce n’est pas vous, connectez-vous avant cette heure avec votre code : cela arrête tout. Puis prévenez la Région au ${OUR_REGION.phone}.`,
    ],
  }),
)

export const resetIsNotDone = message(
  'staff-second-factor-reset-not-done',
  { who: 'Partner or school', when: 'whoever asked for their reset may not any more', example: [] },
  () => ({
    subject: 'Votre double authentification n’est pas réinitialisée',
    paragraphs: [
      'Bonjour,',
      'La réinitialisation de votre double authentification, annoncée hier, n’a pas eu lieu : la personne qui l’avait demandée n’en a plus le droit. Votre téléphone et vos codes de secours servent comme avant.',
      `Si vous les avez vraiment perdus, appelez la Région au ${OUR_REGION.phone} : quelqu’un d’autre le demandera.`,
    ],
  }),
)

/** What changes in how an account opens or in what it may do, as it is said. */
const CHANGES = {
  opened: 'le compte est ouvert',
  closed: 'le compte est fermé',
  reopened: 'le compte est rouvert',
  roles: 'les rôles ont changé',
  password: 'le mot de passe a changé',
  phone: 'un téléphone est ajouté pour la double authentification',
  codes: 'de nouveaux codes de secours sont créés',
  'code-used': 'un code de secours a servi à se connecter',
  passkey: 'une clé d’accès est ajoutée',
  'passkey-removed': 'une clé d’accès est retirée',
  removed: 'la double authentification est désactivée',
  'reset-asked': 'la réinitialisation de la double authentification est demandée',
  reset: 'la double authentification est réinitialisée',
} as const
export type Change = keyof typeof CHANGES

export const accountChanged = message(
  'staff-account-changed',
  { who: 'Partner, school or agent', when: 'what opens their account has changed', example: ['phone'] },
  (change: Change) => ({
    subject: `Votre compte professionnel : ${CHANGES[change]}`,
    paragraphs: [
      'Bonjour,',
      `Votre compte professionnel ${OUR_REGION.card} vient de changer : ${CHANGES[change]}.`,
      `Si ce n’est pas vous, et que vous ne vous y attendiez pas, prévenez tout de suite la Région au ${OUR_REGION.phone}.`,
    ],
  }),
)

export const agentAccountChanged = message(
  'staff-agent-account-changed',
  {
    who: 'Administrators',
    when: 'what opens the account of an agent, or what it may do, has changed',
    example: [{ name: 'Anne', change: 'phone' }],
  },
  ({ name, change }: { name: string; change: Change }) => ({
    subject: `Compte de ${name} : ${CHANGES[change]}`,
    paragraphs: [
      'Bonjour,',
      `Sur le compte de ${name} : ${CHANGES[change]}.`,
      'Si vous ne vous y attendiez pas, appelez cette personne. En cas de doute, fermez son compte : il peut être rouvert.',
    ],
  }),
)

export const userChanged = message(
  'staff-user-changed',
  {
    who: 'Managers of a partner, heads of a school',
    when: 'what opens the account of another of its users, or what it may do there, has changed',
    example: [{ name: 'Anne', place: 'Lycée Marie Curie', change: 'opened' }],
  },
  ({ name, place, change }: { name: string; place: string; change: Change }) => ({
    subject: `Utilisateur ${name} : ${CHANGES[change]}`,
    paragraphs: [
      'Bonjour,',
      `Sur le compte de ${name}, qui travaille pour ${place} : ${CHANGES[change]}.`,
      `Si vous ne vous y attendiez pas, fermez ce compte dans « Utilisateurs », puis prévenez la Région au ${OUR_REGION.phone}.`,
    ],
  }),
)

/** What a shop and a school are called, in the middle of a sentence, and who rules there. */
const WHERE = {
  partner: { one: 'point de vente', chief: 'gestionnaire' },
  school: { one: 'établissement', chief: 'chef d’établissement' },
} as const

export const alsoAt = message(
  'staff-also-at',
  {
    who: 'User of a partner or a school',
    when: 'works at another one too',
    example: [{ name: 'Anne', kind: 'school', place: 'CFA de Lille', publicUrl: 'https://carte.example' }],
  },
  ({ name, kind, place, publicUrl }: { name: string; kind: keyof typeof WHERE; place: string; publicUrl: string }) => ({
    subject: `Vous travaillez aussi pour ${place}`,
    paragraphs: [
      hello(name),
      `Votre compte professionnel ${OUR_REGION.card} sert maintenant aussi pour ${place}. Connectez-vous comme d’habitude, puis choisissez pour quel ${WHERE[kind].one} vous travaillez :\n${publicUrl}${places.public.staffSignIn.to()}`,
      `Si vous ne vous y attendiez pas, prévenez la Région au ${OUR_REGION.phone}.`,
    ],
  }),
)

/** What a shop or a school changes of somebody's place there, as they read it. */
const PLACES = {
  roles: 'vos rôles ont changé',
  closed: 'votre accès est fermé',
  reopened: 'votre accès est rouvert',
} as const

export const placeChanged = message(
  'staff-place-changed',
  {
    who: 'User of a partner or a school',
    when: 'its manager, its head, or the Region, has changed what they may do there, or closed it',
    example: [{ kind: 'school', place: 'Lycée Marie Curie', change: 'roles' }],
  },
  ({ kind, place, change }: { kind: keyof typeof WHERE; place: string; change: keyof typeof PLACES }) => ({
    subject: `${place} : ${PLACES[change]}`,
    paragraphs: [
      'Bonjour,',
      `Sur ${OUR_REGION.card}, pour ${place} : ${PLACES[change]}.`,
      `Si vous ne vous y attendiez pas, demandez-le à votre ${WHERE[kind].chief}, ou appelez la Région au ${OUR_REGION.phone}.`,
    ],
  }),
)

export const secondFactorWasReset = message(
  'staff-second-factor-reset',
  { who: 'Partner, school or agent', when: 'their second factor was reset', example: [] },
  () => ({
    subject: 'Votre double authentification est réinitialisée',
    paragraphs: [
      'Bonjour,',
      'Votre double authentification est réinitialisée : à votre prochaine connexion, votre mot de passe suffit, puis vous enregistrez un téléphone si votre compte le demande.',
      'Si ce n’est pas vous qui l’avez demandé, prévenez tout de suite la Région : quelqu’un essaie peut-être d’entrer dans votre compte.',
    ],
  }),
)
