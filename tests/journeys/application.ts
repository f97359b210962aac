import type { Page } from 'playwright-core'
import type { RunningSite } from '../support/running-site.ts'
import { button, link, mustBeRefused, PASSWORD, reach, signInAsAgent } from './road.ts'

/** What apprentices and those who are neither walk alike. */

/** From the home page to the step after the contact details; what is typed before the address is still there after it. */
export async function saysHowToBeReached(page: Page, situation: string): Promise<void> {
  await link(page, 'Poursuivre ma demande').click()
  await reach(page, 'Ma situation')
  await page.getByLabel(situation).check()
  await button(page, 'Suivant').click()

  await reach(page, 'Mes coordonnées')
  await page.getByLabel('Téléphone portable').fill('06 12 34 56 78')
  // Asked for where another telephone is known.
  const password = page.getByLabel('Votre mot de passe')
  if (await password.isVisible()) await password.fill(PASSWORD)
  await button(page, 'Saisir mon adresse').click()
  await reach(page, 'Saisie de l’adresse')
  await page.getByLabel('Adresse libre').check()
  const change = button(page, 'Changer de saisie')
  if (await change.isVisible()) await change.click()
  await page.getByLabel('Adresse', { exact: true }).fill('1 rue de la Gare')
  await page.getByLabel('Code postal', { exact: true }).fill('60180')
  await page.getByLabel('Ville', { exact: true }).fill('Nogent-sur-Oise')
  await button(page, 'Soumettre').click()
  await reach(page, 'Mes coordonnées')
  await button(page, 'Suivant').click()
}

/** The agent's list, and the file of that person in it. */
export async function theAgentOpens(agent: Page, site: RunningSite, name: { firstName: string; lastName: string }): Promise<void> {
  await signInAsAgent(agent, site)
  await reach(agent, 'Accueil de la Région')
  await link(agent, 'Voir les demandes à valider').click()
  await reach(agent, 'Demandes à valider')
  await agent.getByLabel('Nom, prénom').fill(name.lastName)
  await button(agent, 'Rechercher').click()
  await link(agent, new RegExp(`${name.lastName} ${name.firstName}`, 'i')).click()
  await reach(agent, new RegExp(`${name.firstName} ${name.lastName}`, 'i'))
}

/** A decision that has a reason, which must be written. */
export async function decidesWithAReason(staff: Page, decision: string, reason: string): Promise<void> {
  await link(staff, decision).click()
  await reach(staff, decision)
  await button(staff, decision).click()
  await mustBeRefused(staff, 'Écrivez le motif')
  await staff.getByRole('textbox').fill(reason)
  await button(staff, decision).click()
}
