import type { EvidenceGrade } from '@parley/shared/contracts/contract-impact';
import { IconCircle, IconCircleFilled, IconCircleHalf2, type Icon } from '@tabler/icons-react';

/** What people call each grade of evidence, and what it rests on. */
export const evidenceGrades: Record<EvidenceGrade, { word: string; text: string; icon: Icon }> = {
  sent: { word: 'Used', text: 'It used exactly this operation, parameter or field.', icon: IconCircleFilled },
  received: {
    word: 'Called',
    text: 'It called the operation. For fields of answers this is an upper bound: nobody sees what a caller reads.',
    icon: IconCircleHalf2,
  },
  declared: { word: 'Declared', text: 'It said that it would call the operation.', icon: IconCircle },
};
