import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createBlankApp } from '@outpost/dsl';
import {
  modelOf,
  promptOf,
  setModel,
  setParameters,
  setPrompt,
  withClassic,
} from '../../../src/screens/prompt-lab/model/classic-config.ts';
import { isOn, setOpening, switchFeature } from '../../../src/screens/prompt-lab/model/features.ts';
import {
  addInputs,
  changeInput,
  faultOf,
  inputsOf,
  missingInputs,
  moveInput,
  newInput,
  removeInput,
  retyped,
} from '../../../src/screens/prompt-lab/model/inputs.ts';
import { together } from '../../../src/screens/prompt-lab/model/together.ts';

const chat = createBlankApp('chat', 'A');

describe('settings of a chatbot', () => {
  test('prompt, model and parameters are changed alone, and what nobody knows stays', () => {
    const odd = withClassic(chat, { strange: { keep: true } });

    const changed = together(
      setPrompt('Be kind.'),
      setModel({ provider: 'p', name: 'm' }),
      setParameters({ temperature: 0 }),
    ).edit(odd);

    assert.equal(promptOf(changed), 'Be kind.');
    assert.deepEqual(modelOf(changed), {
      provider: 'p',
      name: 'm',
      parameters: { temperature: 0 },
    });
    assert.deepEqual(changed.classic?.['strange'], { keep: true });
    assert.equal(setPrompt('Be kind.').edit(changed), changed);
  });

  test('another name of an input is taken over by the prompt', () => {
    const asked = together(
      addInputs([newInput('town'), newInput('day', 'number')]),
      setPrompt('In {{town}} or {{ town }}, not {{townhall}}.'),
    ).edit(chat);

    const renamed = changeInput('town', { ...newInput('city'), label: 'City' }).edit(asked);

    assert.equal(promptOf(renamed), 'In {{city}} or {{city}}, not {{townhall}}.');
    assert.deepEqual(
      inputsOf(renamed).map(({ variable, type }) => [variable, type]),
      [
        ['city', 'text-input'],
        ['day', 'number'],
      ],
    );
    assert.deepEqual(missingInputs(renamed), ['townhall']);
  });

  test('inputs are added once, moved and removed', () => {
    const two = addInputs([newInput('a'), newInput('b')]).edit(chat);

    assert.equal(addInputs([newInput('a')]).edit(two), two);
    const moved = moveInput('b', -1).edit(two);
    assert.deepEqual(
      inputsOf(moved).map(({ variable }) => variable),
      ['b', 'a'],
    );
    assert.deepEqual(moveInput('b', -1).edit(moved), moved);
    assert.deepEqual(
      inputsOf(removeInput('b').edit(moved)).map(({ variable }) => variable),
      ['a'],
    );
  });

  test('an input says what is wrong with it, and keeps what fits another type', () => {
    assert.equal(faultOf(newInput(''), []), 'name-missing');
    assert.equal(faultOf(newInput('1x'), []), 'name-wrong');
    assert.equal(faultOf(newInput('x'), [newInput('x')]), 'name-taken');
    assert.equal(faultOf(newInput('x', 'select'), []), 'options-missing');
    const long = { ...newInput('x'), max_length: 7 };
    assert.equal(retyped(long, 'paragraph')['max_length'], 7);
    assert.equal('max_length' in retyped(long, 'number'), false);
  });
});

describe('features', () => {
  test('are kept where the kind of app keeps them', () => {
    const flow = createBlankApp('advanced-chat', 'B');
    const opening = setOpening({ statement: 'Hello', questions: ['Why?'] });

    assert.equal(opening.edit(chat).classic?.['opening_statement'], 'Hello');
    assert.equal(opening.edit(flow).features['opening_statement'], 'Hello');
  });

  test('are switched on with what they need, and keep it when switched off', () => {
    const on = switchFeature('file_upload', true).edit(chat);
    const off = switchFeature('file_upload', false).edit(on);

    assert.deepEqual([isOn(chat, 'file_upload'), isOn(on, 'file_upload')], [false, true]);
    assert.equal(isOn(off, 'file_upload'), false);
    const upload = off.classic?.['file_upload'] as { readonly number_limits: number };
    assert.equal(upload.number_limits, 3);
    assert.equal(isOn(chat, 'retriever_resource'), true);
  });
});
