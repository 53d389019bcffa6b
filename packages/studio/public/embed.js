/*
 * Puts a chat onto somebody else's page: a round button, and behind it a frame with the published
 * page `/chatbot/{token}`. It reads the same configuration as Dify's script, so a site changes one
 * address:
 *
 *   <script>window.difyChatbotConfig = { token: 'CODE', baseUrl: 'https://host/prefix' };</script>
 *   <script src="https://host/prefix/embed.min.js" id="CODE" defer></script>
 *
 * Without `baseUrl` the frame comes from where the script came from. `identityToken` is ours: a token
 * of a page that only lets in whom the site has signed in. Old syntax, no module, nothing global but
 * what is read: it runs on pages of all kinds. A page with a strict policy allows it with
 * `script-src`, `frame-src` of this installation; its styles are set one by one, not written as text.
 */
(function () {
  'use strict';

  var buttonId = 'dify-chatbot-bubble-button';
  var windowId = 'dify-chatbot-bubble-window';
  var addressLengthMax = 2048;
  var dragStartsAt = 8;
  var script = document.currentScript;
  var config = window.difyChatbotConfig || window.outpostChatbotConfig;

  var icons = {
    open: 'M12 3.5c-5 0-8.7 3.2-8.7 7.400 0 2.1 1 4 2.600 5.3L5.500 20.500l4.200-2c.7.1 1.500.2 2.300.2 5 0 8.700-3.200 8.700-7.400S17 3.500 12 3.500z',
    close: 'M6.500 9.500 12 15l5.500-5.500',
  };

  function start() {
    if (!config || !config.token) {
      console.error('The chat cannot be shown: difyChatbotConfig.token is missing.');
      return;
    }
    if (document.getElementById(buttonId)) return;
    var base = baseAddress();
    void frameAddress(base).then(function (address) {
      if (address.length > addressLengthMax) {
        console.error(
          'The chat cannot be shown: its address has more than ' +
            addressLengthMax +
            ' characters. Shorten inputs or variables.',
        );
        return;
      }
      show(address, new URL(base).origin);
    });
  }

  function baseAddress() {
    var given = config.baseUrl;
    if (given) return String(given).replace(/\/+$/, '');
    var source = (script && script.src) || location.href;
    return source.replace(/[?#].*$/, '').replace(/\/[^/]*$/, '');
  }

  /* Values are packed, because they are often long and addresses must not be. */
  function frameAddress(base) {
    var pairs = [];
    add(config.inputs, '');
    add(config.systemVariables, 'sys.');
    add(config.userVariables, 'user.');
    function add(values, prefix) {
      Object.keys(values || {}).forEach(function (name) {
        pairs.push(
          pack(String(values[name])).then(function (packed) {
            return encodeURIComponent(prefix + name) + '=' + encodeURIComponent(packed);
          }),
        );
      });
    }
    return Promise.all(pairs).then(function (query) {
      var identity = config.identityToken
        ? '#identity=' + encodeURIComponent(config.identityToken)
        : '';
      return (
        base +
        '/chatbot/' +
        encodeURIComponent(config.token) +
        (query.length > 0 ? '?' + query.join('&') : '') +
        identity
      );
    });
  }

  /* Gzip and base64; where the browser has no gzip, the value as it is, which the page reads too. */
  function pack(value) {
    if (typeof CompressionStream === 'undefined') return Promise.resolve(value);
    var stream = new Blob([value]).stream().pipeThrough(new CompressionStream('gzip'));
    return new Response(stream).arrayBuffer().then(function (buffer) {
      var binary = '';
      new Uint8Array(buffer).forEach(function (byte) {
        binary += String.fromCharCode(byte);
      });
      return btoa(binary);
    });
  }

  function show(address, origin) {
    var frame = document.createElement('iframe');
    frame.id = windowId;
    frame.src = address;
    frame.title = config.title || 'Chat';
    frame.allow = 'fullscreen;microphone';
    style(frame, {
      border: 'none',
      position: 'fixed',
      display: 'none',
      flexDirection: 'column',
      width: '24rem',
      height: '43.75rem',
      maxWidth: 'calc(100vw - 2rem)',
      maxHeight: 'calc(100vh - 6rem)',
      borderRadius: '0.75rem',
      backgroundColor: '#fff',
      boxShadow: '0 8px 40px rgba(0, 0, 0, 0.18), 0 0 1px rgba(0, 0, 0, 0.3)',
      overflow: 'hidden',
      zIndex: '2147483640',
      userSelect: 'none',
    });
    var button = makeButton();
    var state = { open: false, large: false };

    function place() {
      var area = button.getBoundingClientRect();
      var isNarrow = window.innerWidth <= 640;
      style(frame, {
        display: state.open ? 'block' : 'none',
        width: state.large && !isNarrow ? 'max(24rem, min(48%, 40rem))' : '24rem',
        height: state.large && !isNarrow ? '88%' : '43.75rem',
      });
      /* Beside the button, in the half of the window where there is room. */
      var isLeft = area.left + area.width / 2 < window.innerWidth / 2;
      var isUp = area.top + area.height / 2 < window.innerHeight / 2;
      var gap = 12;
      style(frame, {
        left: isNarrow || isLeft ? (isNarrow ? '1rem' : area.left + 'px') : 'auto',
        right:
          isNarrow || !isLeft
            ? isNarrow
              ? '1rem'
              : window.innerWidth - area.right + 'px'
            : 'auto',
        top: isUp ? area.bottom + gap + 'px' : 'auto',
        bottom: isUp ? 'auto' : window.innerHeight - area.top + gap + 'px',
      });
    }

    function toggle(open) {
      state.open = open;
      button.setAttribute('aria-expanded', String(open));
      button.querySelector('#openIcon').style.display = open ? 'none' : 'block';
      button.querySelector('#closeIcon').style.display = open ? 'block' : 'none';
      place();
      if (open) frame.focus();
      else button.focus();
    }

    button.addEventListener('click', function () {
      if (!button.wasDragged) toggle(!state.open);
    });
    button.addEventListener('keydown', function (event) {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      toggle(!state.open);
    });
    document.addEventListener('keydown', function (event) {
      if (event.key === 'Escape' && state.open) toggle(false);
    });
    window.addEventListener('resize', place);
    window.addEventListener('message', function (event) {
      if (event.source !== frame.contentWindow || event.origin !== origin || !event.data) return;
      if (event.data.type === 'dify-chatbot-iframe-ready')
        frame.contentWindow.postMessage(
          {
            type: 'dify-chatbot-config',
            payload: { isToggledByButton: true, isDraggable: !!config.draggable },
          },
          origin,
        );
      if (event.data.type === 'dify-chatbot-expand-change') {
        state.large = !state.large;
        place();
      }
    });
    if (config.draggable) makeDraggable(button, config.dragAxis || 'both', place);
    document.body.appendChild(frame);
    document.body.appendChild(button);
  }

  function makeButton() {
    var button = document.createElement('div');
    button.id = buttonId;
    button.tabIndex = 0;
    button.setAttribute('role', 'button');
    button.setAttribute('aria-label', config.title || 'Chat');
    button.setAttribute('aria-expanded', 'false');
    var variable = function (name, fallback) {
      return 'var(--' + buttonId + '-' + name + ', ' + fallback + ')';
    };
    style(button, {
      position: 'fixed',
      bottom: variable('bottom', '1rem'),
      right: variable('right', '1rem'),
      left: variable('left', 'unset'),
      top: variable('top', 'unset'),
      width: variable('width', '48px'),
      height: variable('height', '48px'),
      borderRadius: variable('border-radius', '25px'),
      backgroundColor: variable('bg-color', '#155EEF'),
      boxShadow: variable('box-shadow', 'rgba(0, 0, 0, 0.2) 0 4px 8px 0'),
      cursor: 'pointer',
      zIndex: '2147483647',
    });
    var inside = document.createElement('div');
    style(inside, {
      display: 'flex',
      alignItems: 'center',
      justifyContent: 'center',
      width: '100%',
      height: '100%',
    });
    inside.appendChild(icon('openIcon', icons.open, true));
    inside.appendChild(icon('closeIcon', icons.close, false));
    button.appendChild(inside);
    applyProps(button, config.containerProps || {});
    return button;
  }

  function icon(id, path, isShown) {
    var namespace = 'http://www.w3.org/2000/svg';
    var picture = document.createElementNS(namespace, 'svg');
    picture.id = id;
    picture.setAttribute('width', '24');
    picture.setAttribute('height', '24');
    picture.setAttribute('viewBox', '0 0 24 24');
    picture.setAttribute('fill', 'none');
    picture.setAttribute('stroke', 'white');
    picture.setAttribute('stroke-width', '1.9');
    picture.setAttribute('stroke-linecap', 'round');
    picture.setAttribute('stroke-linejoin', 'round');
    picture.style.display = isShown ? 'block' : 'none';
    var line = document.createElementNS(namespace, 'path');
    line.setAttribute('d', path);
    picture.appendChild(line);
    return picture;
  }

  /* What the page wants on the button: classes, styles, listeners, anything but another id. */
  function applyProps(element, props) {
    Object.keys(props).forEach(function (name) {
      var value = props[name];
      if (name === 'id') return;
      if (name === 'className')
        String(value)
          .split(' ')
          .filter(Boolean)
          .forEach(function (part) {
            element.classList.add(part);
          });
      else if (name === 'style') {
        if (typeof value === 'string') element.style.cssText += ';' + value;
        else style(element, value || {});
      } else if (typeof value === 'function')
        element.addEventListener(name.replace(/^on/, '').toLowerCase(), value);
      else if (name in element) element[name] = value;
      else element.setAttribute(name, value);
    });
  }

  function makeDraggable(element, axis, onMoved) {
    var from = null;
    element.style.touchAction = 'none';
    element.addEventListener('pointerdown', function (event) {
      var area = element.getBoundingClientRect();
      element.wasDragged = false;
      from = { x: event.clientX, y: event.clientY, left: area.left, top: area.top };
      element.setPointerCapture(event.pointerId);
    });
    element.addEventListener('pointermove', function (event) {
      if (!from) return;
      var x = event.clientX - from.x;
      var y = event.clientY - from.y;
      if (!element.wasDragged && Math.abs(x) < dragStartsAt && Math.abs(y) < dragStartsAt) return;
      element.wasDragged = true;
      if (axis !== 'y')
        style(element, {
          left: within(from.left + x, window.innerWidth - element.offsetWidth),
          right: 'auto',
        });
      if (axis !== 'x')
        style(element, {
          top: within(from.top + y, window.innerHeight - element.offsetHeight),
          bottom: 'auto',
        });
      onMoved();
    });
    ['pointerup', 'pointercancel'].forEach(function (name) {
      element.addEventListener(name, function () {
        from = null;
      });
    });
  }

  function within(value, most) {
    return Math.max(0, Math.min(value, most)) + 'px';
  }

  /* One by one: a policy that refuses style attributes lets these pass. */
  function style(element, values) {
    Object.keys(values).forEach(function (name) {
      if (name.indexOf('-') >= 0) element.style.setProperty(name, values[name]);
      else element.style[name] = values[name];
    });
  }

  if (config && config.dynamicScript) start();
  else if (document.readyState === 'complete') start();
  else window.addEventListener('load', start);
})();
