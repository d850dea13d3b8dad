import { isObject, type JsonObject } from '../../platform/request/json.ts';
import {
  type HouseRule,
  isParameter,
  type LintModel,
  type LintOperation,
  normOf,
  said,
  type Stray,
} from './lint-model.ts';

const pagingWords: [string, RegExp][] = [
  [
    'cursor',
    /^(?:cursor|after|before|starting_?after|ending_?before|(?:next_?)?page_?token|next_?token|continuation(?:_?token)?|marker|since_?id)$/i,
  ],
  ['offset', /^(?:offset|skip|start(?:_?index)?)$/i],
  ['page', /^(?:page|page_?(?:number|no|index)|current_?page)$/i],
];
const sizeWord =
  /^(?:limit|per_?page|page_?size|size|count|max_?results|max_?items|first|take|page_?limit|page_?count)$/i;
const itemsWord = /^(?:data|items|results?|values?|records|entries|content|list|elements|nodes|hits|rows)$/i;

const queryNames = ({ parameters }: LintOperation): string[] =>
  parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);

/** How an operation turns pages, by the names of its parameters. */
const pagingOf = (operation: LintOperation): string | undefined => {
  const names = queryNames(operation);
  return pagingWords.find(([, pattern]) => names.some((name) => pattern.test(name)))?.[0];
};

const arrayNames = new WeakMap<JsonObject, string[]>();

/** The properties of a body that are arrays; a body is often shared by many operations. */
const arraysOf = (model: LintModel, schema: JsonObject): string[] => {
  const known = arrayNames.get(schema);
  if (known) return known;
  const parts = [
    schema,
    ...(Array.isArray(schema.allOf) ? schema.allOf : []).map((part) => model.schemaOf(part)),
  ];
  const names = parts.flatMap(({ properties }) =>
    isObject(properties)
      ? Object.entries(properties).flatMap(([name, property]) =>
          model.schemaOf(property).type === 'array' ? [name] : [],
        )
      : [],
  );
  arrayNames.set(schema, names);
  return names;
};

const bare = (name: string): string => name.replaceAll(/[^a-z]/gi, '').toLowerCase();

interface ListSite {
  operation: LintOperation;
  /** The property that holds the items, or `a bare array`. */
  shape: string;
}

const shapeOf = (model: LintModel, schema: JsonObject, name: string): string | undefined => {
  if (schema.type === 'array') return 'a bare array';
  const arrays = arraysOf(model, schema);
  const items = arrays.find((property) => itemsWord.test(property));
  if (items !== undefined) return `an object with \`${items}\``;
  const plain = bare(name);
  return arrays.some((property) => bare(property) === plain)
    ? 'an object with a property of the same name'
    : undefined;
};

const findLists = (model: LintModel): ListSite[] =>
  model.operations.flatMap((operation) => {
    const last = operation.segments.at(-1) ?? '';
    if (operation.method !== 'get' || isParameter(last)) return [];
    const success = operation.responses.find(({ status }) => status.startsWith('2'));
    const schema = success && model.bodyOf(success.node)?.schema;
    const shape = schema && shapeOf(model, schema, last);
    return shape === undefined ? [] : [{ operation, shape }];
  });

const found = new WeakMap<LintModel, ListSite[]>();

/** Operations that answer a list of things. */
const listsOf = (model: LintModel): ListSite[] => {
  const lists = found.get(model) ?? findLists(model);
  found.set(model, lists);
  return lists;
};

const strayOf = ({ id, pointer }: LintOperation, message: string): Stray => ({
  message,
  pointer,
  operation: id,
});

const strayPaging = (model: LintModel): Stray[] => {
  const norm = normOf(listsOf(model), ({ operation }) => pagingOf(operation));
  if (!norm) return [];
  return norm.strays.map(({ operation }) =>
    strayOf(
      operation,
      `This list pages by ${pagingOf(operation)}; ${said(norm)} paged lists here page by ${norm.value}. Take the same parameters.`,
    ),
  );
};

const isPaged = ({ operation }: ListSite): boolean =>
  pagingOf(operation) !== undefined || queryNames(operation).some((name) => sizeWord.test(name));

const missingPaging = (model: LintModel): Stray[] => {
  const norm = normOf(listsOf(model), (site) => (isPaged(site) ? 'paged' : 'whole'), { share: 0.5 });
  if (norm?.value !== 'paged') return [];
  return norm.strays.map(({ operation }) =>
    strayOf(
      operation,
      `This list cannot be paged; ${said(norm)} lists here can. Add paging before it grows.`,
    ),
  );
};

const sizeOf = ({ operation }: ListSite) => queryNames(operation).find((name) => sizeWord.test(name));

const straySizes = (model: LintModel): Stray[] => {
  const norm = normOf(listsOf(model), sizeOf);
  if (!norm) return [];
  return norm.strays.map((site) =>
    strayOf(
      site.operation,
      `The size of a page is \`${sizeOf(site)}\` here and \`${norm.value}\` in ${said(norm)} lists. Use one name.`,
    ),
  );
};

const strayShapes = (model: LintModel): Stray[] => {
  const norm = normOf(listsOf(model), ({ shape }) => shape);
  if (!norm) return [];
  return norm.strays.map(({ operation, shape }) =>
    strayOf(
      operation,
      `This list answers ${shape}; ${said(norm)} lists here answer ${norm.value}. Answer the same shape.`,
    ),
  );
};

export const pagingRules: HouseRule[] = [
  {
    id: 'house/paging-style',
    severity: 'warn',
    says: 'All lists page in the same way: by cursor, by page, or by offset.',
    check: strayPaging,
  },
  {
    id: 'house/paging-missing',
    severity: 'warn',
    says: 'A list can be paged where the other lists can.',
    check: missingPaging,
  },
  {
    id: 'house/page-size-name',
    severity: 'warn',
    says: 'The size of a page has one name.',
    check: straySizes,
  },
  {
    id: 'house/list-shape',
    severity: 'warn',
    says: 'All lists answer the same shape around their items.',
    check: strayShapes,
  },
];
