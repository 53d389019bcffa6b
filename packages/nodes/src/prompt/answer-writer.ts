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
  const page = createPage(reader);
  let thinking = false;
  const endThinking = (): void => {
    if (!thinking) return;
    thinking = false;
    page.write('\n</think>\n\n');
  };
  return {
    text(piece) {
      if (piece === '') return;
      endThinking();
      page.write(piece);
    },
    reasoning(piece) {
      if (piece === '') return;
      if (!thinking) page.write('<think>\n');
      thinking = true;
      page.write(piece);
    },
    media(markdown) {
      endThinking();
      page.media(markdown);
    },
    end() {
      endThinking();
      return { text: page.text(), reasoning: '' };
    },
  };
}

/** Thinking is taken out of the text; white space around it goes too. Blocks are joined by a newline. */
export function createSeparatingWriter(reader: AnswerReader): AnswerWriter {
  const page = createPage(reader);
  let reasoning = '';
  let blockBegins = true;
  let apart = false;

  const think = (piece: string): void => {
    const shown = blockBegins ? piece.trimStart() : piece;
    if (shown === '') return;
    const told = blockBegins && reasoning !== '' ? `\n${shown}` : shown;
    blockBegins = false;
    reasoning += told;
    reader.reasoning(told);
  };
  const splitter = createReasoningSplitter({
    text: (piece) => page.write(page.text() === '' ? piece.trimStart() : piece),
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
      page.media(markdown);
    },
    end() {
      splitter.flush();
      return { text: page.text(), reasoning: reasoning.trimEnd() };
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

/** The text so far; each piece goes to the reader as it is added. */
function createPage(reader: AnswerReader) {
  let text = '';
  let afterMedia = false;
  const add = (piece: string): void => {
    text += piece;
    reader.text(piece);
  };
  return {
    text: () => text,
    write(piece: string): void {
      if (piece === '') return;
      add(afterMedia && !piece.startsWith('\n') ? `\n\n${piece}` : piece);
      afterMedia = false;
    },
    media(markdown: string): void {
      const paragraph = text === '' || text.endsWith('\n\n') ? '' : '\n\n';
      add(paragraph + markdown);
      afterMedia = true;
    },
  };
}
