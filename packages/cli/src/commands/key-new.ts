import { createSigningKey } from '@outpost/packs';
import { parseWords, UsageError, type RunCommand } from '../command.ts';

const usage = 'key new NAME [--json]';

const texts = {
  en: {
    private: 'signs packages: keep it safe, outside of the inner network',
    public: 'carry it inside and enrol it there',
    fingerprint: 'fingerprint',
  },
  zh: {
    private: '用于给插件包签名：请妥善保管，不要带入内网',
    public: '带入内网并登记',
    fingerprint: '指纹',
  },
} as const;

/** Makes the organisation's key for signing packages; NAME may have a folder before it. */
export const run: RunCommand = async (words, { language }) => {
  const { values, positionals } = parseWords(
    words,
    { options: { json: { type: 'boolean' } }, allowPositionals: true },
    usage,
  );
  const [name] = positionals;
  if (name === undefined || positionals.length > 1)
    throw new UsageError('What is the key to be called?', '请提供密钥名称。', usage);
  const made = await createSigningKey(name);
  const text = texts[language];
  process.stdout.write(
    values.json
      ? `${JSON.stringify(made, null, 2)}\n`
      : `${made.privateFile}  ${text.private}\n${made.publicFile}  ${text.public}\n${text.fingerprint} ${made.fingerprint}\n`,
  );
  return 0;
};
