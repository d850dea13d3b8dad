import { createRoute, lazyRouteComponent as page } from '@tanstack/react-router';
import { ApiKeyListSearch, ApiKeySearch } from '../access/api-key/api-key-search.ts';
import { ClientListSearch, ClientSearch } from '../access/client/client-search.ts';
import { ConsumerListSearch, ConsumerSearch } from '../access/consumer/consumer-search.ts';
import { IssuerListSearch, IssuerSearch } from '../access/issuer/issuer-search.ts';
import { RequirementListSearch, RequirementSearch } from '../access/requirement/requirement-search.ts';
import { inside, openFrame } from './root.tsx';

/** Who calls, and with what. */
// oxfmt-ignore
export const accessPages = [
  createRoute({ ...inside, path: '/consumers', validateSearch: ConsumerListSearch, component: page(() => import('../access/consumer/consumer-list.tsx'), 'ConsumerList') }),
  createRoute({ ...inside, path: '/consumers/$id', validateSearch: ConsumerSearch, component: page(() => import('../access/consumer/consumer-detail.tsx'), 'ConsumerDetail') }),
  createRoute({ ...inside, path: '/requirements', validateSearch: RequirementListSearch, component: page(() => import('../access/requirement/requirement-list.tsx'), 'RequirementList') }),
  createRoute({ ...inside, path: '/requirements/$consumerId/$id', validateSearch: RequirementSearch, component: page(() => import('../access/requirement/requirement-detail.tsx'), 'RequirementDetail') }),
  createRoute({ ...inside, path: '/api-keys', validateSearch: ApiKeyListSearch, component: page(() => import('../access/api-key/api-key-list.tsx'), 'ApiKeyList') }),
  createRoute({ ...inside, path: '/api-keys/$id', staticData: { listOfKind: '/api-keys' }, validateSearch: ApiKeySearch, component: page(() => import('../access/api-key/api-key-detail.tsx'), 'ApiKeyDetail') }),
  createRoute({ ...inside, path: '/clients', validateSearch: ClientListSearch, component: page(() => import('../access/client/client-list.tsx'), 'ClientList') }),
  createRoute({ ...inside, path: '/clients/$id', staticData: { listOfKind: '/clients' }, validateSearch: ClientSearch, component: page(() => import('../access/client/client-detail.tsx'), 'ClientDetail') }),
  createRoute({ ...inside, path: '/issuers', validateSearch: IssuerListSearch, component: page(() => import('../access/issuer/issuer-list.tsx'), 'IssuerList') }),
  createRoute({ ...inside, path: '/issuers/$id', validateSearch: IssuerSearch, component: page(() => import('../access/issuer/issuer-detail.tsx'), 'IssuerDetail') }),
];

/** For whoever was sent a link, and has no account. */
// oxfmt-ignore
export const openPages = [
  createRoute({ getParentRoute: () => openFrame, path: '/intake', component: page(() => import('../access/intake/intake-page.tsx'), 'IntakePage') }),
];
