import type { ImpactMatrixView } from '@parley/shared/contracts/contract-matrix';
import { expect, test } from 'vitest';
import { fileKinds, matrixLines } from './matrix-file.ts';

const matrix: ImpactMatrixView = {
  base: null,
  revision: 'ctr_1',
  since: '2026-01-01T00:00:00.000Z',
  until: '2026-01-31T00:00:00.000Z',
  isObserved: true,
  columns: [
    {
      id: 'operation-removed',
      fingerprint: 'f1',
      severity: 'breaking',
      operation: 'GET /pets',
      operationCount: 1,
      text: 'Gone.',
      consumerCount: 1,
    },
  ],
  columnCount: 1,
  quietCount: 0,
  rows: [
    {
      consumerId: 'con_1',
      name: '=Northwind',
      kind: 'partner',
      contactEmail: 'a@b.example',
      technicalEmail: null,
      lastSeenAt: null,
      callsWeek: 1,
      callsMonth: 2,
      breaking: 1,
      risky: 0,
      cells: [{ column: 0, evidence: 'sent', calls: 2, lastSeenAt: null, operationCount: 1 }],
    },
  ],
  rowCount: 1,
  addresses: [],
  addressCount: 0,
  withoutContactCount: 0,
};

test('each change that reaches a consumer is a line with its contacts', () => {
  const lines = matrixLines(matrix);

  expect(JSON.parse(fileKinds.jsonl.textOf(lines))).toMatchObject({
    consumer: '=Northwind',
    contactEmail: 'a@b.example',
    evidence: 'sent',
    operation: 'GET /pets',
  });
  const [heads, line] = fileKinds.csv.textOf(lines).split('\r\n');
  expect(heads).toMatch(/^consumerId,consumer,contactEmail,/);
  expect(line).toMatch(/^con_1,'=Northwind,a@b.example,,/);
});
