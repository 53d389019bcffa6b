// Loaded into the measured server before its own code (`node --import`). Plain JavaScript, so that
// nothing has to be compiled for it. Told `reset` it begins anew; told `read` it answers.
const tickMs = 5;

let stallMs = 0;
let workMs = 0;
let last = performance.now();
let lastThread = process.threadCpuUsage();
let cpu = process.cpuUsage();

setInterval(() => {
  const now = performance.now();
  const { user, system } = process.threadCpuUsage(lastThread);
  stallMs = Math.max(stallMs, now - last - tickMs);
  workMs = Math.max(workMs, (user + system) / 1000);
  last = now;
  lastThread = process.threadCpuUsage();
}, tickMs).unref();

process.on('message', (message) => {
  if (message === 'reset') {
    stallMs = 0;
    workMs = 0;
    cpu = process.cpuUsage();
  } else {
    const { user, system } = process.cpuUsage(cpu);
    process.send?.({ stallMs, workMs, cpuMs: (user + system) / 1000 });
  }
});
process.channel?.unref();
