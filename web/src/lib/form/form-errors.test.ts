import { CreateConsumer } from '@parley/shared/access/consumer';
import { expect, test } from 'vitest';
import { blanksAsNull, fieldErrors, problemFields, withoutBlanks } from './form-errors.ts';

const complaints = (values: Record<string, unknown>) =>
  fieldErrors(CreateConsumer.safeParse(withoutBlanks(values)).error?.issues ?? []);

test('a blank field counts as absent, and a needed one asks to be filled in', () => {
  expect(complaints({ name: '  ', kind: 'partner', contactEmail: '' })).toEqual({ name: 'Fill this in.' });
});

test('a wrong e-mail address says what it takes', () => {
  expect(complaints({ name: 'Northwind', kind: 'partner', contactEmail: 'x' })).toEqual({
    contactEmail: 'An e-mail address, such as ada@clinic.example.',
  });
});

test('a blank field of an edit form clears what was stored', () => {
  expect(blanksAsNull({ name: 'Northwind', description: ' ' })).toEqual({
    name: 'Northwind',
    description: null,
  });
});

test('what the server refuses lands beside the field that it names, and only there', () => {
  const problem = {
    type: '',
    title: '',
    status: 400,
    detail: '',
    instance: '',
    code: 'request.invalid',
    requestId: '',
    errors: [
      { path: '/headers/x-a', message: 'Reserved.' },
      { path: '/elsewhere', message: 'No.' },
    ],
  };

  expect(problemFields(problem, ['headers'])).toEqual({ 'headers.x-a': 'Reserved.' });
});
