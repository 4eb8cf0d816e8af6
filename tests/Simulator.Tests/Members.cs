using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace GpuDigits.Simulator.Tests;

/// <summary>
/// The members that an assembly defines or refers to, as lines of text that are equal where the runtime takes one for the other.
/// </summary>
internal static class Members
{
    private static readonly SignatureText Text = new();

    /// <summary>Every method and field, and every type, of an assembly.</summary>
    /// <param name="file">The assembly.</param>
    /// <param name="isWanted">Chooses types by their full name; null: all.</param>
    /// <param name="visible">Only what other assemblies can see.</param>
    public static HashSet<string> DefinedIn(string file, Func<string, bool>? isWanted = null, bool visible = false)
    {
        using var peReader = new PEReader(File.OpenRead(file));
        var reader = peReader.GetMetadataReader();
        HashSet<string> found = [];
        foreach (var handle in reader.TypeDefinitions)
        {
            var type = reader.GetTypeDefinition(handle);
            var name = Text.GetTypeFromDefinition(reader, handle, 0);
            if (isWanted?.Invoke(name) == false || (visible && !IsVisible(reader, type)))
                continue;
            found.Add(name);
            foreach (var method in type.GetMethods().Select(reader.GetMethodDefinition))
            {
                // An override is no member of its own.
                var isOverride = (method.Attributes & (MethodAttributes.Virtual | MethodAttributes.NewSlot)) == MethodAttributes.Virtual;
                if (!visible || (!isOverride && IsSeen(method.Attributes & MethodAttributes.MemberAccessMask)))
                    found.Add(Method(name, reader.GetString(method.Name), method.DecodeSignature(Text, null)));
            }

            foreach (var field in type.GetFields().Select(reader.GetFieldDefinition))
            {
                if (!visible || IsSeen((MethodAttributes)(field.Attributes & FieldAttributes.FieldAccessMask)))
                    found.Add($"{field.DecodeSignature(Text, null)} {name}.{reader.GetString(field.Name)}");
            }
        }

        return found;
    }

    /// <summary>Every type, method and field of ILGPU that an assembly refers to.</summary>
    public static HashSet<string> OfIlgpuReferredToBy(string file)
    {
        using var peReader = new PEReader(File.OpenRead(file));
        var reader = peReader.GetMetadataReader();
        HashSet<string> found =
            [.. reader.TypeReferences.Where(t => IsIlgpu(reader, t)).Select(t => Text.GetTypeFromReference(reader, t, 0))];
        HashSet<string> types = [.. found];
        foreach (var member in reader.MemberReferences.Select(reader.GetMemberReference))
        {
            var owner = member.Parent.Kind switch
            {
                HandleKind.TypeReference => Text.GetTypeFromReference(reader, (TypeReferenceHandle)member.Parent, 0),
                HandleKind.TypeSpecification =>
                    reader.GetTypeSpecification((TypeSpecificationHandle)member.Parent).DecodeSignature(Text, null).Split('<')[0],
                _ => null,
            };
            if (owner is null || !types.Contains(owner))
                continue;
            var name = reader.GetString(member.Name);
            found.Add(member.GetKind() == MemberReferenceKind.Method
                ? Method(owner, name, member.DecodeMethodSignature(Text, null))
                : $"{member.DecodeFieldSignature(Text, null)} {owner}.{name}");
        }

        return found;
    }

    private static string Method(string owner, string name, MethodSignature<string> signature) =>
        $"{(signature.Header.IsInstance ? "" : "static ")}{signature.ReturnType} "
            + $"{owner}.{name}`{signature.GenericParameterCount}({string.Join(", ", signature.ParameterTypes)})";

    private static bool IsSeen(MethodAttributes access) =>
        access is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    private static bool IsVisible(MetadataReader reader, TypeDefinition type) => (type.Attributes & TypeAttributes.VisibilityMask) switch
    {
        TypeAttributes.Public => true,
        TypeAttributes.NestedPublic => IsVisible(reader, reader.GetTypeDefinition(type.GetDeclaringType())),
        _ => false,
    };

    private static bool IsIlgpu(MetadataReader reader, TypeReferenceHandle handle)
    {
        var scope = reader.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => IsIlgpu(reader, (TypeReferenceHandle)scope),
            HandleKind.AssemblyReference =>
                reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name) is "ILGPU" or "ILGPU.Algorithms",
            _ => false,
        };
    }

    /// <summary>Types by full name; type parameters by position, as the metadata has them.</summary>
    private sealed class SignatureText : ISignatureTypeProvider<string, object?>
    {
        public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{new string(',', shape.Rank - 1)}]";

        public string GetByReferenceType(string elementType) => elementType + "&";

        public string GetFunctionPointerType(MethodSignature<string> signature) =>
            $"{signature.ReturnType}*({string.Join(", ", signature.ParameterTypes)})";

        public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
            $"{genericType}<{string.Join(", ", typeArguments)}>";

        public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";

        public string GetGenericTypeParameter(object? genericContext, int index) => $"!{index}";

        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => $"{unmodifiedType} mod({modifier})";

        public string GetPinnedType(string elementType) => elementType;

        public string GetPointerType(string elementType) => elementType + "*";

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

        public string GetSZArrayType(string elementType) => elementType + "[]";

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
        {
            var type = reader.GetTypeDefinition(handle);
            return type.GetDeclaringType() is { IsNil: false } outer
                ? $"{GetTypeFromDefinition(reader, outer, 0)}+{reader.GetString(type.Name)}"
                : $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
        }

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
        {
            var type = reader.GetTypeReference(handle);
            return type.ResolutionScope.Kind == HandleKind.TypeReference
                ? $"{GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, 0)}+{reader.GetString(type.Name)}"
                : $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
        }

        public string GetTypeFromSpecification(
            MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);
    }
}
