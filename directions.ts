// Who may import whom. The linter holds it (oxlint.config.ts), and e2e/process/directions.test.ts plants a violation of
// each kind. docs/architecture.md has the same table in words.
import type { OxlintOverride } from 'oxlint';

const upToAccess = ['platform', 'openapi', 'administration', 'access'];
const upToContracts = [...upToAccess, 'webhooks', 'contracts'];
const upToChecks = [...upToContracts, 'inbound', 'gateway', 'checks'];

/** The wings of the server, and what each may import of the others. Data flows down; nothing runs up. */
const wings: Readonly<Record<string, readonly string[]>> = {
  platform: [],
  openapi: [],
  administration: ['platform'],
  access: ['platform', 'administration'],
  webhooks: upToAccess,
  contracts: [...upToAccess, 'webhooks'],
  inbound: [...upToAccess, 'webhooks'],
  gateway: upToContracts,
  checks: [...upToContracts, 'gateway'],
  monitoring: upToChecks,
  portal: [...upToChecks, 'monitoring'],
  overview: [...upToChecks, 'monitoring', 'portal'],
};
const wingNames = Object.keys(wings);

/** What rooms of other wings may take of `openapi`. */
const faces = ['reader/reader', 'lint/lint', 'diff/diff', 'json-schema/json-schema'];

type Pattern = {
  group?: string[];
  regex?: string;
  importNames?: string[];
  allowTypeImports?: boolean;
  message: string;
};

/** Tests of the parts are exempt: they start the whole process. Those of e2e are not. */
const tests = '**/*.test.ts';

const restricted = (
  files: string[],
  patterns: Pattern[],
  excludeFiles: string[] = [tests],
): OxlintOverride => ({
  files,
  excludeFiles,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});

const theProcess: Pattern = {
  regex: String.raw`^(?:\.\./){1,3}(?:(?:doors|cli|testing|migrations)/|(?:main|hub|workers|db|config)\.ts$)`,
  message: 'A wing does not know the process that it is part of. What it needs is handed in by hub.ts.',
};

const above = (wing: string, allowed = wings[wing] ?? []): Pattern => {
  const forbidden = wingNames.filter((name) => name !== wing && !allowed.includes(name));
  return {
    regex: String.raw`^(?:\.\./){1,2}(?:${forbidden.join('|')})/`,
    message: `${wing} stands below or beside: it may import ${allowed.join(', ') || 'itself alone'}.`,
  };
};

const plates: Pattern = {
  group: ['../*.ts', '../../*/*.ts', '!../../doors/services.ts'],
  message: 'A plate is for the process: rooms are entered by their services and entities.',
};

const roles: Pattern = {
  group: [
    '../*/*.ts',
    '!../*/*.service.ts',
    '!../*/*.entity.ts',
    '../../*/*/*.ts',
    '!../../*/*/*.service.ts',
    '!../../*/*/*.entity.ts',
    '!../../platform/*/*.ts',
    ...faces.map((face) => `!../../openapi/${face}.ts`),
  ],
  message: 'Enter another room by its service or entity, and openapi by its faces.',
};

const nounsOfShared: Pattern = {
  regex: String.raw`^@parley/shared/(?:${wingNames.join('|')})/`,
  message: 'The platform knows no noun: of shared it takes problems, scopes and words.',
};

const serverOverrides: OxlintOverride[] = [
  restricted(
    ['server/src/*.ts', 'server/src/doors/**', 'server/src/cli/**'],
    [{ regex: String.raw`/testing/`, message: 'What tests need is not for the product.' }],
  ),
  ...wingNames
    .filter((wing) => wing !== 'platform' && wing !== 'openapi')
    .map((wing) => restricted([`server/src/${wing}/**`], [theProcess, above(wing), plates, roles])),
  restricted(['server/src/platform/**'], [theProcess, above('platform'), plates, nounsOfShared]),
  // The one arrow upwards: what the process holds is listed there, and every procedure is handed it.
  restricted(
    ['server/src/platform/guard/context.ts'],
    [
      {
        // Not a group, which would take what it negates out of the hits of the next one too; and these expressions
        // cannot look ahead, so a file of doors is any that does not begin with `se`.
        regex: String.raw`^\.\./\.\./(?:(?:cli|testing|migrations)/|doors/(?:[^s]|s[^e])|[^/]+\.ts$)`,
        message: theProcess.message,
      },
      { regex: 'doors/services', message: 'As a type.', allowTypeImports: true },
      above('platform'),
      nounsOfShared,
    ],
  ),
  restricted(
    ['server/src/openapi/**'],
    [
      theProcess,
      above('openapi', ['platform']),
      {
        group: ['../../platform/**', '!../../platform/request/*.ts'],
        message: 'openapi is the standard, pure: of the platform it takes what a request is made of.',
      },
    ],
  ),
];

const theServer: Pattern = {
  regex: String.raw`^(?:@parley/server|(?:\.\./)+server/)`,
  message: 'Only api.ts meets the server, by the type of its router.',
};

/** What a file two folders down in web may import of what stands above its folder: these and nothing else. */
const webBelow = (names: readonly string[], message: string): Pattern => ({
  group: [
    '../../**',
    ...names.flatMap((name) =>
      name === 'api.ts' ? [`!../../${name}`] : [`!../../${name}`, `!../../${name}/**`],
    ),
  ],
  message,
});

const webOverrides: OxlintOverride[] = [
  restricted(['web/src/*'], [theServer], [tests, 'web/src/api.ts']),
  restricted(
    ['web/src/api.ts'],
    [
      { ...theServer, allowTypeImports: true },
      {
        group: ['./**', '!./lib', '!./lib/**'],
        message: 'api.ts stands below ui: of web it takes lib only.',
      },
    ],
  ),
  restricted(
    ['web/src/lib/**'],
    [
      theServer,
      webBelow([], 'lib knows no component and no noun: it imports lib only.'),
      {
        group: ['@mantine/core', '@mantine/notifications', '@mantine/spotlight', '@tabler/*'],
        message: 'lib has no component; what is drawn stands in ui.',
      },
    ],
  ),
  restricted(
    ['web/src/ui/**'],
    [theServer, webBelow(['lib'], 'ui knows no noun: it imports ui and lib only.')],
  ),
  restricted(
    ['web/src/nouns/**'],
    [
      theServer,
      webBelow(['lib', 'ui', 'api.ts'], 'Nouns know no page: they import nouns, ui, lib and api.ts.'),
      {
        group: ['@tanstack/react-router'],
        importNames: ['getRouteApi'],
        message: 'A piece of a noun is shown on several pages; the page tells it what its address says.',
      },
    ],
  ),
  restricted(
    ['web/src/shell/**'],
    [
      theServer,
      webBelow(['lib', 'ui', 'nouns', 'api.ts'], 'The shell knows no page: routes hand it what it shows.'),
    ],
  ),
  restricted(
    ['web/src/*/**'],
    [
      theServer,
      webBelow(
        ['lib', 'ui', 'nouns', 'api.ts'],
        'A page imports nouns, ui, lib and api.ts; wings and the shell meet in routes.',
      ),
      // Not a group: what one group negates, oxlint takes out of the other's hits too.
      {
        regex: String.raw`^\.\./[a-z]`,
        message: 'Rooms meet in routes; what two of them show stands in nouns.',
      },
    ],
    [tests, ...['lib', 'ui', 'nouns', 'shell', 'routes'].map((folder) => `web/src/${folder}/**`)],
  ),
  restricted(
    ['web/src/routes/**'],
    [
      theServer,
      {
        group: ['../app.tsx', '../main.tsx'],
        message: 'The application takes the router, not the other way round.',
      },
    ],
  ),
];

/** What may be imported in shared beside Zod, from a folder: words first, then the wings in the order of the server. */
const sharedFrom = (wing: string): OxlintOverride => {
  const below = wing === 'words' ? [] : (wings[wing] ?? []);
  const order =
    wing === 'words'
      ? "Words are nobody's noun: they import words alone."
      : `${wing} takes words and what stands below.`;
  return restricted(
    [`shared/src/${wing}/**`],
    [
      {
        group: [
          '*',
          '!zod',
          '!./*.ts',
          ...(wing === 'words' ? [] : ['!../problem.ts', '!../scope.ts', '!../words/*.ts']),
          ...below.map((name) => `!../${name}/*.ts`),
        ],
        message: `shared imports Zod and itself only. ${order}`,
      },
    ],
  );
};

const sharedOverrides: OxlintOverride[] = [
  // The two tables that join all wings: a noun's rows stand beside its schemas.
  restricted(
    ['shared/src/*.ts'],
    [{ group: ['*', '!zod', '!./*.ts', '!./*/*.ts'], message: 'shared imports Zod and itself only.' }],
  ),
  sharedFrom('words'),
  ...wingNames.map(sharedFrom),
];

const otherOverrides: OxlintOverride[] = [
  restricted(
    ['e2e/**'],
    [
      {
        regex: String.raw`^(?:@parley/|(?:\.\./)+)(?:server|web)(?:/|$)`,
        message: 'e2e drives the process',
      },
    ],
    [],
  ),
];

/** For oxlint: of two overrides that match a file the last one counts, so each holds all that applies to its files. */
export const overridesOfDirections: OxlintOverride[] = [
  ...serverOverrides,
  ...webOverrides,
  ...sharedOverrides,
  ...otherOverrides,
];
