// Loaded into the measured server before its own code (`node --import`). Plain JavaScript, so that
// nothing has to be compiled for it. Told `reset` it begins anew; told `read` it answers.
const tickMs = 5;

let stallMs = 0;
let last = performance.now();
let cpu = process.cpuUsage();

setInterval(() => {
  const now = performance.now();
  stallMs = Math.max(stallMs, now - last - tickMs);
  last = now;
}, tickMs).unref();

process.on('message', (message) => {
  if (message === 'reset') {
    stallMs = 0;
    cpu = process.cpuUsage();
  } else {
    const { user, system } = process.cpuUsage(cpu);
    process.send?.({ stallMs, cpuMs: (user + system) / 1000 });
  }
});
process.channel?.unref();
