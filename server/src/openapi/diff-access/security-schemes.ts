import { type Frame, record } from '../diff-graph/frame.ts';
import type { DiffGraph } from '../diff-graph/graph.ts';
import { brief, isObject, isSame, type JsonObject, named, objectAt, own, step } from '../diff-graph/json.ts';
import type { Severity } from '../diff-graph/severity.ts';

type Scheme = {
  frame: Frame;
  name: string;
  base: JsonObject;
  revision: JsonObject;
  pointer: string;
  isUsed: boolean;
};

const field = { in: 'operation', name: '' } as const;

/** A change of a scheme that nobody is asked for stops nobody. */
const noteScheme = (scheme: Scheme, verb: string, severity: Severity, text: string, subject: string): void =>
  record(scheme.frame, {
    id: `api-security-component-${verb}`,
    severity: scheme.isUsed ? severity : 'compatible',
    text,
    subject: `${scheme.name} ${subject}`,
    basePointer: verb === 'added' ? undefined : scheme.pointer,
    pointer: verb === 'removed' ? undefined : scheme.pointer,
    field,
    isOfDocument: true,
  });

type Aspect = { key: string; verb: string; words: string; severity: Severity };

const aspects: readonly Aspect[] = [
  { key: 'in', verb: 'api-key-location-changed', words: 'place of the API key', severity: 'breaking' },
  { key: 'name', verb: 'api-key-name-changed', words: 'name of the API key', severity: 'breaking' },
  { key: 'scheme', verb: 'http-scheme-changed', words: 'HTTP scheme', severity: 'breaking' },
  { key: 'bearerFormat', verb: 'bearer-format-changed', words: 'bearer format', severity: 'compatible' },
  {
    key: 'openIdConnectUrl',
    verb: 'open-id-connect-url-changed',
    words: 'OpenID Connect URL',
    severity: 'risky',
  },
  {
    key: 'oauth2MetadataUrl',
    verb: 'oauth-metadata-url-changed',
    words: 'OAuth metadata URL',
    severity: 'risky',
  },
];

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.toLowerCase() : undefined;

const compareAspects = (scheme: Scheme): void => {
  const { base, revision, name } = scheme;
  for (const { key, verb, words, severity } of aspects) {
    const [was, is] = [base[key], revision[key]];
    // Names of headers have no case; those of cookies and of query parameters do, and so do URLs.
    const isExact = key.endsWith('Url') || (key === 'name' && base.in !== 'header');
    if (isSame(was, is) || (!isExact && textOf(was) === textOf(is) && was !== undefined)) continue;
    const text = `the ${words} of the security scheme ${named(name)} changed from ${brief(was ?? 'none')} to ${brief(is ?? 'none')}`;
    noteScheme(scheme, verb, was === undefined ? 'compatible' : severity, text, `${brief(was)} ${brief(is)}`);
  }
};

// A browser follows the old authorization page to the new one; a client posts its secret to the token URL and no further.
const urls: readonly { key: string; verb: string; words: string; severity: Severity }[] = [
  { key: 'authorizationUrl', verb: 'oauth-url-changed', words: 'authorization URL', severity: 'risky' },
  { key: 'tokenUrl', verb: 'oauth-token-url-changed', words: 'token URL', severity: 'breaking' },
  { key: 'refreshUrl', verb: 'oauth-refresh-url-changed', words: 'refresh URL', severity: 'breaking' },
  {
    key: 'deviceAuthorizationUrl',
    verb: 'oauth-device-url-changed',
    words: 'device URL',
    severity: 'breaking',
  },
];

const compareFlow = (scheme: Scheme, flow: string, was: JsonObject, is: JsonObject): void => {
  const owner = `of the flow ${named(flow)} of the security scheme ${named(scheme.name)}`;
  for (const { key, verb, words, severity } of urls) {
    const [before, now] = [was[key], is[key]];
    if (isSame(before, now)) continue;
    const text = `the ${words} ${owner} changed from ${brief(before ?? 'none')} to ${brief(now ?? 'none')}`;
    noteScheme(
      scheme,
      verb,
      before === undefined ? 'compatible' : severity,
      text,
      `${flow} ${brief(before)} ${brief(now)}`,
    );
  }
  const [before, now] = [objectAt(was, 'scopes'), objectAt(is, 'scopes')];
  for (const scope of Object.keys(before)) {
    const meaning = own(now, scope);
    const subject = `${flow} ${scope}`;
    if (meaning === undefined)
      noteScheme(
        scheme,
        'oauth-scope-removed',
        'risky',
        `the scope ${named(scope)} ${owner} was removed`,
        subject,
      );
    else if (!isSame(before[scope], meaning))
      noteScheme(
        scheme,
        'oauth-scope-changed',
        'compatible',
        `the scope ${named(scope)} ${owner} was described anew`,
        subject,
      );
  }
  for (const scope of Object.keys(now))
    if (own(before, scope) === undefined)
      noteScheme(
        scheme,
        'oauth-scope-added',
        'compatible',
        `the scope ${named(scope)} ${owner} was added`,
        `${flow} ${scope}`,
      );
};

const compareFlows = (scheme: Scheme): void => {
  const [was, is] = [objectAt(scheme.base, 'flows'), objectAt(scheme.revision, 'flows')];
  for (const flow of new Set([...Object.keys(was), ...Object.keys(is)])) {
    const [before, now] = [own(was, flow), own(is, flow)];
    const text = `the flow ${named(flow)} of the security scheme ${named(scheme.name)} was`;
    if (isObject(before) && isObject(now)) compareFlow(scheme, flow, before, now);
    else if (isObject(before)) noteScheme(scheme, 'oauth-flow-removed', 'breaking', `${text} removed`, flow);
    else if (isObject(now)) noteScheme(scheme, 'oauth-flow-added', 'compatible', `${text} added`, flow);
  }
};

/** Whether the credential is a token behind `Bearer`: an access token and a bearer token travel alike. */
const isBearer = ({ type, scheme }: JsonObject): boolean =>
  type === 'oauth2' ||
  type === 'openIdConnect' ||
  (type === 'http' && (textOf(scheme) ?? 'bearer') === 'bearer');

const compareScheme = (scheme: Scheme): void => {
  const { base, revision, name } = scheme;
  const [was, is] = [base.type, revision.type];
  if (!isSame(was, is)) {
    const severity = isBearer(base) && isBearer(revision) ? 'risky' : 'breaking';
    const text = `the type of the security scheme ${named(name)} changed from ${brief(was)} to ${brief(is)}`;
    noteScheme(scheme, 'type-changed', severity, text, `${brief(was)} ${brief(is)}`);
    return;
  }
  compareAspects(scheme);
  compareFlows(scheme);
};

/**
 * Compares how callers authenticate. `frameOf` names the frame of a scheme, to which the operations that ask for it lead;
 * `isUsed` tells whether any of them does in the base.
 */
export const compareSecuritySchemes = (
  graph: DiffGraph,
  frameOf: (name: string) => Frame,
  isUsed: (name: string) => boolean,
): void => {
  const start = '/components/securitySchemes';
  const [was, is] = [graph.base, graph.revision].map((side) =>
    objectAt(objectAt(side.root, 'components'), 'securitySchemes'),
  );
  if (!was || !is) return;
  for (const name of new Set([...Object.keys(was), ...Object.keys(is)])) {
    const pointer = step(start, name);
    const base = graph.base.resolve(own(was, name), pointer)?.node;
    const revision = graph.revision.resolve(own(is, name), pointer)?.node;
    const scheme = {
      frame: frameOf(name),
      name,
      base: base ?? {},
      revision: revision ?? {},
      pointer,
      isUsed: isUsed(name),
    };
    const text = `the security scheme ${named(name)} was`;
    if (base && revision) compareScheme(scheme);
    else if (base) noteScheme(scheme, 'removed', 'compatible', `${text} removed`, '');
    else if (revision) noteScheme(scheme, 'added', 'compatible', `${text} added`, '');
  }
};
