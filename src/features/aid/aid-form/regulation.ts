import { printed } from '../../../platform/print.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { bandsInWords, DOCUMENTS, LODGING_KINDS, type Parameters, wholeEuros } from '../apprentice-aid/index.ts'

/** The regulation of the aid, as the parameters of the campaign make it: an article each. */
export const regulationArticles = (parameters: Parameters): { title: string; paragraphs: string[] }[] => [
  {
    title: 'Article 1. Qui peut demander l’aide',
    paragraphs: [
      `Les apprentis dont la demande de carte ${OUR_REGION.card} est validée. L’aide est versée une fois par année de contrat d’apprentissage, sur un compte bancaire au nom de l’apprenti.`,
    ],
  },
  {
    title: 'Article 2. Quand la demander',
    paragraphs: [
      `La première demande se fait à partir du ${parameters.first_request_days}e jour après la signature du contrat, et dans les ${parameters.window_months} mois de cette signature, dernier jour compris.`,
      `Le renouvellement se demande à partir de chaque date anniversaire du contrat plus un jour, et dans un délai de ${parameters.window_months} mois. Un contrat signé un 29 février a son anniversaire le 28 février des années ordinaires.`,
      'Un contrat qui se termine plus tôt que prévu n’ouvre plus de demande pour les années qu’il n’a pas commencées. Le contrat suivant ouvre les siennes, une fois confirmé par le CFA, ou par la Région quand le CFA est ailleurs.',
    ],
  },
  {
    title: 'Article 3. Transport',
    paragraphs: [
      'L’aide est forfaitaire et dépend de la distance entre le domicile et le CFA :',
      ...bandsInWords(parameters.bands).map((band) => `- ${band}`),
      ...boundsInWords(parameters),
      `La distance est calculée par la route. Lorsqu’elle ne peut pas l’être, elle est estimée : la ligne droite multipliée par ${parameters.detour_factor.toLocaleString('fr-FR')}, et un agent de la Région la confirme. L’apprenti peut la contester.`,
    ],
  },
  { title: 'Article 4. Restauration', paragraphs: [`L’aide est de ${wholeEuros(parameters.meals_cents)} par année de formation.`, ONCE] },
  {
    title: 'Article 5. Hébergement',
    paragraphs: [
      `L’aide est de ${wholeEuros(parameters.lodging_cents)} par année de formation, pour les hébergements suivants :`,
      ...Object.values(LODGING_KINDS)
        .filter(({ isEligible }) => isEligible)
        .map(({ label }) => `- ${label}`),
      ONCE,
    ],
  },
  {
    title: 'Article 6. Documents',
    paragraphs: ['Au format PDF, ou en photo :', ...Object.values(DOCUMENTS).map(({ label, hint }) => `- ${label}. ${hint}`)],
  },
  {
    title: 'Article 7. Traitement',
    paragraphs: [
      `Le CFA vérifie l’inscription, puis la Région contrôle la demande et paie par virement. Les demandes des apprentis dont le CFA n’est pas en Région ${OUR_REGION.name} sont transmises directement à la Région. Les montants sont ceux en vigueur le jour où la demande est envoyée.`,
    ],
  },
]

/** Of meals and lodging. */
const ONCE =
  'Elle est versée une fois par année de formation, quels que soient les contrats : une année d’un autre contrat qui commence moins de douze mois après n’y donne pas droit de nouveau.'

/** The words of a scale leave open on which side its very figures are. */
const boundsInWords = ({ bands }: Parameters): string[] =>
  bands
    .filter(({ from_km }) => from_km > 0)
    .toSorted((a, b) => a.from_km - b.from_km)
    .map(({ from_km, from_included, amount_cents }) =>
      from_included
        ? `À ${from_km} km exactement, l’aide est de ${wholeEuros(amount_cents)}.`
        : `Elle est de ${wholeEuros(amount_cents)} au-delà de ${from_km} km.`,
    )

const TITLE = 'Règlement régional d’attribution des aides aux apprentis'

/** The regulation to download. */
export const regulationPdf = (parameters: Parameters): Promise<Buffer> =>
  printed({ title: TITLE, content: { articles: regulationArticles(parameters) } })
