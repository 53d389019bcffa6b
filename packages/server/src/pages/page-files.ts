/** Read by the browser; plain enough for the oldest one we support. */
export const pageScript = `'use strict';
const api = async (method, path, body, csrf) => {
  const headers = { 'content-type': 'application/json', 'x-outpost-language': document.documentElement.lang };
  if (csrf) headers['x-outpost-csrf'] = csrf;
  const answer = await fetch('console/api' + path, {
    method, headers, body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (answer.status === 204) return null;
  const data = await answer.json();
  if (!answer.ok) throw new Error(data.message);
  return data;
};
const onSubmit = (form, send) => form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const error = form.querySelector('.error');
  const button = form.querySelector('button');
  error.hidden = true;
  button.disabled = true;
  try {
    await send(Object.fromEntries(new FormData(form)));
    location.replace('apps');
  } catch (thrown) {
    error.textContent = thrown.message;
    error.hidden = false;
    button.disabled = false;
  }
});
const setUp = document.getElementById('set-up');
if (setUp) onSubmit(setUp, (fields) => {
  const token = location.hash.slice(1);
  if (!token) throw new Error(setUp.dataset.missingToken);
  const language = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';
  return api('POST', '/setup', Object.assign({ token, language }, fields));
});
const signIn = document.getElementById('sign-in');
const apps = document.getElementById('apps');
const showApps = async () => {
  const session = await api('GET', '/session');
  const list = await api('GET', '/apps?limit=100');
  for (const app of list.data) {
    const item = document.createElement('li');
    item.textContent = app.name + ' · ' + app.mode;
    apps.querySelector('ul').append(item);
  }
  apps.querySelector('.empty').hidden = list.data.length > 0;
  apps.hidden = false;
  document.getElementById('sign-out').addEventListener('click', async () => {
    await api('DELETE', '/session', undefined, session.csrfToken);
    location.reload();
  });
};
if (signIn) {
  onSubmit(signIn, (fields) => api('POST', '/session', fields));
  showApps().catch(() => { signIn.hidden = false; });
}
`;

export const pageStyle = `:root { color-scheme: light dark; --line: #8884; --accent: #2f6feb; --danger: #c2362b; }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.6 system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 12vh 24px 48px; }
h1 { font-size: 28px; line-height: 1.25; margin: 0 0 16px; }
h2 { font-size: 18px; margin: 32px 0 8px; }
form { display: grid; gap: 16px; max-width: 24rem; }
label { display: grid; gap: 4px; font-size: 14px; }
input { font: inherit; padding: 8px 12px; border: 1px solid var(--line); border-radius: 8px; background: transparent; color: inherit; }
input:focus-visible, button:focus-visible, a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
button { font: inherit; padding: 8px 16px; border: 0; border-radius: 8px; background: var(--accent); color: #fff; cursor: pointer; justify-self: start; }
button.quiet { background: transparent; color: inherit; border: 1px solid var(--line); }
button:disabled { opacity: .6; cursor: default; }
.error { color: var(--danger); margin: 0; }
pre { padding: 12px 16px; border: 1px solid var(--line); border-radius: 8px; overflow: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { text-align: left; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
`;
