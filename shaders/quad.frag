#version 330 core
// Kinds of quad, selected by traits.w. Shapes are signed distances in pixels, negative inside.
//   0 rounded box:  shape = x, y, width, height;  traits = radius, border, softness
//   1 capsule:      shape = the two ends;         traits = the radii at the two ends;
//                   edge = normals of the cuts at the two ends, 127 being 0: if two capsules share a cut, each
//                   pixel belongs to one of them, so that their soft edges do not add up
//   2 glyph:        shape = atlas rectangle in texels; traits.x = width of the distance ramp in screen pixels
//   3 picture:      shape = texture rectangle 0..1; its grey goes from edge (black) to fill (white)
//   4 tile:         shape = rectangle in texels; traits = page, lowest value (edge), highest value (fill)
//   5 signed tile:  the same; traits = page, the value with the full colour (edge: negative, fill: positive), grey level of zero

in vec2 within;
flat in vec4 fShape;
flat in vec4 fTraits;
flat in vec4 fFill;
flat in vec4 fEdge;

uniform vec2 viewSize;
uniform sampler2D atlas;
uniform sampler2D picture;
uniform sampler2DArray tiles;

out vec4 color;

float roundedBox(vec2 p, vec2 halfSize, float radius)
{
  vec2 q = abs(p) - halfSize + radius;
  return length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - radius;
}

// Two discs and their common tangents. With x along the axis and y perpendicular to it, the tangent's normal is (s, c).
float capsule(vec2 p, vec2 a, vec2 b, float ra, float rb)
{
  vec2 axis = b - a;
  float d = length(axis);
  vec2 fromA = p - a;
  if (d <= abs(ra - rb) + 1e-4)
    return ra >= rb ? length(fromA) - ra : length(p - b) - rb;
  axis /= d;
  vec2 q = vec2(dot(fromA, axis), abs(fromA.x * axis.y - fromA.y * axis.x));
  float s = (ra - rb) / d;
  float c = sqrt(1.0 - s * s);
  float along = q.x * c - q.y * s;
  if (along < 0.0)
    return length(q) - ra;
  if (along > c * d)
    return length(q - vec2(d, 0.0)) - rb;
  return q.x * s + q.y * c - ra;
}

// The side of a cut through a point on which a pixel lies.
float side(vec2 p, vec2 cut, vec2 at)
{
  return dot(cut, p - at);
}

float coverage(float distance)
{
  return clamp(0.5 - distance, 0.0, 1.0);
}

void main()
{
  int kind = int(fTraits.w);
  // The pixel's centre from its own position, not interpolated: two quads would round it differently, and a pixel on the cut between them
  // would belong to neither.
  vec2 point = vec2(gl_FragCoord.x, viewSize.y - gl_FragCoord.y);
  if (kind == 0)
  {
    vec2 halfSize = fShape.zw * 0.5;
    float distance = roundedBox(point - fShape.xy - halfSize, halfSize, fTraits.x);
    float softness = fTraits.z;
    if (softness > 0.0)
    {
      float t = clamp(0.5 - distance / (2.0 * softness), 0.0, 1.0);
      color = vec4(fFill.rgb, fFill.a * t * t * (3.0 - 2.0 * t));
      return;
    }
    float border = fTraits.y;
    color = border > 0.0 ? mix(fEdge, fFill, coverage(distance + border)) : fFill;
    color.a *= coverage(distance);
  }
  else if (kind == 1)
  {
    vec4 cuts = round(fEdge * 255.0) - 127.0;
    if (side(point, cuts.xy, fShape.xy) < 0.0 || (cuts.zw != vec2(0.0) && side(point, cuts.zw, fShape.zw) >= 0.0))
      discard;
    color = vec4(fFill.rgb, fFill.a * coverage(capsule(point, fShape.xy, fShape.zw, fTraits.x, fTraits.y)));
  }
  else if (kind == 2)
  {
    vec2 texel = fShape.xy + within * fShape.zw;
    vec3 s = texture(atlas, texel / vec2(textureSize(atlas, 0))).rgb;
    float median = max(min(s.r, s.g), min(max(s.r, s.g), s.b));
    color = vec4(fFill.rgb, fFill.a * clamp((median - 0.5) * fTraits.x + 0.5, 0.0, 1.0));
  }
  else if (kind >= 4)
  {
    // Cells look even at any size: the transition from one texel to the next is one pixel wide.
    vec2 texel = within * fShape.zw;
    vec2 step = clamp(fwidth(texel), 1e-5, 1.0);
    vec2 border = round(texel);
    vec2 from = border + clamp((texel - border) / step, -0.5, 0.5);
    vec2 at = fShape.xy + clamp(from, vec2(0.5), fShape.zw - 0.5);
    float value = texture(tiles, vec3(at / vec2(textureSize(tiles, 0).xy), fTraits.x)).r;
    if (kind == 4)
    {
      float span = fTraits.z - fTraits.y;
      color = mix(fEdge, fFill, span > 0.0 ? clamp((value - fTraits.y) / span, 0.0, 1.0) : 0.0);
    }
    else
    {
      float share = fTraits.y > 0.0 ? clamp(value / fTraits.y, -1.0, 1.0) : 0.0;
      color = mix(vec4(vec3(fTraits.z), 1.0), share < 0.0 ? fEdge : fFill, abs(share));
    }
  }
  else
  {
    color = mix(fEdge, fFill, texture(picture, fShape.xy + within * fShape.zw).r);
  }
}
