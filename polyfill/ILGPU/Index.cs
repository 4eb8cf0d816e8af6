namespace ILGPU;
