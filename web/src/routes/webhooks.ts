import { createRoute, lazyRouteComponent as page } from '@tanstack/react-router';
import { BulkChangeListSearch } from '../webhooks/bulk-change/bulk-change-search.ts';
import { DeliveryListSearch, DeliverySearch } from '../webhooks/delivery/delivery-search.ts';
import { EndpointListSearch, EndpointSearch } from '../webhooks/endpoint/endpoint-search.ts';
import { EventTypeListSearch, EventTypeSearch } from '../webhooks/event-type/event-type-search.ts';
import { EventListSearch, EventSearch } from '../webhooks/event/event-search.ts';
import { RecoveryListSearch, RecoverySearch } from '../webhooks/recovery/recovery-search.ts';
import { SignatureCheckSearch } from '../webhooks/signature-check/signature-check-search.ts';
import { inside } from './root.tsx';

/** What goes out: event types, events, endpoints and deliveries. */
// oxfmt-ignore
export const webhookPages = [
  createRoute({ ...inside, path: '/event-types', validateSearch: EventTypeListSearch, component: page(() => import('../webhooks/event-type/event-type-list.tsx'), 'EventTypeList') }),
  createRoute({ ...inside, path: '/event-types/$id', validateSearch: EventTypeSearch, component: page(() => import('../webhooks/event-type/event-type-detail.tsx'), 'EventTypeDetail') }),
  createRoute({ ...inside, path: '/events', validateSearch: EventListSearch, component: page(() => import('../webhooks/event/event-list.tsx'), 'EventList') }),
  createRoute({ ...inside, path: '/events/$id', staticData: { listOfKind: '/events' }, validateSearch: EventSearch, component: page(() => import('../webhooks/event/event-detail.tsx'), 'EventDetail') }),
  createRoute({ ...inside, path: '/endpoints', validateSearch: EndpointListSearch, component: page(() => import('../webhooks/endpoint/endpoint-list.tsx'), 'EndpointList') }),
  createRoute({ ...inside, path: '/endpoints/$id', staticData: { listOfKind: '/endpoints' }, validateSearch: EndpointSearch, component: page(() => import('../webhooks/endpoint/endpoint-detail.tsx'), 'EndpointDetail') }),
  createRoute({ ...inside, path: '/deliveries', validateSearch: DeliveryListSearch, component: page(() => import('../webhooks/delivery/delivery-list.tsx'), 'DeliveryList') }),
  createRoute({ ...inside, path: '/deliveries/$id', staticData: { listOfKind: '/deliveries' }, validateSearch: DeliverySearch, component: page(() => import('../webhooks/delivery/delivery-detail.tsx'), 'DeliveryDetail') }),
  createRoute({ ...inside, path: '/bulk-changes', validateSearch: BulkChangeListSearch, component: page(() => import('../webhooks/bulk-change/bulk-change-list.tsx'), 'BulkChangeList') }),
  createRoute({ ...inside, path: '/bulk-changes/$id', staticData: { listOfKind: '/bulk-changes' }, component: page(() => import('../webhooks/bulk-change/bulk-change-detail.tsx'), 'BulkChangeDetail') }),
  createRoute({ ...inside, path: '/signature-check', validateSearch: SignatureCheckSearch, component: page(() => import('../webhooks/signature-check/signature-check-page.tsx'), 'SignatureCheckPage') }),
  createRoute({ ...inside, path: '/recoveries', validateSearch: RecoveryListSearch, component: page(() => import('../webhooks/recovery/recovery-list.tsx'), 'RecoveryList') }),
  createRoute({ ...inside, path: '/recoveries/$id', staticData: { listOfKind: '/recoveries' }, validateSearch: RecoverySearch, component: page(() => import('../webhooks/recovery/recovery-detail.tsx'), 'RecoveryDetail') }),
];
