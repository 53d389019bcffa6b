import { AppError } from '@outpost/contracts';

/** Where a plugin is to be taken from. */
export type PluginReference =
  | { readonly type: 'local'; readonly path: string }
  | {
      readonly type: 'market';
      readonly author: string;
      readonly name: string;
      readonly version: string;
      /** What its bytes must amount to, when the reference says. */
      readonly checksum: string | null;
    }
  | {
      readonly type: 'github';
      /** `organisation/repository`. */
      readonly repository: string;
      readonly release: string;
      readonly asset: string;
    }
  | { readonly type: 'url'; readonly url: string };

/**
 * Reads the words that name one plugin:
 * `market AUTHOR NAME VERSION`, `github OWNER/REPOSITORY RELEASE ASSET`, `local PATH`, or one word:
 * `author/name:version[@checksum]` as app files write it, an address, or a path.
 * Throws `plugin_reference_invalid`.
 */
export function parsePluginReference(words: readonly string[]): PluginReference {
  const [verb = '', ...rest] = words;
  const refuse = (): never => {
    throw new AppError('plugin_reference_invalid', { details: { reference: words.join(' ') } });
  };
  if (verb === 'market') {
    const [author = '', name = '', version = ''] = rest;
    return rest.length === 3 ? market(author, name, version, null) : refuse();
  }
  if (verb === 'github') {
    const [repository = '', release = '', asset = ''] = rest;
    const short = repository.replace(/^https?:\/\/[^/]+\//, '').replace(/(\.git)?\/*$/, '');
    if (rest.length !== 3 || !/^[\w.-]+\/[\w.-]+$/.test(short)) return refuse();
    if (!/^[\w.+@/-]+$/.test(release) || !/^[\w.+@-]+$/.test(asset)) return refuse();
    return { type: 'github', repository: short, release, asset };
  }
  if (verb === 'local')
    return rest.length === 1 ? { type: 'local', path: rest[0] ?? '' } : refuse();
  if (rest.length > 0 || verb === '') return refuse();
  if (/^https?:\/\//i.test(verb)) return { type: 'url', url: verb };
  const named = /^([\w-]+)\/([\w-]+):(\d[\w.-]*)(?:@([a-f0-9]{32,64}))?$/.exec(verb);
  return named
    ? market(named[1] ?? '', named[2] ?? '', named[3] ?? '', named[4] ?? null)
    : { type: 'local', path: verb };

  function market(
    author: string,
    name: string,
    version: string,
    checksum: string | null,
  ): PluginReference {
    const isNamed = /^[\w-]{1,64}$/.test(author) && /^[\w-]{1,128}$/.test(name);
    if (!isNamed || !/^\d{1,4}(\.\d{1,4}){2}(-\w{1,16})?$/.test(version)) return refuse();
    return { type: 'market', author, name, version, checksum };
  }
}
