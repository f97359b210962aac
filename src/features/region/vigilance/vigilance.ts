import type { Role } from '../../../spaces/roles.ts'

/** What the program notices by itself, without HTTP and without SQL: the statement of each is in `looks.ts`. */
interface Kind {
  title: string
  /** What its thresholds count. */
  counted: string
  /** What to do about it. */
  advice: string
  /** When it is looked for. */
  every: 'minute' | 'hour' | 'night'
  /** Who is told by mail; administrators where it says nothing. */
  tells?: readonly Role[]
}

export const KINDS = {
  'files-opened': {
    title: 'Beaucoup de dossiers ouverts',
    counted: 'dossiers différents ouverts par un agent en dix minutes, par la recherche ou par leur adresse',
    advice: 'Lisez le motif que l’agent a donné, puis le journal de ce jour-là. Si rien ne l’explique, demandez-lui.',
    every: 'minute',
  },
  'requests-opened': {
    title: 'Beaucoup de demandes ouvertes',
    counted: 'personnes différentes dont une demande est ouverte par le même professionnel en dix minutes',
    advice: 'Un bureau qui décide en ouvre beaucoup. Regardez l’heure, et si des décisions ont suivi.',
    every: 'minute',
  },
  'people-exported': {
    title: 'Fichier de beaucoup de personnes',
    counted: 'personnes dans un fichier téléchargé',
    advice: 'Lisez le motif que l’agent a donné, et vérifiez où est allé le fichier.',
    every: 'minute',
    tells: ['administrator', 'dpo'],
  },
  'refused-sign-ins': {
    title: 'Connexions refusées depuis un même réseau',
    counted: 'connexions refusées en une à deux heures depuis le même réseau',
    advice: 'Un établissement partage une adresse entre ses élèves. Un réseau inconnu qui insiste se bloque devant le site.',
    every: 'minute',
  },
  'lock-outs': {
    title: 'Trop d’essais depuis un même réseau',
    counted: 'refus pour trop d’essais en une à deux heures depuis le même réseau',
    advice: 'Quelqu’un essaie des mots de passe ou des codes. Un réseau inconnu qui insiste se bloque devant le site.',
    every: 'minute',
  },
  'forged-posts': {
    title: 'Formulaires qui ne viennent pas du site',
    counted: 'formulaires envoyés sans passer par une page du site, en une à deux heures depuis le même réseau',
    advice: 'Une page d’ailleurs, ou un programme, essaie d’agir à la place de quelqu’un. Rien n’a été fait.',
    every: 'minute',
  },
  'objects-of-others': {
    title: 'Adresses d’autres personnes essayées',
    counted: 'pages qui ne sont pas à elle, demandées par une personne connectée en une à deux heures',
    advice: 'La personne essaie peut-être des numéros au hasard. Rien ne lui a été montré.',
    every: 'minute',
  },
  'accounts-alike': {
    title: 'Peut-être plusieurs comptes d’une personne',
    counted: 'autres comptes de même date de naissance et de nom proche, quand un compte s’ouvre',
    advice: 'Ouvrez le dossier : il montre ceux qui lui ressemblent, et un agent peut dire que ce sont deux personnes.',
    every: 'hour',
  },
  'same-phone': {
    title: 'Un téléphone pour plusieurs personnes',
    counted: 'comptes qui ont le même téléphone portable',
    advice: 'Une famille partage un téléphone. Au-delà, regardez si ces comptes sont ceux de personnes qui existent.',
    every: 'hour',
  },
  'same-photo': {
    title: 'Une photo pour plusieurs personnes',
    counted: 'personnes dont la demande de carte porte exactement la même photo',
    advice: 'Regardez les demandes de ces personnes avant que leurs cartes soient fabriquées : la photo sert à les reconnaître.',
    every: 'hour',
  },
  'same-account': {
    title: 'Un compte bancaire pour plusieurs personnes',
    counted: 'apprentis dont l’aide THR irait sur le même compte, ou structures de partenaires payées sur le même',
    advice:
      'L’aide va sur un compte au nom de l’apprenti, un reversement sur celui de la structure. Vérifiez les RIB avant que ce soit payé.',
    every: 'hour',
  },
  'bank-account-changed': {
    title: 'Compte bancaire changé',
    counted:
      'demandes d’aide THR dont le compte n’est pas celui de la demande précédente, comptes proposés pour un partenaire qui en avait un',
    advice: 'Vérifiez le RIB et le nom du titulaire avant que ce soit payé. Rappelez un commerce au numéro que vous connaissiez.',
    every: 'minute',
  },
  'same-card-again': {
    title: 'Une carte encore et encore chez un partenaire',
    counted: 'paiements de la même carte chez le même partenaire en un jour',
    advice: 'Regardez les montants, et demandez au partenaire ce qui a été acheté.',
    every: 'night',
  },
  'round-sums-at-night': {
    title: 'Sommes rondes la nuit chez un partenaire',
    counted: 'paiements de dizaines d’euros entre 23 h et 5 h chez le même partenaire',
    advice: 'Regardez si ce partenaire est ouvert la nuit, et demandez-lui ce qui a été acheté.',
    every: 'night',
  },
  'identity-papers': {
    title: 'Beaucoup de pièces d’identité cochées en caisse',
    counted: 'paiements par numéro de carte pour lesquels le même caissier dit, en un jour, avoir vu une pièce d’identité',
    advice:
      'Rien d’autre ne prouve l’accord des propriétaires de ces cartes. Demandez-leur, puis au commerce. Au besoin, gelez-le : rien n’est perdu.',
    every: 'hour',
  },
  'decided-for-schools': {
    title: 'Beaucoup de validations à la place d’établissements',
    counted: 'demandes d’élèves ou d’apprentis de la région validées par un agent en un jour',
    advice:
      'Quand la Région décide à la place d’établissements, c’est attendu : relisez quelques demandes, leurs photos et leurs certificats.',
    every: 'hour',
  },
  'failed-jobs': {
    title: 'Tâche de fond non terminée',
    counted: 'tâche que l’horloge du site a commencée il y a plus de quinze minutes',
    advice: 'Le journal du serveur dit pourquoi (« job failed »). Elle est refaite à sa prochaine heure.',
    every: 'minute',
  },
  'messages-waiting': {
    title: 'Messages en attente',
    counted: 'messages qui attendent leur départ depuis plus de trente minutes',
    advice: 'Le serveur d’envoi ne répond peut-être plus : voyez « Messages envoyés » et le journal du serveur.',
    every: 'minute',
  },
} as const satisfies Record<string, Kind>

/** A kind of alert. */
export type KindCode = keyof typeof KINDS
export const KIND_CODES = Object.keys(KINDS) as KindCode[]

/** Those that are looked for together. */
export const kindsOfEvery = (every: Kind['every']): KindCode[] => KIND_CODES.filter((code) => KINDS[code].every === every)

/** Who is told by mail of a kind. */
export const toldOf = (code: KindCode): readonly Role[] => (KINDS[code] as Kind).tells ?? ['administrator']

const ABOUT_NOBODY: Partial<Record<KindCode, string>> = {
  'refused-sign-ins': 'Réseau',
  'lock-outs': 'Réseau',
  'forged-posts': 'Réseau',
  'failed-jobs': 'Tâche',
  'messages-waiting': 'Messages',
}

/** What an alert is about, when it is neither a person nor a partner: « Réseau 192.0.2.1 ». */
export const aboutInWords = (kind: KindCode, about: string): string | null => {
  const what = ABOUT_NOBODY[kind]
  return what ? `${what} ${about}` : null
}

/** What was noticed is kept so long. */
export const ALERTS_KEPT_DAYS = 365
