import type { Finding, Frame } from '../contract-diff-graph/frame.service.ts';
import type { Direction } from '../contract-diff-graph/place.service.ts';
import type { Severity } from '../contract-diff-graph/severity.service.ts';

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

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Records a difference that is not one of schemas; `{}` in the text is the frame. */
export const record = (
  frame: Frame,
  { id, severity, text, direction = 'none', subject = '', basePointer, pointer, field, isOfDocument }: Entry,
): void => {
  frame.findings.push({
    id,
    severity,
    direction,
    text: capital(text.replace('{}', () => frame.label.self)),
    subject,
    basePointer,
    pointer,
    path: '',
    ...(field ? { field } : {}),
    ...(isOfDocument === true ? { isOfDocument } : {}),
  });
};
