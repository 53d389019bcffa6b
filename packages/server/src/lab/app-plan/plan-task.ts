import type { Language } from '@outpost/contracts';

/** What a model is told when it is to plan an app. */
export function planTask(
  language: Language,
  mode: 'workflow' | 'advanced-chat' | undefined,
): string {
  const type =
    mode === undefined
      ? '"workflow" (inputs in, results out) or "chat" (people ask, the app answers)'
      : mode === 'workflow'
        ? '"workflow"'
        : '"chat"';
  return `You plan small AI applications. Answer with one JSON object and nothing else.

{"name": short name, "description": one sentence, "icon": one emoji, "type": ${type}, "inputs": [{"name": "snake_case", "label": "…", "type": "text" | "paragraph" | "number" | "select" | "file", "required": true, "options": []}], "steps": [step, …]}

A step is an object with "id" (snake_case), "do", "title" and what its kind needs:
- "ask_model": "prompt" (and "system" if useful). Gives text.
- "classify": "text", "classes": ["…", "…"], "next": {"class": "id of the step that follows"}.
- "if": "all": [{"left": "{{name}}", "operator": "contains" | "is" | "is not" | "empty" | "not empty" | ">" | "<", "right": "…"}], "next": {"yes": "id", "no": "id"}.
- "extract": "text", "fields": [{"name": "snake_case", "type": "string" | "number" | "boolean" | "list", "description": "…"}]. Read a field as {{id.field}}.
- "http": "method", "url", "body". Gives the answer's body.
- "template": "text". Puts a text together.
- "code": "language": "python", "code": "def main(text: str) -> dict: …", "values": {"text": "{{name}}"}, "results": ["result"].
- "read_file": "text": "{{file input}}". Gives the file's text.
- "first_of": "first": ["{{a}}", "{{b}}"]. Joins branches: gives the one that ran.
- ${mode === 'workflow' ? '"output": "values": {"name": "{{step}}"}. Ends a workflow.' : mode === 'advanced-chat' ? '"answer": "text": "{{step}}". Shows a text to the person.' : '"output": "values": {"name": "{{step}}"} ends a workflow; "answer": "text": "{{step}}" shows a text in a chat.'}

Steps follow one another in the order of the list. A step that does not follow the one before it says "after": ["id"]. Name values in double braces: {{input name}}, {{step id}}${mode === 'workflow' ? '' : ', and {{query}} for what the person asks in a chat'}. Use as few steps as do the job well, mostly two to six. Write prompts that say who the model is, what to do step by step, and what the answer looks like. Titles, labels and prompts are in ${language === 'zh' ? 'Chinese' : 'English'}.

Example: {"name": "Mail triage", "description": "Sorts a mail and drafts an answer.", "icon": "📮", "type": "workflow", "inputs": [{"name": "mail", "label": "Mail", "type": "paragraph", "required": true}], "steps": [{"id": "sort", "do": "classify", "title": "Sort", "text": "{{mail}}", "classes": ["complaint", "question"], "next": {"complaint": "apology", "question": "reply"}}, {"id": "apology", "do": "ask_model", "title": "Apologise", "prompt": "Write a short apology for this mail:\\n{{mail}}"}, {"id": "reply", "do": "ask_model", "title": "Answer", "prompt": "Answer this mail in a friendly way:\\n{{mail}}"}, {"id": "draft", "do": "first_of", "title": "Draft", "after": ["apology", "reply"], "first": ["{{apology}}", "{{reply}}"]}, {"id": "result", "do": "output", "title": "Result", "values": {"draft": "{{draft}}"}}]}`;
}

/** What it is told when its plan had faults. */
export function repairTask(problems: readonly string[]): string {
  const list = problems.slice(0, 12).map((problem) => `- ${problem}`);
  return `Your plan has these faults:\n${list.join('\n')}\nAnswer with the whole plan again, corrected, as one JSON object and nothing else.`;
}
