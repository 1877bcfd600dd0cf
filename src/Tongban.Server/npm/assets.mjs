// Copies the listed files of node_modules into wwwroot/lib and builds one SVG sprite of the icons named in icons.txt.
import { mkdirSync, rmSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, 'node_modules');
const lib = join(here, '..', 'wwwroot', 'lib');

const files = {
  '@tabler/core/dist/css/tabler.min.css': 'tabler/tabler.min.css',
  '@tabler/core/LICENSE': 'tabler/LICENSE',
  'echarts/dist/echarts.common.min.js': 'echarts/echarts.min.js',
  'echarts/LICENSE': 'echarts/LICENSE',
  'ol/dist/ol.js': 'ol/ol.js',
  'ol/ol.css': 'ol/ol.css',
  'ol/LICENSE.md': 'ol/LICENSE.md',
  'swagger-ui-dist/swagger-ui.css': 'swagger-ui/swagger-ui.css',
  'swagger-ui-dist/swagger-ui-bundle.js': 'swagger-ui/swagger-ui-bundle.js',
  'swagger-ui-dist/LICENSE': 'swagger-ui/LICENSE',
};

rmSync(lib, { recursive: true, force: true });
for (const [from, to] of Object.entries(files)) {
  const target = join(lib, to);
  mkdirSync(dirname(target), { recursive: true });
  let content;
  try {
    content = readFileSync(join(modules, from), 'utf8');
  } catch (e) {
    if (from.includes('LICENSE')) continue; // some packages name their licence only in package.json
    throw e;
  }
  writeFileSync(target, /\.(js|css)$/.test(to) ? content.replace(/\n?(\/\/|\/\*)# sourceMappingURL=.*$/m, '') : content);
}

let sprite = '<svg xmlns="http://www.w3.org/2000/svg">';
for (const name of readFileSync(join(here, 'icons.txt'), 'utf8').split(/\s+/).filter(Boolean)) {
  const svg = readFileSync(join(modules, '@tabler/icons/icons/outline', name + '.svg'), 'utf8');
  const body = svg.slice(svg.indexOf('<svg'), svg.lastIndexOf('</svg>')).replace(/^<svg[^>]*>/, '').replace(/\s*\n\s*/g, '');
  sprite += `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${body}</symbol>`;
}
writeFileSync(join(lib, 'icons.svg'), sprite + '</svg>\n');
