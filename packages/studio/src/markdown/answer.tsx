import { memo, useMemo, useRef } from 'react';
import { AnswerProvider, type AnswerSurroundings } from './answer-context.ts';
import styles from './answer.module.css';
import { Blocks } from './blocks.tsx';
import { createAnswerParser } from './parse-answer.ts';

interface AnswerProps {
  readonly text: string;
  /** Whether more of the text is to come. */
  readonly writing?: boolean;
  readonly surroundings: AnswerSurroundings;
}

/** A model's answer: Markdown, formulas, drawings, charts, forms. Nothing in it can run. */
export const Answer = memo(function Answer({ text, writing = false, surroundings }: AnswerProps) {
  const parse = useRef<ReturnType<typeof createAnswerParser>>(null);
  const blocks = useMemo(() => {
    parse.current ??= createAnswerParser();
    return parse.current(text, { writing });
  }, [text, writing]);
  return (
    <AnswerProvider value={surroundings}>
      <div className={styles['answer']}>
        <Blocks blocks={blocks} />
      </div>
    </AnswerProvider>
  );
});
