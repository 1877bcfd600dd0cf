// Custom elements and small helps. Every page works without this file; libraries are loaded only where an element needs them.
(() => {
  'use strict';
  const english = document.documentElement.lang.startsWith('en');
  const t = (zh, en) => english ? en : zh;
  const asset = name => document.querySelector(`meta[name="asset:${name}"]`).content;

  const loading = new Map();
  function load(script, style) {
    if (!loading.has(script)) {
      loading.set(script, new Promise((done, failed) => {
        if (style) {
          const link = document.createElement('link');
          link.rel = 'stylesheet';
          link.href = style;
          document.head.append(link);
        }
        const el = document.createElement('script');
        el.src = script;
        el.onload = done;
        el.onerror = () => failed(new Error('not loaded: ' + script));
        document.head.append(el);
      }));
    }
    return loading.get(script);
  }

  const tones = {
    good: ['#18794a', 'rgba(24,121,74,.18)'],
    warn: ['#9a4d00', 'rgba(230,140,20,.22)'],
    bad: ['#c02b23', 'rgba(192,43,35,.2)'],
    neutral: ['#6b7a92', 'rgba(107,122,146,.14)'],
    info: ['#0f5fbf', 'rgba(15,95,191,.16)'],
  };

  /** data-src | data-geojson: sites to show. data-edit="id": draws one site into that text area, as GeoJSON in longitude and latitude. */
  class SiteMap extends HTMLElement {
    async connectedCallback() {
      if (this.map) return;
      try {
        await load(asset('ol'), asset('ol-css'));
      } catch (e) {
        return; // the text area, or the page's own words, stand in
      }
      if (this.map || !this.isConnected) return;
      this.view = document.createElement('div');
      this.view.className = 'tb-map-view';
      this.view.tabIndex = 0;
      this.textContent = '';
      this.append(this.view);
      this.say = document.createElement('p');
      this.say.className = 'tb-map-say';
      this.say.setAttribute('role', 'status');
      this.append(this.say);

      const [lon, lat, zoom] = (this.dataset.centre || '114.93,27.82,11').split(',').map(Number);
      this.format = new ol.format.GeoJSON();
      this.shown = new ol.source.Vector();
      const layers = [
        new ol.layer.Graticule({
          strokeStyle: new ol.style.Stroke({ color: 'rgba(70,95,130,.18)', width: 1 }), showLabels: true, wrapX: false, lonLabelPosition: 0.14,
          latLabelStyle: this.label('#5f6d84', 11, 'end'), lonLabelStyle: this.label('#5f6d84', 11, 'center', 'bottom'),
        }),
        new ol.layer.Vector({ source: this.shown, style: f => this.style(f), declutter: true }),
      ];
      if (this.dataset.edit) {
        this.drawn = new ol.source.Vector();
        layers.push(new ol.layer.Vector({ source: this.drawn, style: new ol.style.Style({ fill: new ol.style.Fill({ color: 'rgba(192,43,35,.14)' }), stroke: new ol.style.Stroke({ color: '#c02b23', width: 2.5 }) }) }));
      }
      this.dataset.ready = '';
      this.map = new ol.Map({
        target: this.view, layers,
        controls: ol.control.defaults.defaults({ attribution: false, rotate: false, zoomOptions: { zoomInTipLabel: t('放大', 'Zoom in'), zoomOutTipLabel: t('缩小', 'Zoom out') } }).extend([new ol.control.ScaleLine()]),
        interactions: ol.interaction.defaults.defaults({ mouseWheelZoom: false }).extend([new ol.interaction.MouseWheelZoom({ condition: e => ol.events.condition.platformModifierKeyOnly(e) || document.activeElement === this.view })]),
        view: new ol.View({ center: ol.proj.fromLonLat([lon, lat]), zoom: zoom || 11, maxZoom: 19 }),
      });
      this.map.on('click', e => {
        const href = !this.drawing && this.map.forEachFeatureAtPixel(e.pixel, f => f.get('href'));
        if (href && href.startsWith('/')) location.assign(href);
      });
      import(asset('map-ground')).then(ground => this.map && ground.lay(this.map), () => {});
      await this.show();
      if (this.dataset.edit) this.edit();
      this.fit();
    }

    disconnectedCallback() {
      if (this.map) this.map.setTarget(null);
      this.map = null;
    }

    label(color, size, align, baseline) {
      return new ol.style.Text({ font: `${size}px sans-serif`, fill: new ol.style.Fill({ color }), stroke: new ol.style.Stroke({ color: '#fff', width: 3 }), textAlign: align, textBaseline: baseline || 'middle' });
    }

    style(feature) {
      const [line, area] = tones[feature.get('tone')] || tones[this.dataset.edit ? 'neutral' : 'info'];
      const text = this.label('#1f2a3a', 12);
      text.setOverflow(true);
      text.setText(String(feature.get('name') || ''));
      const stroke = new ol.style.Stroke({ color: line, width: 2 });
      const fill = new ol.style.Fill({ color: area });
      const point = /Point$/.test(feature.getGeometry().getType());
      if (point) text.setOffsetY(-16);
      return new ol.style.Style({ stroke, fill, text, image: point ? new ol.style.Circle({ radius: 7, fill: new ol.style.Fill({ color: line }), stroke: new ol.style.Stroke({ color: '#fff', width: 2 }) }) : undefined });
    }

    read(json) {
      return this.format.readFeatures(json, { dataProjection: 'EPSG:4326', featureProjection: 'EPSG:3857' });
    }

    async show() {
      try {
        if (this.dataset.geojson) this.shown.addFeatures(this.read(JSON.parse(this.dataset.geojson)));
        if (this.dataset.src) {
          const answer = await fetch(this.dataset.src, { headers: { Accept: 'application/geo+json, application/json' } });
          if (!answer.ok) throw new Error(String(answer.status));
          this.shown.addFeatures(this.read(await answer.json()));
        }
        if (!this.dataset.edit && !this.shown.getFeatures().length) this.say.textContent = t('没有可显示的用地范围', 'There is no site to show');
      } catch (e) {
        this.say.textContent = t('地图数据未能载入', 'The map data could not be loaded');
      }
    }

    fit() {
      const own = this.drawn && this.drawn.getFeatures().length ? this.drawn : this.shown;
      if (own.getFeatures().length) this.map.getView().fit(own.getExtent(), { padding: [48, 48, 48, 48], maxZoom: 17 });
    }

    edit() {
      const text = document.getElementById(this.dataset.edit);
      if (!text) return;
      const tools = document.createElement('div');
      tools.className = 'tb-map-tools';
      const button = (label, act) => {
        const b = document.createElement('button');
        b.type = 'button';
        b.className = 'btn';
        b.textContent = label;
        b.addEventListener('click', act);
        tools.append(b);
        return b;
      };
      const draw = new ol.interaction.Draw({ source: this.drawn, type: 'Polygon' });
      const modify = new ol.interaction.Modify({ source: this.drawn });
      const snap = new ol.interaction.Snap({ source: this.drawn });
      const setDrawing = on => {
        this.drawing = on;
        draw.setActive(on);
        modify.setActive(!on);
        drawButton.setAttribute('aria-pressed', String(on));
        this.say.textContent = on ? t('依次点击界址点，双击结束', 'Click the corners in turn; double-click to finish') : this.area();
      };
      const drawButton = button(t('绘制范围', 'Draw'), () => setDrawing(!this.drawing));
      button(t('撤销一点', 'Undo point'), () => draw.removeLastPoint());
      button(t('清除', 'Clear'), () => { this.drawn.clear(); write(); setDrawing(true); });
      button(t('定位', 'Zoom to site'), () => this.fit());
      this.append(tools);
      const write = () => {
        const rings = this.drawn.getFeatures().map(f => f.getGeometry()).reduce((all, g) => all.concat(g.getType() === 'MultiPolygon' ? g.getPolygons() : g.getType() === 'Polygon' ? [g] : []), []);
        const options = { dataProjection: 'EPSG:4326', featureProjection: 'EPSG:3857', decimals: 7, rightHanded: true };
        text.value = !rings.length ? '' : this.format.writeGeometry(rings.length === 1 ? rings[0] : new ol.geom.MultiPolygon(rings), options);
        text.dispatchEvent(new Event('input', { bubbles: true }));
      };
      const readText = () => {
        const value = text.value.trim();
        this.drawn.clear();
        if (value.startsWith('{')) {
          try {
            this.drawn.addFeatures(this.read(JSON.parse(value)));
            this.fit();
          } catch (e) {
            this.say.textContent = t('下方文本不是有效的 GeoJSON', 'The text below is not valid GeoJSON');
            return;
          }
        }
        setDrawing(!value);
      };
      [draw, modify, snap].forEach(i => this.map.addInteraction(i));
      draw.on('drawend', () => setTimeout(() => { write(); setDrawing(false); }));
      modify.on('modifyend', () => { write(); this.say.textContent = this.area(); });
      text.addEventListener('change', readText);
      this.view.addEventListener('keydown', e => { if (e.key === 'Escape' && this.drawing) draw.abortDrawing(); });
      readText();
    }

    area() {
      const squareMetres = this.drawn.getFeatures().reduce((sum, f) => sum + ol.sphere.getArea(f.getGeometry()), 0);
      if (!squareMetres) return '';
      const hectares = (squareMetres / 10000).toFixed(4);
      return t(`图上面积约 ${hectares} 公顷（${(squareMetres / 666.6667).toFixed(2)} 亩）`, `Area on the map about ${hectares} ha`);
    }
  }

  /** data-option: {"x":[…],"series":[{"name","type","data"}]}. */
  class Chart extends HTMLElement {
    static get observedAttributes() { return ['data-option']; }
    connectedCallback() { this.draw(); }
    attributeChangedCallback() { if (this.isConnected) this.draw(); }
    disconnectedCallback() {
      if (this.sizes) this.sizes.disconnect();
      if (this.chart) this.chart.dispose();
      this.chart = this.sizes = null;
    }
    async draw() {
      if (!this.dataset.option) return;
      await load(asset('echarts'));
      if (!this.isConnected) return;
      const option = JSON.parse(this.dataset.option);
      if (!this.chart) {
        this.chart = echarts.init(this, null, { renderer: 'canvas' });
        this.sizes = new ResizeObserver(() => this.chart && this.chart.resize());
        this.sizes.observe(this);
      }
      this.chart.setOption({
        animation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
        textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
        color: ['#0f5fbf', '#18794a', '#d98a1f', '#c02b23', '#6b5bb5'],
        grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
        legend: { right: 0, top: 0, itemWidth: 14, textStyle: { color: '#46536a' } },
        tooltip: { trigger: 'axis' },
        xAxis: { type: 'category', data: option.x, axisLine: { lineStyle: { color: '#c6d1e0' } }, axisLabel: { color: '#56637a' }, axisTick: { show: false } },
        yAxis: { type: 'value', splitLine: { lineStyle: { color: '#e9eef5' } }, axisLabel: { color: '#56637a' } },
        series: option.series.map(s => Object.assign({ symbolSize: 7 }, s.type === 'bar' ? { barMaxWidth: 36, itemStyle: { borderRadius: [3, 3, 0, 0] } } : { lineStyle: { width: 2.5 } }, s)),
      });
    }
  }

  /** Sends the form inside to data-url after changes and when the page is left. Files stay out: they are kept by the post itself. */
  class Autosave extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector('form');
      this.state = this.querySelector('.tb-autosave-state');
      if (!this.form || !this.dataset.url) return;
      this.sent = this.fields();
      this.changed = () => {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.save(false), Math.max(1, Number(this.dataset.seconds) || 4) * 1000);
      };
      this.left = () => { if (!this.posting) this.save(true); };
      this.form.addEventListener('input', this.changed);
      this.form.addEventListener('change', this.changed);
      this.form.addEventListener('submit', e => { if (!e.defaultPrevented) { this.posting = true; clearTimeout(this.timer); } });
      addEventListener('pagehide', this.left);
      addEventListener('pageshow', e => { if (e.persisted) this.posting = false; });
    }
    disconnectedCallback() {
      clearTimeout(this.timer);
      removeEventListener('pagehide', this.left);
    }
    fields() {
      const all = new URLSearchParams();
      for (const [name, value] of new FormData(this.form)) if (typeof value === 'string' && name !== '_handler' && name !== 'act') all.append(name, value);
      return all.toString();
    }
    async save(leaving) {
      const body = this.fields();
      if (body === this.sent || (this.saving && !leaving)) return;
      clearTimeout(this.timer);
      this.saving = true;
      try {
        // A browser lets a page that is being left send at most 64 KB.
        const answer = await fetch(this.dataset.url, { method: 'POST', body, keepalive: leaving && body.length < 60000, credentials: 'same-origin', redirect: 'error', headers: { 'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8' } });
        if (!answer.ok) throw new Error(String(answer.status));
        this.sent = body;
        const now = new Date().toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit', hour12: false, timeZone: 'Asia/Shanghai' });
        this.tell(t(`已自动保存 ${now}`, `Saved at ${now}`), false);
      } catch (e) {
        this.tell(t('自动保存未成功，请点击保存按钮', 'Not saved automatically; please use the save button'), true);
      } finally {
        this.saving = false;
        if (this.fields() !== body) this.changed();
      }
    }
    tell(text, bad) {
      if (!this.state) return;
      this.state.toggleAttribute('data-bad', bad);
      this.state.textContent = text;
    }
  }

  // Modules that a page asks for by an element of theirs share these.
  window.tongban = { t, asset, load, tones };
  if (document.querySelector('tb-plan')) import(asset('map-plan'));

  customElements.define('tb-map', SiteMap);
  customElements.define('tb-chart', Chart);
  customElements.define('tb-autosave', Autosave);

  // data-confirm on a button asks before sending; data-once on a form keeps an impatient second click from sending again.
  // The window's capture phase runs before any element's own listener, so a refused question also stops those.
  addEventListener('submit', e => {
    const question = e.submitter && e.submitter.dataset.confirm;
    const form = e.target;
    if ((question && !confirm(question)) || form.dataset.sent) {
      e.preventDefault();
      e.stopPropagation();
      return;
    }
    if (form.hasAttribute('data-once')) {
      form.dataset.sent = '1';
      setTimeout(() => delete form.dataset.sent, 10000); // an answer that is a download leaves the page where it is
    }
  }, true);
  addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach(f => delete f.dataset.sent));

  // A click on a refusal puts the cursor into its field; without this script the link still scrolls there.
  document.addEventListener('click', e => {
    const link = e.target.closest('a[data-focus]');
    const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (field) {
      e.preventDefault();
      field.scrollIntoView({ block: 'center' });
      field.focus({ preventScroll: true });
    }
    document.querySelectorAll('details[data-menu][open]').forEach(m => { if (!m.contains(e.target)) m.open = false; });
  });
  document.addEventListener('keydown', e => {
    if (e.key !== 'Escape') return;
    document.querySelectorAll('details[data-menu][open]').forEach(m => { m.open = false; m.querySelector('summary').focus(); });
  });

  const refusal = document.getElementById('refusal');
  if (refusal) refusal.focus();
})();
