import { isObject, type JsonObject } from '../../platform/request/json.ts';
import {
  type HouseRule,
  isParameter,
  type LintModel,
  type LintOperation,
  type LintResponse,
  normOf,
  said,
  type Stray,
} from './lint-model.ts';

const strayOf = ({ id, pointer }: LintOperation, message: string): Stray => ({
  message,
  pointer,
  operation: id,
});
const has = ({ responses }: LintOperation, status: string): boolean =>
  responses.some((response) => response.status === status);
const isError = ({ status }: LintResponse): boolean => /^[45]|^default$/i.test(status);

const fieldNames = new WeakMap<JsonObject, string>();

/** The names of the fields in one text; many answers share one schema. */
const fieldsOf = (schema: JsonObject): string => {
  const known = fieldNames.get(schema);
  if (known !== undefined) return known;
  const names = isObject(schema.properties) ? Object.keys(schema.properties) : [];
  const fields = names.slice(0, 1000).toSorted().slice(0, 12).join(', ');
  fieldNames.set(schema, fields);
  return fields;
};

/** Errors with the same media type and the same fields are the same shape, whatever their schemas are called. */
const errorShapeOf = (model: LintModel, response: LintResponse): string | undefined => {
  const body = model.bodyOf(response.node);
  if (!body) return isObject(response.node.content) ? undefined : 'no body';
  const fields = fieldsOf(body.schema);
  return `${body.mediaType} ${fields ? `{${fields}}` : body.name || 'without fields'}`;
};

const strayErrors = (model: LintModel): Stray[] => {
  const sites = model.operations.flatMap((operation) =>
    operation.responses.filter(isError).map((response) => ({ operation, response })),
  );
  const shapeOf = ({ response }: (typeof sites)[number]) => errorShapeOf(model, response);
  const norm = normOf(sites, shapeOf, { share: 0.5 });
  if (!norm) return [];
  return norm.strays.map((site) => ({
    message: `The error ${site.response.status} answers ${shapeOf(site)}; ${said(norm)} errors here answer ${norm.value}. One shape lets callers write one handler.`,
    pointer: site.response.pointer,
    operation: site.operation.id,
  }));
};

const missingErrors = ({ operations }: LintModel): Stray[] =>
  operations
    .filter(({ responses }) => !responses.some(({ status }) => /^4|^default$/i.test(status)))
    .map((operation) => strayOf(operation, 'No 4xx or default answer is declared. Say how this call fails.'));

/** A call that makes something: POST to a collection, where a sibling path or word speaks of single things. */
const creationsOf = ({ operations }: LintModel): LintOperation[] => {
  const items = new Set(operations.map(({ path }) => path).filter((path) => /\/\{[^/]+\}$/.test(path)));
  const collections = new Set([...items].map((path) => path.replace(/\/\{[^/]+\}$/, '')));
  return operations.filter(({ method, path }) => method === 'post' && collections.has(path));
};

const successOf = ({ responses }: LintOperation): string | undefined =>
  responses.map(({ status }) => status).find((status) => status.startsWith('2'));

const straySuccesses = (operations: LintOperation[], what: string): Stray[] => {
  const norm = normOf(operations, successOf);
  if (!norm) return [];
  return norm.strays.map((operation) =>
    strayOf(
      operation,
      `This call answers ${successOf(operation)}; ${said(norm)} calls that ${what} here answer ${norm.value}.`,
    ),
  );
};

/** Calls without the status, where most calls of their kind declare it; one finding for all when none does. */
const missingStatus = (operations: LintOperation[], status: string, kind: string, hint: string): Stray[] => {
  const norm = normOf(operations, (operation) => (has(operation, status) ? 'declared' : 'missing'), {
    share: 0.5,
  });
  if (norm?.value !== 'declared') return [];
  return norm.strays.map((operation) =>
    strayOf(operation, `No ${status} is declared; ${said(norm)} ${kind} here declare it. ${hint}`),
  );
};

const securedOf = ({ operations }: LintModel): LintOperation[] =>
  operations.filter(({ schemes }) => schemes.length > 0);

const noAuthAnswers = (model: LintModel): Stray[] => {
  const secured = securedOf(model);
  const silent = secured.filter((operation) => !has(operation, '401') && !has(operation, '403'));
  if (secured.length > 0 && silent.length * 2 > secured.length)
    return [
      {
        message: `${silent.length} of ${secured.length} secured operations declare neither 401 nor 403. Say how a missing or weak credential is answered.`,
        pointer: '/paths',
      },
    ];
  return missingStatus(secured, '401', 'secured operations', 'Say how a missing credential is answered.');
};

export const answerRules: HouseRule[] = [
  {
    id: 'house/error-shape',
    severity: 'warn',
    says: 'All errors answer the same shape in the same media type.',
    check: strayErrors,
  },
  {
    id: 'house/error-missing',
    severity: 'warn',
    says: 'Every operation says how it fails: a 4xx or a default answer.',
    check: missingErrors,
  },
  {
    id: 'house/created-status',
    severity: 'warn',
    says: 'Calls that create answer the same success.',
    check: (model) => straySuccesses(creationsOf(model), 'create'),
  },
  {
    id: 'house/deleted-status',
    severity: 'warn',
    says: 'Calls that delete answer the same success.',
    check: ({ operations }) =>
      straySuccesses(
        operations.filter(({ method }) => method === 'delete'),
        'delete',
      ),
  },
  {
    id: 'house/auth-answer',
    severity: 'info',
    says: 'Secured operations declare 401 or 403.',
    check: noAuthAnswers,
  },
  {
    id: 'house/not-found-answer',
    severity: 'info',
    says: 'Operations on one thing declare 404 where most do.',
    check: ({ operations }) =>
      missingStatus(
        operations.filter(({ segments }) => segments.some(isParameter)),
        '404',
        'operations on one thing',
        'Say what an unknown id is answered.',
      ),
  },
  {
    id: 'house/rate-limit-answer',
    severity: 'info',
    says: 'Operations declare 429 where most do.',
    check: ({ operations }) =>
      missingStatus(operations, '429', 'operations', 'Say how a caller learns that it has to wait.'),
  },
];
