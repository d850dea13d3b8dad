import { searchLengthMax } from '@parley/shared/words/search-words';
import { type ClipboardEvent, useState } from 'react';
import { withoutSecrets } from './whole-secrets.ts';

/** What the reader asked for before there was anything to choose from: it is done when there is. */
export type Asked = 'open' | 'open in a new tab' | 'go there' | null;

/** What was written into the field of the palette, and what is to come of it. */
export interface PaletteField {
  text: string;
  asked: Asked;
  /** That a secret was written, which is not kept. */
  wasSecret: boolean;
  write: (text: string) => void;
  paste: (event: ClipboardEvent<HTMLInputElement>) => void;
  ask: (asked: Asked) => void;
}

/** The field of the palette. What is pasted into the empty field is gone to at once, where it is the id of something. */
export function usePaletteField(): PaletteField {
  const [{ text, asked, wasSecret }, setField] = useState<{ text: string; asked: Asked; wasSecret: boolean }>(
    {
      text: '',
      asked: null,
      wasSecret: false,
    },
  );
  const keep = (written: string, next: Asked) => {
    const harmless = withoutSecrets(written);
    setField({ text: harmless, asked: next, wasSecret: harmless !== written });
  };
  return {
    text,
    asked,
    wasSecret,
    write: (written) => keep(written, null),
    paste: (event) => {
      if (text !== '') return;
      event.preventDefault();
      keep(event.clipboardData.getData('text').trim().slice(0, searchLengthMax), 'go there');
    },
    ask: (next) => setField((field) => ({ ...field, asked: next })),
  };
}
