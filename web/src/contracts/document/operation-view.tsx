import { Text } from '@mantine/core';
import { LazyDisclosure } from '../../ui/page/lazy-disclosure.tsx';
import { OperationName } from '../../nouns/contract/operation-name.tsx';
import { useDocument } from '../../nouns/contract-schema/document-context.ts';
import {
  entriesOf,
  isJson,
  listOf,
  resolve,
  textOf,
  type Json,
} from '../../nouns/contract-schema/contract-json.ts';
import { MediaTypes } from './media-types.tsx';
import { operationsOfItem, type OperationEntry } from './operation-index.ts';
import { Parameters } from './parameters.tsx';
import { ContractProse } from '../../nouns/contract-schema/contract-prose.tsx';
import classes from './operation-view.module.css';
import { SchemaNode } from '../../nouns/contract-schema/schema-node.tsx';

/** What an operation takes and what it answers. */
export function OperationView({ entry: { operation, pathItem } }: { entry: OperationEntry }) {
  const document = useDocument();
  const body = operation['requestBody'];
  return (
    <>
      <ContractProse text={textOf(operation, 'description')} />
      <Text c="dimmed" mt={4}>
        {textOf(operation, 'operationId') && (
          <>
            Named <code>{textOf(operation, 'operationId')}</code>.{' '}
          </>
        )}
        {securityWords(operation, document)}
      </Text>
      <Parameters operation={operation} pathItem={pathItem} />
      {isJson(body) && <Body body={resolve(document, body).value} />}
      <h3 className={classes.heading}>Answers</h3>
      {entriesOf(operation, 'responses').map(([status, response]) => (
        <Response key={status} status={status} response={resolve(document, response).value} />
      ))}
      <Callbacks operation={operation} />
    </>
  );
}

function Body({ body }: { body: Json }) {
  return (
    <>
      <h3 className={classes.heading}>Body{body['required'] === true ? ', required' : ''}</h3>
      <ContractProse text={textOf(body, 'description')} />
      <MediaTypes of={body} />
    </>
  );
}

function Response({ status, response }: { status: string; response: Json }) {
  const document = useDocument();
  return (
    <LazyDisclosure title={<code>{status}</code>} hint={textOf(response, 'description')?.slice(0, 120)}>
      {() => (
        <>
          {entriesOf(response, 'headers').map(([name, header]) => (
            <SchemaNode
              key={name}
              part={{
                label: `${name} (header)`,
                schema: resolve(document, header).value['schema'] ?? true,
                isRequired: header['required'] === true,
              }}
            />
          ))}
          <MediaTypes of={response} />
        </>
      )}
    </LazyDisclosure>
  );
}

function Callbacks({ operation }: { operation: Json }) {
  const document = useDocument();
  const entries = entriesOf(operation, 'callbacks').flatMap(([, callback]) =>
    Object.entries(resolve(document, callback).value).flatMap(([address, item]) =>
      isJson(item) ? operationsOfItem(document, address, item, '') : [],
    ),
  );
  if (entries.length === 0) return null;
  return (
    <>
      <h3 className={classes.heading}>Calls back</h3>
      {entries.map((entry) => (
        <LazyDisclosure key={entry.name} title={<OperationName name={entry.name} />}>
          {() => <OperationView entry={entry} />}
        </LazyDisclosure>
      ))}
    </>
  );
}

function securityWords(operation: Json, document: Json): string {
  // Nothing is no list without members: what says nothing of its own takes what the document says.
  const security = listOf(Array.isArray(operation['security']) ? operation : document, 'security').filter(
    isJson,
  );
  if (security.length === 0) return 'Open to everybody.';
  const ways = security.map((way) => {
    const schemes = Object.entries(way).map(([name, scopes]) => {
      const needed = Array.isArray(scopes) ? scopes.map(String).join(', ') : '';
      return needed ? `${name} with ${needed}` : name;
    });
    return schemes.join(' and ') || 'nothing';
  });
  return `Callers prove who they are by ${ways.join(', or ')}.`;
}
