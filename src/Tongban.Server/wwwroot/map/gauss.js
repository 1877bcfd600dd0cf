// Plane coordinates of CGCS2000: Gauss-Krüger in 3-degree zones by Krüger's series, exact to a millimetre within a zone.
const a = 6378137, f = 1 / 298.257222101, n = f / (2 - f);
const A = a / (1 + n) * (1 + n * n / 4 + n ** 4 / 64);
const alpha = [n / 2 - 2 * n * n / 3 + 5 * n ** 3 / 16 + 41 * n ** 4 / 180, 13 * n * n / 48 - 3 * n ** 3 / 5 + 557 * n ** 4 / 1440, 61 * n ** 3 / 240 - 103 * n ** 4 / 140, 49561 * n ** 4 / 161280];
const radians = Math.PI / 180;

export const zoneOf = longitude => Math.floor((longitude + 1.5) / 3);

/** Easting (false easting 500 000, no zone in front) and northing in metres. */
export function project([longitude, latitude], zone = zoneOf(longitude)) {
  const phi = latitude * radians, lambda = (longitude - 3 * zone) * radians, k = 2 * Math.sqrt(n) / (1 + n);
  const t = Math.sinh(Math.atanh(Math.sin(phi)) - k * Math.atanh(k * Math.sin(phi)));
  const xi = Math.atan2(t, Math.cos(lambda)), eta = Math.atanh(Math.sin(lambda) / Math.sqrt(1 + t * t));
  let [east, north] = [eta, xi];
  alpha.forEach((c, i) => {
    const j = 2 * (i + 1);
    east += c * Math.cos(j * xi) * Math.sinh(j * eta);
    north += c * Math.sin(j * xi) * Math.cosh(j * eta);
  });
  return [500000 + A * east, A * north];
}

/** Square metres of a polygon's rings in degrees, in the plane of its first corner's zone: shell minus holes. */
export function area(rings) {
  const zone = zoneOf(rings[0][0][0]);
  return rings.reduce((sum, ring, i) => {
    const points = ring.map(p => project(p, zone)), [x0, y0] = points[0];
    let twice = 0;
    for (let j = 1; j < points.length; j++) twice += (points[j - 1][0] - x0) * (points[j][1] - y0) - (points[j][0] - x0) * (points[j - 1][1] - y0);
    return sum + (i === 0 ? 1 : -1) * Math.abs(twice) / 2;
  }, 0);
}

/** Metres along a line of degrees, in the plane of its first corner's zone. */
export function length(line) {
  const zone = zoneOf(line[0][0]), points = line.map(p => project(p, zone));
  return points.slice(1).reduce((sum, p, i) => sum + Math.hypot(p[0] - points[i][0], p[1] - points[i][1]), 0);
}
