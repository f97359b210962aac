/** What young people and their families have asked by the contact form, and what the Region has answered. */

export interface Asked {
  subject: string
  theme?: string
  body: string
  daysAgo: number
  answer?: string
}

export const questions: Asked[] = [
  {
    subject: 'Ma carte n’arrive pas',
    theme: 'card',
    body: 'Bonjour,\n\nMa carte est expédiée depuis deux semaines et je n’ai rien reçu. Est-ce que je peux quand même acheter mes livres ?\n\nMerci',
    daysAgo: 41,
    answer:
      'Bonjour,\n\nOui : « Afficher mon QR code », dans « Ma carte », paie comme la carte. Si elle n’est pas là dans une semaine, déclarez-la « jamais reçue » au même endroit : une nouvelle part sous un autre numéro.',
  },
  {
    subject: 'Changement d’adresse',
    theme: 'account',
    body: 'Bonjour, nous avons déménagé le mois dernier et la carte de mon fils va partir à l’ancienne adresse. Que faire ?',
    daysAgo: 38,
    answer:
      'Bonjour,\n\nVotre fils peut changer son adresse lui-même, dans « Mon compte » : tant que la carte n’est pas expédiée, elle part à la nouvelle.',
  },
  {
    subject: 'Prépaiement refusé en librairie',
    theme: 'money',
    body: 'La libraire me dit que mon ticket est déjà encaissé alors que je n’ai rien acheté.',
    daysAgo: 33,
    answer:
      'Bonjour,\n\nCe ticket a bien été encaissé, le lendemain de sa création, par un autre magasin que celui où vous êtes allé. Nous l’avons appelé : il vous rembourse aujourd’hui, et la somme revient dans votre porte-monnaie.',
  },
  {
    subject: 'Boursier',
    theme: 'request',
    body: 'Est-ce que le fait d’être boursier change le montant de la carte ?',
    daysAgo: 30,
    answer: 'Bonjour,\n\nLes montants de la campagne, et ce dont ils dépendent, sont sur la page « Le dispositif ».',
  },
  {
    subject: 'Calculatrice',
    body: 'Bonjour, peut-on acheter une calculatrice graphique avec la carte ?',
    daysAgo: 27,
    answer: 'Bonjour,\n\nOui, chez un partenaire qui en vend : elle fait partie de l’équipement lié à la formation.',
  },
  {
    subject: 'Photo refusée deux fois',
    theme: 'request',
    body: 'On me renvoie ma demande parce que la photo est trop sombre. J’en ai mis une autre, prise dans la même pièce, et c’est pareil.',
    daysAgo: 22,
    answer: 'Bonjour,\n\nPlacez-vous face à une fenêtre, en plein jour, devant un mur clair, et faites-vous photographier à un mètre.',
  },
  {
    subject: 'Deux enfants, une seule adresse e-mail',
    body: 'J’ai inscrit mes deux filles avec mon adresse e-mail. Est-ce un problème ?',
    daysAgo: 19,
    answer: 'Bonjour,\n\nNon. Chacune a son numéro de dossier, écrit dans le message d’inscription : c’est lui qui sert à se connecter.',
  },
  {
    subject: 'Aide THR : distance',
    theme: 'aid',
    body: 'La distance calculée entre chez moi et mon CFA est trop courte, elle part du centre de la commune et j’habite un hameau à 6 km.',
    daysAgo: 16,
    answer:
      'Bonjour,\n\nÀ l’étape « Transport », ouvrez « Je conteste cette distance » et écrivez pourquoi : un agent la vérifie avant le paiement.',
  },
  {
    subject: 'Carte perdue puis retrouvée',
    theme: 'card',
    body: 'J’avais déclaré ma carte perdue, je viens de la retrouver. Puis-je m’en servir ?',
    daysAgo: 12,
    answer: 'Bonjour,\n\nNon : elle est arrêtée pour toujours, vous pouvez la découper. La nouvelle arrive, et votre QR code marche déjà.',
  },
  {
    subject: 'Remboursement d’un livre',
    theme: 'money',
    body: 'J’ai rendu un manuel à la librairie. Comment est-ce que je récupère l’argent ?',
    daysAgo: 9,
    answer: 'Bonjour,\n\nLe libraire rembourse depuis son espace : la somme revient aussitôt dans votre porte-monnaie, jamais en espèces.',
  },
  {
    subject: 'Mon lycée n’est pas dans la liste',
    theme: 'school',
    body: 'Bonjour, je suis en classe de seconde dans un lycée agricole et je ne le trouve pas dans la liste des établissements.',
    daysAgo: 5.6,
  },
  {
    subject: 'Virement de l’aide THR',
    theme: 'aid',
    body: 'Ma demande est « virement en cours » depuis une semaine. Quand est-ce que je reçois l’argent ?',
    daysAgo: 4.9,
  },
  {
    subject: 'Mot de passe provisoire',
    theme: 'account',
    body: 'Je n’ai pas eu le temps de changer le mot de passe dans les 72 heures, maintenant il ne marche plus.',
    daysAgo: 4.1,
  },
  {
    subject: 'Code postal inconnu',
    body: 'Mon code postal n’est pas reconnu quand je saisis mon adresse, c’est un CEDEX.',
    daysAgo: 3.3,
  },
  {
    subject: 'Une librairie qui n’est pas partenaire',
    theme: 'partner',
    body: 'La librairie de ma ville aimerait accepter la carte. À qui doit-elle s’adresser ?',
    daysAgo: 2.4,
  },
  {
    subject: 'Changement de CFA',
    body: 'Bonjour,\n\nJe change d’entreprise et de CFA le mois prochain. Dois-je refaire une demande de carte ?\n\nCordialement',
    daysAgo: 1.7,
  },
  {
    subject: 'Somme bloquée',
    body: 'J’ai fait un prépaiement dans le mauvais magasin, comment récupérer la somme ?',
    daysAgo: 0.9,
  },
  {
    subject: 'Nom mal orthographié',
    body: 'Mon nom est écrit sans son accent sur la carte. Faut-il la refaire ?',
    daysAgo: 0.2,
  },
]
