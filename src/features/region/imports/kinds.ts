import { places } from '../../../places.ts'
import type { Importer } from '../../../platform/import/load.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { may, type Permission } from '../../../spaces/roles.ts'
import { accountsImporter } from '../../partners/bank-accounts/index.ts'
import { partnersImporter } from '../../partners/partners/index.ts'
import { streetsImporter } from '../../people/addresses/index.ts'
import { coursesImporter, schoolsImporter } from '../../schools/schools/index.ts'

/** What a kind of file is, and who brings it in. */
export interface Kind {
  /** « Établissements » */
  title: string
  permission: Permission
  importer: Importer
  place: { to(): string }
  /** Where the file is found, and what it does. */
  words: readonly string[]
}

export const KINDS = {
  schools: {
    title: 'Établissements',
    permission: 'schools.manage',
    importer: schoolsImporter,
    place: places.region.schoolsImport,
    words: [
      'L’annuaire de l’éducation (data.education.gouv.fr), une liste de lycées, ou une liste de lieux d’apprentissage.',
      'Un établissement connu, par son numéro UAI, est mis à jour ; un autre est ajouté. Ceux que le fichier ne nomme pas ne changent pas.',
      'Une seconde personne doit accepter le fichier, quand elle a vu ce qu’il change.',
    ],
  },
  partners: {
    title: 'Partenaires',
    permission: 'partners.manage',
    importer: partnersImporter,
    place: places.region.partnersImport,
    words: [
      'Une ligne par partenaire. Un partenaire dont le code est connu est modifié, un autre est ajouté et ouvert. Personne n’est retiré ni suspendu.',
      'prepaiement et paiement_en_ligne : oui ou non. telephone, email, site, longitude et latitude peuvent être vides.',
      'Une seconde personne doit accepter le fichier, quand elle a vu ce qu’il change.',
    ],
  },
  'bank-accounts': {
    title: 'Comptes bancaires des partenaires',
    permission: 'partners.manage',
    importer: accountsImporter,
    place: places.region.bankAccountsImport,
    words: [
      'Une ligne par partenaire connu, par son code. Plusieurs partenaires d’une même structure (le même SIREN) peuvent avoir le même compte.',
      'titulaire : exactement comme sur le RIB. bic : vide pour un compte français.',
      'Un compte accepté est payé 48 heures plus tard, à la place de celui d’avant ; les commerces sont prévenus. Un partenaire gelé, ou dont un compte attend déjà, est refusé.',
      'Le fichier est gardé chiffré. Aucun IBAN entier n’est affiché, ni dans le rapport.',
      'Une seconde personne doit accepter le fichier, quand elle a vu ce qu’il change.',
    ],
  },
  courses: {
    title: 'Formations',
    permission: 'reference-data.import',
    importer: coursesImporter,
    place: places.region.coursesImport,
    words: [
      'L’offre de formation, une ligne par établissement et par formation ; ou les classes nationales du lycée général et technologique.',
      'Importez d’abord les établissements. Le fichier ajoute des formations et n’en retire aucune.',
    ],
  },
  streets: {
    title: 'Rues',
    permission: 'reference-data.import',
    importer: streetsImporter,
    place: places.region.streetsImport,
    words: [
      'La Base adresse nationale (adresse.data.gouv.fr), un fichier « adresses » par département, décompressé.',
      'Les rues du fichier sont ajoutées, ou déplacées ; aucune n’est retirée.',
    ],
  },
} as const satisfies Record<string, Kind>

export type KindName = keyof typeof KINDS

/** The kinds that an agent brings in. */
export const kindsOf = (agent: Agent): KindName[] => (Object.keys(KINDS) as KindName[]).filter((name) => may(agent, KINDS[name].permission))
