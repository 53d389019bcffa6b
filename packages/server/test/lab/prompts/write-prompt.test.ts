import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PromptEvent } from '@outpost/contracts';
import { createFakeChatModel } from '@outpost/contracts/testing';
import { readPrompt } from '../../../src/lab/prompts/read-prompt.ts';
import { streamText } from '../../../src/lab/prompts/stream-text.ts';
import { createTagReader } from '../../../src/lab/prompts/tag-reader.ts';
import { generatePrompt, improvePrompt } from '../../../src/lab/prompts/write-prompt.ts';

const good = `# Role
You are a careful translator of contracts.

# Task
Translate {{Contract text}} into {{language}}, clause by clause.

# Answer
A numbered list with one clause a line.`;

type Result = Extract<PromptEvent, { type: 'prompt' }>;

async function told(
  answer: readonly string[],
  write: (tools: Parameters<typeof generatePrompt>[1]) => Promise<void>,
): Promise<{ readonly streamed: string; readonly result: Result }> {
  const events: PromptEvent[] = [];
  const signal = new AbortController().signal;
  await write({
    model: createFakeChatModel({ answer }),
    signal,
    tell: (event) => void events.push(event),
  });
  const result = events.at(-1);
  assert.equal(result?.type, 'prompt');
  return {
    streamed: events.flatMap((event) => (event.type === 'text-delta' ? [event.text] : [])).join(''),
    result: result as Result,
  };
}

const generate = (language: 'en' | 'zh' = 'en') =>
  ({ description: 'Translate contracts', use: 'text', variables: [], language }) as const;
const improve = {
  prompt: 'Translate {{text}} into {{language}}. Be exact and keep the numbers.',
  wish: 'Keep legal terms',
  language: 'en',
} as const;

describe('a drafted prompt', () => {
  test('is streamed without its tags and comes with variables that an app can have', async () => {
    const pieces = Array.from(`Sure!\n<prompt>\n${good}\n</prompt> Hope it helps.`);

    const { streamed, result } = await told(pieces, (tools) => generatePrompt(generate(), tools));

    assert.equal(streamed.trim(), good);
    assert.equal(result.source, 'model');
    assert.match(result.prompt, /Translate \{\{contract_text\}\} into \{\{language\}\}/);
    assert.deepEqual(result.variables, [
      { name: 'contract_text', label: 'Contract text', type: 'paragraph' },
      { name: 'language', label: 'Language', type: 'text-input' },
    ]);
  });

  test('is taken whole from a model that uses no tags', async () => {
    const { streamed, result } = await told([good.slice(0, 90), good.slice(90)], (tools) =>
      generatePrompt(generate(), tools),
    );

    assert.equal(streamed, good);
    assert.equal(result.source, 'model');
  });

  test('is a frame with the description, and says so, when the answer is no prompt', async () => {
    const useless = [
      'OK.',
      'Translate contracts',
      'the the the '.repeat(200),
      'A contract is a contract.\n'.repeat(12),
      // As the starter model answered.
      "I'm sorry for any confusion. I am a chatbot designed to assist with contracts and provide information about them.",
      'Contracts are translated by people who know both languages well and have time for it.',
      '<prompt>You translate contracts with care\uFFFD, clause by clause, in plain words.</prompt>',
    ];
    for (const answer of useless) {
      const { result } = await told([answer], (tools) => generatePrompt(generate(), tools));

      assert.equal(result.source, 'template', answer.slice(0, 40));
      assert.match(result.prompt, /# Task\nTranslate contracts/);
      assert.match(result.prompt, /\{\{text\}\}/);
      assert.match(result.notice?.en ?? '', /could not be used/);
    }
  });

  test('in the wrong language is not used', async () => {
    const { result } = await told([good], (tools) => generatePrompt(generate('zh'), tools));

    assert.equal(result.source, 'template');
    assert.match(result.prompt, /# 任务/);
  });
});

describe('an improved prompt', () => {
  test('comes with what changed, and tells of variables that were lost', async () => {
    const answer = `<prompt>You translate contracts. Translate {{text}} and keep legal terms as they are.</prompt>\n<explanation>Legal terms are named.</explanation>`;

    const { result } = await told([answer], (tools) => improvePrompt(improve, tools));

    assert.equal(result.source, 'model');
    assert.equal(result.explanation, 'Legal terms are named.');
    assert.match(result.notice?.zh ?? '', /\{\{language\}\}/);
  });

  test('that is a fraction of the old one, or another text, is not used', async () => {
    const others = [
      '<prompt>The current prompt is to translate with legal terms kept.</prompt>',
      `You are asked: <current_prompt>${improve.prompt}</current_prompt> <wish>x</wish>`,
      `<prompt>${'Speak of the weather in kind words. '.repeat(2)}</prompt>`,
    ];
    for (const answer of others) {
      const { result } = await told([answer], (tools) => improvePrompt(improve, tools));
      assert.equal(result.source, 'template', answer);
    }
  });

  test('is the old one with the wish as a rule when the model only repeats it', async () => {
    const { result } = await told([`<prompt>${improve.prompt}</prompt>`], (tools) =>
      improvePrompt(
        { ...improve, badExample: { input: '', answer: '', problem: 'Numbers were wrong' } },
        tools,
      ),
    );

    assert.equal(result.source, 'template');
    assert.equal(
      result.prompt,
      `${improve.prompt}\n\n# Also\n- Keep legal terms\n- Avoid this: Numbers were wrong`,
    );
    assert.deepEqual(
      result.variables.map(({ name }) => name),
      ['text', 'language'],
    );
  });
});

test('tags are found however the text is cut', () => {
  const text = 'x<prompt> one <b> two </promp three</prompt>four';
  for (let size = 1; size < text.length; size += 1) {
    const reader = createTagReader('prompt');
    let read = '';
    for (let at = 0; at < text.length; at += size) read += reader.read(text.slice(at, at + size));
    assert.equal((read + reader.end()).trim(), 'one <b> two </promp three', `pieces of ${size}`);
  }
});

test('references of graphs and code fences are left as they are and taken off', () => {
  const read = readPrompt(
    '```markdown\nAnswer {{#query#}} with the help of {{#context#}} in at most {{ word count }} words.\n```',
    { language: 'en', given: '' },
  );

  assert.equal(
    read?.prompt,
    'Answer {{#query#}} with the help of {{#context#}} in at most {{word_count}} words.',
  );
  assert.deepEqual(read?.variables, [{ name: 'word_count', label: 'Word count', type: 'number' }]);
});

test('a model that runs in circles is stopped', async () => {
  let pieces = 0;
  const endless = {
    ...createFakeChatModel({ answer: [] }),
    async *stream() {
      for (;;) {
        pieces += 1;
        yield {
          type: 'text',
          text: 'and so on, again and again, as it was in the beginning; ',
        } as const;
      }
    },
  };
  const signal = new AbortController().signal;

  const said = await streamText(endless, [], { signal, onText: () => {} });

  assert.equal(said.isWhole, false);
  assert.ok(said.text.length < 1000 && pieces < 20);
});
