import type { Dropped, Family } from './pupil.ts'

/** What a column of a table may say, that is kept. */
export const FIELDS = {
  lastName: { label: 'Nom de famille', isNeeded: true },
  firstName: { label: 'Prénom', isNeeded: true },
  birthDate: { label: 'Date de naissance', isNeeded: true },
  usageName: { label: 'Nom d’usage', isNeeded: false },
  secondName: { label: 'Deuxième prénom', isNeeded: false },
  thirdName: { label: 'Troisième prénom', isNeeded: false },
  class: { label: 'Classe', isNeeded: false },
  course: { label: 'Code de la formation', isNeeded: false },
  ine: { label: 'INE (identifiant national)', isNeeded: false },
  leftOn: { label: 'Date de sortie', isNeeded: false },
} as const
export type Field = keyof typeof FIELDS
export const FIELD_NAMES = Object.keys(FIELDS) as Field[]

/** Which column says what, by its title as `titleOf` writes it. */
export type Columns = Partial<Record<Field, string>>

interface KnownTable {
  family: Family
  columns: Columns & Record<'lastName' | 'firstName' | 'birthDate', string>
  /** They must be there for a table to be this one. */
  needed: readonly string[]
}

/** Tables whose titles are known: nobody has to point at their columns. */
const KNOWN: readonly KnownTable[] = [
  {
    family: 'cfa',
    columns: {
      lastName: 'nom_apprenant',
      firstName: 'prenom_apprenant',
      birthDate: 'date_de_naissance_apprenant',
      ine: 'ine_apprenant',
      course: 'formation_cfd',
      class: 'libelle_court_formation',
      leftOn: 'date_fin_formation',
    },
    needed: ['nom_apprenant', 'prenom_apprenant', 'date_de_naissance_apprenant', 'annee_scolaire'],
  },
  {
    family: 'agricultural',
    columns: {
      lastName: 'nom_de_famille',
      usageName: 'nom_d_usage',
      firstName: 'premier_prenom',
      secondName: 'deuxieme_prenom',
      thirdName: 'troisieme_prenom',
      birthDate: 'date_de_naissance_jj_mm_aaaa',
      ine: 'identifiant_unique',
      course: 'code_mef',
      class: 'division',
    },
    needed: ['identifiant_unique', 'nom_de_famille', 'premier_prenom', 'date_de_naissance_jj_mm_aaaa'],
  },
  {
    family: 'siecle',
    columns: {
      lastName: 'nom_de_famille',
      usageName: 'nom_d_usage',
      firstName: 'prenom_1',
      secondName: 'prenom_2',
      thirdName: 'prenom_3',
      birthDate: 'date_de_naissance',
      class: 'division',
    },
    needed: ['nom_de_famille', 'prenom_1', 'date_de_naissance'],
  },
]

export const knownTable = (titles: readonly string[]): Pick<KnownTable, 'family' | 'columns'> | undefined =>
  KNOWN.find(({ needed }) => needed.every((title) => titles.includes(title)))

/** What titles often say: offered, never taken for sure. */
const OFTEN: Record<Field, readonly string[]> = {
  lastName: ['nom_de_famille', 'nom_de_naissance', 'nom', 'nom_eleve', 'nom_de_l_eleve', 'nom_apprenti'],
  firstName: ['prenom_1', 'premier_prenom', 'prenom', 'prenoms', 'prenom_eleve', 'prenom_apprenti'],
  birthDate: ['date_de_naissance', 'date_naissance', 'date_nais', 'ne_e_le', 'ne_le', 'naissance'],
  usageName: ['nom_d_usage', 'nom_usage'],
  secondName: ['prenom_2', 'deuxieme_prenom'],
  thirdName: ['prenom_3', 'troisieme_prenom'],
  class: ['classe', 'division', 'classes', 'groupe', 'section'],
  course: ['code_mef', 'mef', 'formation_cfd', 'code_formation', 'diplome'],
  ine: ['ine', 'identifiant_national', 'identifiant_unique', 'n_ine', 'numero_ine'],
  leftOn: ['date_de_sortie', 'date_sortie', 'sortie_le'],
}

/** What a school is first shown for a table that nobody knows. */
export const guessed = (titles: readonly string[]): Columns =>
  Object.fromEntries(
    FIELD_NAMES.flatMap((field) => {
      const title = OFTEN[field].find((one) => titles.includes(one))
      return title ? [[field, title]] : []
    }),
  )

/** Whether a table has all the columns that a school pointed at. */
export const hasAll = (titles: readonly string[], columns: Columns): boolean =>
  Object.values(columns).every((title) => titles.includes(title))

/** What one must not hold, by what titles begin with or hold. */
const MUST_NOT: readonly [Dropped, RegExp][] = [
  ['guardians', /repr_legal|representant|responsable_apprenant|responsable_legal|pere|mere_|parent|tuteur/],
  ['addresses', /adresse_apprenant|adresse_eleve|^adresse|code_postal|commune_insee|com_resid|cod_post|^ville/],
  ['contacts', /courriel|mail|^tel|_tel|telephone|portable/],
  ['scholarship', /bours/],
  ['health', /rqth|handi|^nir|_nir|sante|securite_sociale|allerg/],
  ['birthplace', /naissance_commune|commune_naissance|departement_naissance|pays_naissance|lieu_nais|lieu_de_naissance/],
]

export const droppedAmong = (titles: readonly string[]): Dropped[] =>
  MUST_NOT.filter(([, pattern]) => titles.some((title) => pattern.test(title))).map(([dropped]) => dropped)
