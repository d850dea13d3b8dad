import { Text, Tooltip } from '@mantine/core';
import { EvidenceGrade } from '@parley/shared/contract-impact';
import { IconCircle, IconCircleFilled, IconCircleHalf2, type Icon } from '@tabler/icons-react';

const grades: Record<EvidenceGrade, { word: string; text: string; icon: Icon }> = {
  sent: { word: 'Sent', text: 'It used exactly this parameter or field.', icon: IconCircleFilled },
  received: {
    word: 'Received',
    text: 'It called the operation. For fields of answers this is an upper bound: nobody sees what a caller reads.',
    icon: IconCircleHalf2,
  },
  declared: { word: 'Declared', text: 'It said that it would call the operation.', icon: IconCircle },
};

/** How sure it is that a consumer is affected, in a word. */
export function Evidence({ grade }: { grade: EvidenceGrade }) {
  const { word, text, icon: GradeIcon } = grades[grade];
  return (
    <Tooltip label={text} multiline maw={280}>
      <span style={{ whiteSpace: 'nowrap' }}>
        <GradeIcon size={12} aria-hidden style={{ verticalAlign: -1, marginRight: 6 }} />
        {word}
      </span>
    </Tooltip>
  );
}

/** What each word means, for whom no tooltip opens. */
export function EvidenceLegend() {
  return (
    <Text c="dimmed" size="xs">
      {EvidenceGrade.options.map((grade) => (
        <span key={grade} style={{ display: 'block' }}>
          <strong>{grades[grade].word}</strong>: {grades[grade].text}
        </span>
      ))}
    </Text>
  );
}
