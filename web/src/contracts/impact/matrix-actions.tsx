import { Button, Group } from '@mantine/core';
import type { ImpactMatrixView } from '@parley/shared/contracts/contract-matrix';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { alone, api, queryClient } from '../../api.ts';
import { count, formatNumber } from '../../lib/text/count.ts';
import { downloadText } from '../../lib/text/download-text.ts';
import { CopyTextButton } from '../../ui/code/copy-text-button.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { fileKinds, type FileKind, matrixLines } from './matrix-file.ts';
import type { ImpactQuery } from './use-impact-query.ts';

const rowLimit = 200;
const columnLimit = 200;

/** Every page of what the filters leave, one after another. */
async function collectLines(query: ImpactQuery, { rowCount, columnCount }: ImpactMatrixView) {
  const lines: ReturnType<typeof matrixLines> = [];
  for (let firstRow = 0; firstRow < rowCount; firstRow += rowLimit)
    for (let firstColumn = 0; firstColumn < columnCount; firstColumn += columnLimit) {
      const page = { ...query, firstRow, rowLimit, firstColumn, columnLimit };
      lines.push(
        ...matrixLines(
          await queryClient.query({ ...api.contractImpact.matrix.queryOptions(page, alone), gcTime: 0 }),
        ),
      );
    }
  return lines;
}

/** Takes the matrix elsewhere: the addresses of all its consumers, and a file of who is reached by what. */
export function MatrixActions({ matrix, query }: { matrix: ImpactMatrixView; query: ImpactQuery }) {
  const save = useMutation({
    mutationFn: async (kind: FileKind) => {
      const { contentType, textOf } = fileKinds[kind];
      downloadText(textOf(await collectLines(query, matrix)), contentType, `impact-${query.slug}.${kind}`);
    },
  });
  const { addresses, addressCount } = matrix;
  return (
    <>
      <ProblemAlert error={save.error} />
      <Group gap="xs">
        {addressCount > 0 && (
          <CopyTextButton
            value={addresses.join(', ')}
            label={
              addresses.length < addressCount
                ? `Copy the first ${formatNumber(addresses.length)} of ${formatNumber(addressCount)} addresses`
                : `Copy ${count(addressCount, 'address', 'addresses')}`
            }
          />
        )}
        {(['csv', 'jsonl'] as const).map((kind) => (
          <Button
            key={kind}
            type="button"
            variant="default"
            leftSection={<IconDownload size={14} />}
            loading={save.isPending && save.variables === kind}
            onClick={() => save.mutate(kind)}
          >
            {fileKinds[kind].label}
          </Button>
        ))}
      </Group>
    </>
  );
}
