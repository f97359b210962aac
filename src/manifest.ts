import { places } from './places.ts'
import { OUR_REGION } from './platform/region.ts'

/** How the site is called, begins and looks once a phone has installed it. */
export const MANIFEST = JSON.stringify({
  id: '/',
  name: OUR_REGION.card,
  short_name: OUR_REGION.card.split(' ').at(-1),
  description: `Votre carte ${OUR_REGION.card} : QR code, porte-monnaie et prépaiements.`,
  lang: 'fr',
  dir: 'ltr',
  start_url: places.public.mySpace.to(),
  scope: '/',
  display: 'standalone',
  theme_color: '#006b55',
  background_color: '#f4f6fb',
  icons: [
    { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
    { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
    { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
  ],
})
