using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Text;
using MirageGen.Storage;

namespace MirageGen.Build.Embedding;

/// <summary>
/// Writes the assembly that carries packed directories as static data: a class <c>Content</c> with a
/// <c>ReadOnlySpan&lt;byte&gt;</c> property for each, of the same instructions that C# compiles a constant array to.
/// NativeAOT places the data in a read-only section of the program; no compiler ever parses it.
/// </summary>
internal sealed class ContentAssembly
{
    private static readonly Version RuntimeVersion = new(10, 0, 0, 0);
    private static readonly byte[] RuntimeKeyToken = [0xB0, 0x3F, 0x5F, 0x7F, 0x11, 0xD5, 0x0A, 0x3A];

    private readonly MetadataBuilder _metadata = new();
    private readonly MethodBodyStreamEncoder _bodies = new(new BlobBuilder());
    private readonly BlobBuilder _data = new();
    private readonly byte[] _identity;
    private readonly TypeReferenceHandle _object;
    private readonly TypeReferenceHandle _valueType;
    private readonly TypeReferenceHandle _span;
    private readonly MemberReferenceHandle _spanConstructor;

    private ContentAssembly(string name, IReadOnlyList<PackedDirectory> directories)
    {
        _identity = IdentityOf(name, directories);
        _metadata.AddModule(
            0, Text($"{name}.dll"), _metadata.GetOrAddGuid(new Guid(_identity.AsSpan(0, 16))), default, default);
        _metadata.AddAssembly(Text(name), new Version(1, 0, 0, 0), default, default, 0, AssemblyHashAlgorithm.None);
        var runtime = _metadata.AddAssemblyReference(
            Text("System.Runtime"), RuntimeVersion, default, _metadata.GetOrAddBlob(RuntimeKeyToken), 0, default);
        _object = _metadata.AddTypeReference(runtime, Text("System"), Text("Object"));
        _valueType = _metadata.AddTypeReference(runtime, Text("System"), Text("ValueType"));
        _span = _metadata.AddTypeReference(runtime, Text("System"), Text("ReadOnlySpan`1"));
        _spanConstructor = _metadata.AddMemberReference(
            _metadata.AddTypeSpecification(Blob(signature => SpanOfByte(signature.TypeSpecificationSignature()))),
            Text(".ctor"),
            Blob(static signature => signature.MethodSignature(isInstanceMethod: true).Parameters(
                2,
                static result => result.Void(),
                static parameters =>
                {
                    parameters.AddParameter().Type().VoidPointer();
                    parameters.AddParameter().Type().Int32();
                })));
    }

    /// <summary>Writes an assembly; the same directories give the same octets.</summary>
    /// <param name="name">The assembly's name.</param>
    /// <param name="space">The namespace of its class <c>Content</c>.</param>
    /// <param name="directories">What it carries; every property name is there once.</param>
    public static BlobBuilder Write(string name, string space, IReadOnlyList<PackedDirectory> directories)
    {
        var assembly = new ContentAssembly(name, directories);
        assembly.AddContent(space, directories);
        return assembly.Serialize();
    }

    private void AddContent(string space, IReadOnlyList<PackedDirectory> directories)
    {
        var firstField = MetadataTokens.FieldDefinitionHandle(1);
        var firstMethod = MetadataTokens.MethodDefinitionHandle(1);
        _metadata.AddTypeDefinition(default, default, Text("<Module>"), default, firstField, firstMethod);
        var content = _metadata.AddTypeDefinition(
            TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit,
            Text(space), Text("Content"), _object, firstField, firstMethod);
        for (var i = 0; i < directories.Count; i++)
        {
            AddData(content, directories[i], afterLastField: directories.Count + 1);
        }

        for (var i = 0; i < directories.Count; i++)
        {
            var property = AddProperty(directories[i], MetadataTokens.FieldDefinitionHandle(i + 1));
            if (i == 0)
            {
                _metadata.AddPropertyMap(content, property);
            }
        }
    }

    /// <summary>Adds a field of a type that is as large as the image, and the image as its data.</summary>
    private void AddData(TypeDefinitionHandle content, PackedDirectory directory, int afterLastField)
    {
        var type = _metadata.AddTypeDefinition(
            TypeAttributes.NestedPrivate | TypeAttributes.Sealed | TypeAttributes.SequentialLayout,
            default,
            Text($"Octets_{directory.Property}"),
            _valueType,
            MetadataTokens.FieldDefinitionHandle(afterLastField),
            MetadataTokens.MethodDefinitionHandle(afterLastField));
        _metadata.AddNestedType(type, content);
        _metadata.AddTypeLayout(type, EmbeddedLayout.Alignment, (uint)directory.Image.Length);

        var field = _metadata.AddFieldDefinition(
            FieldAttributes.Private | FieldAttributes.Static | FieldAttributes.InitOnly | FieldAttributes.HasFieldRVA,
            Text($"_{directory.Property}"),
            Blob(signature => signature.Field().Type().Type(type, isValueType: true)));
        _data.Align(EmbeddedLayout.Alignment);
        _metadata.AddFieldRelativeVirtualAddress(field, _data.Count);
        _data.WriteBytes(directory.Image);
    }

    private PropertyDefinitionHandle AddProperty(PackedDirectory directory, FieldDefinitionHandle data)
    {
        var code = new InstructionEncoder(new BlobBuilder());
        code.OpCode(ILOpCode.Ldsflda);
        code.Token(data);
        code.LoadConstantI4(directory.Image.Length);
        code.OpCode(ILOpCode.Newobj);
        code.Token(_spanConstructor);
        code.OpCode(ILOpCode.Ret);

        var getter = _metadata.AddMethodDefinition(
            MethodAttributes.Public | MethodAttributes.Static | MethodAttributes.HideBySig | MethodAttributes.SpecialName,
            MethodImplAttributes.IL,
            Text($"get_{directory.Property}"),
            Blob(signature => signature.MethodSignature().Parameters(0, result => SpanOfByte(result.Type()), static _ => { })),
            _bodies.AddMethodBody(code),
            MetadataTokens.ParameterHandle(1));
        var property = _metadata.AddProperty(
            PropertyAttributes.None,
            Text(directory.Property),
            Blob(signature => signature.PropertySignature().Parameters(0, result => SpanOfByte(result.Type()), static _ => { })));
        _metadata.AddMethodSemantics(property, MethodSemanticsAttributes.Getter, getter);
        return property;
    }

    private BlobBuilder Serialize()
    {
        var builder = new ManagedPEBuilder(
            new PEHeaderBuilder(imageCharacteristics: Characteristics.ExecutableImage | Characteristics.Dll),
            new MetadataRootBuilder(_metadata),
            _bodies.Builder,
            mappedFieldData: _data,
            deterministicIdProvider: _ => BlobContentId.FromHash(_identity));
        var image = new BlobBuilder();
        builder.Serialize(image);
        return image;
    }

    /// <summary>What the assembly's module is identified by: a digest of what it carries.</summary>
    private static byte[] IdentityOf(string name, IReadOnlyList<PackedDirectory> directories)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(Encoding.UTF8.GetBytes(name));
        foreach (var directory in directories)
        {
            digest.AppendData(Encoding.UTF8.GetBytes($"\0{directory.Property}\0"));
            digest.AppendData(directory.Image);
        }

        return digest.GetHashAndReset();
    }

    private void SpanOfByte(SignatureTypeEncoder type) =>
        type.GenericInstantiation(_span, genericArgumentCount: 1, isValueType: true).AddArgument().Byte();

    private StringHandle Text(string text) => _metadata.GetOrAddString(text);

    private BlobHandle Blob(Action<BlobEncoder> write)
    {
        var blob = new BlobBuilder();
        write(new BlobEncoder(blob));
        return _metadata.GetOrAddBlob(blob);
    }
}
