namespace MirageGen.Composer.Model;

/// <summary>How an instance is given back at the end.</summary>
internal enum Disposal
{
    None,
    Synchronous,
    Asynchronous,
}
