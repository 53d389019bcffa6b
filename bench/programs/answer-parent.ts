/** The other end of `run-program.ts`: takes the options, gives the result. */
export function answerParent<Options, Result>(
  work: (options: Options) => Promise<Result> | Result,
): void {
  process.once('message', (options) => {
    void (async () => process.send?.(await work(options as Options)))();
  });
  process.once('disconnect', () => process.exit());
}
