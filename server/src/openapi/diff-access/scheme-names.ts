import type { Contract } from '../diff-graph/document.ts';
import type { DiffGraph } from '../diff-graph/graph.ts';
import { canonical, isObject, type JsonObject, objectAt, own, textAt } from '../diff-graph/json.ts';

/** The definition of a security scheme; `undefined` when the document names it without a word on what it is. */
const definitionOf = (contract: Contract, name: string): JsonObject | undefined =>
  contract.resolve(own(objectAt(objectAt(contract.root, 'components'), 'securitySchemes'), name), '')?.node;

const flowsOf = (flows: JsonObject): unknown =>
  Object.entries(flows).map(([name, flow]) =>
    isObject(flow)
      ? [name, flow.authorizationUrl, flow.tokenUrl, flow.refreshUrl, flow.deviceAuthorizationUrl]
      : [name],
  );

/** What a caller has to send, in one text: the same for two schemes that take the same credential at the same place. */
const credentialOf = (scheme: JsonObject): string => {
  const type = textAt(scheme, 'type')?.toLowerCase();
  if (type === 'http') return canonical([type, textAt(scheme, 'scheme')?.toLowerCase()]);
  if (type === 'apikey') {
    const name = textAt(scheme, 'name');
    // Names of headers have no case.
    return canonical([type, scheme.in, scheme.in === 'header' ? name?.toLowerCase() : name]);
  }
  if (type === 'oauth2') return canonical([type, flowsOf(objectAt(scheme, 'flows'))]);
  return canonical([type, scheme.openIdConnectUrl]);
};

/** How the schemes of the revision are called in the base. */
export type SchemeNames = (name: string) => string;

const credentials = (contract: Contract, name: string): string | undefined => {
  const definition = definitionOf(contract, name);
  return definition && credentialOf(definition);
};

const namesFor = ({ base, revision }: DiffGraph): SchemeNames => {
  const byCredential = new Map<string, string>();
  for (const name of Object.keys(objectAt(objectAt(base.root, 'components'), 'securitySchemes'))) {
    const credential = credentials(base, name);
    if (credential === undefined || credential === credentials(revision, name)) continue;
    if (!byCredential.has(credential)) byCredential.set(credential, name);
  }
  return (name) => {
    const credential = credentials(revision, name);
    if (credential === undefined || credential === credentials(base, name)) return name;
    return byCredential.get(credential) ?? name;
  };
};

const known = new WeakMap<DiffGraph, SchemeNames>();

/**
 * Finds who is who among the security schemes of both documents. A scheme keeps its name as long as both documents have
 * it with the same meaning; one that is new, or means something new, is an old one under another name when it takes the
 * same credential.
 */
export const schemeNamesOf = (graph: DiffGraph): SchemeNames => {
  let names = known.get(graph);
  if (!names) known.set(graph, (names = namesFor(graph)));
  return names;
};
