import { Tooltip } from '@mantine/core';
import type { EvidenceGrade } from '@parley/shared/contracts/contract-impact';
import { evidenceGrades } from './evidence-grades.ts';

/** How sure it is that a consumer is affected, in a word. */
export function Evidence({ grade }: { grade: EvidenceGrade }) {
  const { word, text, icon: GradeIcon } = evidenceGrades[grade];
  return (
    <Tooltip label={text} multiline maw={280}>
      <span style={{ whiteSpace: 'nowrap' }}>
        <GradeIcon size={12} aria-hidden style={{ verticalAlign: -1, marginRight: 6 }} />
        {word}
      </span>
    </Tooltip>
  );
}
