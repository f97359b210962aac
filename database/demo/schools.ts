/** Some twenty schools of the five departments. Their numbers are made up, but for the guide's; the check letter is computed. */

export interface DemoSchool {
  number: string
  name: string
  kind: 'lycée' | 'lycée professionnel' | 'CFA'
  postcode: string
  town: string
  at: [longitude: number, latitude: number]
  apprentices?: true
  pupils?: false
  /** Outside the Region. */
  elsewhere?: true
}

/** The number with its check letter. */
export const uai = (number: string): string => `${number}${'ABCDEFGHJKLMNPRSTUVWXYZ'[Number(number) % 23]}`

export const MARIE_CURIE = '0600020'
export const GAMBETTA = '0629001'

export const schools: DemoSchool[] = [
  {
    number: MARIE_CURIE,
    name: 'Lycée Marie Curie et son UFA',
    kind: 'lycée',
    postcode: '60180',
    town: 'Nogent-sur-Oise',
    at: [2.4703, 49.2747],
    apprentices: true,
  },
  { number: GAMBETTA, name: 'Lycée Gambetta', kind: 'lycée', postcode: '62000', town: 'Arras', at: [2.7772, 50.2866] },
  { number: '0809001', name: 'Lycée Louise Michel', kind: 'lycée', postcode: '80000', town: 'Amiens', at: [2.3099, 49.8901] },
  {
    number: '0809002',
    name: 'Lycée professionnel Jules Verne',
    kind: 'lycée professionnel',
    postcode: '80000',
    town: 'Amiens',
    at: [2.2759, 49.9022],
    apprentices: true,
  },
  { number: '0809003', name: 'Lycée Boucher de Perthes', kind: 'lycée', postcode: '80100', town: 'Abbeville', at: [1.8339, 50.1052] },
  { number: '0809004', name: 'Lycée du Santerre', kind: 'lycée', postcode: '80200', town: 'Péronne', at: [2.9344, 49.9285] },
  {
    number: '0809005',
    name: 'CFA des métiers de la Somme',
    kind: 'CFA',
    postcode: '80000',
    town: 'Amiens',
    at: [2.3232, 49.8743],
    apprentices: true,
    pupils: false,
  },
  { number: '0029001', name: 'Lycée Claude Monet', kind: 'lycée', postcode: '02000', town: 'Laon', at: [3.6244, 49.5642] },
  { number: '0029002', name: 'Lycée Henri Matisse', kind: 'lycée', postcode: '02100', town: 'Saint-Quentin', at: [3.2876, 49.8489] },
  {
    number: '0029003',
    name: 'Lycée professionnel des Trois-Rivières',
    kind: 'lycée professionnel',
    postcode: '02200',
    town: 'Soissons',
    at: [3.3236, 49.3817],
  },
  {
    number: '0029004',
    name: 'CFA de l’Aisne',
    kind: 'CFA',
    postcode: '02000',
    town: 'Laon',
    at: [3.6152, 49.5701],
    apprentices: true,
    pupils: false,
  },
  { number: '0599001', name: 'Lycée Simone Veil', kind: 'lycée', postcode: '59000', town: 'Lille', at: [3.0573, 50.6292] },
  {
    number: '0599002',
    name: 'Lycée professionnel Ada Lovelace',
    kind: 'lycée professionnel',
    postcode: '59000',
    town: 'Lille',
    at: [3.0756, 50.6361],
    apprentices: true,
  },
  { number: '0599003', name: 'Lycée Jean Bart', kind: 'lycée', postcode: '59140', town: 'Dunkerque', at: [2.3768, 51.0344] },
  { number: '0599004', name: 'Lycée Watteau', kind: 'lycée', postcode: '59300', town: 'Valenciennes', at: [3.5234, 50.358] },
  { number: '0599005', name: 'Lycée de la Bourse', kind: 'lycée', postcode: '59100', town: 'Roubaix', at: [3.1746, 50.6927] },
  {
    number: '0599006',
    name: 'CFA du Hainaut',
    kind: 'CFA',
    postcode: '59300',
    town: 'Valenciennes',
    at: [3.5402, 50.3463],
    apprentices: true,
    pupils: false,
  },
  { number: '0629002', name: 'Lycée Auguste Mariette', kind: 'lycée', postcode: '62200', town: 'Boulogne-sur-Mer', at: [1.6147, 50.7264] },
  { number: '0629003', name: 'Lycée Alexandre Ribot', kind: 'lycée', postcode: '62500', town: 'Saint-Omer', at: [2.2609, 50.7503] },
  {
    number: '0629004',
    name: 'Lycée professionnel de la Mine',
    kind: 'lycée professionnel',
    postcode: '62300',
    town: 'Lens',
    at: [2.8322, 50.4289],
    apprentices: true,
  },
  { number: '0609001', name: 'Lycée Jeanne Hachette', kind: 'lycée', postcode: '60000', town: 'Beauvais', at: [2.0807, 49.4295] },
  { number: '0609002', name: 'Lycée des Sources', kind: 'lycée', postcode: '60200', town: 'Compiègne', at: [2.8261, 49.4179] },
  {
    number: '0519001',
    name: 'CFA interprofessionnel de la Marne',
    kind: 'CFA',
    postcode: '51100',
    town: 'Reims',
    at: [4.0317, 49.2583],
    apprentices: true,
    pupils: false,
    elsewhere: true,
  },
  {
    number: '0759001',
    name: 'CFA des métiers de Paris',
    kind: 'CFA',
    postcode: '75012',
    town: 'Paris',
    at: [2.3958, 48.8412],
    apprentices: true,
    pupils: false,
    elsewhere: true,
  },
  {
    number: '0769001',
    name: 'CFA Seine-Maritime',
    kind: 'CFA',
    postcode: '76000',
    town: 'Rouen',
    at: [1.0993, 49.4431],
    apprentices: true,
    pupils: false,
    elsewhere: true,
  },
]

export interface DemoLevel {
  code: string
  label: string
  courses: [code: string, label: string][]
  taughtAt: ('lycée' | 'lycée professionnel' | 'CFA')[]
}

/** Levels and courses under their national names and codes. */
export const levels: DemoLevel[] = [
  {
    code: '2GT',
    label: 'SECONDE GENERALE ET TECHNOLOGIQUE',
    courses: [['2001001811', 'SECONDE GENERALE ET TECHNOLOGIQUE']],
    taughtAt: ['lycée'],
  },
  {
    code: '1GT',
    label: 'PREMIERE GENERALE ET TECHNOLOGIQUE',
    courses: [
      ['2011001911', 'PREMIERE GENERALE'],
      ['2111501011', 'PREMIERE STMG'],
      ['2111701011', 'PREMIERE STI2D'],
    ],
    taughtAt: ['lycée'],
  },
  {
    code: 'TGT',
    label: 'TERMINALE GENERALE ET TECHNOLOGIQUE',
    courses: [
      ['2021001911', 'TERMINALE GENERALE'],
      ['2121501011', 'TERMINALE STMG'],
      ['2121701011', 'TERMINALE STI2D'],
    ],
    taughtAt: ['lycée'],
  },
  {
    code: '500',
    label: "CERTIFICAT D'APTITUDE PROFESSIONNELLE",
    courses: [
      ['50022142', 'PRODUCTION ET SERVICE EN RESTAURATIONS'],
      ['50033204', 'ACCOMPAGNANT EDUCATIF PETITE ENFANCE'],
      ['50025535', 'ELECTRICIEN'],
    ],
    taughtAt: ['lycée professionnel', 'CFA'],
  },
  {
    code: '400',
    label: 'BACCALAUREAT PROFESSIONNEL',
    courses: [
      ['40031213', 'METIERS DE L’ACCUEIL'],
      ['40025523', 'METIERS DE L’ELECTRICITE ET DE SES ENVIRONNEMENTS CONNECTES'],
      ['40031111', 'ORGANISATION DE TRANSPORT DE MARCHANDISES'],
    ],
    taughtAt: ['lycée professionnel', 'CFA'],
  },
  {
    code: '320',
    label: 'BREVET DE TECHNICIEN SUPERIEUR',
    courses: [
      ['32031112', 'GESTION DES TRANSPORTS ET LOGISTIQUE ASSOCIEE'],
      ['32031212', 'MANAGEMENT COMMERCIAL OPERATIONNEL'],
    ],
    taughtAt: ['CFA'],
  },
]
