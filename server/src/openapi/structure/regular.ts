import { isObject, type JsonObject } from '../../platform/request/json.ts';
import { closestOf } from './closest.ts';
import { type Field, isExtension, isReferring, type Kind } from './kind.ts';
import { openApiKinds } from './openapi-grammar.ts';
import { gone, isEmpty, type LeafPlace, readLeaf, typeIn } from './leaf.ts';
import { noteNames } from './names.ts';
import { isPlain } from './plain.ts';
import { nameNull, noteStrayValues, readTypes } from './schema-slips.ts';
import { SlipNotes, type Structure } from './slips.ts';
import { swaggerKinds } from './swagger-grammar.ts';

export { isSlipRule, type Slip, slipRules, type Structure } from './slips.ts';

const anyValue = new Set([
  'additionalProperties',
  'unevaluatedProperties',
  'unevaluatedItems',
  'additionalItems',
]);

const emptyObject = (): object => ({});

/** Walks over a document by the table of its fields, and puts right what it can while it notes what is wrong. */
class Regulator {
  readonly notes = new SlipNotes();
  readonly #kinds: Readonly<Record<string, Kind>>;
  readonly #minor: number;
  readonly #isSwagger: boolean;
  readonly #place: LeafPlace;
  #slightness = 0;

  constructor(minor: number | 'swagger') {
    this.#isSwagger = minor === 'swagger';
    this.#minor = minor === 'swagger' ? 0 : minor;
    this.#kinds = this.#isSwagger ? swaggerKinds : openApiKinds;
    const reject = (value: unknown, wanted: string) => this.#reject(value, wanted);
    this.#place = { notes: this.notes, minor: this.#minor, reject };
  }

  /** What is left of a value that is in a field of this type. */
  visit({ form, of }: Field, key: string, value: unknown): unknown {
    if (form === 'map') return this.#map(key, value, (member) => this.#node(of, key, member), emptyObject);
    if (form === 'list') return this.#list(of, key, value);
    if (form === 'one') return this.#node(of, key, value);
    if (of === 'types') return readTypes(value, this.#place, this.#isSwagger);
    if (of === 'words')
      return this.#map(
        key,
        value,
        (member) => readLeaf('text', member, this.#place),
        () => '',
      );
    if (of === 'requirement') return this.#requirement(key, value);
    return readLeaf(of, value, this.#place);
  }

  #reject(value: unknown, wanted: string): unknown {
    const message = `This should be ${wanted}, and is ${typeIn(value)}.`;
    if (this.#slightness > 0) this.notes.note('openapi/wrong-type', () => message);
    else this.notes.refuse(message);
    return gone;
  }

  #requirement(key: string, value: unknown): unknown {
    return this.#map(
      key,
      value,
      (names) => readLeaf('texts', names, this.#place),
      () => [],
    );
  }

  /** `empty` stands for a member without a value: its name is there, and says nothing. */
  #map(map: string, value: unknown, member: (value: unknown) => unknown, empty: () => unknown): unknown {
    if (Array.isArray(value) && value.length === 0) return this.#emptyInstead('an object', {});
    if (!isObject(value)) return this.#reject(value, 'an object');
    for (const key of Object.keys(value)) {
      const inner = value[key];
      if (key.startsWith('x-') && isExtension(map, key, inner)) continue;
      if (key === '$ref' && typeof inner === 'string') {
        this.notes.note('openapi/unknown-field', () => 'A reference cannot stand for all of these.', key);
        continue;
      }
      this.notes.way.push(key);
      if (inner === null) this.#noteEmpty();
      const left = inner === null ? empty() : member(inner);
      this.notes.way.pop();
      put(value, key, left, inner);
    }
    noteNames(map, value, this.notes);
    return value;
  }

  #list(of: string, key: string, value: unknown): unknown {
    // An empty object for an alternative of security may mean that nobody is let in, or that everybody is.
    if (isObject(value) && isEmpty(value) && of !== 'requirement') return this.#emptyInstead('a list', []);
    if (!Array.isArray(value)) return this.#reject(value, 'a list');
    for (const [index, inner] of value.entries()) {
      this.notes.way.push(String(index));
      value[index] = inner === null ? this.#emptyItem(of, key) : this.#item(of, key, inner);
      this.notes.way.pop();
    }
    return value;
  }

  #item(of: string, key: string, inner: unknown): unknown {
    const left = of === 'requirement' ? this.#requirement(key, inner) : this.#node(of, key, inner);
    // Places count from the first item on: what cannot stay leaves its place empty.
    return left === gone ? {} : left;
  }

  #emptyItem(of: string, key: string): unknown {
    if (of === 'requirement') {
      this.notes.refuse(
        'Nothing stands here: write `{}` for calls without credentials, or take the item out.',
      );
      return {};
    }
    this.#noteEmpty();
    // One of several that nothing fits is as if it were not there.
    return key === 'oneOf' || key === 'anyOf' ? false : {};
  }

  #emptyInstead(wanted: string, empty: object): object {
    this.notes.note(
      'openapi/wrong-type',
      () => `This should be ${wanted}, and is ${typeIn(Array.isArray(empty) ? {} : [])} without members.`,
    );
    return empty;
  }

  #noteEmpty(): void {
    this.notes.note('openapi/empty-field', () => 'There is nothing here. Give it a value, or take it out.');
  }

  #node(of: string, key: string, value: unknown): unknown {
    if (typeof value === 'boolean' && of === 'schema') {
      if (this.#minor === 0 && !anyValue.has(key))
        this.notes.note('openapi/other-version', () => `\`${value}\` is a schema since OpenAPI 3.1 only.`);
      return value;
    }
    if (Array.isArray(value) && value.length === 0) return this.#emptyInstead('an object', {});
    if (Array.isArray(value) && key === 'items' && of === 'schema') {
      this.notes.note(
        'openapi/other-version',
        () => 'A list of schemas is `prefixItems`, since OpenAPI 3.1.',
      );
      return value;
    }
    if (typeof value === 'string' && of === 'discriminator') {
      this.notes.note(
        'openapi/other-version',
        () => 'Since OpenAPI 3.0 this is an object with `propertyName`.',
      );
      return { propertyName: value };
    }
    if (!isObject(value)) return this.#reject(value, 'an object');
    if (isReferring(of) && this.#isReference(of, value)) return value;
    if (of === 'callback')
      return this.#map('callbacks', value, (item) => this.#node('pathItem', '', item), emptyObject);
    const kind = this.#kinds[of];
    if (kind) this.#fields(of, kind, value);
    return value;
  }

  /** Whether a node is a reference beside which nothing counts. */
  #isReference(of: string, node: JsonObject): boolean {
    const { $ref: ref } = node;
    if (ref === undefined || !Object.hasOwn(node, '$ref')) return false;
    if (typeof ref === 'string') return of !== 'pathItem' && (of !== 'schema' || this.#minor === 0);
    this.notes.way.push('$ref');
    if (ref === null) this.#noteEmpty();
    else this.#reject(ref, 'a reference, which is text');
    this.notes.way.pop();
    delete node.$ref;
    return false;
  }

  #fields(of: string, kind: Kind, node: JsonObject): void {
    const lost: string[] = [];
    for (const key of Object.keys(node)) {
      const field = kind.fields.get(key);
      // Nearly every field of a real document is plain.
      if (field && isPlain(field, node[key], this.#minor)) continue;
      if (key.startsWith('x-') || key === '$ref') continue;
      if (!field) this.#noteUnknown(kind, key);
      else if (this.#field(field, node, key) === gone) lost.push(key);
    }
    for (const key of kind.needs(node, this.#minor))
      // What was found wrong is said already.
      if (node[key] === undefined && !lost.includes(key))
        this.notes.note('openapi/missing-field', () => `The field \`${key}\` must be present on this level.`);
    if (of === 'schema' || this.#isSwagger) noteStrayValues(node, this.notes);
    if (of === 'parameter') this.#parameter(node);
  }

  #field(field: Field, node: JsonObject, key: string): unknown {
    const { notes } = this;
    const value = node[key];
    notes.way.push(key);
    this.#noteVersion(field, key);
    if (field.isSlight) this.#slightness += 1;
    const left = value === null ? this.#nothing(field) : this.visit(field, key, value);
    if (field.isSlight) this.#slightness -= 1;
    const { words } = field;
    if (words && typeof left === 'string' && !words.includes(left))
      notes.note('openapi/wrong-value', () => `One of these is expected: ${words.join(', ')}.`);
    notes.way.pop();
    put(node, key, left, value);
    return left;
  }

  #noteVersion({ since, until }: Field, key: string): void {
    const minor = this.#minor;
    if (since <= minor && until >= minor) return;
    this.notes.note('openapi/other-version', () =>
      since > minor
        ? `\`${key}\` is of OpenAPI 3.${since} and later.`
        : `\`${key}\` is of OpenAPI 3.${until} and earlier.`,
    );
  }

  #nothing({ of, form }: Field): unknown {
    // In examples `null` is a value like others.
    if (form === 'leaf' && of === 'data') return null;
    if (of === 'types' && this.#minor > 0) return nameNull(this.notes);
    this.#noteEmpty();
    return gone;
  }

  #noteUnknown(kind: Kind, key: string): void {
    this.notes.note(
      'openapi/unknown-field',
      () => {
        const close = closestOf(key, kind.fields.keys());
        const rest = close === undefined ? '' : ` Did you mean \`${close}\`?`;
        return `\`${key.slice(0, 100)}\` is not expected here.${rest}`;
      },
      key,
    );
  }

  #parameter(node: JsonObject): void {
    if (node.in === 'path' && node.required !== true)
      this.notes.note('openapi/missing-field', () => 'A path parameter has to say `required: true`.');
    if (node.schema !== undefined && node.content !== undefined)
      this.notes.note('openapi/wrong-value', () => 'A parameter has either `schema` or `content`, not both.');
  }
}

const put = (holder: JsonObject, key: string, left: unknown, before: unknown): void => {
  if (left === gone) delete holder[key];
  else if (left !== before) holder[key] = left;
};

const documentField: Field = { form: 'one', of: 'document', isSlight: false, since: 0, until: 9 };

const minorOf = (document: JsonObject): number | 'swagger' => {
  if (document.openapi === undefined && document.swagger !== undefined) return 'swagger';
  // YAML reads `3.0` without quotes as the number 3.
  if (document.openapi === 3) return 0;
  return Number(/^3\.(\d)/.exec(String(document.openapi))?.[1] ?? 1);
};

/** Readers ask for all three parts of the version. */
const spellVersion = (document: JsonObject, minor: number | 'swagger', notes: SlipNotes): void => {
  if (minor === 'swagger' || /^3\.\d\.\d/.test(String(document.openapi))) return;
  notes.note(
    'openapi/wrong-value',
    () => `The version has three parts, such as \`3.${minor}.0\`.`,
    'openapi',
  );
  document.openapi = `3.${minor}.0`;
};

/**
 * Makes a document regular, in place: afterwards every field that the specification knows has the type that it gives it, or is
 * not there. `null` counts as absent, a member without a value as an empty one, a number where text is expected as its text, an
 * empty list as an empty object; what nobody compares and is of another type is left out. Items of lists keep their places, so
 * pointers lead to the same parts as before. Nothing inside of extensions, examples and defaults is looked at, and unknown
 * fields stay as they are. Answers what was wrong; where there are `faults`, the document should not be used.
 *
 * Everybody who reads the text of a contract does this once, right after parsing; nobody behind it asks again.
 */
export const makeRegular = (document: JsonObject): Structure => {
  const minor = minorOf(document);
  const regulator = new Regulator(minor);
  regulator.visit(documentField, '', document);
  spellVersion(document, minor, regulator.notes);
  return regulator.notes.found;
};
