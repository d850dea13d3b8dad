import { Text } from '@mantine/core';
import { EvidenceGrade } from '@parley/shared/contracts/contract-impact';
import { evidenceGrades } from './evidence-grades.ts';

/** What each word means, for whom no tooltip opens. */
export function EvidenceLegend() {
  return (
    <Text c="dimmed" size="xs">
      {EvidenceGrade.options.map((grade) => (
        <span key={grade} style={{ display: 'block' }}>
          <strong>{evidenceGrades[grade].word}</strong>: {evidenceGrades[grade].text}
        </span>
      ))}
      <span style={{ display: 'block' }}>
        <strong>–</strong>: Nothing was seen in this window, which is no proof that there is nothing.
      </span>
    </Text>
  );
}
