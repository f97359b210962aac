/** Family names that nobody has, and first names that many have. In a list by name they come after those of the named people. */

export const familyNames = [
  ...['Pinsonval', 'Plumerive', 'Pluvierbois', 'Poirelune', 'Pommeclair', 'Pontebrune', 'Prédoré', 'Primeverte', 'Quartelaine'],
  ...['Quatresaules', 'Quenouilleux', 'Quiéfleur', 'Ramelune', 'Rameau-Clair', 'Rivebelle', 'Rocheluisante', 'Rosefontaine'],
  ...['Rougecolline', 'Roulepierre', 'Ruissebelle', 'Sablefin', 'Saulebrune', 'Seigleverte', 'Sentebois', 'Serpoline', 'Silexval'],
  ...['Soleilleux', 'Songeclair', 'Sourcebelle', 'Sureauval', 'Tambourelle', 'Terrebleue', 'Tilleulune', 'Tisserune', 'Toitvert'],
  ...['Tourneclair', 'Tourterive', 'Tremblebois', 'Troisépis', 'Tuilebrune', 'Valsonge', 'Vanneclair', 'Van der Pluymbeek'],
  ...['Ventolune', 'Verdepré', 'Verglasson', 'Vertechaume', 'Vignelune', 'Villebruyère', 'Violette-Prée', 'Voilegrise', 'Vrilleterre'],
  ...['Wambrebois', 'Watterive', 'Wimerange', 'Yonvelle', 'Yprelande', 'Zéphyrelle', 'Zélinval'],
]

export const firstNames = {
  Mme: [
    ...['Léa', 'Manon', 'Chloé', 'Camille', 'Sarah', 'Lina', 'Jade', 'Louise', 'Anaïs', 'Maëlys', 'Nour', 'Clara', 'Emma', 'Juliette'],
    ...['Yasmine', 'Élise', 'Margot', 'Lou', 'Aya', 'Romane', 'Salomé', 'Agathe', 'Fatou', 'Noémie', 'Lucie', 'Kenza', 'Éva', 'Apolline'],
  ],
  M: [
    ...['Lucas', 'Nathan', 'Mathis', 'Enzo', 'Théo', 'Yanis', 'Tom', 'Noah', 'Gabriel', 'Raphaël', 'Adam', 'Louis', 'Maxence', 'Ilyès'],
    ...[
      'Antoine',
      'Baptiste',
      'Sacha',
      'Rayan',
      'Timéo',
      'Valentin',
      'Mehdi',
      'Clément',
      'Axel',
      'Oscar',
      'Moussa',
      'Jules',
      'Éloi',
      'Côme',
    ],
  ],
} as const
