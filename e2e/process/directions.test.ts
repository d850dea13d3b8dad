import { describe, expect, test } from 'vitest';
import { findWronglyJudged, type Planted } from '../support/planted-imports.ts';
import { sources } from '../support/sources.ts';

const theProcess = 'A wing does not know the process';
const plates = 'A plate is for the process';
const roles = 'Enter another room by its service or entity';
const below = (wing: string) => `${wing} stands below or beside`;
const testing = 'What tests need is not for the product';
const theServer = 'Only api.ts meets the server';

/** One import of each of these paths, each with the same refusal. */
const each = (file: string, refusal: string | null, paths: readonly string[]): Planted[] =>
  paths.map((path) => [file, `import { x } from '${path}';`, refusal]);

const room = 'server/src/webhooks/endpoint/endpoint.service.ts';
const plate = 'server/src/webhooks/webhooks.ts';
const nouns = 'The platform knows no noun';
const processFiles = [
  'hub',
  'db',
  'workers',
  'main',
  'config',
  'doors/router',
  'cli/run',
  'testing/receiver',
];

const onTheServer: Planted[] = [
  ...each(
    room,
    theProcess,
    processFiles.map((path) => `../../${path}.ts`),
  ),
  ...each(
    plate,
    theProcess,
    processFiles.map((path) => `../${path}.ts`),
  ),
  ...each(room, below('webhooks'), [
    '../../contracts/api/api.service.ts',
    '../../overview/home/home.service.ts',
  ]),
  ...each(plate, below('webhooks'), ['../contracts/api/api.service.ts', '../overview/home/home.service.ts']),
  ...each('server/src/access/consumer/consumer.service.ts', below('access'), [
    '../../webhooks/endpoint/endpoint.service.ts',
    '../../openapi/reader/reader.ts',
  ]),
  ...each('server/src/inbound/source/source.service.ts', below('inbound'), [
    '../../contracts/api/api.service.ts',
  ]),
  ...each('server/src/contracts/api/api.service.ts', below('contracts'), [
    '../../inbound/source/source.service.ts',
  ]),
  ...each('server/src/gateway/route/route.service.ts', below('gateway'), [
    '../../inbound/source/source.entity.ts',
  ]),
  ...each(room, plates, ['../../access/access.ts', '../../platform/platform.ts', '../webhooks.ts']),
  ...each(plate, roles, ['../access/access.ts']),
  ...each(room, roles, [
    '../delivery/lanes.ts',
    '../delivery/delivery.router.ts',
    '../delivery/delivery.worker.ts',
    '../../access/consumer/consumer.router.ts',
    '../../access/api-key/hash.ts',
    '../../openapi/reader/reading.ts',
    '../../openapi/diff-schema/schema.ts',
  ]),
  [room, "import type { x } from '../delivery/lanes.ts';", roles],
  [room, "export { x } from '../delivery/lanes.ts';", roles],
  ...each('server/src/openapi/reader/reader.ts', 'openapi is the standard', [
    '../../platform/database/store.ts',
  ]),
  ...each('server/src/openapi/reader/reader.ts', below('openapi'), ['../../contracts/api/api.service.ts']),
  ...each('server/src/openapi/reader/reader.ts', theProcess, ['../../doors/app.ts']),
  ...each('server/src/platform/usage/usage.service.ts', below('platform'), [
    '../../access/consumer/consumer.service.ts',
    '../../openapi/reader/reader.ts',
  ]),
  ...each('server/src/platform/usage/usage.service.ts', theProcess, [
    '../../db.ts',
    '../../doors/services.ts',
  ]),
  ...each('server/src/platform/usage/usage.service.ts', plates, ['../platform.ts']),
  ...each('server/src/platform/guard/context.ts', nouns, ['@parley/shared/access/consumer']),
  ...each('server/src/platform/usage/usage.service.ts', nouns, ['@parley/shared/access/api-key']),
  ...each('server/src/platform/platform.ts', theProcess, ['../hub.ts']),
  ...each('server/src/platform/guard/context.ts', 'As a type', ['../../doors/services.ts']),
  ...each('server/src/platform/guard/context.ts', theProcess, [
    '../../hub.ts',
    '../../doors/app.ts',
    '../../cli/run.ts',
  ]),
  ...each('server/src/hub.ts', testing, ['./testing/receiver.ts']),
  ...each('server/src/doors/app.ts', testing, ['../testing/receiver.ts']),
  ...each('server/src/cli/run.ts', testing, ['../testing/receiver.ts']),
];

/** Of each wing, those that it does not know. */
const unknownTo: Record<string, string> = {
  platform:
    'openapi administration access webhooks contracts inbound gateway checks monitoring portal overview',
  openapi: 'administration access webhooks contracts inbound gateway checks monitoring portal overview',
  administration: 'openapi access webhooks contracts inbound gateway checks monitoring portal overview',
  access: 'openapi webhooks contracts inbound gateway checks monitoring portal overview',
  webhooks: 'contracts inbound gateway checks monitoring portal overview',
  contracts: 'inbound gateway checks monitoring portal overview',
  inbound: 'contracts gateway checks monitoring portal overview',
  gateway: 'inbound checks monitoring portal overview',
  checks: 'inbound monitoring portal overview',
  monitoring: 'portal overview',
  portal: 'overview',
  overview: '',
};

const doorOf = (wing: string): string => {
  if (wing === 'openapi') return 'openapi/reader/reader.ts';
  return wing === 'platform' ? 'platform/request/problem.ts' : `${wing}/some/some.service.ts`;
};

/** Every wing imports a room of every other, from a room of its own. */
const betweenWings: Planted[] = Object.entries(unknownTo).flatMap(([from, unknown]) =>
  Object.keys(unknownTo)
    .filter((to) => to !== from)
    .flatMap((to) =>
      each(
        `server/src/${from}/thing/thing.service.ts`,
        unknown.split(' ').includes(to) ? below(from) : null,
        [`../../${doorOf(to)}`],
      ),
    ),
);

const allowedOnTheServer: Planted[] = [
  ...each(room, null, [
    './failing.service.ts',
    './endpoint-view.ts',
    '../delivery/queue.service.ts',
    '../delivery/delivery.entity.ts',
    '../../access/consumer/consumer.service.ts',
    '../../administration/audit/audit.service.ts',
    '../../openapi/reader/reader.ts',
    '../../openapi/json-schema/json-schema.ts',
    '../../platform/request/problem.ts',
    '@parley/shared/webhooks/endpoint',
    'node:crypto',
  ]),
  ...each(plate, null, [
    './endpoint/endpoint.router.ts',
    './recovery/recovery.worker.ts',
    '../platform/process/wing.ts',
  ]),
  ...each('server/src/webhooks/endpoint/endpoint.test.ts', null, [
    '../../testing/receiver.ts',
    '../../hub.ts',
  ]),
  ...each('server/src/overview/home/home.service.ts', null, ['../../contracts/api/api.service.ts']),
  ...each('server/src/platform/usage/usage.service.ts', null, ['@parley/shared/words/environment']),
  ...each('server/src/openapi/reader/reader.ts', null, ['../../platform/request/json.ts', '../text/text.ts']),
  ...each('server/src/platform/usage/usage.service.ts', null, [
    '../database/store.ts',
    '../../platform/secret/id.ts',
  ]),
  ['server/src/platform/guard/context.ts', "import type { x } from '../../doors/services.ts';", null],
  ...each('server/src/hub.ts', null, ['./db.ts', './doors/app.ts', './webhooks/webhooks.ts']),
];

const page = 'web/src/access/consumer/consumer-list.tsx';

const inTheConsole: Planted[] = [
  ...each('web/src/lib/form/form-errors.ts', 'lib knows no component and no noun', [
    '../../ui/list/pager.tsx',
    '../../nouns/consumer/consumer-kinds.ts',
    '../../api.ts',
  ]),
  ...each('web/src/lib/form/form-errors.ts', 'lib has no component', ['@mantine/core']),
  ...each('web/src/ui/list/pager.tsx', 'ui knows no noun', [
    '../../nouns/consumer/consumer-kinds.ts',
    '../../access/consumer/consumer-list.tsx',
    '../../api.ts',
  ]),
  ...each('web/src/nouns/consumer/consumer-select.tsx', 'Nouns know no page', [
    '../../access/consumer/consumer-list.tsx',
    '../../shell/frame/frame.tsx',
    '../../routes/root.tsx',
  ]),
  [
    'web/src/nouns/consumer/consumer-select.tsx',
    "import { getRouteApi } from '@tanstack/react-router';",
    'A piece of a noun is shown on several pages',
  ],
  ...each(page, 'Rooms meet in routes', ['../api-key/api-key-list.tsx']),
  ...each(page, 'A page imports nouns, ui, lib and api.ts', [
    '../../webhooks/event/event-list.tsx',
    '../../shell/frame/frame.tsx',
    '../../routes/root.tsx',
    '../../app.tsx',
  ]),
  ...each('web/src/shell/frame/frame.tsx', 'The shell knows no page', [
    '../../access/consumer/consumer-list.tsx',
    '../../routes/root.tsx',
  ]),
  ...each('web/src/routes/access.ts', 'The application takes the router', ['../app.tsx', '../main.tsx']),
  ...each('web/src/api.ts', 'api.ts stands below ui', [
    './ui/list/pager.tsx',
    './nouns/consumer/consumer-kinds.ts',
  ]),
  ...[page, 'web/src/app.tsx', 'web/src/routes/access.ts', 'web/src/lib/form/form-errors.ts'].map(
    (file): Planted => [file, "import type { x } from '@parley/server/router';", theServer],
  ),
  ...each(page, theServer, ['../../../../server/src/hub.ts']),
  ...each('web/src/api.ts', theServer, ['@parley/server/router', '../../server/src/hub.ts']),
];

const allowedInTheConsole: Planted[] = [
  ...each(page, null, [
    './consumer-filters.tsx',
    '../../api.ts',
    '../../lib/form/form-errors.ts',
    '../../ui/list/pager.tsx',
    '../../nouns/consumer/consumer-kinds.ts',
    '@mantine/core',
    '@parley/shared/access/consumer',
  ]),
  [page, "import { getRouteApi } from '@tanstack/react-router';", null],
  ['web/src/api.ts', "import type { x } from '@parley/server/router';", null],
  ...each('web/src/api.ts', null, ['./lib/session/session-context.ts']),
  ...each('web/src/ui/list/pager.tsx', null, [
    '../page/section.tsx',
    '../../lib/text/count.ts',
    '@mantine/core',
  ]),
  ...each('web/src/nouns/consumer/consumer-select.tsx', null, [
    '../environment/environment-field.tsx',
    '../../api.ts',
  ]),
  ...each('web/src/shell/frame/frame.tsx', null, [
    '../theme/theme.ts',
    '../../ui/list/pager.tsx',
    '../../api.ts',
  ]),
  ...each('web/src/routes/access.ts', null, [
    './root.tsx',
    page.replace('web/src', '..'),
    '../shell/frame/frame.tsx',
  ]),
];

const elsewhere: Planted[] = [
  ...each('shared/src/scope.ts', 'shared imports Zod and itself only', [
    'react',
    'node:fs',
    '@parley/server/router',
    '../../server/src/hub.ts',
    '../../web/src/api.ts',
  ]),
  ...each('shared/src/words/id.ts', 'shared imports Zod and itself only', [
    'react',
    '../access/consumer.ts',
    '../problem.ts',
  ]),
  ...each('shared/src/access/consumer.ts', 'shared imports Zod and itself only', [
    'node:fs',
    '../webhooks/event.ts',
    '../contracts/api.ts',
    '../overview/home.ts',
    '../../../server/src/hub.ts',
  ]),
  ...each('shared/src/inbound/source.ts', 'shared imports Zod and itself only', ['../contracts/api.ts']),
  ...['e2e/parley.ts', 'e2e/some.test.ts', 'e2e/support/parley.ts', 'e2e/process/some.test.ts'].flatMap(
    (file) => {
      const up = '../'.repeat(file.split('/').length - 1);
      const paths = ['@parley/server/router', `${up}server/src/hub.ts`, `${up}web/src/api.ts`];
      return each(file, 'e2e drives the process', paths);
    },
  ),
];

const allowedElsewhere: Planted[] = [
  ...each('shared/src/scope.ts', null, ['zod', './problem.ts', './webhooks/event-type-problem.ts']),
  ...each('shared/src/words/id.ts', null, ['zod', './text.ts']),
  ...each('shared/src/webhooks/event.ts', null, [
    'zod',
    './delivery.ts',
    '../scope.ts',
    '../words/id.ts',
    '../access/consumer.ts',
  ]),
  ...each('e2e/process/some.test.ts', null, ['@parley/shared/scope', '../support/parley.ts', 'node:fs']),
];

describe('the linter', () => {
  test.for<[string, Planted[], Planted[]]>([
    ['server', onTheServer, allowedOnTheServer],
    ['wings', betweenWings, []],
    ['console', inTheConsole, allowedInTheConsole],
    ['shared part and the end-to-end tests', elsewhere, allowedElsewhere],
  ])('refuses each import against the directions in the %s, and no other', ([, refused, allowed]) => {
    expect(findWronglyJudged([...refused, ...allowed])).toEqual([]);
  });

  test('refuses none of the imports that are written as calls', () => {
    const calls = sources.flatMap(({ path, text }) =>
      [...text.matchAll(/\bimport\('([^']+)'\)/g)].map(([, to = '']): Planted => [
        path,
        `import { x } from '${to}';`,
        null,
      ]),
    );

    expect(calls.length).toBeGreaterThan(20);
    expect(findWronglyJudged(calls)).toEqual([]);
  });
});
