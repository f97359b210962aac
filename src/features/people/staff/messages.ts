import { places } from '../../../places.ts'
import { message, SECRET } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { type Role, rolesInWords } from '../../../spaces/roles.ts'
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
  sms: 'les codes de connexion arrivent par SMS',
  'by-mail': 'les codes de connexion arrivent à nouveau par mail',
  'reset-asked': 'la réinitialisation de la double authentification est demandée',
  reset: 'la double authentification est réinitialisée',
} as const
export type Change = keyof typeof CHANGES

export const accountChanged = message(
  'staff-account-changed',
  [
    {
      who: 'Partner, school or agent',
      when: 'what opens their account has changed',
      example: [{ change: 'phone', isGuardian: false }],
    },
    { who: 'Guardian', when: 'what opens their account has changed', example: [{ change: 'sms', isGuardian: true }] },
  ],
  ({ change, isGuardian }: { change: Change; isGuardian: boolean }) => ({
    subject: `Votre compte ${isGuardian ? 'de responsable légal' : 'professionnel'} : ${CHANGES[change]}`,
    paragraphs: [
      'Bonjour,',
      `Votre compte ${isGuardian ? 'de responsable légal' : 'professionnel'} ${OUR_REGION.card} vient de changer : ${CHANGES[change]}.`,
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

export const userLeft = message(
  'staff-user-left',
  {
    who: 'Managers of a partner, heads of a school',
    when: 'another of its users says that they do not work there: their place is closed',
    example: [{ name: 'Anne', place: 'LES PAGES' }],
  },
  ({ name, place }: { name: string; place: string }) => ({
    subject: `${name} dit ne pas travailler pour ${place}`,
    paragraphs: [
      'Bonjour,',
      `${name} dit ne pas travailler, ou ne plus travailler, pour ${place} : son accès est fermé. Vous n’avez rien à faire.`,
      `Si vous ne vous y attendiez pas, appelez cette personne. Si c’est une erreur, rouvrez son accès dans « Utilisateurs ». Si ce n’est pas elle, prévenez la Région au ${OUR_REGION.phone}.`,
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
      `Vous n’y travaillez pas ? Une fois connecté, choisissez « Je ne travaille pas ici », sous son nom. Si vous ne connaissez pas ${place}, prévenez aussi la Région au ${OUR_REGION.phone}.`,
    ],
  }),
)

/** What a shop or a school, or they themselves, change of somebody's place there, as they read it. */
const PLACES = {
  roles: 'vos rôles ont changé',
  closed: 'votre accès est fermé',
  reopened: 'votre accès est rouvert',
  left: 'vous avez dit ne pas y travailler, votre accès est fermé',
} as const

export const placeChanged = message(
  'staff-place-changed',
  {
    who: 'User of a partner or a school',
    when: 'its manager, its head, or the Region, has changed what they may do there, or closed it; or they said that they do not work there',
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
