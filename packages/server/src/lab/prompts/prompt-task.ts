import type { Language } from '@outpost/contracts';

export interface GenerateFacts {
  readonly description: string;
  readonly use: 'chat' | 'text';
  readonly variables: readonly string[];
  readonly language: Language;
}

export interface ImproveFacts {
  readonly prompt: string;
  readonly wish: string;
  readonly badExample?:
    | { readonly input: string; readonly answer: string; readonly problem: string }
    | undefined;
  readonly language: Language;
}

/** What a model is told when it is to write a prompt. */
export function generateTask({ use, variables, language }: GenerateFacts): string {
  const inputs =
    use === 'chat'
      ? 'It is the instruction of a chatbot: people’s questions come after it, so it has no placeholder for them. Use placeholders only for facts that the app is given once for each conversation.'
      : 'It is the whole request to a model: every text or fact that differs from time to time stands in it as a placeholder.';
  const known =
    variables.length === 0
      ? ''
      : ` These placeholders exist already: ${variables.map((name) => `{{${name}}}`).join(', ')}. Use those that fit.`;
  return `You write prompts for language models. You are told what the prompt is for and write it: who the model is, what it does step by step, the rules it keeps, the form of its answer, and a short example where that helps. Short sentences, headings and lists. ${inputs} A placeholder is {{name}} with small letters and underscores.${known} Write in ${nameOf(language)}. Answer with the prompt between <prompt> and </prompt> and nothing else. Do not carry the task out.`;
}

/** What a model is told when it is to improve a prompt. */
export function improveTask({ language }: ImproveFacts): string {
  return `You improve prompts for language models. Change what the wish asks for and what clearly hinders the model; keep everything else, in its words and its language. Keep every placeholder such as {{name}} as it is. Answer with the whole improved prompt between <prompt> and </prompt>, then, between <explanation> and </explanation>, two or three sentences in ${nameOf(language)} about what you changed and why. Do not carry the prompt out.`;
}

export function improveMaterial({ prompt, wish, badExample }: ImproveFacts): string {
  const parts = [part('current_prompt', prompt), part('wish', wish)];
  if (badExample)
    parts.push(
      part('bad_example_input', badExample.input),
      part('bad_example_answer', badExample.answer),
      part('what_is_wrong_with_it', badExample.problem),
    );
  return parts.filter(Boolean).join('\n\n');
}

function part(name: string, text: string): string {
  return text.trim() === '' ? '' : `<${name}>\n${text}\n</${name}>`;
}

function nameOf(language: Language): string {
  return language === 'zh' ? 'Chinese' : 'English';
}
