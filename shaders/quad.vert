#version 330 core
// One instance is one axis-aligned quad in pixels, y downwards. The quad is cut to its clip box here, without a scissor, so that a whole
// frame is one draw call.

layout(location = 0) in vec4 bounds; // x, y, width, height
layout(location = 1) in vec4 shape;  // see quad.frag
layout(location = 2) in vec4 traits; // see quad.frag; w is the kind
layout(location = 3) in vec4 clip;   // x, y, width, height
layout(location = 4) in vec4 fill;
layout(location = 5) in vec4 edge;

uniform vec2 viewSize;

out vec2 within; // 0..1 over the bounds
flat out vec4 fShape;
flat out vec4 fTraits;
flat out vec4 fFill;
flat out vec4 fEdge;

void main()
{
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  vec2 point = clamp(bounds.xy + corner * bounds.zw, clip.xy, clip.xy + clip.zw);
  within = (point - bounds.xy) / bounds.zw;
  fShape = shape;
  fTraits = traits;
  fFill = fill;
  fEdge = edge;
  vec2 ndc = point / viewSize * 2.0 - 1.0;
  gl_Position = vec4(ndc.x, -ndc.y, 0.0, 1.0);
}
