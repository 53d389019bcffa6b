export const newConversationName = 'New conversation';

const lengthMax = 40;

/** A conversation's name from a text: its first line, cut to forty characters. */
export function nameFrom(text: string): string {
  const line = text.trim().split('\n')[0]?.trim() ?? '';
  const characters = Array.from(line);
  return characters.length <= lengthMax
    ? line || newConversationName
    : `${characters.slice(0, lengthMax).join('')}…`;
}
