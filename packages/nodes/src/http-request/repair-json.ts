import { messageOf } from '@outpost/contracts';
import { jsonrepair } from 'jsonrepair';
import { failWith } from '../failures/node-failure.ts';

/**
 * Valid JSON from the text of a body: a placeholder without quotes, a comma too many, raw line
 * breaks in texts are mended. Valid JSON is sent as it was written, so that long numbers keep
 * their digits.
 */
export function repairJson(text: string): string {
  if (isJson(text)) return text;
  try {
    return jsonrepair(text);
  } catch (error) {
    throw failWith('RequestBodyError', {
      en: `The body is not JSON and cannot be mended: ${messageOf(error)}`,
      zh: `请求体不是 JSON，且无法修复：${messageOf(error)}`,
    });
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
