import { expect, test } from 'vitest';
import { readNotes } from './key-notes.ts';

test('notes are read a line each, and only the first colon parts', () => {
  expect(readNotes('team: billing\n\n runbook : https://wiki.example/keys \nurgent')).toEqual({
    team: 'billing',
    runbook: 'https://wiki.example/keys',
    urgent: '',
  });
  expect(readNotes(' \n')).toEqual({});
});
