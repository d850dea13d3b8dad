import type { Finding, Frame } from './frame.service.ts';
import type { Direction } from './place.service.ts';
import type { Severity } from './severity.service.ts';

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
export const sentenceOf = (text: string, place: string): string => {
  const start = text.indexOf(mark);
  return capital(start < 0 ? text : text.slice(0, start) + place + text.slice(start + mark.length));
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
