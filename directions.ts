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

type Pattern = { group?: string[]; regex?: string; message: string; allowTypeImports?: boolean };

const restricted = (files: string[], patterns: Pattern[], excludeFiles: string[] = []): OxlintOverride => ({
  files,
  excludeFiles: ['**/*.test.ts', ...excludeFiles],
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

const serverOverrides: OxlintOverride[] = [
  restricted(
    ['server/src/*.ts', 'server/src/doors/**', 'server/src/cli/**'],
    [{ regex: String.raw`/testing/`, message: 'What tests need is not for the product.' }],
  ),
  ...wingNames
    .filter((wing) => wing !== 'platform' && wing !== 'openapi')
    .map((wing) => restricted([`server/src/${wing}/**`], [theProcess, above(wing), plates, roles])),
  restricted(['server/src/platform/**'], [theProcess, above('platform'), plates]),
  // The one arrow upwards: what the process holds is listed there, and every procedure is handed it.
  restricted(
    ['server/src/platform/guard/context.ts'],
    [
      { group: ['../../*.ts', '../../doors/*', '!../../doors/services.ts'], message: theProcess.message },
      { group: ['../../doors/services.ts'], message: 'As a type.', allowTypeImports: true },
      above('platform'),
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

const otherOverrides: OxlintOverride[] = [
  restricted(
    ['shared/src/**'],
    [{ group: ['*', '!zod', '!./*.ts'], message: 'shared imports Zod and itself only' }],
  ),
  restricted(
    ['web/src/**'],
    [
      {
        group: ['@parley/server', '@parley/server/*'],
        allowTypeImports: true,
        message: "web takes only the router's type",
      },
    ],
  ),
  restricted(
    ['e2e/**'],
    [
      {
        group: ['@parley/server*', '@parley/web*', '../server/**', '../web/**'],
        message: 'e2e drives the process',
      },
    ],
  ),
];

/** For oxlint: of two overrides that match a file the last one counts, so each holds all that applies to its files. */
export const overridesOfDirections: OxlintOverride[] = [...serverOverrides, ...otherOverrides];
