import { expect, test } from 'vitest';
import { commandLineOf } from './command-line.ts';

test('in a clone the command line is the file in its folder, for everything', () => {
  expect(commandLineOf({})).toEqual({ here: './parley', withFiles: './parley' });
  expect(commandLineOf({ PARLEY_COMMAND: '' }).here).toBe('./parley');
});

test('in a container it is what PARLEY_COMMAND says, with the id of the container where that is known', () => {
  const environment = { PARLEY_COMMAND: 'docker exec -it CONTAINER parley' };

  expect(commandLineOf(environment, '3f2a9c01b7de').here).toBe('docker exec -it 3f2a9c01b7de parley');
  // Somebody gave it a name, which may be that of the container, or not.
  expect(commandLineOf(environment, 'parley-1').here).toBe('docker exec -it CONTAINER parley');
  expect(commandLineOf({ PARLEY_COMMAND: 'docker compose exec api parley' }, 'x').here).toBe(
    'docker compose exec api parley',
  );
});

test('what reads a file of the person runs where that file is to be seen', () => {
  const { withFiles } = commandLineOf({ PARLEY_COMMAND: 'docker compose exec api parley' });

  expect(withFiles).toContain('-v "$PWD:');
});
