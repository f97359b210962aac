import { expect, it } from 'vitest'
import { openBrowser, visitor, whatIsWrongWith } from './browser.ts'

const browser = await openBrowser()

const WELL = '<!doctype html><html lang="fr"><title>Essai — Génération #HDF</title><main><h1>Essai</h1>'

it.each([true, false])('what keeps people from using a page is found, JavaScript: %s', async (javaScript) => {
  const page = await visitor(browser, { javaScript })
  const wrongWith = async (body: string) => {
    await page.route('http://localhost:9/essai', (route) => route.fulfill({ body: WELL + body, contentType: 'text/html; charset=utf-8' }))
    await page.goto('http://localhost:9/essai')
    return (await whatIsWrongWith(page)).map((wrong) => wrong.replace('/essai at 1280: ', ''))
  }
  expect(await wrongWith('<p>Bonjour</p>')).toEqual([])
  expect(await wrongWith('<p>Bonsoir</p><img src="data:,">')).toEqual(['image-alt, img'])
  expect(await wrongWith('<p style="color: #aaa">Bonsoir</p>')).toEqual(['color-contrast, p'])
  // As it is now, not as it was sent.
  expect(
    await wrongWith('<style>:checked + label { color: #aaa }</style><input type="checkbox" id="a"><label for="a">Oui</label>'),
  ).toEqual([])
  if (javaScript) {
    await page.getByLabel('Oui').check()
    expect(await whatIsWrongWith(page)).toEqual(['/essai at 1280: color-contrast, label'])
  }
  expect(await wrongWith('<h1>Encore</h1><p style="width: 1300px">Large</p>')).toEqual(['scrolls sideways by 28 px', '2 h1'])
})
