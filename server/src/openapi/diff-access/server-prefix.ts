import type { Contract } from '../diff-graph/document.ts';
import type { DiffGraph } from '../diff-graph/graph.ts';
import { isObject, listAt, textAt } from '../diff-graph/json.ts';
import {
  type Operation,
  operationsUnder,
  pairOperations,
  type PathShift,
} from '../diff-graph/operation-list.ts';

const noShift: PathShift = { base: '', revision: '' };

const serversMax = 20;

const urlsOf = (contract: Contract): string[] => {
  const servers = listAt(contract.root, 'servers');
  // A document without servers is served where it lies.
  return (servers.length === 0 ? [{ url: '/' }] : servers.slice(0, serversMax))
    .flatMap((server) => (isObject(server) ? [textAt(server, 'url') ?? ''] : []))
    .map((url) => url.replace(/\/+$/, ''));
};

/** What one URL has behind another: `/v1` of `https://a.example/v1`; none when it is not a path of its own. */
const restOf = (long: string, short: string): string | undefined => {
  const rest = long.startsWith(short) ? long.slice(short.length) : '';
  return rest.startsWith('/') && !rest.startsWith('//') ? rest : undefined;
};

const candidates = ({ base, revision }: DiffGraph): PathShift[] => {
  const found = new Map<string, PathShift>();
  for (const was of urlsOf(base))
    for (const is of urlsOf(revision)) {
      const [gone, come] = [restOf(was, is), restOf(is, was)];
      if (gone !== undefined) found.set(`- ${gone}`, { base: gone, revision: '' });
      if (come !== undefined) found.set(`+ ${come}`, { base: '', revision: come });
    }
  return [...found.values()];
};

const findShift = (graph: DiffGraph): PathShift => {
  const list = candidates(graph);
  if (list.length === 0) return noShift;
  const [was, is]: Operation[][] = [
    operationsUnder(graph.base, 'paths'),
    operationsUnder(graph.revision, 'paths'),
  ];
  const countOf = (shift: PathShift): number => pairOperations(was ?? [], is ?? [], shift).pairs.length;
  let best = noShift;
  let most = countOf(noShift);
  for (const shift of list) {
    const count = countOf(shift);
    if (count > most) [best, most] = [shift, count];
  }
  return best;
};

const known = new WeakMap<DiffGraph, PathShift>();

/**
 * What moved between the URLs of the servers and the paths: `/v1` of the server, when `/pets` became `/v1/pets`. It is
 * there when more operations keep their whole URL that way than without.
 */
export const pathShiftOf = (graph: DiffGraph): PathShift => {
  let shift = known.get(graph);
  if (!shift) known.set(graph, (shift = findShift(graph)));
  return shift;
};
