import { createReasoningSplitter } from './reasoning-splitter.ts';

/** Takes the pieces of an answer in the order they arrive and gives them to the reader at once. */
export interface AnswerWriter {
  text(piece: string): void;
  /** Thinking that the model sent apart from its answer. */
  reasoning(piece: string): void;
  /** A made file, as the markdown that shows it; stands in a paragraph of its own. */
  media(markdown: string): void;
  end(): { readonly text: string; readonly reasoning: string };
}

export interface AnswerReader {
  text(piece: string): void;
  reasoning(piece: string): void;
}

/** Thinking stays in the text, within `<think>…</think>`, also when it came apart from it. */
export function createTaggedWriter(reader: AnswerReader): AnswerWriter {
  let text = '';
  let thinking = false;
  const write = (piece: string): void => {
    if (piece === '') return;
    text += piece;
    reader.text(piece);
  };
  const endThinking = (): void => {
    if (!thinking) return;
    thinking = false;
    write('\n</think>\n\n');
  };
  return {
    text(piece) {
      if (piece === '') return;
      endThinking();
      write(piece);
    },
    reasoning(piece) {
      if (piece === '') return;
      if (!thinking) write('<think>\n');
      thinking = true;
      write(piece);
    },
    media(markdown) {
      endThinking();
      write(paragraphBreak(text) + markdown);
    },
    end() {
      endThinking();
      return { text, reasoning: '' };
    },
  };
}

/** Thinking is taken out of the text; white space around it goes too. Blocks are joined by a newline. */
export function createSeparatingWriter(reader: AnswerReader): AnswerWriter {
  let text = '';
  let reasoning = '';
  let blockBegins = true;
  let apart = false;

  const write = (piece: string): void => {
    if (piece === '') return;
    text += piece;
    reader.text(piece);
  };
  const think = (piece: string): void => {
    const shown = blockBegins ? piece.trimStart() : piece;
    if (shown === '') return;
    const told = blockBegins && reasoning !== '' ? `\n${shown}` : shown;
    blockBegins = false;
    reasoning += told;
    reader.reasoning(told);
  };
  const splitter = createReasoningSplitter({
    text: (piece) => write(text === '' ? piece.trimStart() : piece),
    reasoning: think,
    begin() {
      blockBegins = true;
    },
  });

  return {
    text(piece) {
      apart = false;
      splitter.push(piece);
    },
    reasoning(piece) {
      if (piece === '') return;
      if (!apart) {
        splitter.flush();
        blockBegins = true;
        apart = true;
      }
      think(piece);
    },
    media(markdown) {
      splitter.flush();
      apart = false;
      write(paragraphBreak(text) + markdown);
    },
    end() {
      splitter.flush();
      return { text, reasoning: reasoning.trimEnd() };
    },
  };
}

/** A finished answer without its thinking. */
export function withoutReasoning(answer: string): string {
  if (!answer.includes('<')) return answer;
  const writer = createSeparatingWriter({ text: () => {}, reasoning: () => {} });
  writer.text(answer);
  return writer.end().text;
}

function paragraphBreak(text: string): string {
  if (text === '' || text.endsWith('\n\n')) return '';
  return text.endsWith('\n') ? '\n' : '\n\n';
}
