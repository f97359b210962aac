import { until } from '../support/until.ts'
import type { Tab } from './drivers.ts'

const JEAN = '4827501935'

/** Somebody who does things in a tab, in the way of its own scripts: no browser of these drives a mouse in the same way. */
export class Walker {
  readonly tab: Tab
  readonly site: string
  constructor(tab: Tab, site: string) {
    this.tab = tab
    this.site = site
  }

  /** Waits until that expression is true in the page. */
  async sees(what: string, expression: string): Promise<void> {
    await until(`${what}, in ${await this.tab.evaluate('location.pathname')}`, async () => Boolean(await this.tab.evaluate(expression)), 30)
  }

  heading(words: string): Promise<void> {
    return this.sees(
      `« ${words} »`,
      `document.readyState === 'complete' && (document.querySelector('h1') || document.body).textContent.indexOf(${JSON.stringify(words)}) >= 0`,
    )
  }

  async goto(path: string, heading: string): Promise<void> {
    await this.tab.goto(this.site + path)
    await this.heading(heading)
  }

  /** Types in a field, and says so to the page as a keyboard does. */
  async fill(selector: string, value: string): Promise<void> {
    await this.sees(selector, `document.querySelector(${JSON.stringify(selector)}) !== null`)
    await this.tab.evaluate(
      `(function (field) { field.focus(); field.value = ${JSON.stringify(value)}; ['input', 'change'].forEach(function (kind) { field.dispatchEvent(new Event(kind, { bubbles: true })) }); return true })(document.querySelector(${JSON.stringify(selector)}))`,
    )
  }

  async choose(selector: string, words: string): Promise<void> {
    const value = await this.tab.evaluate(
      `(Array.from(document.querySelector(${JSON.stringify(selector)}).options).filter(function (option) { return option.text.indexOf(${JSON.stringify(words)}) >= 0 })[0] || {}).value`,
    )
    await this.fill(selector, String(value))
  }

  /** The button or link of the page's contents whose words begin so. */
  async press(words: string): Promise<void> {
    const found = `Array.from(document.querySelectorAll('main button, main a')).filter(function (part) { return part.textContent.trim().indexOf(${JSON.stringify(words)}) === 0 && part.offsetParent !== null })[0]`
    await this.sees(`« ${words} »`, `Boolean(${found})`)
    await this.tab.evaluate(`(${found}.click(), true)`)
  }
}

/** Signs in, looks at the card and its code, prepays, changes an address and a password. `amount`: another at each walk. */
export async function walk(walker: Walker, { password, next, amount }: { password: string; next: string; amount: string }): Promise<void> {
  await walker.goto('/connexion', 'Connexion')
  await walker.fill('[name=number]', JEAN)
  await walker.fill('[name=password]', password)
  await walker.press('Connexion')
  await walker.heading('Bonjour Jean')

  await walker.goto('/espace/ma-carte', 'Ma carte')
  await walker.sees('the card’s number', `document.querySelector('.card-face-number').textContent.indexOf('2316 6621') >= 0`)
  await walker.press('Afficher mon QR code')
  await walker.heading('Mon QR code')
  await walker.sees('a code as large as a hand’s', `document.querySelector('.qr-picture').getBoundingClientRect().width > 150`)
  await walker.sees('its seconds', `/Encore \\d+/.test(document.querySelector('main').textContent)`)

  await walker.goto('/espace/ma-carte/prepaiements/nouveau?ville=Amiens', 'Édition d’un prépaiement')
  await walker.choose('[name=partnerId]', 'LES PAGES')
  await walker.fill('[name=amount]', amount)
  await walker.press('Suivant')
  await walker.heading('Vérifiez votre prépaiement')
  await walker.press('Terminer')
  await walker.heading('Création voucher')

  await walker.goto('/espace/mon-compte/adresse', 'Saisie de l’adresse')
  await walker.fill('[name=postcode]', '59000')
  await walker.sees('the towns of a postcode', `document.querySelector('[name=inseeCode]').textContent.indexOf('LILLE') >= 0`)
  await walker.fill('[name=street]', 'rue natio')
  const street = `Array.from(document.querySelectorAll('[role=option]')).filter(function (option) { return option.textContent === 'RUE NATIONALE' })[0]`
  await walker.sees('the streets of a town', `Boolean(${street})`)
  await walker.tab.evaluate(`(${street}.click(), true)`)
  await walker.fill('[name=houseNumber]', '11')
  await walker.press('Soumettre')
  await walker.sees('the new address', `document.querySelector('main').textContent.indexOf('11 RUE NATIONALE') >= 0`)

  await walker.goto('/espace/mot-de-passe', 'Modifier le mot de passe')
  await walker.fill('[name=currentPassword]', password)
  await walker.fill('[name=newPassword]', next)
  await walker.fill('[name=confirmation]', next)
  await walker.press('Suivant')
  await walker.sees('the password is changed', `document.body.textContent.indexOf('a été changé avec succès') >= 0`)
}
