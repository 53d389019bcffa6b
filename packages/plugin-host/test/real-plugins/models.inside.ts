// Models of plugins. Runs where there is no network: see real-plugins.process.ts.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { all, callContext, createRealHost, isCode } from '../support/real-host.ts';
import { sdkVersions } from '../support/sdk-site.ts';

const real = createRealHost();
after(() => real[Symbol.asyncDispose]());

for (const sdk of [sdkVersions[0], sdkVersions.at(-1)])
  describe(`models of dify-plugin ${sdk}`, () => {
    const opened = () => real.open('models', sdk ?? '');
    const target = (name: string, api_key = 'letmein') => ({
      provider: 'stand-in',
      ref: { provider: 'outpost-test/models/stand-in', name },
      credentials: { api_key },
    });
    const context = () => callContext({ run: null });
    const say = (text: string) => ({
      messages: [{ role: 'user', content: [{ type: 'text', text }] }] as const,
      parameters: {},
    });

    test('a language model streams, calls tools and counts', async () => {
      const { models } = await opened();
      const chunks = await all(
        models.chat(
          target('echo'),
          {
            ...say('good day'),
            tools: [{ name: 'look', description: '', parameters: { type: 'object' } }],
          },
          context(),
        ),
      );
      const finish = chunks.at(-1);
      assert.deepEqual(chunks.slice(0, -1), [
        { type: 'text', text: 'good ' },
        { type: 'text', text: 'day ' },
        { type: 'tool-call', call: { id: 'c1', name: 'look', arguments: '{"q":"x"}' } },
      ]);
      assert.equal(finish?.type === 'finish' && finish.reason, 'tool-calls');
      assert.deepEqual(
        finish?.type === 'finish' && [finish.usage.promptTokens, finish.usage.totalPrice],
        [10, '0.000008'],
      );
      assert.equal(await models.countTokens(target('echo'), say('x').messages, context()), 7);
    });

    test('it is given messages, pictures, parameters and credentials', async () => {
      const { models } = await opened();
      const chunks = await all(
        models.chat(
          target('echo'),
          {
            messages: [
              { role: 'system', text: 'brief' },
              {
                role: 'user',
                content: [
                  { type: 'text', text: 'look' },
                  {
                    type: 'media',
                    kind: 'image',
                    mediaType: 'image/png',
                    filename: 'a.png',
                    source: { bytes: Buffer.from('png') },
                  },
                ],
              },
              {
                role: 'assistant',
                text: '',
                toolCalls: [{ id: 'c1', name: 'look', arguments: '{}' }],
              },
              { role: 'tool', callId: 'c1', name: 'look', text: 'seen' },
              { role: 'user', content: [{ type: 'text', text: 'tell' }] },
            ],
            parameters: { temperature: 0.1 },
            stop: ['END'],
          },
          context(),
        ),
      );
      const [first] = chunks;
      const heard = JSON.parse(first?.type === 'text' ? first.text : '') as {
        messages: { role: string; content: unknown; tool_calls?: unknown[] }[];
        parameters: unknown;
        stop: unknown;
        credentials: unknown;
      };
      assert.deepEqual(
        heard.messages.map(({ role }) => role),
        ['system', 'user', 'assistant', 'tool', 'user'],
      );
      assert.match(JSON.stringify(heard.messages[1]?.content), /"base64_data":"cG5n"/);
      assert.deepEqual(
        [heard.parameters, heard.stop, heard.credentials],
        [{ temperature: 0.1 }, ['END'], { api_key: 'letmein' }],
      );
    });

    test('its failures are a model’s failures', async () => {
      const { models } = await opened();
      const failing = (text: string) => all(models.chat(target('echo'), say(text), context()));
      await assert.rejects(failing('overload'), isCode('model_rate_limited', /echo/));
      await assert.rejects(failing('unauthorized'), isCode('model_access_refused'));
    });

    test('credentials of the provider and of a model are tried', async () => {
      const { models } = await opened();
      const given = { api_key: 'letmein' };
      assert.deepEqual(await models.validateProvider('stand-in', given, context()), given);
      assert.deepEqual(await models.validateModel(target('own'), 'chat', context()), given);
      const refused = isCode('plugin_credentials_refused', /not letmein/);
      await assert.rejects(
        models.validateProvider('stand-in', { api_key: 'x' }, context()),
        refused,
      );
      await assert.rejects(models.validateModel(target('own', 'x'), 'chat', context()), refused);
      const facts = await models.facts(target('own'), 'chat', context());
      assert.deepEqual([facts?.name, facts?.contextTokens], ['own', 4096]);
    });

    test('embedding, rerank, speech both ways, moderation', async () => {
      const { models } = await opened();
      const { vectors } = await models.embed(target('embed'), ['a', 'bb'], 'document', context());
      assert.deepEqual(
        vectors.map((vector) => [...vector]),
        [
          [1, 0.5],
          [2, 0.5],
        ],
      );
      assert.deepEqual(await models.countTexts(target('embed'), ['a', 'bb'], context()), [1, 2]);
      const ranked = await models.rerank(
        target('rank'),
        { query: 'q', documents: ['longest', 'x', 'mid'], top: 2 },
        context(),
      );
      assert.deepEqual(
        ranked.map(({ index }) => index),
        [1, 2],
      );
      const spoken = await all(
        models.speak(target('voice'), { text: 'hello', voice: 'bass', tenantId: 'w' }, context()),
      );
      assert.equal(Buffer.concat(spoken.map(({ bytes }) => bytes)).toString(), 'bass:hello');
      const voices = await models.voices(target('voice'), null, context());
      assert.deepEqual(voices.map(({ id }) => id).toSorted(), ['alto', 'bass']);
      const heard = await models.transcribe(target('ear'), Buffer.alloc(9), context());
      assert.equal(heard, 'heard 9 bytes');
      assert.equal(await models.moderate(target('guard'), 'a bad word', context()), true);
      assert.equal(await models.moderate(target('guard'), 'a word', context()), false);
    });
  });
