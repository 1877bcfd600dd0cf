// The ground beneath every map: woods, settlement, water, rails and roads, from the city's own published layers. Nothing comes from outside.
const looks = {
  wood: { fill: '#e2ecda' },
  settlement: { fill: '#ebe3d8' },
  water: { fill: '#c3dcf0', stroke: '#a3c6e4', width: 1 },
  rail: { fill: '#d5d3da', stroke: '#85818f', width: 1.4, dash: [7, 4] },
  road: { fill: '#fffdf7', stroke: '#cdbf9f', width: 1 },
};
const widths = { expressway: 3.2, national: 2.4, provincial: 1.8, county: 1.2, township: 0.8 };

/** What a tile layer of these tiles needs: their source, and the box beyond which nothing has to be asked for. */
export function tiles(layer) {
  const extent = ol.proj.transformExtent(layer.bounds, 'EPSG:4326', 'EPSG:3857');
  return { extent: ol.extent.buffer(extent, 3000), source: new ol.source.VectorTile({ format: new ol.format.MVT(), url: layer.tiles, maxZoom: 16 }) };
}

function style(kind) {
  const look = looks[kind];
  const cache = new Map();
  return feature => {
    const name = feature.get('zone') || '';
    const line = feature.getType() === 'LineString';
    const key = name + line;
    if (!cache.has(key)) {
      const wide = widths[name.replace(/-[^-]*$/, '')];
      const main = kind === 'road' && wide > 2;
      const stroke = look.stroke && new ol.style.Stroke({ color: main ? '#d9a94e' : look.stroke, width: line && wide ? wide : look.width, lineDash: line ? look.dash : undefined });
      cache.set(key, new ol.style.Style({ fill: line ? undefined : new ol.style.Fill({ color: main ? '#fbeecb' : look.fill }), stroke: stroke || undefined }));
    }
    return cache.get(key);
  };
}

/** Puts the ground under what a map shows. A server without layers has none; the map then stands on plain paper. */
export async function lay(map) {
  let layers;
  try {
    const answer = await fetch('/space/map/ground.json');
    if (!answer.ok) return;
    layers = await answer.json();
  } catch (e) {
    return;
  }
  layers.forEach((layer, index) => map.getLayers().insertAt(index, new ol.layer.VectorTile({ ...tiles(layer), style: only(style(layer.kind)), renderOrder: null, properties: { ground: true } })));
}

/** Entities only: the area a layer covers travels in the same tiles and is drawn where it is asked for. */
export function only(style) {
  return (feature, resolution) => feature.get('layer') === 'entities' ? style(feature, resolution) : null;
}
