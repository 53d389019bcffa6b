/** Published Python clients, unmodified, against a real server. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { chatflow, classicApp, modelWorkflow } from '../support/apps.ts';
import { startModelServer } from '../support/model-server.ts';
import { pythonClients } from '../support/python-clients.ts';
import { startTestServer, type ImportedApp, type TestServer } from '../support/server.ts';

const clients = await pythonClients();
const missing = typeof clients === 'string' ? clients : false;
if (missing !== false) process.stderr.write(`SKIPPED: ${missing}\n`);

describe('published Python clients', { skip: missing }, () => {
  let model: Awaited<ReturnType<typeof startModelServer>>;
  let server: TestServer;
  before(async () => {
    model = await startModelServer();
    server = await startTestServer();
    await server.addModelServer(model.url);
  });
  after(async () => {
    await server[Symbol.asyncDispose]();
    await model.close();
  });

  function run(program: string, app: ImportedApp): Promise<unknown> {
    if (typeof clients === 'string') throw new Error(clients);
    return clients.run(program, { KEY: app.key, BASE: app.url });
  }

  it('PyPI dify-client chats, lists, renames, rates and uploads', async () => {
    const app = await server.importApp(classicApp('chat'));

    const found = await run(
      `
import io, json, os
from dify_client import ChatClient
client = ChatClient(os.environ['KEY'])
client.base_url = os.environ['BASE']
first = client.create_chat_message({}, 'one', 'ann').json()
second = client.create_chat_message({}, 'two', 'ann', conversation_id=first['conversation_id']).json()
stream = client.create_chat_message({}, 'three', 'ann', response_mode='streaming')
events = [json.loads(line[6:])['event'] for line in stream.iter_lines() if line.startswith(b'data: ')]
messages = client.get_conversation_messages('ann', first['conversation_id']).json()
client.rename_conversation(first['conversation_id'], 'Numbers', 'ann')
conversations = client.get_conversations('ann').json()
rated = client.message_feedback(second['message_id'], 'like', 'ann').json()
uploaded = client.file_upload('ann', {'file': ('a.txt', io.BytesIO(b'text'), 'text/plain')})
parameters = client.get_application_parameters('ann').json()
print(json.dumps([
    second['answer'], events[0], events[-1], [m['query'] for m in messages['data']],
    sorted(c['name'] for c in conversations['data']), rated, uploaded.status_code,
    uploaded.json()['name'], parameters['system_parameters']['file_size_limit'],
]))`,
      app,
    );

    assert.deepEqual(found, [
      'You said: two',
      'message',
      'message_end',
      ['one', 'two'],
      ['Numbers', 'three'],
      { result: 'success' },
      201,
      'a.txt',
      15,
    ]);
  });

  it('PyPI dify-client completes', async () => {
    const app = await server.importApp(classicApp('completion'));

    const found = await run(
      `
import json, os
from dify_client import CompletionClient
client = CompletionClient(os.environ['KEY'])
client.base_url = os.environ['BASE']
answer = client.create_completion_message({'query': 'abc'}, 'blocking', 'ann').json()
print(json.dumps([answer['answer'], answer['mode']]))`,
      app,
    );

    assert.deepEqual(found, ['You said: abc', 'completion']);
  });

  it('pydify streams a chatflow to its end', async () => {
    const app = await server.importApp(chatflow());

    const found = await run(
      `
import json, os
from pydify import ChatflowClient
client = ChatflowClient(api_key=os.environ['KEY'], base_url=os.environ['BASE'])
events = list(client.send_message(query='hello', user='ann', response_mode='streaming'))
text = ''.join(e.get('answer', '') for e in events if e['event'] == 'message')
print(json.dumps([text, [e['event'] for e in events][-2:]]))`,
      app,
    );

    assert.deepEqual(found, ['Well: You said: hello', ['message_end', 'workflow_finished']]);
  });

  it('pydify runs a workflow, reads it back and finds it in the log', async () => {
    const app = await server.importApp(modelWorkflow());

    const found = await run(
      `
import json, os
from pydify import WorkflowClient
client = WorkflowClient(api_key=os.environ['KEY'], base_url=os.environ['BASE'])
ran = client.run(inputs={'text': 'abc'}, user='ann', response_mode='blocking')
run = client.get('workflows/run/' + ran['workflow_run_id'])
logs = client.get_logs()
print(json.dumps([ran['data']['outputs'], run['status'], logs['total']]))`,
      app,
    );

    assert.deepEqual(found, [{ out: 'You said: abc' }, 'succeeded', 1]);
  });
});
