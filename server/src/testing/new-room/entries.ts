// Where a new room is entered into what is there already: plate, tables of shared, fixtures, console.
import type { RoomNames } from './names.ts';

/** Adds what a room needs to the text of one file. Throws when the file does not look as expected. */
interface Entry {
  file: string;
  add: (text: string) => string;
}

const before = (text: string, pattern: RegExp, added: string): string => {
  const place = pattern.exec(text)?.index;
  if (place === undefined) throw new Error(`nothing in it looks like ${String(pattern)}`);
  return text.slice(0, place) + added + text.slice(place);
};

/** Puts something at the end of what `pattern` takes up to the bracket that closes it, its second group. */
const atTheEnd = (text: string, pattern: RegExp, added: string): string => {
  if (!pattern.test(text)) throw new Error(`nothing in it looks like ${String(pattern)}`);
  return text.replace(pattern, (_, list: string, close: string) => {
    const comma = /[[{,]$/.test(list) ? '' : ',';
    return `${list}${comma} ${added}${close}`;
  });
};

/** Puts a line before the first of its like, told by `pattern` and its group, that comes later in the alphabet. */
const inOrder = (text: string, pattern: RegExp, key: string, line: string): string => {
  const lines = [...text.matchAll(pattern)];
  const next = lines.find(([, other = '']) => other > key);
  const last = lines.at(-1);
  if (!last) throw new Error(`nothing in it looks like ${String(pattern)}`);
  const place = next?.index ?? last.index + last[0].length + 1;
  return `${text.slice(0, place)}${line}\n${text.slice(place)}`;
};

const ownImports = /^import .* from '\.\/(.*)\.ts';$/gm;

const addToPlate = ({ noun, pascal, camel, titles, manyWords }: RoomNames, plate: string): string => {
  const modules: [string, string][] = [
    [`${noun}/${noun}.entity`, pascal],
    [`${noun}/${noun}.router`, `${camel}Router`],
  ];
  let text = plate;
  for (const [path, name] of modules)
    text = inOrder(text, ownImports, path, `import { ${name} } from './${path}.ts';`);
  text = atTheEnd(text, /(routers: \{[^}]*?)(\s*\})/, `${camel}: ${camel}Router`);
  text = atTheEnd(text, /(entities: \[[^\]]*?)(\s*\])/, pascal);
  const tag = `['${titles}', 'The ${manyWords} of consumers.']`;
  return atTheEnd(text, /(tags: \[(?:\s*\[[^\]]*\],?)*)(\s*\])/, tag);
};

/** Scopes of nouns that were planned are in the table before their rooms. */
const addScopes = ({ nouns, manyWords }: RoomNames, table: string): string => {
  const rows = [
    [`${nouns}:read`, `Read ${manyWords}.`],
    [`${nouns}:write`, `Create and change ${manyWords}.`],
  ].filter(([scope]) => !table.includes(`'${scope}'`));
  return before(table, /^\} as const;/m, rows.map(([scope, text]) => `'${scope}': '${text}',\n`).join(''));
};

const addProblem = ({ snake, words }: RoomNames, table: string): string =>
  before(
    table,
    /^ {2}internal: \{/m,
    `'${snake}.not_found': { status: 404, title: 'No such ${words}', remedy: 'Check the id.' },\n`,
  );

const addForeignRow = ({ camel, nouns }: RoomNames, fixture: string): string => {
  const created = `const ${camel}Row = await owner.rest('/v1/${nouns}', { body: { name: 'Number 77001' } });\n`;
  const text = before(fixture, /^ {2}const ids = \{/m, created);
  return atTheEnd(text, /(const ids = \{[^}]*?)(\s*\})/, `${camel}: ${camel}Row.body.id`);
};

const addTwice = ({ camel }: RoomNames, rows: string): string => {
  const row = `  '${camel}.create': {
    holds: 'each call makes one',
    prepare: async (pair, times) => {
      const as = { authorization: \`Bearer \${pair.client.secret}\` };
      return {
        calls: same(times, { name: '${camel}.create', input: { name: 'Twice' }, as }),
        after: allSucceed,
      };
    },
  },
`;
  const list = rows.indexOf('export const ');
  return rows.slice(0, list) + before(rows.slice(list), /^\};/m, row);
};

const addAct = ({ snake, title }: RoomNames, labels: string): string =>
  inOrder(
    labels,
    /^ {2}'([a-z_]+\.[a-z_]+)': '.*',$/gm,
    `${snake}.create`,
    `  '${snake}.create': '${title} created',`,
  );

const addRoute = ({ wing, noun, nouns, pascal }: RoomNames, routes: string): string => {
  const file = `${wing}/${noun}/${noun}`;
  const search = `import { ${pascal}ListSearch } from '../${file}-search.ts';`;
  const text = inOrder(routes, /^import .* from '\.\.\/(.*)\.ts';$/gm, `${file}-search`, search);
  const page = `page(() => import('../${file}-list.tsx'), '${pascal}List')`;
  const route = `  createRoute({ ...inside, path: '/${nouns}', validateSearch: ${pascal}ListSearch, component: ${page} }),\n`;
  const list = text.indexOf('export const ');
  return text.slice(0, list) + before(text.slice(list), /^\];/m, route);
};

/** One line at the end of the area of its wing. */
const addToNavigation = ({ wing, nouns, titles }: RoomNames, navigation: string): string => {
  const page = `{ to: '/${nouns}', label: '${titles}', icon: IconBox, scope: '${nouns}:read' },`;
  const rooms = new RegExp(String.raw`(wing: '${wing}',[^[]*pages: \[[^\]]*?)(\s*\])`);
  if (!rooms.test(navigation)) throw new Error(`nothing in it looks like ${String(rooms)}`);
  const text = navigation.replace(
    rooms,
    (_, list: string, close: string) => `${list}\n      ${page}${close}`,
  );
  return text.includes('  IconBox,\n') ? text : inOrder(text, /^ {2}(Icon\w+),$/gm, 'IconBox', '  IconBox,');
};

/** Every file that has to know of a new room. */
export const entriesOf = (names: RoomNames): Entry[] => [
  { file: `server/src/${names.wing}/${names.wing}.ts`, add: (text) => addToPlate(names, text) },
  { file: 'shared/src/scope.ts', add: (text) => addScopes(names, text) },
  { file: 'shared/src/problem.ts', add: (text) => addProblem(names, text) },
  { file: 'server/src/testing/foreign-rows.ts', add: (text) => addForeignRow(names, text) },
  { file: `server/src/testing/twice/${names.wing}-rows.ts`, add: (text) => addTwice(names, text) },
  { file: 'shared/src/administration/audit-action.ts', add: (text) => addAct(names, text) },
  { file: `web/src/routes/${names.wing}.ts`, add: (text) => addRoute(names, text) },
  { file: 'web/src/shell/navigation/navigation-pages.ts', add: (text) => addToNavigation(names, text) },
];
