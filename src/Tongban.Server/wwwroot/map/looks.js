// How control layers look. The colour says which layer, the shape how strictly it binds: forbidden is hatched, restricted filled, advisory dashed and faint.
const hatches = new Map();

function hatch(color) {
  if (!hatches.has(color)) {
    const size = 8, ratio = window.devicePixelRatio || 1;
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = size * ratio;
    const c = canvas.getContext('2d');
    c.scale(ratio, ratio);
    c.fillStyle = color + '2e';
    c.fillRect(0, 0, size, size);
    c.strokeStyle = color + 'b0';
    c.lineWidth = 1.2;
    c.beginPath();
    for (const shift of [-size, 0, size]) {
      c.moveTo(shift, size);
      c.lineTo(shift + size, 0);
    }
    c.stroke();
    hatches.set(color, c.createPattern(canvas, 'repeat'));
  }
  return hatches.get(color);
}

function fill(color, level) {
  return new ol.style.Fill({ color: level === 'forbidden' ? hatch(color) : color + (level === 'restricted' ? '4d' : '22') });
}

function stroke(color, level, width = 1.6) {
  return new ol.style.Stroke({ color, width, lineDash: level === 'advisory' ? [5, 4] : undefined });
}

/** A layer: every entity by the level of its zone; what is smaller than a pixel has no edge; names where there is room. */
export function ofLayer(layer) {
  const cache = new Map();
  const covered = new ol.style.Style({ stroke: new ol.style.Stroke({ color: '#46536a', width: 1.2, lineDash: [2, 5] }) });
  return (feature, resolution) => {
    if (feature.get('layer') === 'coverage') return layer.coverage ? covered : null;
    const level = layer.zones[feature.get('zone')] || layer.level, far = resolution > 30;
    const line = feature.getType() === 'LineString', dense = feature.get('dense'), near = resolution < 6 && feature.get('name');
    const key = `${level}|${line}|${dense}|${far}`;
    if (!cache.has(key)) cache.set(key, new ol.style.Style({ fill: line ? undefined : fill(layer.color, level), stroke: dense ? undefined : stroke(layer.color, level, line ? (far ? 1.6 : 2.2) : far ? 0.9 : 1.6) }));
    return near && !line ? [cache.get(key), label(feature.get('name'), layer.color)] : cache.get(key);
  };
}

function label(name, color) {
  return new ol.style.Style({ text: new ol.style.Text({ text: name, font: '12px sans-serif', overflow: false, fill: new ol.style.Fill({ color }), stroke: new ol.style.Stroke({ color: '#ffffffd9', width: 3 }) }) });
}

const changes = { added: ['#18794a', 'restricted'], removed: ['#c02b23', 'forbidden'], changed: ['#9a4d00', 'restricted'], renamed: ['#6b5bb5', 'advisory'] };

/** A side of a comparison: what differs is coloured, all else is pale. */
export function ofComparison(side, ids) {
  const pale = new ol.style.Style({ fill: new ol.style.Fill({ color: 'rgba(107,122,146,.10)' }), stroke: new ol.style.Stroke({ color: 'rgba(107,122,146,.45)', width: 1 }) });
  const looks = Object.fromEntries(Object.entries(changes).map(([k, [color, level]]) => [k, new ol.style.Style({ zIndex: 2, fill: fill(color, level), stroke: stroke(color, level, 2) })]));
  const before = new ol.style.Style({ zIndex: 2, stroke: new ol.style.Stroke({ color: '#9a4d00', width: 1.6, lineDash: [4, 4] }) });
  return feature => {
    if (feature.get('layer') !== 'entities') return null;
    const change = ids[feature.get('id')];
    if (!change) return pale;
    if (side === 'from') return change === 'removed' ? looks.removed : change === 'changed' ? before : pale;
    return looks[change] || pale;
  };
}
