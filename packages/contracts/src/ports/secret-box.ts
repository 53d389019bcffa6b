/** Encrypts what is stored. */
export interface SecretBox {
  encrypt(text: string): string;
  /** Throws when the text was not made with this key. */
  decrypt(sealed: string): string;
}
