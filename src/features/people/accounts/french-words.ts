/**
 * What people in France put before a year when they choose a password, and the dictionary, made of passwords of the whole world, does not
 * have or has far down: seasons, months, pet names, towns and things of here. Without accents.
 */
export const FRENCH_WORDS: readonly string[] =
  `printemps ete automne hiver janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
   lundi mardi mercredi jeudi vendredi samedi dimanche noel rentree vacances
   soleil bonjour bonsoir bienvenue coucou salut merci azerty motdepasse password secret admin jetaime amour bisous
   doudou loulou chouchou choupette cherie princesse prince ange bebe maman papa famille maison chocolat chat chien cheval lapin licorne
   lycee college ecole eleve lyceen apprenti apprentie carte generation region hautsdefrance picardie nord france
   lille amiens lens arras calais dunkerque beauvais compiegne valenciennes roubaix tourcoing paris marseille lyon
   football foot losc rclens mbappe zidane ronaldo messi naruto pokemon`.split(/\s+/)
