/** Words that people read in their language. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}
