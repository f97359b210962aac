import { loadDemonstration as load } from '../database/demo/load.ts'
import { hashesOfPin } from './features/partners/tills/index.ts'
import { newSecret } from './features/people/staff-sign-in/index.ts'
import { places } from './places.ts'
import type { Site } from './platform/http/site.ts'
import { hashPassword } from './platform/passwords.ts'

const PASSWORD = 'Beffroi2026'
const PIN = '4826'

/** Loads the demonstration where the database is empty, and says who can sign in. */
export async function loadDemonstration(site: Site, connectionString: string): Promise<string> {
  await load(connectionString, site.clock.now(), {
    hashedPassword: () => hashPassword(PASSWORD),
    secretFor: (staffId) => newSecret(site.ibanKey, staffId),
    pinFor: (staffId) => hashesOfPin(site.ibanKey, staffId, PIN)[0],
    key: site.ibanKey,
  })
  return `
  Démonstration. Un mot de passe pour tous : ${PASSWORD}

    Jean MARTIN, lycéen                 carte 23166621 ou dossier 4827501935
    Inès LEROY, sans demande            dossier 5170362486
    Hugo PETIT, demande au lycée        dossier 6391840573
    Stéphane MARTIN, apprenti           dossier 7049158269
    Zoé LAMBERT, ni l’un ni l’autre     dossier 8205619433

    LES PAGES, librairie                caisse@les-pages.example
    LES PAGES, gérance                  gerance@les-pages.example, ouvre une caisse (code de caisse ${PIN})
    AU BEFFROI, sport                   caisse@au-beffroi.example
    PAPETERIES DU NORD, six magasins    siege@papeteries-du-nord.example (compta@… lit, caisse@… en a deux)
    Lycée Marie Curie                   secretariat@marie-curie.example
    Lycée Marie Curie, sa proviseure    proviseure@marie-curie.example (invite les autres)
    Lycée Gambetta                      secretariat@gambetta.example
    Région                              agent@region.example, puis le code envoyé
    Région, seconde personne            seconde@region.example (valide les paiements)
    Région, autre administrateur        admin@region.example
    Région, données et lecture          dpo@region.example, lecture@region.example

    Professionnels : ${site.config.publicUrl}${places.public.staffSignIn.to()}
    Messages envoyés : ${site.config.publicUrl}${places.public.demoMessages.to()}
`
}
