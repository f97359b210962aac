import { message } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { spacedSiret } from './siret.ts'

/** A shop that has joined an organisation, as the others read it. */
export interface Newcomer {
  name: string
  code: string
  town: string
  siret: string
}

const LISTED_AT_MOST = 20

const EXAMPLE = { name: 'LES PAGES, LA SUITE', code: 'L213', town: 'Lille', siret: '73282932000082' }

const inWords = ({ name, code, town, siret }: Newcomer): string => `${name} (${code}), ${town}, SIRET ${spacedSiret(siret)}`

/** The shops that joined, a line each; of a long file the first ones. */
const listed = (newcomers: Newcomer[]): string => {
  const left = newcomers.length - LISTED_AT_MOST
  const rest = left > 0 ? [left > 1 ? `et ${left} autres` : 'et un autre'] : []
  return [...newcomers.slice(0, LISTED_AT_MOST).map(inWords), ...rest].join('\n')
}

export const shopsJoined = message(
  'organisation-joined',
  [
    {
      who: 'Managers and accountants of the other partners of an organisation, and the own addresses of these',
      when: 'a partner has joined it: by its application, by two agents, or by a file',
      example: [{ siren: '732829320', legal_name: 'SARL LES PAGES', newcomers: [EXAMPLE] }],
    },
    {
      who: 'The same, and those of the partners that came together',
      when: 'several have joined it at once, by a file',
      example: [
        {
          siren: '732829320',
          legal_name: 'SARL LES PAGES',
          newcomers: [EXAMPLE, { name: 'PAGES ET CIE', code: 'L214', town: 'Arras', siret: '73282932000090' }],
        },
      ],
    },
  ],
  ({ siren, legal_name, newcomers }: { siren: string; legal_name: string; newcomers: Newcomer[] }) => {
    const isOne = newcomers.length === 1
    return {
      subject: isOne ? `${newcomers[0]?.name} rejoint ${legal_name}` : `${newcomers.length} points de vente rejoignent ${legal_name}`,
      paragraphs: [
        'Bonjour,',
        `La Région vient de rattacher à votre structure, ${legal_name} (SIREN ${siren}), ${isOne ? 'un point de vente' : 'des points de vente'} qui ${isOne ? 'accepte' : 'acceptent'} la carte ${OUR_REGION.card} :\n${listed(newcomers)}`,
        `${isOne ? 'C’est bien l’un des vôtres' : 'Ce sont bien les vôtres'} ? Vous n’avez rien à faire, et rien ne change pour les autres.`,
        `${isOne ? 'Vous ne le connaissez pas' : 'Il y en a un que vous ne connaissez pas'} ? Quelqu’un se sert peut-être du nom de votre structure : appelez tout de suite le numéro vert ${OUR_REGION.phone}. La Région peut suspendre ce point de vente aussitôt, le temps de vérifier.`,
      ],
    }
  },
)
