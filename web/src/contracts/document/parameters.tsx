import { useDocument } from '../../nouns/contract-schema/document-context.ts';
import {
  entriesOf,
  isJson,
  listOf,
  resolve,
  textOf,
  type Json,
} from '../../nouns/contract-schema/contract-json.ts';
import { ContractProse } from '../../nouns/contract-schema/contract-prose.tsx';
import classes from './operation-view.module.css';
import { SchemaNode } from '../../nouns/contract-schema/schema-node.tsx';

/** The parameters of an operation, with those that it has from its path. */
export function Parameters({ operation, pathItem }: { operation: Json; pathItem: Json }) {
  const parameters = useParameters(operation, pathItem);
  if (parameters.length === 0) return null;
  return (
    <>
      <h3 className={classes.heading}>Parameters</h3>
      <ul className={classes.list}>
        {parameters.map((parameter) => (
          <li key={keyOf(parameter)}>
            <SchemaNode
              part={{
                label: textOf(parameter, 'name') ?? '',
                place: `in ${textOf(parameter, 'in')}`,
                schema: parameter['schema'] ?? entriesOf(parameter, 'content')[0]?.[1]['schema'] ?? true,
                isRequired: parameter['required'] === true,
              }}
            />
            {textOf(parameter, 'description') && (
              <div className={classes.leaf}>
                <ContractProse text={textOf(parameter, 'description')} />
              </div>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

// What the operation says about a parameter wins over what its path says.
function useParameters(operation: Json, pathItem: Json): Json[] {
  const document = useDocument();
  const all = [...listOf(pathItem, 'parameters'), ...listOf(operation, 'parameters')]
    .filter(isJson)
    .map((parameter) => resolve(document, parameter).value);
  return [...new Map(all.map((parameter) => [keyOf(parameter), parameter])).values()];
}

const keyOf = (parameter: Json) => `${String(parameter['in'])} ${String(parameter['name'])}`;
