/** Published JavaScript clients, unmodified, against a real server. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { generateText, streamText } from 'ai';
import { createDifyProvider } from 'dify-ai-provider';
import { ChatClient, CompletionClient } from 'dify-client';
import OpenAI from 'openai';
import { chatflow, classicApp, modelWorkflow } from '../support/apps.ts';
import { startModelServer } from '../support/model-server.ts';
import { startTestServer, type ImportedApp, type TestServer } from '../support/server.ts';

/** What dify-client's classes do; the types it is published with know less. */
type Call = (
  ...values: readonly unknown[]
) => Promise<{ readonly status: number; readonly data: any }>; // oxlint-disable-line typescript/no-explicit-any -- the client answers with raw JSON
type DifyClient = Readonly<
  Record<
    | 'createChatMessage'
    | 'createCompletionMessage'
    | 'deleteConversation'
    | 'fileUpload'
    | 'getApplicationParameters'
    | 'getConversationMessages'
    | 'getConversations'
    | 'messageFeedback'
    | 'renameConversation'
    | 'runWorkflow',
    Call
  >
>;

const chatClient = ({ key, url }: Pick<ImportedApp, 'key' | 'url'>): DifyClient =>
  new ChatClient(key, url) as unknown as DifyClient;
const completionClient = ({ key, url }: ImportedApp): DifyClient =>
  new CompletionClient(key, url) as unknown as DifyClient;

describe('published JavaScript clients', () => {
  let model: Awaited<ReturnType<typeof startModelServer>>;
  let server: TestServer;
  let chat: ImportedApp;
  let flow: ImportedApp;
  before(async () => {
    model = await startModelServer();
    server = await startTestServer();
    await server.addModelServer(model.url);
    chat = await server.importApp(
      classicApp('chat', { file_upload: { image: { enabled: true } } }),
    );
    flow = await server.importApp(chatflow());
  });
  after(async () => {
    await server[Symbol.asyncDispose]();
    await model.close();
  });

  it('npm dify-client holds a conversation from its first word to its end', async () => {
    const client = chatClient(chat);

    const first = await client.createChatMessage({}, 'one', 'ann');
    const conversationId = first.data.conversation_id;
    const second = await client.createChatMessage({}, 'two', 'ann', false, conversationId, null);
    const messages = await client.getConversationMessages('ann', conversationId, null, 10);
    const feedback = await client.messageFeedback(second.data.message_id, 'like', 'ann');
    const renamed = await client.renameConversation(conversationId, 'Numbers', 'ann', false);
    const listed = await client.getConversations('ann');
    const parameters = await client.getApplicationParameters('ann');
    const deleted = await client.deleteConversation(conversationId, 'ann');
    const left = await client.getConversations('ann');

    assert.equal(first.data.answer, 'You said: one');
    assert.deepEqual(
      messages.data.data.map((message: { readonly query: string }) => message.query),
      ['one', 'two'],
    );
    assert.equal(feedback.data.result, 'success');
    assert.equal(renamed.data.name, 'Numbers');
    assert.equal(listed.data.data[0].name, 'Numbers');
    assert.equal(parameters.data.system_parameters.file_size_limit, 15);
    assert.equal(deleted.status, 204);
    assert.deepEqual(left.data.data, []);
  });

  it('npm dify-client streams a chat', async () => {
    const client = chatClient(chat);

    const answer = await client.createChatMessage({}, 'three', 'ann', true);
    let text = '';
    for await (const chunk of answer.data) text += String(chunk);

    assert.match(text, /^data: \{"event":"message"/);
    assert.match(text, /"event":"message_end"/);
  });

  it('npm dify-client uploads a file, completes and runs a workflow', async () => {
    const generator = await server.importApp(classicApp('completion'));
    const workflow = await server.importApp(modelWorkflow());
    const form = new FormData();
    form.append('file', new Blob([Uint8Array.of(137, 80, 78, 71)], { type: 'image/png' }), 'a.png');
    form.append('user', 'ann');

    const uploaded = await chatClient(chat).fileUpload(form);
    const completed = await completionClient(generator).createCompletionMessage(
      { query: 'abc' },
      'ann',
    );
    const ran = await completionClient(workflow).runWorkflow({ text: 'abc' }, 'ann');

    assert.equal(uploaded.status, 201);
    assert.equal(uploaded.data.name, 'a.png');
    assert.equal(completed.data.answer, 'You said: abc');
    assert.deepEqual(ran.data.data.outputs, { out: 'You said: abc' });
  });

  it('npm dify-client reads status and code of an error', async () => {
    const client = chatClient({ key: 'app-000000000000000000000000', url: chat.url });

    await assert.rejects(client.getApplicationParameters('ann'), (error: unknown) => {
      const { response } = error as {
        readonly response: { status: number; data: { code: string } };
      };
      assert.deepEqual([response.status, response.data.code], [401, 'unauthorized']);
      return true;
    });
  });

  const difyOf = (app: ImportedApp, responseMode: 'streaming' | 'blocking') =>
    createDifyProvider({ baseURL: app.url })('app', {
      apiKey: app.key,
      responseMode,
      logger: false,
    });

  for (const [name, app] of [
    ['chat', () => chat],
    ['chatflow', () => flow],
  ] as const)
    it(`dify-ai-provider generates and streams with a ${name}`, async () => {
      const expected = name === 'chat' ? 'You said: hello' : 'Well: You said: hello';

      const generated = await generateText({
        model: difyOf(app(), 'blocking'),
        prompt: 'hello',
        headers: { 'user-id': 'ann' },
      });
      const streamed = streamText({
        model: difyOf(app(), 'streaming'),
        prompt: 'hello',
        headers: { 'user-id': 'ann' },
      });

      assert.equal(generated.text, expected);
      assert.deepEqual(
        [generated.usage.inputTokens, generated.usage.outputTokens, generated.usage.totalTokens],
        [11, 5, 16],
      );
      assert.equal(await streamed.text, expected);
      assert.equal((await streamed.usage).totalTokens, 16);
    });

  it('dify-ai-provider goes on in a conversation', async () => {
    const first = await generateText({
      model: difyOf(chat, 'blocking'),
      prompt: 'one',
      headers: { 'user-id': 'bob' },
    });
    const facts = first.providerMetadata?.['difyWorkflowData'] as
      | { readonly conversationId: string }
      | undefined;
    await generateText({
      model: difyOf(chat, 'blocking'),
      prompt: 'two',
      headers: { 'user-id': 'bob', 'chat-id': facts?.conversationId ?? '' },
    });

    const told = model.questions.at(-1)?.messages.map(({ content }) => content);
    assert.equal(told?.includes('You said: one'), true);
  });

  it('dify-ai-provider shows a picture', async () => {
    await generateText({
      model: difyOf(chat, 'blocking'),
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'file', data: Uint8Array.of(137, 80, 78, 71), mediaType: 'image/png' },
          ],
        },
      ],
      headers: { 'user-id': 'ann' },
    });

    const content = model.questions.at(-1)?.messages.at(-1)?.content;
    assert.match(JSON.stringify(content), /image_url/);
  });

  it('dify-ai-provider tells our own words of an error', async () => {
    const failing = generateText({
      model: difyOf({ ...chat, key: 'app-000000000000000000000000' }, 'blocking'),
      prompt: 'hello',
      headers: { 'user-id': 'ann' },
      maxRetries: 0,
    });

    await assert.rejects(failing, /key is not valid/);
  });

  it('the OpenAI client completes, streams with usage, lists models and reads errors', async () => {
    const client = new OpenAI({ apiKey: flow.key, baseURL: flow.url, maxRetries: 0 });
    const messages = [{ role: 'user', content: 'hello' }] as const;

    const completion = await client.chat.completions.create({
      model: 'x',
      messages: [...messages],
    });
    const stream = await client.chat.completions.create({
      model: 'x',
      messages: [...messages],
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let tokens = 0;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      tokens = chunk.usage?.total_tokens ?? tokens;
    }
    const models = await client.models.list();
    const stranger = new OpenAI({ apiKey: 'app-none', baseURL: flow.url, maxRetries: 0 });

    assert.equal(completion.choices[0]?.message.content, 'Well: You said: hello');
    assert.equal(text, 'Well: You said: hello');
    assert.equal(tokens, 16);
    assert.deepEqual(
      models.data.map(({ id }) => id),
      ['A advanced-chat app'],
    );
    await assert.rejects(stranger.models.list(), (error: unknown) => {
      assert.ok(error instanceof OpenAI.AuthenticationError);
      return true;
    });
  });
});
