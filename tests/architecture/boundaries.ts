import { cruise, type IForbiddenRuleType, type IViolation } from 'dependency-cruiser'

/**
 * Which room may call which, through its door (`index.ts`). A line more is an architecture decision: docs/decisions.
 */
export const doors: Record<string, string[]> = {
  accounts: ['beneficiaries', 'card-applications', 'staff'],
  addresses: [],
  'aid-payments': ['apprentice-aid'],
  audit: [],
  beneficiaries: ['accounts', 'addresses', 'card-applications'],
  'apprentice-aid': ['addresses', 'campaigns', 'distances'],
  campaigns: ['wallets'],
  'card-applications': ['addresses', 'apprentice-aid', 'beneficiaries', 'campaigns', 'cards', 'content', 'schools', 'wallets'],
  cards: ['addresses', 'card-applications'],
  contact: [],
  content: [],
  distances: [],
  figures: ['card-applications'],
  legal: [],
  messages: [],
  partners: [],
  payments: ['cards', 'partners', 'wallets'],
  'personal-data': ['accounts', 'apprentice-aid', 'beneficiaries', 'card-applications', 'cards', 'contact', 'prepayments'],
  prepayments: ['addresses', 'partners', 'payments', 'wallets'],
  schools: [],
  settlements: [],
  staff: ['accounts'],
  support: ['accounts', 'addresses', 'apprentice-aid', 'audit', 'beneficiaries', 'card-applications', 'cards', 'personal-data', 'schools'],
  wallets: ['cards', 'prepayments'],
}

const betweenRooms = Object.entries(doors).map(
  ([room, allowed]): IForbiddenRuleType => ({
    name: `${room}-calls-only-its-allowed-doors`,
    severity: 'error',
    from: { path: `^src/features/${room}/` },
    to: {
      path: '^src/features/',
      pathNot: [`^src/features/${room}/`, ...allowed.map((other) => `^src/features/${other}/index\\.ts$`)],
    },
  }),
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
    to: { path: '^src/(features|[a-z-]+\\.tsx?$)' },
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
    from: { path: '^src/features/[^/]+/[^/]+\\.ts$', pathNot: '\\.test\\.ts$' },
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
