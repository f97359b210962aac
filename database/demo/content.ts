import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { slugOf } from '../../src/features/scheme/content/content.ts'
import type { Tx } from '../../src/platform/database/index.ts'
import { addDays, dayOf } from '../../src/platform/dates.ts'
import { printed } from '../../src/platform/print.ts'

/** What the Region publishes in the demonstration: good deals, documents, questions, key dates. */

interface DrawnContent {
  pictures: Buffer[]
  files: Buffer[]
}

/** What takes time to draw: before the transaction. */
export const drawContent = async (): Promise<DrawnContent> => ({
  pictures: await Promise.all(goodDeals.map(({ picture }) => drawn(picture))),
  files: await Promise.all(documents.map(({ name, paragraphs }) => pdf(name, paragraphs))),
})

export async function loadContent(
  tx: Tx,
  campaign: { id: number; starts_on: string; prepayments_expire_on: string; ends_on: string },
  { pictures, files }: DrawnContent,
): Promise<void> {
  const today = dayOf(tx.now)
  const file = async (policy: string, media_type: string, bytes: Buffer | undefined, days: number) => {
    const id = randomUUID()
    const created_at = new Date(tx.now.getTime() - days * 86_400_000)
    await tx
      .insertInto('files')
      .values({ id, policy, media_type, bytes: bytes as Buffer, created_at })
      .execute()
    return id
  }

  for (const [index, deal] of goodDeals.entries()) {
    const partner = deal.partner
      ? await tx.selectFrom('partners').select('id').where('code', '=', deal.partner).executeTakeFirstOrThrow()
      : null
    await tx
      .insertInto('good_deals')
      .values({
        title: deal.title,
        partner_id: partner?.id ?? null,
        organiser: deal.organiser ?? null,
        body: deal.body,
        url: deal.url ?? null,
        picture_file_id: await file('good-deal', 'image/jpeg', pictures[index], deal.days),
        valid_from: addDays(today, -deal.days),
        valid_until: deal.lasts ? addDays(today, deal.lasts) : null,
        for_holders_only: deal.forHolders ?? false,
        published_from: addDays(today, -deal.days),
      })
      .execute()
  }
  for (const [index, { name, days }] of documents.entries()) {
    const file_id = await file('document', 'application/pdf', files[index], days)
    await tx
      .insertInto('documents')
      .values({ name, file_id, published_from: addDays(today, -days) })
      .execute()
  }
  for (const [position, theme] of themes.entries()) {
    const { id } = await tx.insertInto('question_themes').values({ title: theme.title, position }).returning('id').executeTakeFirstOrThrow()
    await tx
      .insertInto('questions')
      .values(
        theme.questions.map(({ question, answer }, rank) => ({
          theme_id: id,
          slug: slugOf(question),
          question,
          answer: answer.join('\n\n'),
          position: rank + 1,
          published_from: addDays(today, -90),
        })),
      )
      .execute()
  }
  await tx
    .insertInto('questions_received')
    .values([
      {
        name: 'Inès LEROY',
        email: 'ines.leroy@example.org',
        file_number: '5170362486',
        subject: 'Quelle photo envoyer ?',
        body: 'Bonjour,\n\nEst-ce que je peux envoyer ma photo de classe, où l’on me voit de face ?\n\nMerci.',
        received_at: new Date(tx.now.getTime() - 26 * 3_600_000),
      },
      {
        name: 'Claire DUBOIS',
        email: 'claire.dubois@example.org',
        subject: 'Mon fils change de lycée',
        body: 'Bonjour,\n\nMon fils change de lycée en janvier. Sa carte reste-t-elle valable ?',
        received_at: new Date(tx.now.getTime() - 5 * 3_600_000),
      },
    ])
    .execute()
  await tx
    .insertInto('answer_templates')
    .values([
      {
        title: 'Carte jamais reçue',
        theme: 'card',
        body: 'Bonjour {nom},\n\n« Afficher mon QR code », dans « Ma carte », paie comme la carte. Si elle n’arrive pas sous une semaine, déclarez-la « jamais reçue » au même endroit : une nouvelle part sous un autre numéro.\n\nBonne journée,\nLa Région Hauts-de-France',
      },
      {
        title: 'Photo refusée',
        theme: 'request',
        body: 'Bonjour {nom},\n\nUne photo acceptée vous montre seul, de face, le visage dégagé, sur un fond clair. Envoyez-en une autre depuis votre demande : vous gardez tout ce que vous aviez saisi.\n\nBonne journée,\nLa Région Hauts-de-France',
      },
      {
        title: 'Nous ne pouvons pas répondre par mail',
        body: 'Bonjour {nom},\n\nPour protéger votre dossier, nous ne répondons pas à cette question par mail. Appelez le numéro vert 0800 026 080 avec votre numéro de dossier.\n\nBonne journée,\nLa Région Hauts-de-France',
      },
    ])
    .execute()
  await tx
    .insertInto('key_dates')
    .values(
      [
        { day: campaign.starts_on, label: 'la carte est utilisable chez les partenaires', concerns: 'paying' },
        { day: addDays(today, 21), label: 'dernier jour pour que les cartes demandées partent avant les vacances', concerns: 'asking' },
        { day: campaign.prepayments_expire_on, label: 'dernier jour pour utiliser vos prépaiements', concerns: 'paying' },
        { day: campaign.ends_on, label: 'dernier jour pour utiliser votre porte-monnaie', concerns: 'paying' },
      ].map((date) => ({ ...date, campaign_id: campaign.id, published_from: addDays(today, -90) })),
    )
    .execute()
}

interface DemoDeal {
  title: string
  partner?: string
  organiser?: string
  body: string
  url?: string
  /** Published that many days ago, valid for so many more. */
  days: number
  lasts?: number
  forHolders?: boolean
  picture: string
}

const goodDeals: DemoDeal[] = [
  {
    title: 'Une nuit au musée pour 1 €',
    organiser: 'Palais des Beaux-Arts de Lille',
    body: 'Le premier jeudi du mois, le musée reste ouvert jusqu’à 22 h. L’entrée est à 1 € pour les moins de 20 ans, avec une visite guidée par des étudiants à 19 h.\n\nSans réservation. Venez avec une pièce d’identité ou votre carte Génération #HDF.',
    days: 4,
    lasts: 90,
    picture: `<rect width="640" height="400" fill="#14214f"/><circle cx="520" cy="80" r="42" fill="#ffe08a"/>
      <path d="M90 340V190l230-90 230 90v150z" fill="#e8d7b5"/><path d="M70 190h500l-250-105z" fill="#c9ae7c"/>
      <g fill="#f7edd8"><rect x="130" y="205" width="34" height="120"/><rect x="215" y="205" width="34" height="120"/><rect x="390" y="205" width="34" height="120"/><rect x="475" y="205" width="34" height="120"/></g>
      <rect x="285" y="215" width="70" height="125" fill="#7a5a2e"/><rect x="60" y="335" width="520" height="65" fill="#8f8063"/>`,
  },
  {
    title: 'Dix pour cent sur les dictionnaires',
    partner: 'L212',
    body: 'Sur présentation de la carte, 10 % de remise sur tous les dictionnaires et les grammaires, en rayon ou sur commande.\n\nLa remise s’ajoute au paiement avec votre porte-monnaie « Manuels et équipements ».',
    days: 9,
    lasts: 60,
    forHolders: true,
    picture: `<rect width="640" height="400" fill="#e3f5ef"/><rect y="330" width="640" height="70" fill="#b98a5a"/>
      <rect x="120" y="110" width="90" height="220" rx="6" fill="#b81f3b"/><rect x="220" y="80" width="70" height="250" rx="6" fill="#1f52cc"/>
      <rect x="300" y="130" width="110" height="200" rx="6" fill="#006b55"/><rect x="420" y="95" width="60" height="235" rx="6" fill="#e8a200"/>
      <g fill="#fff" opacity=".85"><rect x="135" y="150" width="60" height="16"/><rect x="232" y="120" width="46" height="16"/><rect x="318" y="170" width="74" height="16"/><rect x="432" y="140" width="36" height="16"/></g>
      <path d="M500 330 545 120l50 12-45 198z" fill="#a80f5c"/>`,
  },
  {
    title: 'Le train à 1 € pour aller au festival',
    organiser: 'TER Hauts-de-France',
    body: 'Le week-end du festival des Nuits Secrètes, l’aller-retour en TER coûte 1 € depuis toute gare de la région.\n\nLes billets se prennent en gare ou sur le site du TER, en choisissant « Festival ».',
    url: 'https://www.ter.sncf.com/hauts-de-france',
    days: 12,
    lasts: 40,
    picture: `<rect width="640" height="400" fill="#ffd9a8"/><circle cx="470" cy="210" r="90" fill="#f2784b"/><path d="M0 260q160-70 320-20t320-30v190H0z" fill="#5e9c76"/>
      <rect x="60" y="170" width="420" height="120" rx="40" fill="#1f52cc"/><rect x="60" y="235" width="420" height="14" fill="#fff"/>
      <g fill="#d5ddf5"><rect x="100" y="190" width="60" height="36" rx="8"/><rect x="180" y="190" width="60" height="36" rx="8"/><rect x="260" y="190" width="60" height="36" rx="8"/><rect x="340" y="190" width="90" height="36" rx="8"/></g>
      <circle cx="140" cy="298" r="20" fill="#161b33"/><circle cx="240" cy="298" r="20" fill="#161b33"/><circle cx="390" cy="298" r="20" fill="#161b33"/><rect y="316" width="640" height="10" fill="#4d5672"/>`,
  },
  {
    title: 'Une séance de cinéma offerte',
    organiser: 'Ciné-Région, les salles indépendantes',
    body: 'Pour une place achetée, une place offerte, du lundi au jeudi, dans quarante salles indépendantes des Hauts-de-France.\n\nMontrez votre carte, ou votre QR code, à la caisse du cinéma.',
    days: 18,
    lasts: 120,
    forHolders: true,
    picture: `<rect width="640" height="400" fill="#2a1330"/><path d="M320 60 40 400h560z" fill="#fff3c4" opacity=".22"/><rect x="110" y="70" width="420" height="190" rx="10" fill="#fff8e6"/>
      <path d="m285 115 90 50-90 50z" fill="#b81f3b"/><g fill="#a80f5c"><rect x="70" y="320" width="90" height="80" rx="22"/><rect x="180" y="320" width="90" height="80" rx="22"/><rect x="290" y="320" width="90" height="80" rx="22"/><rect x="400" y="320" width="90" height="80" rx="22"/><rect x="510" y="320" width="90" height="80" rx="22"/></g>`,
  },
  {
    title: 'Premiers pas en escalade',
    organiser: 'Club d’escalade d’Arras',
    body: 'Deux séances d’essai gratuites, matériel prêté, encadrées par un moniteur. Mercredi et samedi après-midi.\n\nInscription par téléphone, une semaine à l’avance.',
    days: 25,
    picture: `<rect width="640" height="400" fill="#d7e6f5"/><path d="M0 400V120l180-80 120 90 110-60 230 120v210z" fill="#8b93a8"/><path d="M180 40 260 400H0V120z" fill="#737c99"/>
      <path d="M410 70 380 320" stroke="#e8a200" stroke-width="6"/><circle cx="382" cy="215" r="20" fill="#f0c9a4"/><path d="M362 235h42l10 70h-60z" fill="#b81f3b"/><path d="m360 240-34-34M404 242l26-40M362 303l-20 46M408 303l18 40" stroke="#14214f" stroke-width="14" stroke-linecap="round"/>
      <g fill="#1f52cc"><circle cx="322" cy="202" r="10"/><circle cx="434" cy="196" r="10"/><circle cx="338" cy="352" r="10"/><circle cx="430" cy="348" r="10"/></g>`,
  },
  {
    title: 'Trouver un logement près de son CFA',
    organiser: 'Habitat Jeunes Hauts-de-France',
    body: 'Un conseiller cherche avec vous une chambre en foyer, une colocation ou un logement social près de votre lieu de formation, et vous aide à demander les aides au logement.\n\nLe service est gratuit et ouvert à tous les jeunes de 16 à 30 ans.',
    days: 33,
    picture: `<rect width="640" height="400" fill="#fdeaf4"/><rect y="320" width="640" height="80" fill="#c7dcc4"/><path d="M90 320V190l110-80 110 80v130z" fill="#fff"/><path d="M70 195 200 95l130 100-16 18-114-86-114 86z" fill="#a80f5c"/><rect x="170" y="240" width="60" height="80" fill="#14214f"/>
      <rect x="350" y="100" width="210" height="220" fill="#24357a"/><g fill="#ffe08a"><rect x="375" y="125" width="45" height="45"/><rect x="435" y="125" width="45" height="45"/><rect x="495" y="125" width="45" height="45"/><rect x="375" y="190" width="45" height="45"/><rect x="495" y="190" width="45" height="45"/></g><rect x="435" y="245" width="45" height="75" fill="#e8a200"/>`,
  },
]

const drawn = (shapes: string): Promise<Buffer> =>
  sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 400" width="640" height="400">${shapes}</svg>`))
    .jpeg({ quality: 80 })
    .toBuffer()

const documents: { name: string; days: number; paragraphs: string[] }[] = [
  {
    name: 'Flyer Génération #HDF',
    days: 40,
    paragraphs: [
      'Une carte pour vos manuels et votre équipement, des bons plans toute l’année, et une aide au transport, à l’hébergement et à la restauration pour les apprentis.',
      'Lycéens : 100 € la première année, 55 € les suivantes. Apprentis : 200 € au premier contrat ou à chaque nouveau diplôme.',
      'Demandez votre carte en ligne, en cinq étapes : votre situation, vos coordonnées, votre établissement, votre photo, l’envoi.',
      'Une question ? Numéro vert : 0800 026 080.',
    ],
  },
  {
    name: 'Règlement général de la carte Génération #HDF',
    days: 80,
    paragraphs: [
      'Article 1. La carte est personnelle. Elle est valable pendant toute la scolarité et créditée à chaque campagne.',
      'Article 2. Les aides servent à acheter des manuels et des équipements liés à la formation, chez les partenaires du dispositif.',
      'Article 3. Une aide qui n’est pas utilisée avant la fin de la campagne est perdue. Un prépaiement qui n’est pas utilisé à temps revient dans le porte-monnaie.',
      'Article 4. Une carte perdue ou volée est arrêtée dès que son titulaire le déclare. Ce qui reste dans le porte-monnaie lui est rendu sur une nouvelle carte.',
      'Article 5. L’établissement confirme la scolarité du demandeur ; la Région décide des autres demandes.',
    ],
  },
]

const pdf = (title: string, paragraphs: string[]): Promise<Buffer> =>
  printed({ title, content: { articles: paragraphs.map((paragraph) => ({ paragraphs: [paragraph] })) } })

/** The questions that young people and their families really ask, and what to do. */
const themes: { title: string; questions: { question: string; answer: string[] }[] }[] = [
  {
    title: 'Mon compte',
    questions: [
      {
        question: 'Je n’ai pas reçu le mail d’inscription. Que faire ?',
        answer: [
          'Regardez d’abord dans les courriers indésirables (spams) de votre messagerie.',
          'Si vous ne trouvez rien au bout d’une heure, recommencez l’inscription avec les mêmes informations : un nouveau mail part. Vous pouvez aussi appeler le 0800 026 080.',
        ],
      },
      {
        question: 'J’ai oublié mon mot de passe.',
        answer: [
          'Sur la page de connexion, choisissez « Mot de passe oublié ? ». Saisissez votre numéro de dossier ou de carte et votre date de naissance : vous recevez par mail un lien, valable une heure.',
        ],
      },
      {
        question: 'Mon mot de passe provisoire ne fonctionne plus.',
        answer: [
          'Il est valable 72 heures et ne sert qu’une fois. Demandez un nouveau mot de passe sur la page « Mot de passe oublié ? ».',
        ],
      },
      {
        question: 'Mon compte est bloqué après plusieurs essais.',
        answer: ['Après dix mots de passe faux, la connexion est suspendue un quart d’heure pour vous protéger. Attendez, puis réessayez.'],
      },
    ],
  },
  {
    title: 'Ma demande de carte',
    questions: [
      {
        question: 'Puis-je commencer ma demande et la finir plus tard ?',
        answer: ['Oui. Chaque étape est enregistrée : reconnectez-vous et choisissez « Poursuivre ma demande ».'],
      },
      {
        question: 'Ma photo est refusée.',
        answer: [
          'La photo doit être nette, de face, en jpg, png, webp ou heic, et peser 10 Mo au plus. Votre visage doit occuper la plus grande partie du cadre : le partenaire s’en sert pour vous reconnaître.',
        ],
      },
      {
        question: 'Mon établissement tarde à valider ma demande.',
        answer: [
          'Votre page d’accueil montre la date d’envoi. Si rien ne bouge au bout de deux semaines, adressez-vous au secrétariat de votre établissement : c’est lui qui confirme votre inscription.',
        ],
      },
      {
        question: 'Ma demande m’a été renvoyée. Que faire ?',
        answer: [
          'Votre page d’accueil donne la raison. Corrigez votre demande et envoyez-la de nouveau : rien de ce que vous aviez saisi n’est perdu.',
        ],
      },
    ],
  },
  {
    title: 'Payer avec ma carte',
    questions: [
      {
        question: 'Puis-je payer avant d’avoir reçu la carte en plastique ?',
        answer: [
          'Oui. Dès que votre demande est validée, « Afficher mon QR code » dans « Ma carte » permet de payer chez un partenaire avec votre téléphone.',
        ],
      },
      {
        question: 'Mon QR code est refusé à la caisse.',
        answer: [
          'Un QR code vit 60 secondes et ne sert qu’une fois. Laissez la page ouverte : il se renouvelle tout seul. Votre téléphone doit être connecté à internet.',
        ],
      },
      {
        question: 'À quoi sert un prépaiement ?',
        answer: [
          'Il met de côté une somme pour un partenaire que vous choisissez. Imprimez le reçu et remettez-le au partenaire. Tant qu’il ne l’a pas encaissé, vous pouvez l’annuler : la somme revient dans votre porte-monnaie.',
        ],
      },
      {
        question: 'J’ai payé en ligne par erreur.',
        answer: [
          'Seul le partenaire peut annuler un paiement en ligne. Contactez-le : la somme revient dans votre porte-monnaie dès qu’il l’annule.',
        ],
      },
      {
        question: 'Que devient l’argent que je n’ai pas dépensé ?',
        answer: [
          'Votre aide est à utiliser avant la fin de la campagne, le 30 avril, ou dans les 30 jours si elle vous est versée tard. Ce qui reste ensuite est perdu.',
        ],
      },
    ],
  },
  {
    title: 'Ma situation change',
    questions: [
      {
        question: 'Je déménage.',
        answer: [
          'Changez votre adresse dans « Mon compte » : la carte et les courriers partent à la nouvelle.',
          'Si la carte est déjà partie, appelez le 0800 026 080 ou écrivez à beneficiaires.hdf@hautsdefrance.fr, avec votre numéro de dossier, vos nom, prénom et date de naissance.',
        ],
      },
      {
        question: 'Je change d’établissement.',
        answer: ['Prévenez la Région au 0800 026 080. Votre carte et votre porte-monnaie restent les mêmes.'],
      },
      {
        question: 'J’ai perdu ma carte.',
        answer: [
          'Dans « Ma carte », choisissez « Un problème de carte ? », puis « Perdue » : elle est arrêtée aussitôt, et une nouvelle est fabriquée sous un autre numéro. Le contenu de votre porte-monnaie reste à vous.',
          'Sans accès à votre compte, appelez le 0800 026 080.',
        ],
      },
    ],
  },
  {
    title: 'Aide aux apprentis (THR)',
    questions: [
      {
        question: 'Quand demander l’aide au transport, à l’hébergement et à la restauration ?',
        answer: [
          'La première demande se fait à partir de 45 jours après la signature de votre contrat d’apprentissage, et au plus tard 12 mois après.',
          'Le renouvellement s’ouvre le lendemain de chaque anniversaire du contrat, pour 12 mois.',
        ],
      },
      {
        question: 'De combien est l’aide au transport ?',
        answer: [
          'Elle dépend de la distance entre votre domicile et votre CFA : 100 € de 10 à moins de 40 km, 150 € de 40 à 100 km, 200 € au-delà. En dessous de 10 km, elle n’est pas versée.',
        ],
      },
      {
        question: 'Quels documents préparer pour l’aide aux apprentis ?',
        answer: [
          'Votre contrat d’apprentissage et votre RIB, en PDF. Si vous demandez l’aide à l’hébergement : le certificat de l’internat, du foyer ou du logement social.',
        ],
      },
      {
        question: 'Comment l’aide aux apprentis est-elle versée ?',
        answer: ['Par virement sur le compte bancaire de votre RIB, une fois votre demande vérifiée par votre CFA et par la Région.'],
      },
    ],
  },
]
