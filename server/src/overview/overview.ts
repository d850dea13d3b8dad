import type { Wing } from '../platform/process/wing.ts';
import { consumerActivityRouter } from './consumer-activity/consumer-activity.router.ts';
import { consumerFiguresRouter } from './consumer-figures/consumer-figures.router.ts';
import { homeRouter } from './home/home.router.ts';
import { objectRouter } from './object/object.router.ts';
import { inspectRouter } from './inspect/inspect.router.ts';
import { planPreviewRouter } from './plan-preview/plan-preview.router.ts';
import { requirementReviewRouter } from './requirement-review/requirement-review.router.ts';
import { waitingRouter } from './waiting/waiting.router.ts';
import { searchRouter } from './search/search.router.ts';

/** What needs a look, across all wings. */
export const overview = {
  routers: {
    home: homeRouter,
    inspect: inspectRouter,
    object: objectRouter,
    waiting: waitingRouter,
    search: searchRouter,
    consumerFigures: consumerFiguresRouter,
    consumerActivity: consumerActivityRouter,
    requirementReview: requirementReviewRouter,
    planPreview: planPreviewRouter,
  },
  entities: [],
  tags: [['Search', 'Everything that the caller may read, by a few letters.']],
} satisfies Wing;
