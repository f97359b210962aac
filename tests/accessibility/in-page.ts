/**
 * What the RGAA's tests ask of a page, read in the page itself as it is shown. Every function here is sent to the browser as it is
 * written: it uses nothing but the others of this file.
 */

/** For one criterion: whether the page has anything that it is about, and what is wrong. */
export interface Found {
  applies: boolean
  wrong: string[]
}
export type Findings = Record<string, Found>

export const all = <T extends Element = HTMLElement>(selector: string, within: ParentNode = document) =>
  Array.from(within.querySelectorAll<T>(selector))

export const isShown = (element: Element): boolean => {
  const { visibility } = getComputedStyle(element)
  return element.getClientRects().length > 0 && visibility !== 'hidden' && !element.closest('[hidden], details:not([open]) > :not(summary)')
}

/** On the screen, not for voices alone. */
export const isSeen = (element: Element): boolean => isShown(element) && !element.closest('.unseen')

export const said = (element: Element): string => (element.textContent ?? '').replace(/\s+/g, ' ').trim()

export const shortly = (element: Element): string => element.outerHTML.replace(/\s+/g, ' ').slice(0, 120)

/** The name that voices say, as far as our pages need it. */
export const nameOf = (element: Element): string => {
  const by = (element.getAttribute('aria-labelledby') ?? '').split(' ').filter(Boolean)
  const labels = Array.from((element as HTMLInputElement).labels ?? [])
  const parts = by.length > 0 ? by.map((id) => document.getElementById(id)).filter((part) => part !== null) : labels
  const inside = said(element) + all('img[alt]', element).map((image) => ` ${image.getAttribute('alt')}`)
  return element.getAttribute('aria-label') ?? (parts.length > 0 ? parts.map(said).join(' ') : inside.trim())
}

/** What is read on the screen of it. */
export const visibleWords = (element: Element): string => {
  const copy = element.cloneNode(true) as Element
  for (const hidden of all('.unseen, [aria-hidden=true], svg, [hidden]', copy)) hidden.remove()
  return said(copy)
}

export const FIELDS = 'input:not([type=hidden]):not([hidden]), select, textarea'
export const fields = () => all<HTMLInputElement>(FIELDS).filter(isShown)
export const images = () =>
  // The map is no image: its criteria are those of media (4.8, 4.9, 4.12, 4.13).
  all('img, svg, canvas, [role=img], input[type=image], object, embed').filter((image) => !image.parentElement?.closest('svg, partner-map'))

export const found = (about: Element[], wrong: Element[]): Found => ({ applies: about.length > 0, wrong: wrong.map(shortly) })
export const none = (selector: string): Found => ({ applies: all(selector).length > 0, wrong: [] })

export function aboutImages(): Findings {
  const shown = images().filter((image) => isShown(image))
  const isInformative = (image: Element) =>
    image.matches('img')
      ? image.getAttribute('alt') !== ''
      : image.getAttribute('role') === 'img' || image.matches('canvas:not([aria-hidden])')
  const informative = shown.filter(isInformative)
  const decorative = shown.filter((image) => !isInformative(image))
  const isIgnored = (image: Element) =>
    (image.matches('img[alt=""]') || image.closest('[aria-hidden=true]') !== null) &&
    !image.matches('[title], [aria-label], [aria-labelledby]')
  const figures = all('figure').filter((figure) => isShown(figure) && figure.querySelector('figcaption'))
  return {
    '1.1': found(
      informative,
      informative.filter((image) => !nameOf(image) && !image.getAttribute('alt')),
    ),
    '1.2': found(
      decorative,
      decorative.filter((image) => !isIgnored(image) || image.querySelector('title')),
    ),
    '1.3': found(informative, []),
    '1.4': none('[class*=captcha i], [id*=captcha i]'),
    '1.5': none('[class*=captcha i], [id*=captcha i]'),
    '1.6': none('[longdesc]'),
    '1.7': none('[longdesc]'),
    // Of the pictures here only the portrait, the codes and the drawings of cards are ours: none is made of words.
    '1.8': none('input[type=image]'),
    '1.9': found(
      figures,
      figures.filter((figure) => !figure.matches('[role=figure][aria-label], [role=group][aria-label]')),
    ),
  }
}

export function aboutFramesAndMedia(): Findings {
  const media = none('video:not([hidden]), audio, object, embed')
  const map = none('partner-map')
  const NOT_OURS = ['4.1', '4.2', '4.3', '4.4', '4.5', '4.6', '4.7', '4.10', '4.11']
  return {
    '2.1': none('iframe, frame'),
    '2.2': none('iframe, frame'),
    ...Object.fromEntries(NOT_OURS.map((criterion) => [criterion, media])),
    ...Object.fromEntries(['4.8', '4.9', '4.12', '4.13'].map((criterion) => [criterion, map])),
  }
}

export function luminance([red = 0, green = 0, blue = 0]: number[]): number {
  const linear = [red, green, blue].map((value) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4))
  return 0.2126 * (linear[0] as number) + 0.7152 * (linear[1] as number) + 0.0722 * (linear[2] as number)
}

export const colour = (css: string): number[] => (css.match(/[\d.]+/g) ?? []).map(Number)
export const isClear = (css: string): boolean => css === 'transparent' || (colour(css)[3] ?? 1) === 0

export function contrast(one: string, other: string): number {
  const [low, high] = [luminance(colour(one)), luminance(colour(other))].sort((a, b) => a - b) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

export function behind(element: Element | null): string {
  for (let at = element; at; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at)
    if (!isClear(backgroundColor)) return backgroundColor
  }
  return 'rgb(255, 255, 255)'
}

export function aboutColours(): Findings {
  const components = [...fields().filter(isSeen), ...all('button').filter(isSeen)].filter((part) => !(part as HTMLInputElement).disabled)
  const drawn = all('svg').filter((icon) => isSeen(icon) && !icon.closest('partner-map'))
  const isFaint = (part: Element) => {
    if (part.matches('input[type=radio], input[type=checkbox], input[type=file]')) return false
    const { borderTopColor, borderTopWidth, backgroundColor } = getComputedStyle(part)
    const around = behind(part.parentElement)
    const edge = borderTopWidth === '0px' || isClear(borderTopColor) ? 1 : contrast(borderTopColor, around)
    const inside = isClear(backgroundColor) ? 1 : contrast(backgroundColor, around)
    // A button without edges is known by its words.
    return Math.max(edge, inside) < 3 && !(part.matches('button') && visibleWords(part))
  }
  const isFaintIcon = (icon: Element) => {
    const { color } = getComputedStyle(icon)
    return visibleWords(icon.parentElement as Element) === '' && icon.closest('a, button') !== null && contrast(color, behind(icon)) < 3
  }
  return {
    '3.1': { applies: true, wrong: [] },
    '3.2': { applies: true, wrong: [] },
    '3.3': found([...components, ...drawn], [...components.filter(isFaint), ...drawn.filter(isFaintIcon)]),
  }
}

export function aboutTables(): Findings {
  const tables = all<HTMLTableElement>('table').filter(isShown)
  const isComplex = (table: HTMLTableElement) => all('thead tr', table).length > 1 || all('th[colspan], th[rowspan]', table).length > 0
  const cells = tables.filter((table) => all('th', table).length > 0)
  const layout = tables.filter((table) => all('th', table).length === 0)
  return {
    '5.1': found(tables.filter(isComplex), []),
    '5.2': found(tables.filter(isComplex), []),
    '5.3': found(layout, []),
    '5.4': found(
      cells,
      cells.filter((table) => !table.caption || said(table.caption) === ''),
    ),
    '5.5': found(cells, []),
    '5.6': found(
      cells,
      cells.filter((table) => all('th', table).some((head) => !head.matches('[scope=col], [scope=row]') || said(head) === '')),
    ),
    '5.7': found(
      cells,
      cells.filter((table) => isComplex(table) && all('th', table).some((head) => !head.id)),
    ),
    '5.8': found(layout, []),
  }
}

export function aboutLinks(): Findings {
  const links = all<HTMLAnchorElement>('a[href]').filter(isShown)
  const places = Map.groupBy(links, (link) => nameOf(link).toLowerCase())
  // The same words lead to one place, but for what stands around them.
  const twins = [...places.values()].filter((same) => new Set(same.map(({ href }) => href.replace(/#.*/, ''))).size > 1).flat()
  const hasNoContext = (link: Element) => !link.closest('li, tr, p, dd, article, section, details, nav')
  const isVague = (link: Element) =>
    /^(ici|cliquez ici|lire la suite|en savoir plus|voir|détails?|lien)$/i.test(nameOf(link)) && hasNoContext(link)
  return {
    '6.1': found(links, [...twins.filter(hasNoContext), ...links.filter((link) => isVague(link) || saysOtherwise(link))]),
    '6.2': found(
      links,
      links.filter((link) => nameOf(link) === ''),
    ),
  }
}

/** What is read on the screen is not in the name that is said: who dictates it is not understood. */
export function saysOtherwise(element: Element): boolean {
  const plain = (words: string) =>
    words
      .toLowerCase()
      .replace(/[^\p{L}\d]+/gu, ' ')
      .trim()
  return !plain(nameOf(element)).includes(plain(visibleWords(element)))
}

export function aboutScripts(): Findings {
  const components = Array.from(document.querySelectorAll('*')).filter(({ localName }) => localName.includes('-'))
  const scripted = all('button[type=button], [aria-expanded], [role=combobox], summary').filter(isShown)
  const messages = all('[role=status], [role=alert], [aria-live], progress')
  return {
    '7.1': found([...components, ...scripted], []),
    '7.2': found(components, []),
    '7.3': found([...components, ...scripted], all('[onclick], [onmousedown], [role=button]:not([tabindex], button, a[href])')),
    '7.4': found(fields(), all('[onchange], [onfocus], [onblur]')),
    '7.5': found(messages, []),
  }
}

export function aboutTheDocument(): Findings {
  const { documentElement: root, doctype, title } = document
  const is = (right: boolean, wrong: string): Found => ({ applies: true, wrong: right ? [] : [wrong] })
  const ids = Map.groupBy(all('[id]'), ({ id }) => id)
  const twins = [...ids].filter(([, same]) => same.length > 1).map(([id]) => id)
  const languages = all('body [lang]')
  const empty = all('p:not([role=status]), h1, h2, h3, h4, li, dt, label, legend, caption').filter(
    (part) => isShown(part) && !said(part) && part.children.length === 0,
  )
  const turned = all('body [dir], bdo')
  return {
    '8.1': is(doctype?.name === 'html' && !doctype.publicId, 'no <!doctype html>'),
    '8.2': { applies: true, wrong: twins.map((id) => `#${id} is there twice`) },
    '8.3': is(root.lang !== '', 'no language'),
    '8.4': is(root.lang === 'fr', `the language is ${root.lang}`),
    '8.5': is(title.trim() !== '', 'no title'),
    '8.6': is(title.endsWith(' — Génération #HDF'), `« ${title} » does not say whose site it is`),
    '8.7': found(languages, []),
    '8.8': found(
      languages,
      languages.filter(({ lang }) => !/^[a-z]{2}(-[A-Z]{2})?$/.test(lang)),
    ),
    '8.9': { applies: true, wrong: [...empty, ...all('br + br, center, font, marquee, blink, big, tt')].map(shortly) },
    '8.10': found(
      turned,
      turned.filter((part) => !part.matches('[dir=ltr], [dir=rtl]')),
    ),
  }
}

export function aboutStructure(): Findings {
  const headings = all('h1, h2, h3, h4, h5, h6').filter(isShown)
  const levels = headings.map(({ localName }) => Number(localName[1]))
  const jumps = headings.filter((_, index) => index > 0 && (levels[index] as number) > (levels[index - 1] as number) + 1)
  const first = levels.filter((level) => level === 1).length
  const once = ['header', 'main', 'footer'].filter(
    (zone) => all(`body ${zone}`).filter((part) => isShown(part) && !part.closest(`main *`)).length !== 1,
  )
  const nameless = all('nav').filter((nav) => isShown(nav) && !nav.getAttribute('aria-label'))
  const lists = all('ul, ol, dl').filter(isShown)
  const strays = all('li').filter((line) => !line.parentElement?.matches('ul, ol'))
  const fake = all('p, div').filter((part) => isShown(part) && /^\s*[•–-]\s/.test(part.textContent ?? '') && part.children.length === 0)
  return {
    '9.1': {
      applies: true,
      wrong: [...jumps, ...headings.filter((title) => !said(title))].map(shortly).concat(first === 1 ? [] : [`${first} h1`]),
    },
    '9.2': { applies: true, wrong: [...once.map((zone) => `not one <${zone}>`), ...nameless.map(shortly)] },
    '9.3': found(
      [...lists, ...fake],
      [...strays, ...fake, ...lists.filter((list) => list.matches('ul, ol') && all(':scope > :not(li)', list).length > 0)],
    ),
    '9.4': none('blockquote, q'),
  }
}

export const rules = () => {
  const every = (list: CSSRuleList): CSSRule[] =>
    Array.from(list).flatMap((rule) => [rule, ...('cssRules' in rule ? every((rule as CSSGroupingRule).cssRules) : [])])
  return Array.from(document.styleSheets).flatMap(({ cssRules }) => every(cssRules))
}

/** Whether what a rule shows on hover or focus was hidden before: not only coloured otherwise. */
export const reveals = (rule: CSSRule): boolean => {
  if (!(rule instanceof CSSStyleRule) || !/:(hover|focus)/.test(rule.selectorText)) return false
  const { display, visibility, opacity, clip, clipPath } = rule.style
  const isOfItself = rule.selectorText.split(',').every((selector) => /:(hover|focus|focus-visible|focus-within)\)*$/.test(selector.trim()))
  return (
    !isOfItself && [display, visibility, opacity, clip, clipPath].some((value) => value !== '' && value !== 'none' && value !== 'hidden')
  )
}

const isOfThisPage = ({ selectorText }: CSSStyleRule): boolean =>
  document.querySelector(selectorText.replace(/:(hover|focus)[\w-]*/g, '')) !== null

export function aboutPresentation(): Findings {
  const marked = all('[align], [bgcolor], [border], [cellpadding], [valign], [hspace], body [color], center, font').filter(
    (part) => !part.closest('svg'),
  )
  const spaced = all('p, h1, h2, h3, label, a').filter((part) => /(?:^|\s)(?:\p{L} ){3}\p{L}(?:\s|$)/u.test(part.textContent ?? ''))
  const drawn = all('main *').filter((part) =>
    ['::before', '::after'].some((at) =>
      /\p{L}{3}/u.test(getComputedStyle(part, at).content.replace(/^(none|normal|attr|url|counter)\b.*/, '')),
    ),
  )
  const onlyBehind = all('main *').filter(
    (part) =>
      getComputedStyle(part).backgroundImage.includes('url(') &&
      !said(part) &&
      part.getAttribute('aria-hidden') !== 'true' &&
      !part.matches(FIELDS),
  )
  const inText = all('main p a[href], main li a[href], main dd a[href]').filter(
    (link) => isSeen(link) && said(link.parentElement as Element) !== said(link) && !link.matches('.button'),
  )
  const { color, backgroundColor } = getComputedStyle(document.body)
  const aboutShape = /(à|de|sur la) (gauche|droite)|ci-contre|en (vert|rouge|bleu|gras)|bouton (vert|rouge|bleu|rond|carré)/i
  const shaped = all('main p, main li, main dd').filter((part) => isSeen(part) && part.children.length === 0 && aboutShape.test(said(part)))
  const hidden = all('[aria-hidden=true], [hidden]').filter((part) => part.localName !== 'svg')
  const revealing = rules().filter((rule) => reveals(rule) && isOfThisPage(rule as CSSStyleRule))
  return {
    '10.1': { applies: true, wrong: [...marked, ...spaced].map(shortly) },
    '10.2': { applies: true, wrong: [...drawn.filter((part) => !part.dataset.label), ...onlyBehind].map(shortly) },
    '10.3': { applies: true, wrong: outOfOrder() },
    '10.5': { applies: true, wrong: isClear(color) || isClear(backgroundColor) ? ['the page has no colour of its own'] : [] },
    '10.6': found(
      inText,
      inText.filter(
        (link) =>
          !getComputedStyle(link).textDecorationLine.includes('underline') &&
          getComputedStyle(link).fontWeight === getComputedStyle(link.parentElement as Element).fontWeight,
      ),
    ),
    '10.8': found(
      hidden,
      hidden.filter(
        (part) =>
          isShown(part) && all('a[href], button, input, select, textarea', part).some((inside) => inside.tabIndex >= 0 && isShown(inside)),
      ),
    ),
    '10.9': found(shaped, []),
    '10.10': found(shaped, []),
    '10.13': { applies: revealing.length > 0, wrong: [] },
    '10.14': { applies: revealing.length > 0, wrong: [] },
  }
}

/** What is read in another order with styles than without: styles that move boxes, and main zones one below the other. */
export function outOfOrder(): string[] {
  const moved = all('body *').filter((part) => {
    const { order, flexDirection, direction } = getComputedStyle(part)
    return isShown(part) && (order !== '0' || /reverse/.test(flexDirection) || direction === 'rtl')
  })
  const tops = ['header', 'main', 'footer'].map((zone) => document.querySelector(`body ${zone}`)?.getBoundingClientRect().top ?? 0)
  const isUpsideDown = tops.some((top, index) => index > 0 && top < (tops[index - 1] as number))
  const blocks = all('main > *').filter((part) => isSeen(part) && getComputedStyle(part).position === 'static')
  const climbing = blocks.filter(
    (part, index) => index > 0 && part.getBoundingClientRect().bottom <= (blocks[index - 1] as Element).getBoundingClientRect().top,
  )
  return [...moved, ...climbing].map(shortly).concat(isUpsideDown ? ['header, main and footer are not one below the other'] : [])
}

export const AUTOCOMPLETES: Record<string, string> = {
  email: 'email',
  phone: 'tel',
  mobile: 'tel',
  firstName: 'given-name',
  lastName: 'family-name',
  civility: 'honorific-prefix',
  'birthDate.day': 'bday-day',
  'birthDate.month': 'bday-month',
  'birthDate.year': 'bday-year',
  password: 'current-password',
  currentPassword: 'current-password',
  newPassword: 'new-password',
}

/** Between a label and its field there is nothing but what explains it, and no more than two lines. */
export function isFarFromItsLabel(field: HTMLInputElement): boolean {
  const label = field.labels?.[0]
  if (!label) return false
  const explained = (field.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id))
  const boxes = [label, ...explained]
    .filter((part): part is HTMLElement => part !== null && isSeen(part))
    .map((part) => part.getBoundingClientRect())
  const box = field.getBoundingClientRect()
  const gap = (one: DOMRect, other: DOMRect) =>
    Math.hypot(Math.max(0, one.left - other.right, other.left - one.right), Math.max(0, one.top - other.bottom, other.top - one.bottom))
  return boxes.length > 0 && Math.min(...boxes.map((other) => gap(box, other))) > 24
}

export function aboutForms(): Findings {
  const asked = fields()
  const radios = Map.groupBy(
    asked.filter((field) => field.type === 'radio'),
    ({ name }) => name,
  )
  const groups = [...radios.values()].filter((same) => same.length > 1).map((same) => same[0] as HTMLElement)
  const dates = asked.filter(({ name }) => /\.(day|month|year|jour|mois|annee)$/.test(name))
  const together = [...groups, ...dates]
  const fieldsets = all('fieldset').filter(isShown)
  const buttons = all('button, input[type=submit]').filter(isShown)
  const typed = asked.filter((field) => !['radio', 'checkbox', 'file', 'submit'].includes(field.type) && !field.closest('[role=search]'))
  const own = asked.filter(({ name, type }) => name in AUTOCOMPLETES && !['radio', 'file'].includes(type))
  const isUnannounced = (field: Element) =>
    !field.matches('[aria-required=true], [required], [type=password]') &&
    !/facultatif|si |sinon/i.test(said(field.closest('.field, fieldset, form') as Element))
  return {
    '11.1': found(
      asked,
      asked.filter((field) => nameOf(field) === ''),
    ),
    '11.2': found(
      asked,
      asked.filter((field) => field.labels?.[0] !== undefined && saysOtherwise(field.labels[0])),
    ),
    '11.3': found(asked, []),
    '11.4': found(
      asked,
      asked.filter((field) => isFarFromItsLabel(field)),
    ),
    '11.5': found(
      together,
      together.filter((field) => !field.closest('fieldset, [role=group], [role=radiogroup]')),
    ),
    '11.6': found(
      fieldsets,
      fieldsets.filter((group) => !group.querySelector('legend') || said(group.querySelector('legend') as Element) === ''),
    ),
    '11.7': found(fieldsets, []),
    '11.8': none('optgroup'),
    '11.9': found(
      buttons,
      buttons.filter((button) => nameOf(button) === '' || saysOtherwise(button)),
    ),
    '11.10': found(typed, typed.filter(isUnannounced)),
    '11.11': found(typed, []),
    '11.12': found(all('main form[method=post]'), []),
    '11.13': found(
      own,
      own.filter(({ name, autocomplete }) => autocomplete !== AUTOCOMPLETES[name]),
    ),
  }
}

export function aboutNavigation(): Findings {
  const skip = document.querySelector<HTMLAnchorElement>('body a[href]')
  const target = skip?.hash ? document.getElementById(skip.hash.slice(1)) : null
  const siteMap = all<HTMLAnchorElement>('footer a').filter((link) => said(link) === 'Plan du site')
  const zones = ['header, [role=banner]', 'nav[aria-label="Menu principal"]', 'main', 'footer'].filter(
    (zone) => !document.querySelector(zone),
  )
  return {
    '12.1': { applies: true, wrong: siteMap.length === 1 && zones.length === 0 ? [] : ['no menu, or no site map'] },
    // Whether the menu and the foot are where they are on the other pages, the walk compares.
    '12.2': { applies: true, wrong: [] },
    '12.3': { applies: location.pathname === '/plan-du-site', wrong: [] },
    '12.4': { applies: true, wrong: siteMap.length === 1 ? [] : ['the foot does not lead to the site map'] },
    '12.5': none('header [role=search], nav [role=search]'),
    '12.6': { applies: true, wrong: zones.map((zone) => `no ${zone}`) },
    '12.7': { applies: true, wrong: target?.localName === 'main' ? [] : ['the first link does not skip to the contents'] },
    '12.8': {
      applies: true,
      wrong: all('[tabindex]')
        .filter((part) => part.tabIndex > 0)
        .map(shortly),
    },
    '12.10': { applies: false, wrong: [] },
    '12.11': found(all('details, [aria-expanded], [popover], dialog').filter(isShown), []),
  }
}

/** Where the zones are that pages have in common: their order, their top and their right edge, which no longer word moves. */
export const commonPlaces = (): string =>
  all('header, nav[aria-label="Menu principal"], main, footer')
    .filter((zone) => isShown(zone) && !zone.parentElement?.closest('main, footer'))
    .map((zone) => {
      const { right, top } = zone.getBoundingClientRect()
      return `${zone.localName} ${Math.round(right)} ${zone.localName === 'footer' ? 'last' : Math.round(top)}`
    })
    .join('; ')

export function aboutReading(): Findings {
  const session = all('[data-session-seconds], meta[http-equiv=refresh]')
  const documents = all<HTMLAnchorElement>('a[href*=".pdf"], a[href*=".zip"], a[href*=".csv"]')
  const moving = document
    .getAnimations()
    .filter(
      (animation) =>
        (animation.effect?.getComputedTiming().duration as number) > 5000 || animation.effect?.getComputedTiming().iterations === Infinity,
    )
  const cryptic = all('main p, main li, main h2').filter((part) =>
    /\p{Extended_Pictographic}|[:;]-[()]/u.test((part.textContent ?? '').replace(/[©®™]/g, '')),
  )
  const gestures = all('partner-map, photo-crop')
  const clickable = all('button, a[href], summary, input, select').filter(isShown)
  return {
    '13.1': found(
      session,
      session.filter((part) => part.localName === 'meta' || (part.hasAttribute('data-prolongs') && !part.querySelector('a[href], button'))),
    ),
    '13.3': found(documents, []),
    '13.4': found(documents, []),
    '13.5': found(cryptic, []),
    '13.6': found(cryptic, []),
    '13.7': none('img[src$=".gif"], video:not([hidden]), blink'),
    '13.8': { applies: moving.length > 0 || all('marquee, blink').length > 0, wrong: [] },
    '13.10': found(
      gestures,
      gestures.filter((gesture) => all('button', gesture).length === 0),
    ),
    '13.11': found(clickable, all('[onmousedown], [onpointerdown], [ontouchstart]')),
    '13.12': { applies: false, wrong: [] },
  }
}

export const findings = (): Findings => ({
  ...aboutImages(),
  ...aboutFramesAndMedia(),
  ...aboutColours(),
  ...aboutTables(),
  ...aboutLinks(),
  ...aboutScripts(),
  ...aboutTheDocument(),
  ...aboutStructure(),
  ...aboutPresentation(),
  ...aboutForms(),
  ...aboutNavigation(),
  ...aboutReading(),
})

interface Stops {
  seen: Element[]
  unseen: string[]
}

/** In the page: where the keyboard may stop, in the order of the page, and from then on where it stops. */
export function stops(): { expected: HTMLElement[]; walked: Stops } {
  const expected = all('a[href], button, input, select, textarea, summary, [tabindex]').filter(
    (part) => part.tabIndex >= 0 && isShown(part) && !(part as HTMLInputElement).disabled,
  )
  const walked: Stops = { seen: [], unseen: [] }
  document.addEventListener('focusin', ({ target }) => {
    const focused = target as HTMLElement
    walked.seen.push(focused)
    const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(focused)
    const isOutlined = outlineStyle !== 'none' && outlineWidth !== '0px' && contrast(outlineColor, behind(focused.parentElement)) >= 3
    if (!isOutlined && boxShadow === 'none') walked.unseen.push(shortly(focused))
  })
  return { expected, walked }
}

/** A sideways scroll, and the words that a box cuts off. */
export function whatDoesNotFit(): string[] {
  const { scrollWidth, clientWidth } = document.documentElement
  const wrong = scrollWidth > clientWidth ? [`scrolls sideways by ${scrollWidth - clientWidth} px`] : []
  const cuts = (overflow: string) => /hidden|clip/.test(overflow)
  for (const box of document.body.querySelectorAll<HTMLElement>('*')) {
    // What can be scrolled to is not cut.
    const { overflowX, overflowY } = getComputedStyle(box)
    const [cutsSideways, cutsBelow] = [cuts(overflowX), cuts(overflowY)]
    // Those of a pixel are for voices alone; a map goes on past its edges.
    if (!(cutsSideways || cutsBelow) || box.clientWidth <= 1 || box.closest('partner-map')) continue
    const inside = box.getBoundingClientRect()
    const texts = document.createTreeWalker(box, NodeFilter.SHOW_TEXT)
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      if (!text.textContent?.trim() || text.parentElement?.closest('.unseen')) continue
      const range = document.createRange()
      range.selectNodeContents(text)
      const isCut = Array.from(range.getClientRects()).some(
        (words) =>
          (cutsSideways && (words.right > inside.right + 1 || words.left < inside.left - 1)) ||
          (cutsBelow && words.bottom > inside.bottom + 1),
      )
      if (isCut) wrong.push(`cuts « ${text.textContent.trim().slice(0, 40)} »`)
    }
  }
  return wrong
}
