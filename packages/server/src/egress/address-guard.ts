import { isIP, BlockList } from 'node:net';

/**
 * Which addresses workflow nodes may reach. Inner networks are the point of this product, so
 * private ranges are open; the machine itself, link-local and cloud metadata are not, unless an
 * administrator allows the host by name.
 */
export interface AddressPolicy {
  readonly allow: readonly string[];
  readonly deny: readonly string[];
}

export type Verdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: string };

const refused = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.192', 32],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  refused.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 128],
  ['::1', 128],
  ['fe80::', 10],
  ['fd00:ec2::', 32],
  ['ff00::', 8],
] as const)
  refused.addSubnet(network, prefix, 'ipv6');

/** Judges a host by name, before it is looked up. */
export function judgeHost(url: URL, policy: AddressPolicy): Verdict & { readonly listed: boolean } {
  const named = (pattern: string): boolean => isHostMatch(url, pattern);
  if (policy.deny.some(named))
    return { allowed: false, reason: 'an administrator denied it', listed: true };
  if (policy.allow.some(named)) return { allowed: true, listed: true };
  const host = bareHost(url);
  if (isIP(host)) return { ...judgeAddress(host), listed: false };
  return { allowed: true, listed: false };
}

/** Judges what a name was looked up to: a name may point anywhere, so this is asked at connect time. */
export function judgeAddress(address: string): Verdict {
  const plain = unmapped(address);
  const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4';
  if (refused.check(plain, family))
    return { allowed: false, reason: 'it belongs to this machine or to a reserved range' };
  return { allowed: true };
}

function unmapped(address: string): string {
  const bare = address.replace(/%.*$/, '');
  const dotted = /^::(?:ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(bare);
  if (dotted?.[1]) return dotted[1];
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(bare);
  if (!mapped) return bare;
  const bits =
    (Number.parseInt(mapped[1] ?? '0', 16) << 16) | Number.parseInt(mapped[2] ?? '0', 16);
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.');
}

function isHostMatch(url: URL, pattern: string): boolean {
  const host = bareHost(url);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const [, name = '', wantedPort] =
    /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(pattern.toLowerCase()) ?? [];
  if (wantedPort !== undefined && wantedPort !== port) return false;
  const wanted = name.replace(/^\[|\]$/g, '');
  return (
    wanted === '*' || wanted === host || (wanted.startsWith('*.') && host.endsWith(wanted.slice(1)))
  );
}

function bareHost(url: URL): string {
  return url.hostname.toLowerCase().replace(/^\[|\]$/g, '');
}
