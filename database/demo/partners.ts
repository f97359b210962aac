/** Some sixty partners in twenty towns. The guide's bookshop is among them; the others are made up. */

export const partnerTypes: [code: string, label: string][] = [
  ['librairie', 'Librairie'],
  ['sport', 'Articles de sport'],
  ['papeterie', 'Papeterie'],
  ['equipement', 'Équipement professionnel'],
  ['culture', 'Culture et loisirs'],
  ['informatique', 'Informatique'],
]

export interface DemoPartner {
  code: string
  name: string
  type: string
  street: string
  postcode: string
  town: string
  at: [longitude: number, latitude: number]
  prepayments: boolean
  online: boolean
}

export const towns: [postcode: string, town: string, longitude: number, latitude: number][] = [
  ['80000', 'Amiens', 2.2957, 49.8941],
  ['62000', 'Arras', 2.777, 50.2927],
  ['59000', 'Lille', 3.0635, 50.6372],
  ['60000', 'Beauvais', 2.0857, 49.4303],
  ['02000', 'Laon', 3.6244, 49.5643],
  ['60180', 'Nogent-sur-Oise', 2.4708, 49.2753],
  ['02100', 'Saint-Quentin', 3.2876, 49.8471],
  ['59140', 'Dunkerque', 2.3772, 51.0343],
  ['62100', 'Calais', 1.8587, 50.9513],
  ['59300', 'Valenciennes', 3.5234, 50.3579],
  ['59500', 'Douai', 3.08, 50.3703],
  ['62300', 'Lens', 2.8314, 50.4289],
  ['62200', 'Boulogne-sur-Mer', 1.6133, 50.7259],
  ['80100', 'Abbeville', 1.8337, 50.1058],
  ['02200', 'Soissons', 3.3234, 49.3817],
  ['60200', 'Compiègne', 2.8261, 49.4178],
  ['59100', 'Roubaix', 3.1746, 50.6927],
  ['59400', 'Cambrai', 3.2364, 50.1767],
  ['62500', 'Saint-Omer', 2.2533, 50.7503],
  ['80200', 'Péronne', 2.9344, 49.9285],
]

const kinds = [
  {
    type: 'librairie',
    letter: 'L',
    names: ['LA PAGE CORNÉE', 'LE MARQUE-PAGE', 'L’ENCRIER', 'LES MOTS PASSANTS', 'LA BELLE LETTRE'],
    street: 'rue des Libraires',
  },
  {
    type: 'sport',
    letter: 'B',
    names: ['PLEIN ÉLAN', 'LA FOULÉE', 'SPORT DU NORD', 'LE PLONGEON', 'ALTITUDE ZÉRO'],
    street: 'avenue du Stade',
  },
  {
    type: 'equipement',
    letter: 'E',
    names: ['L’ATELIER ÉQUIPÉ', 'TOQUES ET TABLIERS', 'LE BON OUTIL', 'MÉTIERS ET CIE', 'PRO DU CHANTIER'],
    street: 'place du Marché',
  },
] as const

/** A chain of six shops in six towns: one organisation, one head office that signs in once for all. */
export const CHAIN = { name: 'PAPETERIES DU NORD', codes: ['E502', 'E507', 'E508', 'E509', 'E510', 'E511'] }

const around: DemoPartner[] = towns.flatMap(([postcode, town, longitude, latitude], index) =>
  kinds.map(({ type, letter, names, street }, kind) => ({
    code: `${letter}${500 + index}`,
    ...(CHAIN.codes.includes(`${letter}${500 + index}`)
      ? { name: `${CHAIN.name} ${town.toUpperCase()}`, type: 'papeterie' }
      : { name: names[index % names.length] as string, type }),
    street: `${3 + index * 2} ${street}`,
    postcode,
    town,
    at: [longitude + 0.004 * (kind - 1), latitude + 0.003 * ((index + kind) % 3)] as [number, number],
    prepayments: (index + kind) % 3 !== 2,
    online: (index + kind) % 2 === 0,
  })),
)

export const partners: DemoPartner[] = [
  {
    code: 'L212',
    name: 'LES PAGES',
    type: 'librairie',
    street: '12 rue des Trois Cailloux',
    postcode: '80000',
    town: 'Amiens',
    at: [2.2983, 49.8921],
    prepayments: true,
    online: true,
  },
  {
    code: 'B107',
    name: 'AU BEFFROI',
    type: 'sport',
    street: '8 place des Héros',
    postcode: '62000',
    town: 'Arras',
    at: [2.7775, 50.2914],
    prepayments: false,
    online: false,
  },
  ...around,
]
