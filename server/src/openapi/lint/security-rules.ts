import { isObject } from '../../platform/request/json.ts';
import { type HouseRule, join, type LintModel, normOf, said, type Stray } from './lint-model.ts';

const openAmidSecured = ({ operations }: LintModel): Stray[] => {
  const norm = normOf(operations, ({ schemes }) => (schemes.length > 0 ? 'secured' : 'open'), { share: 0.5 });
  if (norm?.value !== 'secured') return [];
  return norm.strays
    .filter(({ path }) => !/health|status|ping|login|token|oauth|well-known|version/i.test(path))
    .map(({ id, pointer }) => ({
      message: `Anybody may call this; ${said(norm)} operations here need a credential. Declare \`security\`, or say in the description that it is open.`,
      pointer,
      operation: id,
    }));
};

const wordsOf = (schemes: string[]) => (schemes.length > 0 ? schemes.join(' or ') : undefined);

const straySchemes = ({ operations }: LintModel): Stray[] => {
  const norm = normOf(operations, ({ schemes }) => wordsOf(schemes));
  if (!norm) return [];
  return norm.strays.map(({ id, pointer, schemes }) => ({
    message: `This call takes ${wordsOf(schemes)}; ${said(norm)} secured operations here take ${norm.value}. Take the same credentials.`,
    pointer,
    operation: id,
  }));
};

const undefinedSchemes = ({ document, operations }: LintModel): Stray[] => {
  const components = isObject(document.components) ? document.components : {};
  const defined = isObject(components.securitySchemes) ? components.securitySchemes : {};
  const missing = (schemes: string[]) =>
    // OpenAPI 3.2 also takes the address of a scheme.
    schemes.filter((scheme) => !Object.hasOwn(defined, scheme) && !/[/#:]/.test(scheme));
  const rows = operations.flatMap(({ id, node, pointer, schemes }) =>
    node.security === undefined
      ? []
      : missing(schemes).map((scheme) => ({ scheme, pointer: join(pointer, 'security'), operation: id })),
  );
  const ofAll = operations.find(({ node }) => node.security === undefined);
  const inherited = missing(ofAll?.schemes ?? []).map((scheme) => ({ scheme, pointer: '/security' }));
  return [...rows, ...inherited].map(({ scheme, ...where }) => ({
    message: `The security scheme \`${scheme}\` is not declared under \`components.securitySchemes\`.`,
    ...where,
  }));
};

export const securityRules: HouseRule[] = [
  {
    id: 'house/security-missing',
    severity: 'warn',
    says: 'An operation needs a credential where most do.',
    check: openAmidSecured,
  },
  {
    id: 'house/security-scheme',
    severity: 'info',
    says: 'Secured operations take the same credentials.',
    check: straySchemes,
  },
  {
    id: 'house/security-defined',
    severity: 'error',
    says: 'Every security scheme that is asked for is declared.',
    check: undefinedSchemes,
  },
];
