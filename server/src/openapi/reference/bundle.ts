import { isObject, type JsonObject } from '../../platform/request/json.ts';
import { posix } from 'node:path';
import { escapeToken } from '../../platform/request/pointer.ts';
import { fileOfReference } from './collect.ts';
import { findTarget, leadsOut } from './reference.ts';
import { type Dialect, type NodeShape, type Way, pointerOf, walkOpenApi } from './walk.ts';
import { textLimits, TextRefusal } from '../text/text.ts';

/** Where a part of the bundle came from: all of it stands in `file` under `source`, unless a part of it has its own. */
export interface Origin {
  file: string;
  source: string;
}

/** A reference between files that cannot stand. */
export interface BundleFault {
  file: string;
  pointer: string;
  message: string;
}

interface Bundle {
  document: unknown;
  /** By the pointer in the bundle. */
  origins: Map<string, Origin>;
  faults: BundleFault[];
}

/** What a reference between files points at. */
interface Target {
  file: string;
  fragment: string;
  shape: NodeShape;
  node: unknown;
  /** Where it goes in the bundle, as `components/schemas`; a shape that has no place is written out where it is used. */
  bucket: string | undefined;
  name: string;
}

type Buckets = Partial<Record<NodeShape, string>>;

const openApiBuckets: Buckets = {
  schema: 'components/schemas',
  response: 'components/responses',
  parameter: 'components/parameters',
  example: 'components/examples',
  requestBody: 'components/requestBodies',
  header: 'components/headers',
  securityScheme: 'components/securitySchemes',
  link: 'components/links',
  callback: 'components/callbacks',
};

const swaggerBuckets: Buckets = { schema: 'definitions', response: 'responses', parameter: 'parameters' };

const bucketsOf = (dialect: Dialect, openapi: string): Buckets => {
  if (dialect === 'swagger') return swaggerBuckets;
  return {
    ...openApiBuckets,
    ...(!openapi.startsWith('3.0') && { pathItem: 'components/pathItems' }),
    ...(openapi.startsWith('3.2') && { mediaType: 'components/mediaTypes' }),
  };
};

const stemOf = (file: string): string => posix.basename(file).replace(/(?:\.(?:json|ya?ml))+$/i, '');
const asName = (words: string): string => words.replaceAll(/[^\w.-]+|^__/g, '_') || '_';
const keyOf = ({ file, fragment, shape }: Pick<Target, 'file' | 'fragment' | 'shape'>): string =>
  `${shape} ${file}#${fragment}`;

class Bundler {
  readonly #files: ReadonlyMap<string, unknown>;
  readonly #entry: string;
  readonly #dialect: Dialect;
  readonly #buckets: Buckets;
  readonly #targets = new Map<string, Target>();
  /** For each object with references to other files: which of its keys leads where. */
  readonly #links = new Map<JsonObject, Map<string, Target | string>>();
  readonly #homes = new Map<Target, string>();
  readonly #inlining = new Set<Target>();
  readonly #bundle: Bundle = { document: undefined, origins: new Map(), faults: [] };
  #copied = 0;

  constructor(files: ReadonlyMap<string, unknown>, entry: string, dialect: Dialect) {
    this.#files = files;
    this.#entry = entry;
    const root = files.get(entry);
    this.#dialect = dialect;
    this.#buckets = bucketsOf(dialect, isObject(root) ? String(root.openapi) : '');
  }

  run(): Bundle {
    const root = this.#files.get(this.#entry);
    this.#link(this.#entry, 'document', root, '');
    // Targets found on the way are visited in turn: a Map goes on with what is added to it.
    for (const { file, shape, node, fragment } of this.#targets.values())
      this.#link(file, shape, node, fragment);
    this.#name(root);
    const document = this.#copy(root, { parent: undefined, key: '' }, 0);
    if (isObject(document)) this.#hoist(document);
    this.#bundle.document = document;
    return this.#bundle;
  }

  #link(file: string, shape: NodeShape, node: unknown, under: string): void {
    for (const { holder, key, ref, shape: wanted, way } of walkOpenApi(shape, node, this.#dialect)
      .references) {
      const found = this.#find(file, ref, wanted);
      if (typeof found === 'string' && !found.startsWith('#')) {
        // A mapping to nothing stays as it is, and is found where the whole is read.
        if (key !== '$ref') continue;
        const pointer = `${under}${pointerOf(way)}`;
        this.#bundle.faults.push({ file, pointer, message: found });
        continue;
      }
      const links = this.#links.get(holder) ?? new Map<string, Target | string>();
      this.#links.set(holder, links.set(key, found));
      if (file !== this.#entry || typeof found === 'string' || !found.bucket) continue;
      // A component that is nothing but a reference to another file gives its name to what it refers to.
      if (pointerOf(way.parent) === `/${found.bucket}` && Object.keys(holder).length === 1)
        if (!this.#homes.has(found) && /^[\w.-]+$/.test(way.key)) this.#homes.set(found, way.key);
    }
  }

  /** A target in another file, a reference inside the entry, or (without `#` before it) why there is none. */
  #find(from: string, ref: string, shape: NodeShape): Target | string {
    const [path = '', fragment = ''] = ref.split('#', 2);
    if (/^[a-z][a-z0-9+.-]*:|^\/|^\\/i.test(path)) return leadsOut(ref);
    const file = fileOfReference(from, ref, (one) => this.#files.has(one));
    if (file === undefined) return `\`${ref.slice(0, 200)}\` is not among the files that were sent.`;
    if (file === this.#entry) return `#${fragment}`;
    const key = keyOf({ file, fragment, shape });
    const known = this.#targets.get(key);
    if (known) return known;
    const node = findTarget(this.#files.get(file), fragment);
    if (node === undefined) return `\`${ref.slice(0, 200)}\` points at nothing in that file.`;
    const target = { file, fragment, shape, node, bucket: this.#buckets[shape], name: '' };
    this.#targets.set(key, target);
    return target;
  }

  /** The same files give the same names, whatever order they are met in. */
  #name(root: unknown): void {
    const taken = new Set<string>();
    for (const bucket of Object.values(this.#buckets)) {
      const members = findTarget(root, `/${bucket}`);
      if (isObject(members)) for (const name of Object.keys(members)) taken.add(`${bucket} ${name}`);
    }
    const sorted = [...this.#targets.values()].toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
    for (const target of sorted) {
      if (!target.bucket) continue;
      const home = this.#homes.get(target);
      const last = target.fragment.split('/').at(-1) || stemOf(target.file);
      const plain = asName(last);
      const full = asName(`${target.file.replace(/\.\w+$/, '')}_${last}`);
      const free = [plain, full].find((name) => !taken.has(`${target.bucket} ${name}`));
      target.name = home ?? free ?? `${full}_${taken.size}`;
      taken.add(`${target.bucket} ${target.name}`);
    }
  }

  #hoist(document: JsonObject): void {
    for (const target of this.#targets.values()) {
      if (!target.bucket || this.#homes.has(target)) continue;
      let members = document;
      let way: Way = { parent: undefined, key: '' };
      for (const key of target.bucket.split('/')) {
        members = ownObject(members, key);
        way = { parent: way, key };
      }
      members[target.name] = this.#copyTarget(target, { parent: way, key: target.name }, 3);
    }
  }

  #copyTarget(target: Target, way: Way, depth: number): unknown {
    if (this.#inlining.has(target)) {
      const message = 'This reference holds itself, and has no place where it could be written once.';
      this.#bundle.faults.push({ file: target.file, pointer: target.fragment, message });
      return {};
    }
    this.#inlining.add(target);
    this.#bundle.origins.set(pointerOf(way), { file: target.file, source: target.fragment });
    const copy = this.#copy(target.node, way, depth);
    this.#inlining.delete(target);
    return copy;
  }

  #copy(node: unknown, way: Way, depth: number): unknown {
    if (typeof node !== 'object' || node === null) return node;
    this.#copied += 1;
    if (this.#copied > textLimits.nodesMax || depth > textLimits.depthMax)
      throw new TextRefusal('contract.too_complex', 'Put together, the files are far too large.', 0, '');
    if (Array.isArray(node))
      return node.map((item, index) => this.#copy(item, { parent: way, key: String(index) }, depth + 1));
    if (!isObject(node)) return node;
    const links = this.#links.get(node);
    const whole = links?.get('$ref');
    const isHome = typeof whole === 'object' && pointerOf(way) === this.#homeOf(whole);
    const copy: JsonObject = {};
    for (const [key, value] of Object.entries(node)) {
      const link = links?.get(key);
      if (link === undefined) copy[key] = this.#copy(value, { parent: way, key }, depth + 1);
      else if (typeof link === 'string') copy[key] = link;
      else if (link.bucket && !isHome) copy[key] = `#/${link.bucket}/${escapeToken(link.name)}`;
    }
    if (typeof whole !== 'object' || (whole.bucket && !isHome)) return copy;
    const written = this.#copyTarget(whole, way, depth);
    return isObject(written) ? { ...written, ...copy } : written;
  }

  #homeOf(target: Target): string | undefined {
    const home = this.#homes.get(target);
    return home === undefined ? undefined : `/${target.bucket}/${escapeToken(home)}`;
  }
}

const ownObject = (parent: JsonObject, key: string): JsonObject => {
  const value = parent[key];
  if (isObject(value)) return value;
  const fresh: JsonObject = {};
  parent[key] = fresh;
  return fresh;
};

/**
 * Puts the files of one contract together: what other files hold goes under `components` of the entry (of Swagger, under
 * `definitions` and its like), once, by the name it had; what has no place there is written out. Nothing but the given files is ever read.
 */
export const bundleFiles = (
  files: ReadonlyMap<string, unknown>,
  entry: string,
  dialect: Dialect = 'openapi',
): Bundle => new Bundler(files, entry, dialect).run();

/** Where a pointer of the bundle stands in the files. */
export const originOf = (
  origins: ReadonlyMap<string, Origin>,
  entry: string,
  pointer: string,
): { file: string; pointer: string } => {
  for (let end = pointer.length; end > 0; end = pointer.lastIndexOf('/', end - 1)) {
    const origin = origins.get(pointer.slice(0, end));
    if (origin) return { file: origin.file, pointer: origin.source + pointer.slice(end) };
  }
  return { file: entry, pointer };
};
