import { AppError, isFileValue, type Value, type Values } from '@outpost/contracts';
import type { Words } from '../failures/node-failure.ts';
import type { InputField, InputType, StartConfig } from './config.ts';

/** A caller's inputs as the start node declares them; the undeclared are left out. */
export function readInputs(config: StartConfig, raw: Readonly<Record<string, unknown>>): Values {
  return Object.fromEntries(
    config.variables.map((field) => [field.variable, readInput(field, raw[field.variable])]),
  );
}

function readInput(field: InputField, given: unknown): Value {
  if (given === undefined || given === null) {
    if (field.required) throw refuse(field, words.required);
    return readDefault(field);
  }
  const value = readers[field.type](given, field);
  if (value === null && field.required) throw refuse(field, words.required);
  return value;
}

function readDefault(field: InputField): Value {
  const { default: given, type } = field;
  if (given === undefined || given === null) return null;
  // A default file is a mapping of another installation: its uploads are not here.
  if (type === 'file' && !isFileValue(given)) return null;
  if (type === 'file-list' && !(Array.isArray(given) && given.every(isFileValue))) return null;
  return readers[type](given, field);
}

type Reader = (given: unknown, field: InputField) => Value;

const readers: Readonly<Record<InputType, Reader>> = {
  'text-input': readText,
  paragraph: readText,
  select: readChoice,
  number: readNumber,
  checkbox: readCheckbox,
  file: readFile,
  'file-list': readFiles,
  json_object: readObject,
  // Only classic apps ask an outside tool for it; in a graph it is an ordinary text.
  external_data_tool: readText,
};

function readText(given: unknown, field: InputField): Value {
  if (typeof given !== 'string') throw refuse(field, words.text);
  const text = given.replaceAll('\u0000', '');
  const limit = field.max_length;
  if (limit !== null && limit > 0 && characterCount(text) > limit)
    throw refuse(field, { en: `it has more than ${limit} characters`, zh: `超过 ${limit} 个字符` });
  return text;
}

// Characters as people count them elsewhere in the product: an emoji outside the basic plane is one.
function characterCount(text: string): number {
  let count = 0;
  for (const _character of text) count += 1;
  return count;
}

function readChoice(given: unknown, field: InputField): Value {
  if (typeof given === 'string' && field.options.includes(given)) return given;
  // An unselected optional choice arrives as an empty text.
  if (given === '' && !field.required) return null;
  throw refuse(field, {
    en: `it must be one of: ${field.options.join(', ')}`,
    zh: `必须是以下之一：${field.options.join('、')}`,
  });
}

function readNumber(given: unknown, field: InputField): Value {
  if (typeof given === 'number' && Number.isFinite(given)) return given;
  if (typeof given === 'string') {
    const text = given.trim();
    if (text === '') return null;
    if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
  }
  throw refuse(field, words.number);
}

const trueTexts = new Set(['true', '1', 'yes', 'on']);
const falseTexts = new Set(['false', '0', 'no', 'off']);

function readCheckbox(given: unknown): Value {
  if (given === 1) return true;
  if (given === 0) return false;
  if (typeof given === 'string') {
    const word = given.trim().toLowerCase();
    if (trueTexts.has(word)) return true;
    if (falseTexts.has(word)) return false;
  }
  return given as Value;
}

function readFile(given: unknown, field: InputField): Value {
  if (isFileValue(given)) return given;
  if (!field.required && (given === '' || (Array.isArray(given) && given.length === 0)))
    return null;
  throw refuse(field, words.file);
}

function readFiles(given: unknown, field: InputField): Value {
  if (given === '' && !field.required) return [];
  if (!Array.isArray(given) || !given.every(isFileValue)) throw refuse(field, words.files);
  const limit = field.max_length;
  if (limit !== null && limit > 0 && given.length > limit)
    throw refuse(field, { en: `it has more than ${limit} files`, zh: `超过 ${limit} 个文件` });
  if (given.length === 0 && field.required) throw refuse(field, words.required);
  return given;
}

function readObject(given: unknown, field: InputField): Value {
  if (given === '' || given === false || given === 0) return null;
  if (typeof given !== 'object' || Array.isArray(given) || isFileValue(given))
    throw refuse(field, words.object);
  return given as Value;
}

function refuse(field: InputField, reason: Words): AppError {
  return new AppError('run_input_invalid', { details: { name: field.variable, reason } });
}

const words = {
  required: { en: 'it is required', zh: '必填' },
  text: { en: 'it must be a text', zh: '必须是文本' },
  number: { en: 'it must be a number', zh: '必须是数字' },
  file: { en: 'it must be a file', zh: '必须是文件' },
  files: { en: 'it must be a list of files', zh: '必须是文件列表' },
  object: { en: 'it must be a JSON object', zh: '必须是 JSON 对象' },
} as const satisfies Record<string, Words>;
