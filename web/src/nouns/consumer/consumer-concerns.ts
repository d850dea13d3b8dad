import type { ConsumerFigures } from '@parley/shared/overview/consumer-figures';
import type { LinkProps } from '@tanstack/react-router';
import { count } from '../../lib/text/count.ts';

/** Something about a consumer that wants somebody, and the way to it. */
export interface Concern {
  id: string;
  tone: 'bad' | 'warn';
  text: string;
  link?: LinkProps;
  linkText?: string;
}

const ofDeliveries = ({ deliveries }: ConsumerFigures, consumerId: string): Concern[] =>
  (deliveries ?? []).flatMap(({ status, count: amount, isMore }): Concern[] => {
    if (amount === 0 || (status !== 'exhausted' && status !== 'failed')) return [];
    const words = `${count(amount, 'delivery', 'deliveries')}${isMore ? ' and more' : ''}`;
    const text =
      status === 'exhausted'
        ? `${words} of 7 days used up all attempts and did not arrive.`
        : `${words} of 7 days failed and will be tried again.`;
    const link = { to: '/deliveries', search: { consumerId, status, range: '7d' } } as const;
    return [
      { id: status, tone: status === 'exhausted' ? 'bad' : 'warn', text, link, linkText: 'Deliveries' },
    ];
  });

const healthWords: Record<string, string> = {
  failing: 'fail',
  unsteady: 'fail now and then',
  paused: 'are paused, because the latest attempts all failed',
  disabled: 'are disabled',
};

const ofEndpoints = ({ endpoints }: ConsumerFigures, consumerId: string): Concern[] =>
  (endpoints ?? []).flatMap(({ health, count: amount }): Concern[] => {
    const words = healthWords[health];
    if (!words) return [];
    return [
      {
        id: `endpoints ${health}`,
        tone: health === 'failing' ? 'bad' : 'warn',
        text: `${count(amount, 'endpoint')} ${words}.`.replace(/^1 endpoint (fail|are)/, (_, verb: string) =>
          verb === 'are' ? '1 endpoint is' : '1 endpoint fails',
        ),
        link: { to: '/endpoints', search: { consumerId } },
        linkText: 'Endpoints',
      },
    ];
  });

const ofVersions = ({ versions }: ConsumerFigures): Concern[] =>
  (versions ?? []).flatMap(({ api, versionId, version, status, calls }): Concern[] => {
    if (!versionId || (status !== 'deprecated' && status !== 'sunset' && status !== 'retired')) return [];
    return [
      {
        id: versionId,
        tone: status === 'deprecated' ? 'warn' : 'bad',
        text: `It still calls ${api} ${version}, which is ${status === 'sunset' ? 'past its sunset' : status}: ${count(calls, 'call')}.`,
        link: { to: '/apis/$slug/versions/$id', params: { slug: api, id: versionId } },
        linkText: 'Version',
      },
    ];
  });

const ofNotices = ({ notices }: ConsumerFigures): Concern[] =>
  (notices ?? [])
    .filter(({ channel, stillCalls }) => channel === 'none' && stillCalls)
    .map(({ api, versionId, version }): Concern => ({
      id: `notice ${versionId}`,
      tone: 'warn',
      text: `Changes of ${api} ${version} affect it, and there was no way to tell it. Tell it yourself.`,
      link: { to: '/apis/$slug/notices', params: { slug: api } },
      linkText: 'Notices',
    }));

const ofKeys = ({ keys }: ConsumerFigures, consumerId: string): Concern[] => {
  const link = { to: '/api-keys', search: { consumerId } } as const;
  const found: Concern[] = [];
  if (!keys) return found;
  if (keys.endingSoon > 0)
    found.push({
      id: 'ending',
      tone: 'warn',
      text: `${count(keys.endingSoon, 'API key')} will end within 30 days.`,
      link,
      linkText: 'API keys',
    });
  if (keys.unused > 0)
    found.push({
      id: 'unused',
      tone: 'warn',
      text: `${count(keys.unused, 'active API key')} of it ${keys.unused === 1 ? 'was' : 'were'} not used for 30 days. What nobody uses is better revoked.`,
      link,
      linkText: 'API keys',
    });
  return found;
};

const ofErrors = ({ callsLastDay, errorsLastDay }: ConsumerFigures): Concern[] => {
  if (callsLastDay === 0 || errorsLastDay / callsLastDay < 0.05) return [];
  const share = Math.round((errorsLastDay / callsLastDay) * 100);
  return [
    {
      id: 'errors',
      tone: share >= 50 ? 'bad' : 'warn',
      text: `${share} % of its calls within 24 hours were refused or failed.`,
    },
  ];
};

/** What about a consumer wants somebody, the worst first. */
export function concernsOf(figures: ConsumerFigures, consumerId: string): Concern[] {
  const all = [
    ...ofDeliveries(figures, consumerId),
    ...ofEndpoints(figures, consumerId),
    ...ofErrors(figures),
    ...ofVersions(figures),
    ...ofNotices(figures),
    ...ofKeys(figures, consumerId),
  ];
  return all.toSorted((a, b) => Number(b.tone === 'bad') - Number(a.tone === 'bad'));
}
