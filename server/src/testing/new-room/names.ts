import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

/** A noun in every spelling that a room writes. */
export interface RoomNames {
  wing: string;
  /** `delivery-note`, the name of the folder. */
  noun: string;
  /** `delivery-notes`, in addresses and scopes. */
  nouns: string;
  /** `DeliveryNote` */
  pascal: string;
  /** `DeliveryNotes` */
  pascals: string;
  /** `deliveryNote` */
  camel: string;
  /** `delivery_note`, in problems and acts. */
  snake: string;
  /** `delivery_notes`, in the name of the migration. */
  snakes: string;
  /** `delivery note` */
  words: string;
  /** `delivery notes` */
  manyWords: string;
  /** `Delivery note` */
  title: string;
  /** `Delivery notes` */
  titles: string;
  /** `a delivery note` */
  oneOf: string;
  /** What its ids begin with. */
  prefix: string;
}

/** Wings that know no consumer, so that no row of theirs can belong to one, and the one that owns no table. */
const withoutConsumers = ['platform', 'openapi', 'administration', 'overview'];

/** Names that the files of a room have for something else. */
const otherwiseUsed = ['act', 'date', 'promise', 'problem'];

/** Where the schemas of a noun stand below shared/src. */
export const sharedPathOf = ({ wing, noun }: { wing: string; noun: string }): string => `${wing}/${noun}`;

/** Where the schemas that are nobody's noun stand below shared/src. */
const wordPathOf = (word: string): string => `words/${word}`;

/** How the schemas of a noun import nobody's. */
export const wordFrom = (names: RoomNames, word: string): string => {
  const path = posix.relative(posix.dirname(sharedPathOf(names)), `${wordPathOf(word)}.ts`);
  return path.startsWith('.') ? path : `./${path}`;
};

/** How the server and the console import nobody's schemas. */
export const wordModule = (word: string): string => `@parley/shared/${wordPathOf(word)}`;

const pluralOf = (noun: string): string => {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const pascalOf = (kebab: string): string => kebab.split('-').map(capital).join('');

const sourcesBelow = (root: string): string[] =>
  ['shared/src', 'server/src', 'web/src'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
      .map((path) => `${folder}/${path}`),
  );

/** The first of a few short prefixes that no id begins with yet; the whole noun when all are taken. */
const prefixOf = (noun: string, isTaken: (prefix: string) => boolean): string => {
  const [first = '', second = ''] = noun.split('-');
  const consonants = first.charAt(0) + first.slice(1).replaceAll(/[aeiou]/g, '');
  const candidates = [
    second ? first.charAt(0) + second.slice(0, 2) : first.slice(0, 3),
    consonants.slice(0, 3),
    first.slice(0, 4),
  ];
  return candidates.find((one) => one.length > 1 && !isTaken(one)) ?? noun.replaceAll('-', '').slice(0, 12);
};

/** Wings that can take a room: they have a plate, and pages. */
const wingsOf = (root: string): string[] =>
  readdirSync(join(root, 'server/src')).filter(
    (name) =>
      !withoutConsumers.includes(name) &&
      existsSync(join(root, `server/src/${name}/${name}.ts`)) &&
      existsSync(join(root, `web/src/routes/${name}.ts`)),
  );

const spell = (wing: string, noun: string, prefix: string): RoomNames => {
  const nouns = pluralOf(noun);
  const words = noun.replaceAll('-', ' ');
  const manyWords = nouns.replaceAll('-', ' ');
  const [pascal, pascals] = [pascalOf(noun), pascalOf(nouns)];
  return {
    wing,
    noun,
    nouns,
    pascal,
    pascals,
    camel: pascal.charAt(0).toLowerCase() + pascal.slice(1),
    snake: noun.replaceAll('-', '_'),
    snakes: nouns.replaceAll('-', '_'),
    words,
    manyWords,
    title: capital(words),
    titles: capital(manyWords),
    oneOf: `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${words}`,
    prefix,
  };
};

/** Where something has the name of this noun already, or `null`. */
const takenBy = (root: string, paths: readonly string[], texts: readonly string[], names: RoomNames) => {
  const wings = readdirSync(join(root, 'server/src')).filter((name) =>
    statSync(join(root, 'server/src', name)).isDirectory(),
  );
  const rooms = wings.flatMap((wing) => [`server/src/${wing}`, `web/src/${wing}`]);
  const isRoom = (path: string) => rooms.some((wing) => path.startsWith(`${wing}/${names.noun}/`));
  const isSchema = (path: string) => path === `shared/src/${sharedPathOf(names)}.ts`;
  const own = [
    `name: '${names.pascal}'`,
    `id: '${names.pascal}'`,
    `'/v1/${names.nouns}'`,
    `path: '/${names.nouns}'`,
  ];
  const file = paths.find(
    (path, index) => isRoom(path) || isSchema(path) || own.some((text) => texts[index]?.includes(text)),
  );
  return file === undefined ? null : isRoom(file) ? dirname(file) : file;
};

/** The names of the room that this argument asks for. Throws with the line that says what it takes. */
export const readRoomNames = (root: string, argument: string | undefined): RoomNames => {
  const wings = wingsOf(root);
  const usage = 'Say `npx -y pnpm@12 new room <wing>/<noun>`, such as webhooks/delivery-note.';
  const [wing = '', noun = '', ...rest] = (argument ?? '').split('/');
  if (wing === '' || noun === '' || rest.length > 0) throw new Error(usage);
  if (!wings.includes(wing))
    throw new Error(`No wing ${wing} takes a room of consumers' rows. These do: ${wings.join(', ')}.`);
  if (!/^[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*$/.test(noun) || noun.length < 2 || noun.length > 30)
    throw new Error(`${noun} is not a noun in kebab-case of 2 to 30 letters, such as delivery-note.`);
  if (otherwiseUsed.includes(noun))
    throw new Error(`${noun} is used otherwise in the files of a room: choose another noun.`);
  const paths = sourcesBelow(root);
  const texts = paths.map((path) => readFileSync(join(root, path), 'utf8'));
  const isTaken = (prefix: string) =>
    texts.some((text) => text.includes(`idOf('${prefix}'`) || text.includes(`newId('${prefix}'`));
  const names = spell(wing, noun, prefixOf(noun, isTaken));
  const taken = takenBy(root, paths, texts, names);
  if (taken !== null) throw new Error(`The noun ${noun} is taken: see ${taken}.`);
  return names;
};
