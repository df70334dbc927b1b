using System.Reflection;
using System.Runtime.Loader;

namespace MirageGen.Composer.Tests.Composing;

/// <summary>A composed project, loaded to be run.</summary>
internal sealed class LoadedProject
{
    private readonly Assembly _assembly;

    public LoadedProject(ComposerRun run)
    {
        var context = new AssemblyLoadContext(run.Assembly, isCollectible: true);
        context.Resolving += (_, name) =>
            run.References.FirstOrDefault(library => library.Name == name.Name) is { } library
                ? context.LoadFromStream(new MemoryStream(library.Image))
                : null;
        _assembly = context.LoadFromStream(new MemoryStream(run.EmitWithoutWarnings()));
    }

    /// <summary>Runs the program that the composer wrote.</summary>
    public int Boot(params string[] arguments)
    {
        try
        {
            return (int)_assembly.EntryPoint!.Invoke(null, [arguments])!;
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            throw inner;
        }
    }

    /// <summary>Calls a static method of the project's source and waits for its task.</summary>
    public T Call<T>(string type, string method) =>
        ((Task<T>)_assembly.GetType(type)!.GetMethod(method)!.Invoke(null, [])!).GetAwaiter().GetResult();

    /// <summary>A public static field of the project's source.</summary>
    public object? Field(string type, string field) => _assembly.GetType(type)!.GetField(field)!.GetValue(null);
}
