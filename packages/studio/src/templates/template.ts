import type { AppMode } from '@outpost/contracts';
import type { Language } from '../text/translator.ts';

/** What a template is made for: its words in this language, its steps on this model. */
export interface TemplateSetting {
  readonly language: Language;
  readonly model: { readonly provider: string; readonly name: string };
}

/** An app to begin with. It runs without any network but the model's. */
export interface Template {
  readonly id: string;
  readonly mode: AppMode;
  readonly icon: string;
  readonly background: string;
  readonly group: 'chat' | 'writing' | 'data' | 'work';
  readonly title: Readonly<Record<Language, string>>;
  readonly description: Readonly<Record<Language, string>>;
  /** The app file's text: JSON, which is YAML like any other app file. */
  build(setting: TemplateSetting): string;
}
