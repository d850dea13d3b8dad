import type { Contract } from '../diff-graph/document.ts';
import { type Frame, record } from '../diff-graph/frame.ts';
import type { DiffGraph } from '../diff-graph/graph.ts';
import { isObject, isSame, type JsonObject, listAt, named, own, step, textsAt } from '../diff-graph/json.ts';
import type { Operation } from '../diff-graph/operation-list.ts';
import type { Severity } from '../diff-graph/severity.ts';
import { type SchemeNames, schemeNamesOf } from './scheme-names.ts';

/** One way to be let in: the schemes that are needed together, each with its scopes. */
type Requirement = { key: string; scopes: Map<string, string[]> };

type Requirements = { isOpen: boolean; isOptional: boolean; list: Requirement[] };

/** Of whom the requirements are, how the ids begin, and whether anybody is held to them. */
type Subject = { prefix: string; pointers: [string, string]; isOfDocument: boolean; isHeeded: boolean };

const asItStands: SchemeNames = (name) => name;

const requirementsOf = (values: readonly unknown[], nameOf = asItStands): Requirements => {
  const list: Requirement[] = [];
  let isOptional = false;
  for (const value of values) {
    if (!isObject(value)) continue;
    const scopes = new Map(Object.keys(value).map((name) => [nameOf(name), textsAt(value, name)]));
    if (scopes.size === 0) isOptional = true;
    else list.push({ key: [...scopes.keys()].toSorted().join(' and '), scopes });
  }
  return { isOpen: list.length === 0 || isOptional, isOptional: isOptional && list.length > 0, list };
};

/** Whether who meets one requirement meets another: it asks for no scheme and no scope besides. */
const isMetBy = (asked: Requirement, held: Requirement): boolean =>
  [...asked.scopes].every(([name, scopes]) => {
    const known = held.scopes.get(name);
    return known !== undefined && scopes.every((scope) => known.includes(scope));
  });

/** Whether callers who came in one way are let in still: by it, by less of it, or without any credential. */
const isStillLetIn = (one: Requirement, is: Requirements): boolean =>
  is.isOpen || is.list.some((other) => isMetBy(other, one));

const schemesIn = (values: readonly unknown[]): string[] =>
  values.flatMap((value) => (isObject(value) ? Object.keys(value) : []));

type Note = { verb: string; severity: Severity; text: string; subject: string };

const noteRequirement = (
  frame: Frame,
  { prefix, pointers, isOfDocument, isHeeded }: Subject,
  { verb, severity, text, subject }: Note,
): void =>
  record(frame, {
    id: `${prefix}-${verb}`,
    severity: isHeeded ? severity : 'compatible',
    text,
    subject,
    basePointer: verb.endsWith('added') ? undefined : pointers[0],
    pointer: verb.endsWith('removed') ? undefined : pointers[1],
    field: { in: 'operation', name: '' },
    isOfDocument,
  });

const compareScopes = (
  frame: Frame,
  subject: Subject,
  [was, is]: [Requirement, Requirement],
  isLetIn: boolean,
): void => {
  for (const [scheme, before] of was.scopes) {
    const now = is.scopes.get(scheme) ?? [];
    for (const scope of before)
      if (!now.includes(scope))
        noteRequirement(frame, subject, {
          verb: 'scope-removed',
          severity: 'compatible',
          text: `%place% no longer needs the scope ${named(scope)} of ${named(scheme)}`,
          subject: `${scheme} ${scope}`,
        });
    for (const scope of now)
      if (!before.includes(scope))
        noteRequirement(frame, subject, {
          verb: 'scope-added',
          severity: isLetIn ? 'compatible' : 'breaking',
          text: `%place% now needs the scope ${named(scope)} of ${named(scheme)}`,
          subject: `${scheme} ${scope}`,
        });
  }
};

const compareOptional = (frame: Frame, subject: Subject, was: Requirements, is: Requirements): void => {
  if (was.isOptional && !is.isOpen)
    noteRequirement(frame, subject, {
      verb: 'optional-removed',
      severity: 'breaking',
      text: '%place% can no longer be called without authentication',
      subject: 'optional',
    });
  if (is.isOptional && !was.isOpen)
    noteRequirement(frame, subject, {
      verb: 'optional-added',
      severity: 'compatible',
      text: '%place% can now be called without authentication',
      subject: 'optional',
    });
};

const compareRequirements = (
  graph: DiffGraph,
  frame: Frame,
  subject: Subject,
  before: readonly unknown[],
  now: readonly unknown[],
): void => {
  if (isSame(before, now)) return;
  const nameOf = schemeNamesOf(graph);
  const [was, is] = [requirementsOf(before), requirementsOf(now, nameOf)];
  const left = new Set(is.list);
  for (const one of was.list) {
    const twin = [...left].find(({ key }) => key === one.key);
    if (twin) {
      left.delete(twin);
      compareScopes(frame, subject, [one, twin], isStillLetIn(one, is));
      continue;
    }
    const text = `the authentication by ${named(one.key)} was removed from %place%`;
    const severity = isStillLetIn(one, is) ? 'compatible' : 'breaking';
    noteRequirement(frame, subject, { verb: 'removed', severity, text, subject: one.key });
  }
  for (const one of left)
    noteRequirement(frame, subject, {
      verb: 'added',
      // Who called without credentials can no longer do so; beside other ways in, one more is a gift.
      severity: was.isOpen && !was.isOptional && !is.isOpen ? 'breaking' : 'compatible',
      text: `the authentication by ${named(one.key)} was added to %place%`,
      subject: one.key,
    });
  compareOptional(frame, subject, was, is);
};

const effective = (contract: Contract, node: JsonObject): readonly unknown[] =>
  Array.isArray(own(node, 'security')) ? listAt(node, 'security') : listAt(contract.root, 'security');

const inherits = ({ node }: Operation): boolean => !Array.isArray(own(node, 'security'));

/** Compares who may call an operation, when that is said at the operation itself. */
export const compareSecurity = (
  graph: DiffGraph,
  base: Operation,
  revision: Operation,
  frame: Frame,
): void => {
  if (inherits(base) && inherits(revision)) return;
  const subject = {
    prefix: 'api-security',
    pointers: [step(base.pointer, 'security'), step(revision.pointer, 'security')] as [string, string],
    isOfDocument: false,
    isHeeded: true,
  };
  compareRequirements(
    graph,
    frame,
    subject,
    effective(graph.base, base.node),
    effective(graph.revision, revision.node),
  );
};

/** Compares who may call the operations that do not say it themselves; when all do, it stops nobody. */
export const compareGlobalSecurity = (graph: DiffGraph, frame: Frame, isHeeded: boolean): void => {
  const subject = {
    prefix: 'api-global-security',
    pointers: ['/security', '/security'] as [string, string],
    isOfDocument: true,
    isHeeded,
  };
  compareRequirements(
    graph,
    frame,
    subject,
    listAt(graph.base.root, 'security'),
    listAt(graph.revision.root, 'security'),
  );
};

/** Whether both versions of an operation are guarded by what the document says for all. */
export const isGuardedByDocument = (base: Operation, revision: Operation): boolean =>
  inherits(base) && inherits(revision);

/** The names of the schemes that an operation asks for. */
export const schemesOf = (contract: Contract, { node }: Operation): string[] =>
  schemesIn(effective(contract, node));
