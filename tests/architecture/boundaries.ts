import { cruise, type IForbiddenRuleType, type IViolation } from 'dependency-cruiser'

/**
 * Which room may call which, through its door (`index.ts`), wing by wing. A line more is an architecture decision: docs/decisions.
 */
export const doors: Record<string, Record<string, string[]>> = {
  desks: {
    decisions: [],
    registers: [],
    'two-people': [],
    vigilance: [],
  },
  people: {
    accounts: ['people/beneficiaries'],
    addresses: [],
    beneficiaries: ['desks/vigilance'],
    staff: ['desks/two-people', 'people/accounts'],
    'staff-desk': ['desks/two-people', 'people/staff'],
  },
  schools: {
    'enrolment-lists': [],
    schools: ['desks/registers', 'desks/two-people'],
  },
  partners: {
    mails: [],
    partners: ['desks/registers', 'desks/two-people'],
    tills: ['people/staff'],
    users: ['people/staff'],
  },
  card: {
    cards: ['card/photos', 'desks/vigilance', 'people/addresses', 'people/beneficiaries'],
    photos: [],
  },
  money: {
    books: ['money/payments'],
    corrections: ['desks/two-people', 'desks/vigilance', 'money/payments', 'money/wallets'],
    freezes: ['desks/vigilance', 'money/prepayments', 'money/wallets', 'partners/partners', 'people/beneficiaries'],
    deadlines: ['desks/two-people'],
    payments: ['card/cards', 'money/wallets', 'money/wrong-numbers', 'partners/mails', 'partners/partners'],
    prepayments: ['money/payments', 'money/wallets', 'money/wrong-numbers', 'partners/mails'],
    refunds: ['money/payments', 'money/wallets'],
    receipts: ['money/prepayments', 'money/wallets', 'people/addresses'],
    seals: [],
    settlements: ['desks/two-people', 'money/sums', 'partners/mails'],
    sums: ['money/seals'],
    wallets: [],
    'wrong-numbers': ['partners/partners'],
  },
  scheme: {
    campaigns: ['desks/two-people', 'money/wallets'],
    contact: [],
    content: [],
    'content-desk': ['scheme/content'],
    legal: [],
    presentation: ['scheme/campaigns'],
  },
  requests: {
    'application-form': [
      'card/photos',
      'people/accounts',
      'people/addresses',
      'people/beneficiaries',
      'requests/card-applications',
      'scheme/campaigns',
      'schools/schools',
    ],
    'card-applications': ['people/addresses', 'people/beneficiaries', 'scheme/campaigns', 'schools/schools'],
    'card-decisions': [
      'card/cards',
      'desks/decisions',
      'desks/two-people',
      'desks/vigilance',
      'money/wallets',
      'people/beneficiaries',
      'requests/card-applications',
      'requests/enrolment',
      'scheme/campaigns',
      'schools/schools',
    ],
    delays: ['desks/two-people', 'requests/card-applications'],
    enrolment: ['scheme/campaigns', 'schools/enrolment-lists'],
    withdrawals: ['desks/decisions', 'desks/two-people', 'money/prepayments', 'money/wallets', 'requests/card-applications'],
    contracts: ['desks/decisions', 'money/wallets', 'requests/card-applications', 'scheme/campaigns', 'schools/schools'],
  },
  aid: {
    'aid-decisions': ['aid/apprentice-aid', 'desks/decisions', 'desks/two-people', 'people/beneficiaries'],
    'aid-form': ['aid/apprentice-aid', 'aid/distances', 'people/addresses'],
    'aid-payments': ['aid/apprentice-aid', 'desks/two-people'],
    'apprentice-aid': ['people/addresses', 'scheme/campaigns'],
    distances: [],
  },
  personal: {
    'my-account': ['desks/two-people', 'people/accounts', 'people/addresses', 'people/beneficiaries', 'requests/card-applications'],
    'my-space': [
      'aid/aid-form',
      'card/cards',
      'money/prepayments',
      'money/wallets',
      'people/beneficiaries',
      'requests/application-form',
      'requests/card-applications',
      'requests/delays',
      'scheme/campaigns',
      'scheme/content',
    ],
    'personal-data': [
      'aid/apprentice-aid',
      'card/cards',
      'money/prepayments',
      'people/accounts',
      'people/beneficiaries',
      'personal/my-account',
      'requests/card-applications',
      'requests/contracts',
      'requests/delays',
      'requests/enrolment',
      'scheme/contact',
    ],
    'sign-up': ['desks/vigilance', 'people/accounts', 'people/beneficiaries', 'requests/card-applications', 'scheme/campaigns'],
  },
  region: {
    audit: ['money/seals'],
    beginning: ['people/staff', 'region/two-people'],
    'data-protection': ['desks/vigilance', 'personal/personal-data'],
    figures: ['desks/two-people', 'region/two-people', 'region/vigilance', 'requests/delays'],
    imports: ['desks/two-people', 'partners/partners', 'people/addresses', 'schools/schools'],
    incidents: [],
    messages: [],
    support: [
      'aid/apprentice-aid',
      'card/cards',
      'desks/vigilance',
      'money/corrections',
      'money/freezes',
      'money/wallets',
      'people/accounts',
      'people/addresses',
      'people/beneficiaries',
      'personal/my-account',
      'personal/personal-data',
      'region/audit',
      'requests/card-applications',
      'schools/schools',
    ],
    'two-people': [
      'aid/aid-decisions',
      'aid/aid-payments',
      'desks/two-people',
      'money/corrections',
      'money/deadlines',
      'money/settlements',
      'partners/partners',
      'people/staff',
      'region/vigilance',
      'region/imports',
      'people/staff-desk',
      'personal/my-account',
      'requests/card-decisions',
      'requests/delays',
      'requests/withdrawals',
      'schools/schools',
      'scheme/campaigns',
    ],
    vigilance: ['desks/two-people', 'desks/vigilance'],
  },
}

const betweenRooms = Object.entries(doors).flatMap(([wing, rooms]) =>
  Object.entries(rooms).map(
    ([room, allowed]): IForbiddenRuleType => ({
      name: `${room}-calls-only-its-allowed-doors`,
      severity: 'error',
      from: { path: `^src/features/${wing}/${room}/` },
      to: {
        path: '^src/features/',
        pathNot: [`^src/features/${wing}/${room}/`, ...allowed.map((other) => `^src/features/${other}/index.ts$`)],
      },
    }),
  ),
)

const forbidden: IForbiddenRuleType[] = [
  ...betweenRooms,
  {
    name: 'platform-knows-no-room',
    severity: 'error',
    from: { path: '^src/platform/' },
    to: { path: '^src/', pathNot: '^src/platform/' },
  },
  {
    name: 'spaces-know-no-room',
    severity: 'error',
    from: { path: '^src/spaces/' },
    to: { path: '^src/(features|[a-z-]+\\.tsx?$)', pathNot: '^src/places(\\.ts$|/)' },
  },
  {
    name: 'places-stand-on-the-ground',
    severity: 'error',
    from: { path: '^src/places(\\.ts$|/)' },
    to: { path: '^src/', pathNot: '^src/(places/|platform/http/place\\.ts$)' },
  },
  {
    name: 'ui-knows-words-and-shapes-only',
    severity: 'error',
    from: { path: '^src/ui/' },
    to: { path: '^src/', pathNot: ['^src/ui/', '^src/platform/(forms/state|money|dates)\\.ts$'] },
  },
  {
    name: 'only-pages-speak-http-and-draw',
    severity: 'error',
    from: { path: '^src/features/[^/]+/[^/]+/[^/]+\\.ts$', pathNot: '\\.test\\.ts$' },
    to: { path: '^src/(ui|platform/http|routes)', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'the-browser-runs-elements-alone',
    severity: 'error',
    from: { path: '^src/ui/elements/' },
    to: { path: '^(src|database)/', pathNot: '^src/ui/elements/' },
  },
  {
    name: 'the-demonstration-stays-outside',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/demonstration\\.ts$' },
    to: { path: '^database/demo/' },
  },
  {
    name: 'a-server-with-a-database-loads-no-other',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/embedded-postgres/' },
    to: { path: '^src/embedded-postgres/', dynamic: false, dependencyTypesNot: ['type-only'] },
  },
  { name: 'no-circle', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
]

/** Every import that breaks a rule, in the tree at `baseDir`. */
export async function breaches(baseDir: string): Promise<{ violations: IViolation[]; modules: number }> {
  const { output } = await cruise(['src'], {
    baseDir,
    ruleSet: { forbidden },
    validate: true,
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.test\\.tsx?$' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx'] },
  })
  if (typeof output === 'string') throw new Error(output)
  return { violations: output.summary.violations, modules: output.modules.length }
}
