import { useGrowing } from '../../lib/query/use-growing.ts';
import { GrowButton } from '../../ui/list/grow-button.tsx';
import { LazyDisclosure } from '../../ui/page/lazy-disclosure.tsx';
import { useDocument } from './document-context.ts';
import { isJson, resolve, textOf, type Json } from './contract-json.ts';
import { ContractProse } from './contract-prose.tsx';
import classes from './schema-node.module.css';
import { constraintWords, partsOf, typeWords, type SchemaPart } from './schema-words.ts';

const partsStep = 60;

/** A schema under its label. What is inside shows once it is opened, so that one that holds itself never ends the page. */
export function SchemaNode({ part, isOpenAtFirst = false }: { part: SchemaPart; isOpenAtFirst?: boolean }) {
  const document = useDocument();
  const schema = isJson(part.schema) ? resolve(document, part.schema).value : {};
  const parts = partsOf(schema);
  if (parts.length === 0)
    return (
      <div className={classes.leaf}>
        <Title part={part} />
        <Facts schema={schema} />
      </div>
    );
  return (
    <LazyDisclosure title={<Title part={part} />} isOpenAtFirst={isOpenAtFirst}>
      {() => (
        <div className={classes.nested}>
          <Facts schema={schema} />
          <Parts parts={parts} />
        </div>
      )}
    </LazyDisclosure>
  );
}

function Parts({ parts }: { parts: readonly SchemaPart[] }) {
  const { shown, ...rest } = useGrowing(parts, partsStep);
  return (
    <>
      <ul className={classes.list}>
        {shown.map((part) => (
          <li key={part.label}>
            <SchemaNode part={part} />
          </li>
        ))}
      </ul>
      <GrowButton {...rest} />
    </>
  );
}

function Title({ part: { label, place, schema, isRequired } }: { part: SchemaPart }) {
  const document = useDocument();
  return (
    <span className={classes.line}>
      <code className={classes.label}>{label}</code> {place}{' '}
      <span className={classes.type}>{typeWords(document, schema)}</span>{' '}
      {isRequired && <span className={classes.required}>required</span>}
    </span>
  );
}

function Facts({ schema }: { schema: Json }) {
  const words = constraintWords(schema);
  return (
    <>
      {words.length > 0 && <div className={classes.facts}>{words.join(' · ')}</div>}
      <ContractProse text={textOf(schema, 'description')} />
    </>
  );
}
