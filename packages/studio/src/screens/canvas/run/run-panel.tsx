/** Runs of the draft, in the panel at the right; mounted while `panel` is `run`. */
export function RunPanel() {
  return null;
}
