// The language of the tables in `openapi-grammar.ts` and `swagger-grammar.ts`: which fields an object has, and what is in them.
import { isObject } from '../../platform/request/json.ts';

/** The objects of OpenAPI in which references may stand. */
export type ReferringKind =
  | 'document'
  | 'components'
  | 'pathItem'
  | 'operation'
  | 'parameter'
  | 'requestBody'
  | 'mediaType'
  | 'encoding'
  | 'response'
  | 'header'
  | 'example'
  | 'link'
  | 'callback'
  | 'securityScheme'
  | 'schema';

/** The least minor version of OpenAPI 3 that has a field, or the last that does. */
interface Span {
  since: number;
  until: number;
}

/** What stands in a field: an object of a kind, several of them, or a leaf. */
export interface Field extends Span {
  form: 'one' | 'map' | 'list' | 'leaf';
  /** The name of a kind or of a leaf. */
  of: string;
  /** The only values of a text. */
  words?: readonly string[];
  /** Whether nobody compares it: what is wrong in it is left out and never a reason to refuse. */
  isSlight: boolean;
}

/** What the specification says of one object. */
export interface Kind {
  fields: ReadonlyMap<string, Field>;
  /** The fields that have to be there, given the others and the minor version. */
  needs: (node: Readonly<Record<string, unknown>>, minor: number) => readonly string[];
}

/** What values without fields are; `data` is anything, as in examples. */
const leaves = new Set(
  'text url email flag number count bound types texts values examples data words requirement'.split(' '),
);

const slight = new Set(
  'title summary description termsOfService contact license externalDocs tags example examples xml links info $comment $schema jsonSchemaDialect'.split(
    ' ',
  ),
);

const fieldOf = (name: string, type: string): Field => {
  const [, form, of = '', words, span] =
    /^(?:(map|list) of )?([^\s|]+)((?:\|[^\s|]+)*)(?: ([<>]\d))?$/.exec(type) ?? [];
  const minor = Number(span?.slice(1));
  return {
    form: form === 'map' || form === 'list' ? form : leaves.has(of) ? 'leaf' : 'one',
    of,
    ...(words && { words: words.slice(1).split('|') }),
    isSlight: slight.has(name),
    since: span?.startsWith('>') ? minor : 0,
    until: span?.startsWith('<') ? minor : 9,
  };
};

/** A kind as a table: `>1` after a type means since 3.1, `<0` until 3.0, and `|` parts the only words that a text may be. */
export const kindOf = (
  fields: Readonly<Record<string, string>>,
  needs: readonly string[] | Kind['needs'] = [],
): Kind => ({
  fields: new Map(Object.entries(fields).map(([name, type]) => [name, fieldOf(name, type)])),
  needs: typeof needs === 'function' ? needs : () => needs,
});

/** The same type for several fields, their names in one text. */
export const each = (names: string, type: string): Record<string, string> =>
  Object.fromEntries(names.split(' ').map((name) => [name, type]));

const referring: ReadonlySet<string> = new Set<ReferringKind>([
  'document',
  'components',
  'pathItem',
  'operation',
  'parameter',
  'requestBody',
  'mediaType',
  'encoding',
  'response',
  'header',
  'example',
  'link',
  'callback',
  'securityScheme',
  'schema',
]);

export const isReferring = (kind: string): kind is ReferringKind => referring.has(kind);

/** Maps in which keys with `x-` are extensions and not members. */
const extensible = new Set(['paths', 'webhooks', 'responses', 'callbacks']);

/**
 * Whether a member of a map is an extension: `map` is the key under which the map stands. Names may begin with `x-` too, such
 * as those of headers and properties; where the map has objects, what is none is an extension all the same.
 */
export const isExtension = (map: string, key: string, value: unknown): boolean =>
  key.startsWith('x-') &&
  (extensible.has(map) || (map === 'content' && !key.includes('/')) || (!isObject(value) && value !== null));
