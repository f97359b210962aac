import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { mustBeUsable, openBrowser, visitor } from '../support/browser.ts'
import { asOwner } from '../support/database.ts'
import { runningSite } from '../support/running-site.ts'
import { button, chooses, heading, lineOf, link, main, mustBeRefused, PASSWORD, reach, said, signIn, signInAsAgent } from './road.ts'

const JEAN = '4827501935'
const INES = '5170362486'
const STEPHANE = '7049158269'

const [site, browser] = await Promise.all([runningSite(), openBrowser()])

it('an agent finds somebody by a mistyped name, corrects it, moves them to another school: they see it, and who did it', async () => {
  const agent = await visitor(browser)
  await theFileOf(agent, 'bernadr jean', 'martin jaen', 'MARTIN Jean')
  await reach(agent, 'Jean MARTIN')

  await link(agent, 'Corriger l’identité').click()
  await reach(agent, 'Corriger l’identité')
  await agent.getByLabel('Nom', { exact: true }).fill('Martin-Dupré')
  await button(agent, 'Corriger l’identité').click()
  await mustBeRefused(agent, 'Écrivez le motif')
  await agent.getByLabel('Motif').fill('Nom d’usage, vu sur sa carte d’identité.')
  await button(agent, 'Corriger l’identité').click()
  await main(agent).getByText('L’identité est corrigée').waitFor()
  await reach(agent, /^Jean MARTIN-DUPRÉ$/i)

  await link(agent, 'Changer d’établissement').click()
  await reach(agent, 'Changer d’établissement')
  await chooses(agent, 'Nouvel établissement', 'gambetta')
  await button(agent, 'Choisir').click()
  await reach(agent, 'Changer d’établissement')
  await agent.getByLabel('Motif').fill('Déménagement, certificat de scolarité reçu.')
  await chooses(agent, 'Formation', 'terminale gén')
  await button(agent, 'Changer d’établissement').click()
  await main(agent).getByText('L’établissement est changé').waitFor()
  await mustBeUsable(agent)

  const young = await visitor(browser, { screen: 'phone' })
  await site.letterTo('jean.martin@example.org', 'Votre identité est corrigée')
  await signIn(young, site, JEAN, PASSWORD)
  await heading(young, 'Bonjour Jean').waitFor()
  await young.goto(`${site.url}/espace/mon-compte`)
  expect(await said(lineOf(young, 'Nom'))).toMatch(/^martin-dupré$/i)
  expect(await said(lineOf(young, 'Établissement scolaire'))).toMatch(/gambetta/i)
  await link(young, 'Qui a consulté mon dossier').click()
  await reach(young, 'Qui a consulté mon dossier')
  for (const fact of ['Lecture de votre dossier', 'Correction de votre identité', 'Changement de votre établissement']) {
    const line = main(young).getByRole('row', { name: fact }).first()
    expect(await said(line)).toContain('Région Hauts-de-France')
  }
})

it('an agent blocks a sign-in, sends a link to the known address, and unblocks', async () => {
  const young = await visitor(browser)
  await signIn(young, site, INES, PASSWORD)
  await heading(young, 'Bonjour Inès').waitFor()

  const agent = await visitor(browser, { screen: 'phone' })
  await theFileOf(agent, 'personne-de-ce-nom', INES, 'LEROY Inès')
  await reach(agent, 'Inès LEROY')
  await link(agent, 'Bloquer la connexion').click()
  await reach(agent, 'Bloquer la connexion')
  await agent.getByLabel('Motif').fill('Téléphone volé, elle a appelé.')
  await button(agent, 'Bloquer la connexion').click()
  await main(agent).getByText('La connexion est bloquée').waitFor()
  await reach(agent, 'Inès LEROY')

  await young.reload()
  await heading(young, 'Connexion').waitFor()
  await signIn(young, site, INES, PASSWORD)
  await mustBeRefused(young, 'La Région a bloqué la connexion à ce compte.')

  const asked = new Date()
  await link(agent, 'Envoyer un lien de mot de passe').click()
  await reach(agent, 'Envoyer un lien de mot de passe')
  await main(agent).getByText('ines.leroy@example.org').waitFor()
  await button(agent, 'Envoyer le lien').click()
  await main(agent).getByText('Le lien est envoyé').waitFor()
  await link(agent, 'Débloquer la connexion').click()
  await reach(agent, 'Débloquer la connexion')
  await agent.getByLabel('Motif').fill('Téléphone retrouvé.')
  await button(agent, 'Débloquer la connexion').click()
  await main(agent).getByText('La connexion est débloquée').waitFor()

  const { text } = await site.letterTo('ines.leroy@example.org', 'Choisissez un nouveau mot de passe', asked)
  await young.goto(/^\S+\/mot-de-passe\/\S+$/m.exec(text)?.[0] as string)
  await young.getByLabel('Nouveau mot de passe').fill('Retrouve2026moi')
  await young.getByLabel('Confirmer mot de passe').fill('Retrouve2026moi')
  await button(young, 'Suivant').click()
  await main(young).getByText('Votre mot de passe a été changé avec succès !').waitFor()
  await signIn(young, site, INES, 'Retrouve2026moi')
  await heading(young, 'Bonjour Inès').waitFor()
  await young.goto(`${site.url}/espace/consultations`)
  for (const fact of ['Blocage de la connexion', 'Envoi d’un lien', 'Déblocage de la connexion']) {
    await main(young).getByRole('row', { name: fact }).first().waitFor()
  }
})

it('a message that failed is found and sent again; one that was received is sent once more from the file', async () => {
  const young = await visitor(browser, { javaScript: false })
  await signIn(young, site, STEPHANE, PASSWORD)
  await young.goto(`${site.url}/espace/ma-carte/probleme/endommagee`)
  await button(young, 'Déclarer').click()
  await heading(young, 'Votre carte est remplacée').waitFor()
  const first = await site.letterTo('stephane.martin@example.org', 'est remplacée')
  // As the letter box of the person said.
  await asOwner(
    site.databaseUrl,
    `update messages set state = 'failed', failure = '550 boîte pleine', sent_at = null where address = 'stephane.martin@example.org'`,
  )

  const agent = await visitor(browser)
  await signInAsAgent(agent, site)
  await link(agent, 'Messages envoyés').click()
  await reach(agent, 'Messages envoyés')
  await agent.getByLabel('État').selectOption('failed')
  await button(agent, 'Filtrer').click()
  await main(agent).getByText('550 boîte pleine').waitFor()
  await link(agent, first.subject).click()
  await reach(agent, first.subject)
  await main(agent).getByText('550 boîte pleine').waitFor()
  await button(agent, 'Envoyer à nouveau').click()
  await agent.waitForURL(/\?fait=/)
  const second = await site.letterTo('stephane.martin@example.org', 'est remplacée', new Date(first.sentAt))
  await agent.reload()
  expect(await said(lineOf(agent, 'État'))).toBe('Envoyé')
  await mustBeUsable(agent)

  await link(agent, 'Stéphane MARTIN').click()
  await link(agent, first.subject).click()
  await button(agent, 'Envoyer à nouveau').click()
  const third = await site.letterTo('stephane.martin@example.org', 'est remplacée', new Date(second.sentAt))
  expect(third.text).toBe(first.text)

  await young.goto(`${site.url}/espace/consultations`)
  await main(young).getByRole('row', { name: 'Nouvel envoi d’un message' }).first().waitFor()
})

/** Signs in and searches: in vain, then as it is found. */
async function theFileOf(agent: Page, nobody: string, typed: string, name: string): Promise<void> {
  await signInAsAgent(agent, site)
  await heading(agent, 'Accueil de la Région').waitFor()
  await agent.goto(`${site.url}/region/beneficiaires`)
  for (const words of [nobody, typed]) {
    await reach(agent, 'Bénéficiaires')
    await agent.getByLabel('Nom et prénom').fill(words)
    await button(agent, 'Rechercher').click()
    if (words === nobody) await main(agent).getByText('Personne ne correspond.').waitFor()
  }
  await reach(agent, 'Bénéficiaires')
  await link(agent, name).click()
}
