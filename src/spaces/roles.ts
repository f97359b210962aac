import type { Agent } from './actors.ts'

/** What an agent may do at the Region: each of its pages names one, and `docs/rights.md` shows who may open which. */
export const PERMISSIONS = {
  'people.read': 'lire les dossiers des jeunes',
  'people.help': 'dépanner un jeune au téléphone',
  'people.freeze': 'geler et dégeler un jeune ou son porte-monnaie',
  'people.rectify': 'corriger l’identité d’un jeune',
  'requests.decide': 'décider des demandes de carte',
  'cards.make': 'faire fabriquer les cartes',
  'schools.manage': 'gérer les établissements',
  'reference-data.import': 'importer les fichiers nationaux des formations et des rues',
  'school-accounts.manage': 'gérer les comptes des établissements',
  'shops.read': 'lire ce qu’un commerce a encaissé et ce qui lui est dû',
  'partners.manage': 'gérer les partenaires',
  'partner-accounts.manage': 'gérer les comptes des partenaires',
  'content.write': 'écrire les contenus',
  'questions.answer': 'répondre aux questions reçues',
  'messages.read': 'lire les messages envoyés',
  'incidents.handle': 'ouvrir, suivre et clore des incidents',
  'aid.decide': 'décider des aides THR',
  'aid-batches.read': 'voir les virements des aides THR',
  'aid-batches.prepare': 'préparer les virements des aides THR',
  'settlements.read': 'voir les reversements',
  'settlements.prepare': 'préparer les reversements',
  'money.release': 'faire sortir un reversement ou un lot de virements préparé par quelqu’un d’autre',
  'corrections.ask': 'demander une correction d’argent, qu’une seconde personne valide',
  'campaigns.manage': 'régler les campagnes',
  'agent-accounts.manage': 'gérer les comptes de la Région',
  'journal.read': 'lire le journal',
  'vigilance.read': 'voir ce que le site a remarqué',
  'vigilance.set': 'changer les seuils de vigilance',
  'data.protect': 'répondre aux demandes sur les données',
} as const

/** A right at the Region. */
export type Permission = keyof typeof PERMISSIONS

interface Powers {
  label: string
  hint: string
  may: readonly Permission[]
}

/** The roles of the Region's agents: what each may do. Which two exclude each other, the database says: see `staff`. */
export const ROLES = {
  helpline: {
    label: 'Conseiller',
    hint: 'Dossiers des jeunes, téléphones, adresses, cartes perdues, questions, messages.',
    may: ['people.read', 'people.help', 'people.freeze', 'shops.read', 'questions.answer', 'messages.read', 'incidents.handle'],
  },
  eligibility: {
    label: 'Gestionnaire des demandes',
    hint: 'Demandes, photos, justificatifs, cartes à fabriquer, établissements et leurs comptes.',
    may: [
      'people.read',
      'people.freeze',
      'people.rectify',
      'requests.decide',
      'corrections.ask',
      'cards.make',
      'schools.manage',
      'school-accounts.manage',
      'questions.answer',
      'incidents.handle',
    ],
  },
  partners: {
    label: 'Gestionnaire des partenaires',
    hint: 'Partenaires et leurs comptes. Jamais avec « Finances : validation ».',
    may: ['shops.read', 'partners.manage', 'partner-accounts.manage', 'questions.answer', 'incidents.handle'],
  },
  content: {
    label: 'Contenus',
    hint: 'Bons plans, documents, questions fréquentes, dates clés.',
    may: ['content.write'],
  },
  preparer: {
    label: 'Finances : préparation',
    hint: 'Prépare les aides THR, leurs virements et les reversements.',
    may: [
      'aid.decide',
      'aid-batches.read',
      'aid-batches.prepare',
      'settlements.read',
      'settlements.prepare',
      'corrections.ask',
      'incidents.handle',
    ],
  },
  approver: {
    label: 'Finances : validation',
    hint: 'Fait sortir ce que la préparation a commencé. Jamais avec préparation, partenaires ou administrateur.',
    may: ['aid-batches.read', 'settlements.read', 'money.release', 'incidents.handle'],
  },
  administrator: {
    label: 'Administrateur',
    hint: 'Campagnes, comptes de la Région, journal, vigilance. Jamais avec « Finances : validation ».',
    may: [
      'campaigns.manage',
      'agent-accounts.manage',
      'journal.read',
      'vigilance.read',
      'vigilance.set',
      'reference-data.import',
      'incidents.handle',
    ],
  },
  dpo: {
    label: 'Délégué à la protection des données',
    hint: 'Demandes sur les données, dossiers, journal et vigilance, sans rien changer d’autre. Jamais avec un rôle qui écrit.',
    may: ['people.read', 'people.rectify', 'journal.read', 'vigilance.read', 'data.protect'],
  },
  reader: {
    label: 'Lecture',
    hint: 'Chiffres et reversements, sans aucun nom de jeune.',
    may: ['settlements.read'],
  },
} as const satisfies Record<string, Powers>

/** What an agent is there for; one may hold several. */
export type Role = keyof typeof ROLES

export const ROLE_NAMES = Object.keys(ROLES) as Role[]

/** Whether one of an agent's roles may do that. */
export const may = ({ roles }: Agent, permission: Permission): boolean => roles.some((role) => rolesThatMay(permission).includes(role))

/** The roles that a permission comes with. */
export const rolesThatMay = (permission: Permission): Role[] =>
  ROLE_NAMES.filter((role) => (ROLES[role].may as readonly Permission[]).includes(permission))

/** An agent's roles, in words. */
export const rolesInWords = (roles: readonly Role[]): string => roles.map((role) => ROLES[role].label).join(', ')
