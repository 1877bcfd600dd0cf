// <tb-plan>: the map of control layers. Layers stand as JSON in data-layers, the tree beside the map switches them; everything the map says stands in a table of the page as well.
import { lay, tiles } from './ground.js';
import { ofLayer, ofComparison } from './looks.js';
import { zoneOf, project, area, length } from './gauss.js';

const { t, asset, load, tones } = window.tongban;
const number = (value, digits) => value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const squareMetres = m2 => t(`${number(m2, 1)} 平方米，${number(m2 / 10000, 4)} 公顷，${number(m2 * 3 / 2000, 2)} 亩`, `${number(m2, 1)} m², ${number(m2 / 10000, 4)} ha, ${number(m2 * 3 / 2000, 2)} mu`);
const metres = m => m < 10000 ? t(`${number(m, 1)} 米`, `${number(m, 1)} m`) : t(`${number(m / 1000, 3)} 公里`, `${number(m / 1000, 3)} km`);

class Plan extends HTMLElement {
  async connectedCallback() {
    if (this.map) return;
    this.holder = this.querySelector('.tb-plan-map');
    try {
      await load(asset('ol'), asset('ol-css'));
    } catch (e) {
      return;
    }
    if (this.map || !this.isConnected) return;
    this.layers = JSON.parse(this.dataset.layers || '[]');
    this.changes = this.dataset.changes ? JSON.parse(this.dataset.changes) : null;
    this.build();
    await this.show();
    this.tree();
    if (this.dataset.swipe !== undefined) this.swipe();
    this.look();
    lay(this.map);
    this.dataset.ready = '';
  }

  disconnectedCallback() {
    if (this.map) this.map.setTarget(null);
    this.map = null;
  }

  make(tag, className, parent, text) {
    const el = document.createElement(tag);
    if (className) el.className = className;
    if (text) el.textContent = text;
    if (parent) parent.append(el);
    return el;
  }

  build() {
    this.holder.textContent = '';
    this.view = this.make('div', 'tb-plan-view', this.holder);
    this.view.tabIndex = 0;
    this.view.setAttribute('role', 'application');
    this.view.setAttribute('aria-label', t('地图：方向键移动，加减号缩放，回车查询中心点', 'Map: arrow keys move it, plus and minus zoom, Enter asks what lies at its centre'));
    this.make('div', 'tb-plan-cross', this.holder).setAttribute('aria-hidden', 'true');
    this.tools = this.make('div', 'tb-map-tools', this.holder);
    this.say = this.make('p', 'tb-map-say', this.holder);
    this.say.setAttribute('role', 'status');
    this.at = this.make('p', 'tb-plan-at', this.holder);
    this.make('div', 'tb-plan-north', this.holder, 'N').setAttribute('aria-hidden', 'true');

    this.site = new ol.source.Vector();
    this.marks = new ol.source.Vector();
    this.drawn = new ol.source.Vector();
    const ink = (color, dash) => new ol.style.Style({
      fill: new ol.style.Fill({ color: color + '1f' }), stroke: new ol.style.Stroke({ color, width: 2.5, lineDash: dash }),
      image: new ol.style.Circle({ radius: 5, fill: new ol.style.Fill({ color }), stroke: new ol.style.Stroke({ color: '#fff', width: 2 }) }),
    });
    this.ink = { draw: ink('#c02b23'), measure: ink('#0f5fbf', [8, 5]) };
    const mark = new ol.style.Style({ image: new ol.style.RegularShape({ points: 4, radius: 10, radius2: 0, stroke: new ol.style.Stroke({ color: '#14315f', width: 2.5 }) }) });
    this.controls = new Map();
    // On a telephone the scale keeps to a corner, and the degrees stand above it.
    const narrow = this.view.clientWidth < 600;
    this.map = new ol.Map({
      target: this.view,
      layers: [
        new ol.layer.Graticule({ strokeStyle: new ol.style.Stroke({ color: 'rgba(70,95,130,.16)', width: 1 }), showLabels: true, wrapX: false, lonLabelPosition: narrow ? 0.26 : 0.11, latLabelStyle: this.label('end'), lonLabelStyle: this.label('center', 'bottom') }),
        ...this.layers.filter(l => l.tiles).map(l => this.layer(l)),
        new ol.layer.Vector({ source: this.site, style: f => this.siteStyle(f) }),
        new ol.layer.Vector({ source: this.drawn, style: f => this.ink[f.get('kind') || 'draw'] }),
        new ol.layer.Vector({ source: this.marks, style: mark }),
      ],
      controls: ol.control.defaults.defaults({ attribution: false, rotate: false, zoomOptions: { zoomInTipLabel: t('放大', 'Zoom in'), zoomOutTipLabel: t('缩小', 'Zoom out') } }).extend([new ol.control.ScaleLine({ bar: true, steps: 2, minWidth: narrow ? 60 : 120 })]),
      interactions: ol.interaction.defaults.defaults({ mouseWheelZoom: false, altShiftDragRotate: false, pinchRotate: false }).extend([new ol.interaction.MouseWheelZoom({ condition: e => ol.events.condition.platformModifierKeyOnly(e) || this.holder.contains(document.activeElement) })]),
      view: new ol.View({ center: ol.proj.fromLonLat([114.93, 27.82]), zoom: 11, maxZoom: 20, minZoom: 6 }),
    });
    this.buttons();
    this.map.on('pointermove', e => { if (!e.dragging) this.tell(e.coordinate); });
    this.map.on('moveend', () => this.tell(this.map.getView().getCenter()));
    this.map.on('singleclick', e => { if (!this.drawing) this.identify(e.coordinate); });
    this.view.addEventListener('keydown', e => this.key(e));
    this.view.addEventListener('pointerdown', () => this.view.focus({ preventScroll: true }));
    addEventListener('beforeprint', () => { this.map.updateSize(); this.map.renderSync(); });
    document.querySelectorAll('[data-print]').forEach(b => b.addEventListener('click', () => print()));
  }

  label(align, baseline) {
    return new ol.style.Text({ font: '11px sans-serif', fill: new ol.style.Fill({ color: '#5f6d84' }), stroke: new ol.style.Stroke({ color: '#fff', width: 3 }), textAlign: align, textBaseline: baseline || 'middle' });
  }

  layer(l) {
    const made = new ol.layer.VectorTile({
      ...tiles(l), visible: l.shown, opacity: 0.9, renderOrder: null, declutter: true,
      style: this.changes ? ofComparison(l.key, this.changes) : ofLayer(l),
    });
    this.controls.set(l.key, made);
    return made;
  }

  siteStyle(feature) {
    const [line, fill] = tones[feature.get('tone')] || ['#14315f', 'rgba(20,49,95,.10)'];
    const own = !feature.get('code');
    return new ol.style.Style({
      stroke: new ol.style.Stroke({ color: own ? '#14315f' : line, width: own ? 2.5 : 1.5, lineDash: own ? undefined : [6, 3] }), fill: new ol.style.Fill({ color: own ? 'rgba(20,49,95,.06)' : fill.replace(/[\d.]+\)$/, feature.get('tone') === 'bad' ? '.45)' : '.16)') }),
      image: new ol.style.Circle({ radius: 6, fill: new ol.style.Fill({ color: line }), stroke: new ol.style.Stroke({ color: '#fff', width: 2 }) }),
    });
  }

  read(json) {
    return new ol.format.GeoJSON().readFeatures(json, { dataProjection: 'EPSG:4326', featureProjection: 'EPSG:3857' });
  }

  async show() {
    if (this.dataset.geojson) this.site.addFeatures(this.read(JSON.parse(this.dataset.geojson)));
    if (!this.dataset.src) return;
    try {
      const answer = await fetch(this.dataset.src, { headers: { Accept: 'application/geo+json' } });
      if (!answer.ok) throw new Error(String(answer.status));
      this.site.addFeatures(this.read(await answer.json()));
    } catch (e) {
      this.say.textContent = t('地图数据未能载入', 'The map data could not be loaded');
    }
  }

  /** Where the map looks at first: a place that was asked for, the site, what is shown. */
  look() {
    const view = this.map.getView();
    if (this.dataset.at) {
      const [lon, lat] = this.dataset.at.split(',').map(Number);
      const at = ol.proj.fromLonLat([lon, lat]);
      this.marks.addFeature(new ol.Feature(new ol.geom.Point(at)));
      view.setCenter(at);
      view.setZoom(14);
      return;
    }
    if (this.dataset.geojson) {
      view.fit(this.site.getExtent(), { padding: [60, 60, 60, 60], maxZoom: 17 });
      return;
    }
    const boxes = this.layers.filter(l => l.tiles && (this.dataset.fit !== undefined ? l.shown : true)).map(l => ol.proj.transformExtent(l.bounds, 'EPSG:4326', 'EPSG:3857'));
    if (boxes.length) view.fit(boxes.reduce((all, b) => ol.extent.extend(all, b), ol.extent.createEmpty()), { padding: [20, 20, 20, 20], maxZoom: 16 });
    else this.say.textContent = t('尚未公布任何图层', 'No layer has been published yet');
    if (this.dataset.fit === undefined && boxes.length) view.adjustZoom(0.6);
  }

  // ── the tree ──
  tree() {
    this.querySelectorAll('input[data-layer]').forEach(box => {
      const made = this.controls.get(box.dataset.layer);
      if (!made) return;
      box.disabled = false;
      const row = box.closest('li');
      const opacity = row.querySelector('input[type=range]');
      const coverage = row.querySelector('input[data-coverage]');
      const apply = () => {
        made.setVisible(box.checked);
        row.classList.toggle('tb-plan-on', box.checked);
        document.querySelectorAll(`[data-version-of="${box.dataset.layer}"]`).forEach(r => r.classList.toggle('tb-off-paper', !box.checked));
      };
      box.addEventListener('change', () => {
        apply();
        this.say.textContent = box.checked ? t(`已显示：${box.dataset.name}`, `Shown: ${box.dataset.name}`) : t(`已隐藏：${box.dataset.name}`, `Hidden: ${box.dataset.name}`);
      });
      opacity.addEventListener('input', () => made.setOpacity(opacity.value / 100));
      if (coverage) coverage.addEventListener('change', () => {
        this.layers.find(l => l.key === box.dataset.layer).coverage = coverage.checked;
        made.changed();
      });
      apply();
    });
  }

  shown() {
    return this.layers.filter(l => this.controls.has(l.key) && this.controls.get(l.key).getVisible()).map(l => l.code);
  }

  // ── what lies here ──
  async identify(coordinate) {
    const target = document.getElementById('identify');
    if (!target) return;
    const [lon, lat] = ol.proj.toLonLat(coordinate).map(v => v.toFixed(7));
    this.marks.clear();
    this.marks.addFeature(new ol.Feature(new ol.geom.Point(coordinate)));
    this.say.textContent = t('正在查询…', 'Asking…');
    const address = new URL(location.href);
    address.searchParams.set('lon', lon);
    address.searchParams.set('lat', lat);
    if (this.dataset.version === undefined && this.shown().length) address.searchParams.set('layers', [...new Set(this.shown())].join(','));
    try {
      const answer = await fetch(address, { headers: { Accept: 'text/html' } });
      if (!answer.ok) throw new Error(String(answer.status));
      const found = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('identify');
      target.replaceChildren(...found.childNodes);
      history.replaceState(null, '', address);
      this.say.textContent = found.dataset.said || target.querySelector('[data-said]')?.dataset.said || '';
    } catch (e) {
      this.say.textContent = t('查询未成功，请重试', 'That did not work; please try again');
    }
  }

  // ── tools ──
  buttons() {
    const button = (label, act) => {
      const b = this.make('button', 'btn btn-sm', this.tools, label);
      b.type = 'button';
      b.addEventListener('click', act);
      return b;
    };
    if (this.dataset.measure !== undefined) {
      this.toggles = { line: button(t('量距离', 'Distance'), () => this.draw('line')), area: button(t('量面积', 'Area'), () => this.draw('area')) };
    } else this.toggles = {};
    if (this.dataset.draw) this.toggles.site = button(t('绘制用地', 'Draw a site'), () => this.draw('site'));
    this.clearer = Object.keys(this.toggles).length ? button(t('清除', 'Clear'), () => this.clear()) : null;
    button(t('全图', 'Whole map'), () => { this.marks.clear(); delete this.dataset.at; this.look(); });
    Object.values(this.toggles).forEach(b => b.setAttribute('aria-pressed', 'false'));
    if (this.dataset.draw) {
      this.text = document.getElementById(this.dataset.draw);
      this.text.addEventListener('change', () => this.typed());
      this.typed();
    }
  }

  draw(what) {
    const again = this.drawing === what;
    this.stop();
    if (again) return;
    this.drawing = what;
    this.toggles[what].setAttribute('aria-pressed', 'true');
    this.drawn.getFeatures().filter(f => what === 'site' ? f.get('kind') === 'draw' : f.get('kind') === 'measure').forEach(f => this.drawn.removeFeature(f));
    this.pen = new ol.interaction.Draw({ type: what === 'line' ? 'LineString' : 'Polygon', style: this.ink[what === 'site' ? 'draw' : 'measure'] });
    this.pen.on('drawstart', e => { this.sketch = e.feature; this.watch = e.feature.getGeometry().on('change', () => this.size(e.feature.getGeometry())); });
    this.pen.on('drawabort', () => { this.sketch = null; });
    this.pen.on('drawend', e => {
      this.sketch = null;
      e.feature.set('kind', what === 'site' ? 'draw' : 'measure');
      this.drawn.addFeature(e.feature);
      this.size(e.feature.getGeometry());
      const said = this.say.textContent;
      setTimeout(() => {
        this.stop();
        if (what === 'site') this.write();
        this.say.textContent = said + (what === 'site' ? t('。填写名称后即可核对', '. Give it a name and check it') : '');
      });
    });
    this.map.addInteraction(this.pen);
    this.say.textContent = matchMedia('(pointer: coarse)').matches ? t('依次点按各点，在最后一点上再点一次结束', 'Tap the points; tap the last one again to end')
      : t('依次点击各点，双击结束；键盘：回车加点，退格撤销，空格结束', 'Click the points, double-click to end; keys: Enter adds a point, Backspace takes it back, Space ends');
    this.view.focus({ preventScroll: true });
  }

  stop() {
    if (this.pen) this.map.removeInteraction(this.pen);
    this.pen = this.drawing = this.sketch = null;
    Object.values(this.toggles).forEach(b => b.setAttribute('aria-pressed', 'false'));
  }

  clear() {
    this.stop();
    this.drawn.clear();
    this.marks.clear();
    this.say.textContent = '';
    if (this.text) this.write();
  }

  size(geometry) {
    const degrees = geometry.clone().transform('EPSG:3857', 'EPSG:4326').getCoordinates();
    const area_ = geometry.getType() === 'Polygon';
    if (area_ ? degrees[0].length > 3 : degrees.length > 1) this.say.textContent = area_ ? t(`面积 ${squareMetres(area(degrees))}`, `Area ${squareMetres(area(degrees))}`) : t(`距离 ${metres(length(degrees))}`, `Distance ${metres(length(degrees))}`);
  }

  write() {
    const rings = this.drawn.getFeatures().filter(f => f.get('kind') === 'draw').map(f => f.getGeometry());
    this.text.value = rings.length ? new ol.format.GeoJSON().writeGeometry(rings[0], { dataProjection: 'EPSG:4326', featureProjection: 'EPSG:3857', decimals: 7, rightHanded: true }) : '';
    this.text.dispatchEvent(new Event('input', { bubbles: true }));
    const form = this.text.closest('form');
    if (rings.length && form) form.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
  }

  /** What was typed or pasted into the field is drawn. */
  typed() {
    this.drawn.getFeatures().filter(f => f.get('kind') === 'draw').forEach(f => this.drawn.removeFeature(f));
    const value = this.text.value.trim();
    if (!value.startsWith('{')) return;
    try {
      const features = this.read(JSON.parse(value));
      features.forEach(f => f.set('kind', 'draw'));
      this.drawn.addFeatures(features);
      this.map.getView().fit(this.drawn.getExtent(), { padding: [60, 60, 60, 60], maxZoom: 17 });
    } catch (e) {
      this.say.textContent = t('下方文本不是有效的 GeoJSON', 'The text below is not valid GeoJSON');
    }
  }

  key(e) {
    const centre = this.map.getView().getCenter();
    if (e.key === 'Enter') {
      if (this.pen) this.pen.appendCoordinates([centre]);
      else this.identify(centre);
    } else if (this.pen && e.key === 'Backspace') this.pen.removeLastPoint();
    else if (this.pen && e.key === ' ') { if (this.sketch) this.pen.finishDrawing(); }
    else if (this.pen && e.key === 'Escape') { this.pen.abortDrawing(); this.stop(); }
    else return;
    e.preventDefault();
  }

  tell(coordinate) {
    const [lon, lat] = ol.proj.toLonLat(coordinate), zone = zoneOf(lon), [east, north] = project([lon, lat], zone);
    this.at.textContent = `${lon.toFixed(6)}, ${lat.toFixed(6)}  ·  X ${north.toFixed(2)}  Y ${zone}${east.toFixed(2).padStart(9, '0')}`;
  }

  // ── two versions side by side ──
  swipe() {
    // The page's own choice stands below the map.
    const bar = this.parentElement.querySelector('[data-swipe-bar]');
    const mode = this.parentElement.querySelectorAll('input[name=swipe-mode]');
    const [from, to] = ['from', 'to'].map(k => this.controls.get(k));
    if (!bar || !from || !to) return;
    const on = () => [...mode].some(m => m.checked && m.value === 'swipe');
    const cut = left => event => {
      if (!on()) return;
      const c = event.context, size = this.map.getSize(), x = size[0] * bar.value / 100;
      const [a, b] = [[left ? 0 : x, 0], [left ? x : size[0], size[1]]].map(p => ol.render.getRenderPixel(event, p));
      c.save();
      c.beginPath();
      c.rect(a[0], a[1], b[0] - a[0], b[1] - a[1]);
      c.clip();
    };
    const mend = event => { if (on()) event.context.restore(); };
    [[from, true], [to, false]].forEach(([layer, left]) => { layer.on('prerender', cut(left)); layer.on('postrender', mend); });
    const line = this.make('div', 'tb-plan-swipe', this.holder);
    // The line can be taken by finger or mouse; keys move the field below, which says the same.
    line.addEventListener('pointerdown', e => { line.setPointerCapture(e.pointerId); e.preventDefault(); });
    line.addEventListener('pointermove', e => {
      if (!line.hasPointerCapture(e.pointerId)) return;
      const box = this.holder.getBoundingClientRect();
      bar.value = Math.max(0, Math.min(100, (e.clientX - box.left) / box.width * 100));
      apply();
    });
    const apply = () => {
      bar.disabled = !on();
      line.hidden = !on();
      line.style.left = bar.value + '%';
      this.map.render();
    };
    bar.addEventListener('input', apply);
    mode.forEach(m => m.addEventListener('change', apply));
    apply();
  }
}

customElements.define('tb-plan', Plan);
