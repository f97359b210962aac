import { it } from 'vitest'
import { openBrowser, visitor } from '../support/browser.ts'
import { asOwner } from '../support/database.ts'
import { runningSite } from '../support/running-site.ts'
import { button, link, main, mustBeRefused, PASSWORD, reach, signIn, signInAsGuardian } from './road.ts'

const INES = '5170362486'
const MOTHER = 'mere.leroy@exemple.example'
const THEIRS = 'Peuplier-12-lune'

const [site, browser] = await Promise.all([runningSite(), openBrowser()])

/** Inès is that old from now on. */
const isBorn = (ago: string) =>
  asOwner(
    site.databaseUrl,
    `update beneficiaries set birth_date = (now() - interval '${ago}')::date where email = 'ines.leroy@example.org'`,
  )

it('a minor names two guardians; one confirms, follows and agrees, until the minor is of age', async () => {
  await isBorn('14 years 6 months')
  const ines = await visitor(browser, { screen: 'phone' })
  await signIn(ines, site, INES, PASSWORD)
  await reach(ines, 'Bonjour Inès')
  await link(ines, 'Indiquer un responsable légal').click()
  await reach(ines, 'Mes responsables légaux')
  await button(ines, 'Envoyer le lien').click()
  await mustBeRefused(ines)
  for (const email of [MOTHER, 'pere.leroy@exemple.example']) {
    await ines.getByLabel('Son adresse e-mail').fill(email)
    await button(ines, 'Envoyer le lien').click()
    await main(ines).getByText(`À confirmer : ${email}`).waitFor()
  }
  await ines.goto(`${site.url}/espace/mon-compte`)
  await ines.getByLabel(/Bons Plans proposés/).check()
  await button(ines, 'Enregistrer').click()
  await main(ines).getByText('l’accord d’un responsable légal est attendu').waitFor()

  const { text } = await site.letterTo(MOTHER, /\/responsable\/invitation\//)
  const address = /^(http\S+\/invitation\/\S+)$/m.exec(text)?.[1] as string
  const mother = await visitor(browser, { javaScript: false })
  await mother.goto(address)
  await reach(mother, 'Inès L. vous indique comme responsable légal')
  await button(mother, 'Confirmer').click()
  await mustBeRefused(mother)
  await mother.getByLabel('Votre prénom et votre nom').fill('Anne LEROY')
  await mother.getByLabel('Nouveau mot de passe').fill(THEIRS)
  await mother.getByLabel('Confirmer mot de passe').fill(THEIRS)
  await button(mother, 'Confirmer').click()
  await reach(mother, 'Votre mot de passe est enregistré')
  await signInAsGuardian(mother, site, MOTHER, THEIRS)
  await main(mother).getByText('Votre accord est demandé.').waitFor()
  await link(mother, 'Voir son dossier : Inès LEROY').click()
  await reach(mother, 'Dossier : Inès LEROY')
  await button(mother, 'Donner mon accord').click()
  await main(mother).getByText('Votre accord est enregistré').waitFor()

  await ines.goto(`${site.url}/espace/mon-compte`)
  await main(ines).getByText('Donné le').waitFor()
  await ines.goto(`${site.url}/espace/consultations`)
  await main(ines).getByText('Lecture de votre suivi').first().waitFor()

  await isBorn('18 years')
  await mother.goto(`${site.url}/responsable`)
  await main(mother).getByText('Vous ne suivez personne').waitFor()
  await ines.goto(`${site.url}/espace/responsables`)
  await main(ines).getByText('Vous avez 18 ans').waitFor()
})
