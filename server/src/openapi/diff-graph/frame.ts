import type { Direction } from './schema-role.ts';
import type { Severity } from './severity.ts';

/** One operation of a contract; of a webhook the path is its name. */
export type OperationRef = { method: string; path: string; operationId?: string };

/** A part of a call that a caller uses; the name of a body field is its dotted path, `[]` for the items of a list. */
export type Field = {
  in:
    | 'query'
    | 'querystring'
    | 'header'
    | 'path'
    | 'cookie'
    | 'body'
    | 'response'
    | 'responseHeader'
    | 'operation';
  name: string;
};

/** One difference as the comparison found it, once, wherever it is reached from. */
export type Finding = {
  id: string;
  severity: Severity;
  direction: Direction;
  /** One sentence. */
  text: string;
  /** What the difference is about besides its place: names and values, for the fingerprint. */
  subject: string;
  basePointer: string | undefined;
  pointer: string | undefined;
  /** The field path within the frame, or the field itself where the frame is no body. */
  path: string;
  field: Field | undefined;
  /** Whether it is a matter of the whole document, whatever operations feel it. */
  isOfDocument: boolean;
};

/** A way from one frame into another: further down the fields of a body, or into a body, parameter or header. */
export type Edge = { parent: Frame; path: string; start: Field | undefined };

/** `the request body of POST /pets`, and `POST /pets` in `request property x of POST /pets`. */
export type Label = { self: string; owner: string };

/** A part of both contracts that is compared once: an operation, a parameter, a schema in one role. */
export class Frame {
  /** Where the part is, in words that survive unrelated edits: `schemas/Pet`, `POST /pets 200`. */
  readonly coordinate: string;
  /** How a sentence calls the part itself, and the part as the owner of something in it. */
  readonly label: Label;
  readonly operation: OperationRef | undefined;
  /** Its number among all frames of the graph. */
  readonly order: number;
  readonly findings: Finding[] = [];
  readonly parents: Edge[] = [];

  constructor(order: number, coordinate: string, label: Label, operation?: OperationRef) {
    this.order = order;
    this.coordinate = coordinate;
    this.label = label;
    this.operation = operation;
  }

  /** Makes the other frame reachable from this one. */
  lead(child: Frame, path: string, start?: Field): void {
    child.parents.push({ parent: this, path, start });
  }
}

/** Joins the path of a parent and of a part within it; paths of fields start with a dot. */
export const fieldName = (start: string, path: string): string =>
  start === '' && path.startsWith('.') ? path.slice(1) : start + path;

type Entry = {
  id: string;
  severity: Severity;
  text: string;
  direction?: Direction;
  subject?: string;
  basePointer?: string | undefined;
  pointer?: string | undefined;
  field?: Finding['field'];
  isOfDocument?: boolean;
};

const mark = '%place%';
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A sentence in which `%place%` is named. */
export const sentenceOf = (text: string, phrase: string): string => {
  const start = text.indexOf(mark);
  return capital(start < 0 ? text : text.slice(0, start) + phrase + text.slice(start + mark.length));
};

/** Records a difference that is not one of schemas; `%place%` in the text is the frame. */
export const record = (
  frame: Frame,
  {
    id,
    severity,
    text,
    direction = 'none',
    subject = '',
    basePointer,
    pointer,
    field,
    isOfDocument = false,
  }: Entry,
): void => {
  frame.findings.push({
    id,
    severity,
    direction,
    text: sentenceOf(text, frame.label.self),
    subject,
    basePointer,
    pointer,
    path: '',
    field,
    isOfDocument,
  });
};
