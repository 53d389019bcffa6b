/**
 * What the address of a page says: `?name=value` fills the form, `sys.` and `user.` are about the
 * visitor. The script on other sites packs each value with gzip and base64 (`?name=H4sI…`); people
 * who write links by hand do not. A signed identity comes behind `#identity=`, which no server sees.
 */
export interface AddressValues {
  readonly inputs: Readonly<Record<string, string>>;
  readonly userId: string | null;
  readonly conversationId: string | null;
  readonly userName: string | null;
  readonly identity: string | null;
}

const valuesMax = 100;

export async function readAddressValues(
  search: string,
  hash: string,
  unpack: (packed: string) => Promise<string | null> = unpackValue,
): Promise<AddressValues> {
  const entries = [...new URLSearchParams(search)].slice(0, valuesMax);
  const values = new Map(
    await Promise.all(
      entries.map(async ([name, value]) => [name, (await unpack(value)) ?? value] as const),
    ),
  );
  const system = (name: string): string | null => values.get(name)?.trim() || null;
  return {
    inputs: Object.fromEntries([...values].filter(([name]) => !/^(sys|user)\./.test(name))),
    userId: system('sys.user_id'),
    conversationId: system('sys.conversation_id'),
    userName: system('user.name'),
    identity: new URLSearchParams(hash.replace(/^#/, '')).get('identity'),
  };
}

const unpackedLengthMax = 200_000;

/** Null for what is not packed, and where the browser cannot unpack. */
async function unpackValue(packed: string): Promise<string | null> {
  // Every gzip begins so. A plus in an address is read as a space.
  if (!packed.startsWith('H4sI') || typeof DecompressionStream === 'undefined') return null;
  try {
    const binary = atob(packed.replace(/ /g, '+'));
    const bytes = Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    const text = await new Response(stream).text();
    return text.slice(0, unpackedLengthMax);
  } catch {
    return null;
  }
}
