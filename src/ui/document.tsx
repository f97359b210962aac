import type { ComponentChildren } from 'preact'
import { OUR_REGION } from '../platform/region.ts'

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%23006b55'/%3E%3Cpath d='M12 7 9 25M23 7l-3 18M7 12.5h19M6 19.5h19' stroke='%23fff' stroke-width='3' stroke-linecap='round'/%3E%3C/svg%3E"

/** The whole HTML page around a shell. Addresses of the style sheet, fonts and scripts are those of the built files. */
export function Document({
  title,
  description,
  lang = 'fr',
  nonce,
  css,
  fonts,
  early,
  scripts,
  bodyClass,
  children,
}: {
  title: string
  description?: string | undefined
  lang?: string
  nonce: string | null
  css: string
  fonts: readonly string[]
  /** Runs before the first paint; the others after the page is read. */
  early: string
  scripts: readonly string[]
  bodyClass?: string
  children: ComponentChildren
}) {
  return (
    <html lang={lang}>
      <head>
        <meta charset="utf-8" />
        <title>{`${title} — ${OUR_REGION.card}`}</title>
        {description && <meta name="description" content={description} />}
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="theme-color" content="#006b55" />
        <meta name="format-detection" content="telephone=no" />
        <script nonce={nonce ?? undefined} src={early} />
        {fonts.map((font) => (
          <link key={font} rel="preload" href={font} as="font" type="font/woff2" crossorigin="anonymous" />
        ))}
        <link rel="stylesheet" href={css} />
        <link rel="icon" href={ICON} />
        <link rel="apple-touch-icon" href="/icon-apple.png" />
        <link rel="manifest" href="/manifest.webmanifest" />
        {scripts.map((script) => (
          <script key={script} type="module" nonce={nonce ?? undefined} src={script} />
        ))}
      </head>
      <body class={bodyClass}>{children}</body>
    </html>
  )
}
