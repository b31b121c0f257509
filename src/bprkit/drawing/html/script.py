"""The script of the page: looking around, twins, the filter, and what is known of a step; it builds no markup from texts."""

from __future__ import annotations

SCRIPT = """
'use strict';
(() => {
  const main = document.querySelector('main'), svg = main.querySelector('svg');
  const side = document.querySelector('aside'), shown = document.querySelector('output');
  const told = JSON.parse(document.getElementById('bprkit-details').textContent);
  const words = told.words, steps = new Map(told.steps.map(step => [step.key, step]));
  const node = key => document.getElementById(key);
  const start = [...side.childNodes];
  const width = svg.width.baseVal.value, height = svg.height.baseVal.value;
  let x = 0, y = 0, scale = 1, chosen = null;

  const show = () => {
    svg.style.transform = `translate(${x}px,${y}px) scale(${scale})`;
    shown.textContent = Math.round(scale * 100) + '%';
  };
  const zoom = (by, atX = main.clientWidth / 2, atY = main.clientHeight / 2) => {
    const next = Math.min(8, Math.max(0.05, scale * by));
    x = atX - (atX - x) * next / scale; y = atY - (atY - y) * next / scale; scale = next; show();
  };
  const fit = () => {
    scale = Math.min(main.clientWidth / width, main.clientHeight / height);
    x = (main.clientWidth - width * scale) / 2; y = Math.max(0, (main.clientHeight - height * scale) / 2); show();
  };
  const move = (right, down) => { x += right; y += down; show(); };
  const reveal = one => {
    const box = one.getBoundingClientRect(), room = main.getBoundingClientRect(), edge = 30;
    const by = (from, to, low, high) => from < low + edge ? low + edge - from : to > high - edge ? high - edge - to : 0;
    move(by(box.left, box.right, room.left, room.right), by(box.top, box.bottom, room.top, room.bottom));
  };

  const make = (tag, text, cls) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (cls) made.className = cls;
    return made;
  };
  const list = (title, items) => {
    if (!items.length) return [];
    const all = make('ul');
    all.append(...items.map(item => { const one = make('li'); one.append(item); return one; }));
    return [make('h3', title), all];
  };
  const link = ({key, title, about}, state) => {
    const made = make('button', (state ? state + ': ' : '') + title + (about ? ' (' + about + ')' : ''));
    made.type = 'button';
    made.addEventListener('click', () => go(key));
    return made;
  };
  const tell = step => {
    const parts = [make('h2', step.title), make('p', step.state, 'state')];
    if (step.word) parts.push(make('span', step.word, 'word'));
    if (step.facts.length) {
      const facts = make('dl');
      for (const [term, text] of step.facts) facts.append(make('dt', term), make('dd', text));
      parts.push(facts);
    }
    parts.push(...list(words.changes, step.changes.map(text => make('span', text))));
    parts.push(...list(words.twins, step.twins.map(twin => link({...twin, about: ''}, twin.about))));
    parts.push(...list(words.ways, step.ways.map(way => link(way, ''))));
    side.replaceChildren(...parts);
    side.scrollTop = 0;
  };
  const dark = () => {
    for (const one of svg.querySelectorAll('.lit, .twin')) one.classList.remove('lit', 'twin');
  };
  const light = step => {
    dark();
    node(step.key).classList.add('lit');
    for (const twin of step.twins) node(twin.key)?.classList.add('twin');
    tell(step);
  };
  const choose = step => {
    if (chosen) node(chosen.key).classList.remove('chosen');
    chosen = step;
    if (!step) { dark(); side.replaceChildren(...start); return; }
    node(step.key).classList.add('chosen');
    light(step);
  };
  const go = key => { choose(steps.get(key)); reveal(node(key)); node(key).focus({preventScroll: true}); };

  svg.setAttribute('role', 'group');
  for (const [key, step] of steps) {
    const one = node(key);
    if (!one) continue;
    one.setAttribute('tabindex', '0');
    one.setAttribute('role', 'button');
    if (step.change) one.classList.add('differs');
    one.addEventListener('pointerenter', () => { if (!held.size) light(step); });
    one.addEventListener('pointerleave', () => { if (chosen) light(chosen); else choose(null); });
    one.addEventListener('focus', () => { light(step); reveal(one); });
  }

  const held = new Map();
  let far = 0, dragged = 0;
  const spread = () => {
    const [a, b] = [...held.values()];
    return [Math.hypot(a.x - b.x, a.y - b.y), (a.x + b.x) / 2, (a.y + b.y) / 2];
  };
  const at = event => {
    const room = main.getBoundingClientRect();
    return {x: event.clientX - room.left, y: event.clientY - room.top};
  };
  main.addEventListener('pointerdown', event => {
    if (event.button) return;
    held.set(event.pointerId, at(event)); dragged = held.size > 1 ? 99 : 0;
    if (held.size === 2) far = spread()[0];
  });
  addEventListener('pointermove', event => {
    const before = held.get(event.pointerId), now = at(event);
    if (!before) return;
    held.set(event.pointerId, now);
    if (held.size === 1) {
      dragged += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
      if (dragged > 4) { main.classList.add('held'); move(now.x - before.x, now.y - before.y); }
    } else if (held.size === 2) {
      const [length, middleX, middleY] = spread();
      if (far) zoom(length / far, middleX, middleY);
      far = length;
    }
  });
  for (const kind of ['pointerup', 'pointercancel']) addEventListener(kind, event => {
    held.delete(event.pointerId); far = 0; main.classList.remove('held');
  });
  main.addEventListener('click', event => {
    if (dragged > 4) return;
    const one = event.target.closest('.node');
    choose(one ? steps.get(one.id) ?? null : null);
  });
  main.addEventListener('wheel', event => {
    event.preventDefault();
    const {x: atX, y: atY} = at(event);
    zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), atX, atY);
  }, {passive: false});

  const filter = document.querySelector('[data-does=filter]');
  const does = {
    in: () => zoom(1.25), out: () => zoom(0.8), fit, print: () => print(),
    filter: () => {
      if (filter) filter.setAttribute('aria-pressed', document.body.classList.toggle('filtered'));
    },
  };
  for (const button of document.querySelectorAll('[data-does]'))
    button.addEventListener('click', does[button.dataset.does]);
  const twin = () => {
    const here = steps.get(document.activeElement?.id) ?? chosen;
    if (here?.twins.length) go(here.twins[0].key);
  };
  const keys = {
    '+': does.in, ';': does.in, '=': does.in, '-': does.out, '0': fit, c: does.filter, t: twin,
    Escape: () => { document.activeElement?.blur(); choose(null); },
    ArrowLeft: () => move(60, 0), ArrowRight: () => move(-60, 0),
    ArrowUp: () => move(0, 60), ArrowDown: () => move(0, -60),
    Enter: () => { const step = steps.get(document.activeElement?.id); if (step) choose(step); },
  };
  addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.startsWith('Arrow') && side.contains(document.activeElement)) return;
    if (event.key === 'Enter' && document.activeElement?.tagName === 'BUTTON') return;
    const act = keys[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  let moved = false;
  main.addEventListener('pointerdown', () => { moved = true; });
  addEventListener('resize', () => { if (!moved) fit(); });
  document.body.classList.add('live');
  fit();
})();
"""
