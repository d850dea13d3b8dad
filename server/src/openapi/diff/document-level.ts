import { type Frame, record } from '../diff-graph/frame.ts';
import type { DiffGraph } from '../diff-graph/graph.ts';
import { isSame, named, objectAt, own, step } from '../diff-graph/json.ts';
import type { ComparedOperation } from './operations.ts';
import { compareSecuritySchemes } from '../diff-access/security-schemes.ts';
import { compareGlobalSecurity, isGuardedByDocument, schemesOf } from '../diff-access/security.ts';
import { compareGlobalServers, isServedByDocument } from '../diff-access/servers.ts';

const compareInfo = ({ base, revision }: DiffGraph, frame: Frame): void => {
  const [was, is] = [objectAt(base.root, 'info'), objectAt(revision.root, 'info')];
  for (const key of ['title', 'summary', 'description', 'termsOfService', 'contact', 'license'])
    if (!isSame(was[key], is[key]))
      record(frame, {
        id: 'api-info-changed',
        severity: 'compatible',
        text: `the ${key} of the API changed`,
        subject: key,
        basePointer: step('/info', key),
        pointer: step('/info', key),
        isOfDocument: true,
      });
};

const compareSchemaNames = ({ base, revision }: DiffGraph, frame: Frame): void => {
  const [was, is] = [base, revision].map((side) => objectAt(objectAt(side.root, 'components'), 'schemas'));
  for (const name of Object.keys(was ?? {}))
    if (is && own(is, name) === undefined)
      record(frame, {
        id: 'api-schema-removed',
        severity: 'compatible',
        text: `the schema ${named(name)} was removed from the components`,
        subject: name,
        basePointer: step('/components/schemas', name),
        isOfDocument: true,
      });
};

/** Compares what is said for the whole document. Each operation that feels it leads to the frame of that matter. */
export const compareDocumentLevel = (
  graph: DiffGraph,
  document: Frame,
  operations: readonly ComparedOperation[],
): void => {
  const newFrame = (coordinate: string, self: string): Frame =>
    graph.newFrame(coordinate, { self, owner: self });
  const guard = newFrame('security', 'every operation without authentication of its own');
  const servers = newFrame('servers', 'every operation without servers of its own');
  const schemes = new Map<string, Frame>();
  const used = new Set<string>();
  const frameOf = (name: string): Frame => {
    let frame = schemes.get(name);
    if (!frame)
      schemes.set(name, (frame = newFrame(`securitySchemes/${name}`, `the security scheme ${named(name)}`)));
    return frame;
  };
  for (const { base, revision, frame } of operations) {
    if (isGuardedByDocument(base, revision)) frame.lead(guard, '');
    if (isServedByDocument(graph, base, revision)) frame.lead(servers, '');
    // Who asks for another scheme now is compared by what that one takes.
    const still = new Set(schemesOf(graph.revision, revision));
    for (const name of new Set(schemesOf(graph.base, base))) {
      if (still.has(name)) used.add(name);
      frame.lead(frameOf(name), '');
    }
  }
  compareInfo(graph, document);
  compareSchemaNames(graph, document);
  const isHeeded = operations.some(({ base, revision }) => isGuardedByDocument(base, revision));
  compareGlobalSecurity(graph, guard, isHeeded);
  compareGlobalServers(graph, servers);
  compareSecuritySchemes(graph, frameOf, (name) => used.has(name));
};
